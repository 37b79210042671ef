"""The body of an HTTP response as it was sent to the bytes of the page: chunks joined, encodings undone, bounded."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK_SIZE: Final = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_GZIP: Final = b"\x1f\x8b\x08"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_MARKUP: Final = re.compile(rb"[\s\xef\xbb\xbf]{0,100}<[!?a-zA-Z]")
_MAX_LAYERS: Final = 5


class BodyError(ValueError):
    """A body that cannot be read; ``reason`` is the issue's code."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def decoded_body(body: bytes, transfer: str, encodings: str, max_bytes: int) -> bytes:
    """``body`` without its transfer and content encodings, as the two headers name them.

    Crawlers often store the body decoded and leave the headers as they were, or pack it once more than they say: what
    the bytes look like is believed before what the headers tell.

    Raises:
        BodyError: broken off, broken, in an encoding not known here, or larger than ``max_bytes``.
    """
    if "chunked" in transfer.casefold() and _CHUNK_SIZE.match(body):
        body = _read(_chunked, body, max_bytes, "chunked")
    layers = [name.strip().casefold() for name in reversed(encodings.split(","))]
    for name in layers[:_MAX_LAYERS]:
        if name in {"", "identity", "none", "utf-8", "gzip", "x-gzip"} or _MARKUP.match(body):
            body = _gunzipped(body, max_bytes) if "gzip" in name else body
        elif name in _DECODERS:
            body = _read(_DECODERS[name], body, max_bytes, name)
        else:
            raise BodyError("bad_http_body", f"its content encoding {name[:40]!r} is not known here")
    for _ in range(_MAX_LAYERS):
        if not body.startswith(_GZIP):
            break
        body = _gunzipped(body, max_bytes)
    if len(body) > max_bytes:
        raise too_large(max_bytes)
    return body


def _gunzipped(body: bytes, max_bytes: int) -> bytes:
    return _read(_inflate(31), body, max_bytes, "gzip") if body.startswith(_GZIP) else body


def _read(decoder: Callable[[bytes, int], bytes], body: bytes, max_bytes: int, name: str) -> bytes:
    try:
        decoded = decoder(body, max_bytes + 1)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise BodyError("bad_http_body", f"its {name} encoding is broken ({error})") from None
    if len(decoded) > max_bytes:
        raise too_large(max_bytes)
    return decoded


def too_large(max_bytes: int) -> BodyError:
    """The error for a page that is larger than the limit."""
    return BodyError("record_too_large", f"it is a page larger than {max_bytes} bytes (max_html_bytes)")


def _inflate(wbits: int) -> Callable[[bytes, int], bytes]:
    def inflate(body: bytes, most: int) -> bytes:
        unpacker = zlib.decompressobj(wbits)
        decoded = unpacker.decompress(body, most)
        if not unpacker.eof and len(decoded) < most:
            raise EOFError("it is cut short")
        return decoded

    return inflate


def _deflated(body: bytes, most: int) -> bytes:
    try:
        return _inflate(15)(body, most)
    except zlib.error:  # many servers send it without its head
        return _inflate(-15)(body, most)


def _chunked(body: bytes, most: int) -> bytes:
    from fastwarc.stream_io import ChunkedReader  # noqa: PLC0415  kept out of start-up

    return _all(ChunkedReader(io.BytesIO(body)).read, most)


def _brotli(body: bytes, most: int) -> bytes:
    from fastwarc.stream_io import BrotliReader  # noqa: PLC0415

    return _all(BrotliReader(io.BytesIO(body)).read, most)


def _zstd(body: bytes, most: int) -> bytes:
    from fastwarc.stream_io import ZstdReader  # noqa: PLC0415

    return _all(ZstdReader(io.BytesIO(body)).read, most) if body.startswith(_ZSTD) else body


def _all(read: Callable[[int], bytes], most: int) -> bytes:
    decoded = bytearray()
    while len(decoded) < most and (block := read(min(most - len(decoded), 1 << 20))):
        decoded += block
    return bytes(decoded)


_DECODERS: Final = {"deflate": _deflated, "br": _brotli, "zstd": _zstd}
