"""How small records are declared: frozen, quick to make and to copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

from msgspec import Struct

T = TypeVar("T")


class Record(Struct, frozen=True, gc=False):
    """What small records of the grammar derive from, each as ``frozen`` again: the type checker asks for it.

    Reading makes some thousand of them for an article. Made in C, one takes a quarter to a third of the time that a
    dataclass takes; a copy by ``msgspec.structs.replace`` takes a fiftieth. The garbage collector passes them over, so
    a record must not lead back to itself.
    """


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A dataclass with slots that nothing may change: mypy refuses to assign to a field.

    At run time nothing guards it. ``dataclass(frozen=True)`` does, by a call for each field, which makes a record take
    two to four times as long.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
