"""Names for releases that must not be pruned: what a report, a dashboard or a reader relies on."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from tasks.lake import layout
from tasks.lake.errors import LakeError, ObjectCorruptError, UnsafePathValueError
from tasks.lake.snapshot import read_manifest

if TYPE_CHECKING:
    from tasks.lake.base import Store

PINS: Final = f"{layout.STATE}/pins/"

_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")


def pin(store: Store, name: str, release: int) -> None:
    """Keep a release under a name; naming another release later moves the pin.

    The pin is set before the release is looked at: a pruning run that is at work meanwhile sees the one or the other.
    """
    key = _key(name)
    earlier = _earlier(store, key)
    store.write(key, _body(release), durable=True)
    try:
        read_manifest(store, release)
    except LakeError:
        if earlier is None:
            store.delete(key)
        else:
            store.write(key, _body(earlier), durable=True)
        raise


def unpin(store: Store, name: str) -> bool:
    """Let go of a pin; False if there is none of that name."""
    key = _key(name)
    existed = store.exists(key)
    store.delete(key)
    return existed


def pins(store: Store) -> dict[str, int]:
    """All pins: name to release.

    Raises:
        ObjectCorruptError: what a pin names cannot be read, so nothing may be pruned.
    """
    return {item.key.removeprefix(PINS).removesuffix(".json"): _named(store, item.key) for item in store.list(PINS)}


def _named(store: Store, key: str) -> int:
    try:
        return int(json.loads(store.read(key))["release"])
    except (ValueError, KeyError, TypeError) as error:
        name = key.removeprefix(PINS).removesuffix(".json")
        raise ObjectCorruptError(
            f"{store.uri}/{key} is damaged", f"Set it again (`solieu pin {name} N`), or `solieu unpin {name}`."
        ) from error


def _earlier(store: Store, key: str) -> int | None:
    try:
        return _named(store, key) if store.exists(key) else None
    except ObjectCorruptError:  # it is about to be mended
        return None


def _key(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UnsafePathValueError(
            f"{name!r} cannot name a pin", "Use lower-case ASCII letters, digits, '.', '_' and '-', at most 64."
        )
    return f"{PINS}{name}.json"


def _body(release: int) -> bytes:
    return json.dumps({"release": release}).encode("ascii")
