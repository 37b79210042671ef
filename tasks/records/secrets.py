"""Credentials in text, to be taken out of it before anybody reads it."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = (
    r"X-Amz-(?:Signature|Credential|Security-Token)|Signature|Credential|Authorization|AWSAccessKeyId|sig|"
    r"(?:secret|access|session|auth|api|refresh|id)[\w-]*(?:key|token)[\w-]*|password|passwd|pwd|token"
)
_USERINFO: Final = re.compile(r"(?<=://)[^/\s]+@")
_PARAMETER: Final = re.compile(rf"(?i)(?<=[?&;])({_NAMES})(=)[^\s&#;]+")
_PAIR: Final = re.compile(
    rf"(?i)\b({_NAMES})(\s*[=:]\s*)(?:(?:AWS4-HMAC-SHA256|Bearer|Basic)\s+)*(?!AWS4-HMAC)[^\s&,;'\"<]+"
)
_ELEMENT: Final = re.compile(rf"(?i)(<(?:{_NAMES}|SignatureProvided|Token-\d+)>)[^<]+")
_KEY_ID: Final = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}")
ENDPOINT: Final = r"https?://[^@?#\s]+"
"""The whole of an object store's address, as a pattern."""

_REMEDY: Final = (
    "addresses are stored with runs and logs. Name it without; put credentials into AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY, or into a profile that AWS_PROFILE names"
)
_LEAST: Final = 16
"""Known values of fewer characters are no secrets worth the name, and may be words."""

_known: set[str] = set()


class AddressError(ValueError):
    """An address holds a password or token, or is none; the message says what to write instead, without the secret."""


def keep_secret(*values: str | None) -> None:
    """Credentials in use: whatever text they turn up in from now on, :func:`masked` takes them out of it."""
    _known.update(value for value in values if value and len(value) >= _LEAST)


def masked(text: str) -> str:
    """The text without credentials that an address, a signed link or a library's message may carry."""
    for value in sorted(_known, key=len, reverse=True):
        text = text.replace(value, "***")
    text = _ELEMENT.sub(r"\1***", _PAIR.sub(r"\1\2***", _USERINFO.sub("***@", text)))
    return _KEY_ID.sub("***", text)


def plain_address(address: str) -> str:
    """The address of a source or lake, as it is; it will be stored with the run, its logs and what is published.

    Raises:
        AddressError: it holds a user name or password, or is a signed link.
    """
    if _PARAMETER.sub(r"\1\2***", _USERINFO.sub("***@", address)) == address:
        return address
    raise AddressError(f"{masked(address)} holds a password or token, and {_REMEDY}")


def plain_endpoint(url: str) -> str:
    """The address of an object store, as it is.

    Raises:
        AddressError: it holds more than scheme, host, port and path, or less than scheme and host.
    """
    if re.fullmatch(ENDPOINT, url):
        return url
    if "@" in url or "?" in url:
        host = url.rpartition("@")[2].partition("?")[0]
        raise AddressError(f"the store's address …{masked(host)} holds a password or parameters, and {_REMEDY}")
    raise AddressError(f"{url!r} is no store's address; write it as https://HOST or http://HOST:PORT")
