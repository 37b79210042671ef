"""Names for releases that must not be pruned: what a report, a dashboard or a reader relies on."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from tasks.lake import layout
from tasks.lake.errors import LakeError, UnsafePathValueError
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
    earlier = pins(store).get(name)
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
    """All pins: name to release."""
    found = {}
    for item in store.list(PINS):
        found[item.key.removeprefix(PINS).removesuffix(".json")] = int(json.loads(store.read(item.key))["release"])
    return found


def _key(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UnsafePathValueError(
            f"{name!r} cannot name a pin", "Use lower-case ASCII letters, digits, '.', '_' and '-', at most 64."
        )
    return f"{PINS}{name}.json"


def _body(release: int) -> bytes:
    return json.dumps({"release": release}).encode("ascii")
