"""Credentials in text, to be taken out of it before anybody reads it."""

from __future__ import annotations

import re
from typing import Final

_USERINFO: Final = re.compile(r"(?<=://)[^/@\s]+@")
_SECRET_PAIR: Final = re.compile(
    r"(?i)\b(X-Amz-(?:Signature|Credential|Security-Token)|Signature|AWSAccessKeyId|AKIA\w+|"
    r"(?:secret|access|session)[\w-]*(?:key|token)[\w-]*|password|token)(\s*[=:]\s*)[^\s&,;'\"]+"
)


def masked(text: str) -> str:
    """The text without credentials that an address, a signed link or a library's message may carry."""
    return _SECRET_PAIR.sub(r"\1\2***", _USERINFO.sub("***@", text))
