"""Packed files to their bytes, streaming and bounded, frame by frame, so that reading can begin at any frame."""

from __future__ import annotations

import sys
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, Protocol

from tasks.articles.limits import expansion_allowed

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdDict, ZstdError
else:
    from backports.zstd import ZstdDecompressor, ZstdDict, ZstdError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.articles.limits import Limits

Packing = Literal["gz", "zst"]

CHUNK: Final = 1 << 18
MAGIC: Final[dict[Packing, bytes]] = {"gz": b"\x1f\x8b\x08", "zst": b"\x28\xb5\x2f\xfd"}
"""What a frame begins with."""

_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"
"""Begins the frame, empty to all else, in which a file of zstd may carry the dictionary that its other frames need."""

_DICTIONARY_BYTES: Final = 16 << 20
_NAMES: Final = {"gz": "gzip", "zst": "zstd"}


class StreamError(Exception):
    """A stream broke off or grew too large; ``reason`` is the issue's code, ``at`` where the frame concerned begins."""

    def __init__(self, reason: str, message: str, at: int) -> None:
        super().__init__(message)
        self.reason = reason
        self.at = at


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some unpacked bytes, and the frame they come from.

    ``at`` is where the frame begins in the file (bytes as stored), ``before`` how many bytes the frames before it
    unpack to. A gzip member is a frame, too; in a file that is not packed every place begins one.
    """

    at: int
    before: int
    data: bytes


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def unpack(self, data: bytes) -> bytes: ...
    def pending(self) -> bool: ...


def form_of(kind: str) -> str:
    """What a file of this kind holds, however it is packed."""
    return kind.partition(".")[0]


def packing_of(kind: str) -> Packing | None:
    """How a file of this kind is packed."""
    ending = kind.partition(".")[2]
    return "gz" if ending == "gz" else "zst" if ending == "zst" else None


def packing_at(data: BinaryIO) -> Packing | None:
    """How a file is packed, whatever its name says; leaves ``data`` at its beginning."""
    beginning = data.read(4)
    data.seek(0)
    if beginning == _DICTIONARY:
        return "zst"
    return next((packing for packing, magic in MAGIC.items() if beginning.startswith(magic)), None)


def dictionary_of(data: BinaryIO) -> ZstdDict | None:
    """What a file of zstd needs to be unpacked from anywhere but its beginning; moves within ``data``.

    Raises:
        StreamError: it has a dictionary that is none.
    """
    data.seek(0)
    return _dictionary(data, data.read(8))[0]


def first_bytes(sample: bytes, packing: Packing, dictionary: ZstdDict | None, most: int) -> bytes:
    """Up to ``most`` unpacked bytes of the frame that ``sample`` begins with; none if it is no frame."""
    try:
        if packing == "gz":
            return zlib.decompressobj(wbits=31).decompress(sample, most)
        return ZstdDecompressor(zstd_dict=dictionary).decompress(sample, most)
    except (zlib.error, ZstdError):
        return b""


def unpacked(
    data: BinaryIO, packing: Packing | None, stored: int, limits: Limits, *, at: int = 0, before: int = 0
) -> Iterator[Chunk]:
    """The bytes of ``data``, from the frame at ``at`` on; ``stored`` is the size of the whole file.

    Raises:
        StreamError: cut short, broken, or unpacking to more than the limits allow; what came before was yielded.
    """
    dictionary = dictionary_of(data) if at and packing == "zst" else None
    if at:
        data.seek(at)
    if packing is None:
        while block := data.read(CHUNK):
            yield Chunk(at, at, block)
            at += len(block)
        return
    allowed = expansion_allowed(stored, limits)
    for chunk in _frames(data, packing, at, before, dictionary):
        before += len(chunk.data)
        if before > allowed:
            message = (
                f"more than {allowed} bytes unpacked (max_decompressed_bytes, max_expansion); the rest is not read"
            )
            raise StreamError("decompressed_too_large", message, chunk.at)
        yield chunk


def _dictionary(data: BinaryIO, beginning: bytes) -> tuple[ZstdDict | None, int]:
    """The dictionary in a file whose first bytes are given and which goes on behind them, and the frame's length."""
    if not beginning.startswith(_DICTIONARY):
        return None, 0
    length = int.from_bytes(beginning[4:8], "little")
    content = beginning[8 : 8 + length]
    if length <= _DICTIONARY_BYTES:
        content += data.read(length - len(content))
    try:
        if length > _DICTIONARY_BYTES or len(content) < length:
            raise ValueError(f"its length of {length} bytes cannot be right")
        if content.startswith(MAGIC["zst"]):
            unpacker = ZstdDecompressor()
            content = unpacker.decompress(content, _DICTIONARY_BYTES)
            if not unpacker.eof:
                raise ValueError(f"it is cut short, or larger than {_DICTIONARY_BYTES} bytes")
        dictionary = ZstdDict(content)
        ZstdDecompressor(zstd_dict=dictionary)  # only now is it looked through
        return dictionary, 8 + length
    except (ValueError, ZstdError) as error:
        message = f"the zstd file begins with a dictionary that cannot be read ({error}); nothing of it is read"
        raise StreamError("broken_zstd", message, 0) from None


def _frames(data: BinaryIO, packing: Packing, at: int, before: int, dictionary: ZstdDict | None) -> Iterator[Chunk]:
    name = _NAMES[packing]
    position, total = at, before  # where `rest` begins in the file; bytes unpacked so far
    unpacker: _Unpacker | None = None
    rest = b""
    if packing == "zst" and at == 0:
        rest = data.read(CHUNK)
        dictionary, length = _dictionary(data, rest)
        position, rest = length, rest[length:]
    while True:
        if not rest and not (rest := data.read(CHUNK)):
            if unpacker is None:
                return
            message = f"the {name} file is cut short; what came before the cut is kept"
            raise StreamError(f"truncated_{name}", message, at)
        if unpacker is None:
            if packing == "gz":  # some writers fill up the last block with zeros
                position += len(rest) - len(rest := rest.lstrip(b"\0"))
            if not rest:
                continue
            unpacker = _Gzip() if packing == "gz" else _Zstd(dictionary)
            at, before = position, total
        try:
            block = unpacker.unpack(rest)
            while True:
                total += len(block)
                if block:
                    yield Chunk(at, before, block)
                if unpacker.eof or not unpacker.pending():
                    break
                block = unpacker.unpack(b"")
        except (zlib.error, ZstdError) as error:
            message = f"the {name} file is broken ({error}); what came before that is kept"
            raise StreamError(f"broken_{name}", message, at) from None
        unused = unpacker.unused_data if unpacker.eof else b""
        position += len(rest) - len(unused)
        rest = unused
        if unpacker.eof:
            unpacker = None


class _Gzip:
    def __init__(self) -> None:
        self._object = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data

    def pending(self) -> bool:
        return bool(self._object.unconsumed_tail)

    def unpack(self, data: bytes) -> bytes:
        return self._object.decompress(self._object.unconsumed_tail or data, CHUNK)


class _Zstd:
    def __init__(self, dictionary: ZstdDict | None) -> None:
        self._object = ZstdDecompressor(zstd_dict=dictionary)

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data

    def pending(self) -> bool:
        return not self._object.needs_input

    def unpack(self, data: bytes) -> bytes:
        return self._object.decompress(data, CHUNK)
