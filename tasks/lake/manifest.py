"""A release as its manifest tells it: which bytes stand at which path, and how it came about.

The manifest is the commit. It names every file of the release with its checksum and where its bytes are kept under
``_releases/`` (often in an earlier release's folder: unchanged files are not stored again).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from tasks.lake import layout
from tasks.lake.datasets import SCHEMA_VERSION
from tasks.lake.errors import NewerLakeError, ObjectCorruptError, ReleaseMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["publish", "rollback"]

_NAMES_KEPT: Final = 1000
"""Source addresses listed in a manifest; the ledger has them all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its checksum, size in bytes and rows, and where its bytes are kept.

    ``at`` is a key; ``offset`` is where the file starts inside that object if several are packed into one, else None.
    ``md5`` lets a bucket's listing tell whether a copy is intact.
    """

    sha256: str
    md5: str
    size: int
    rows: int | None
    at: str
    offset: int | None = None

    def same_bytes(self, other: Entry | None) -> bool:
        return other is not None and self.sha256 == other.sha256

    def packed(self) -> list[Any]:
        return [self.sha256, self.md5, self.size, self.rows, self.at, self.offset]


@dataclass(frozen=True, slots=True)
class Names:
    """Addresses of sources: how many, and the first of them."""

    count: int = 0
    first: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: list[str]) -> Names:
        return cls(len(names), tuple(sorted(names)[:_NAMES_KEPT]))


@dataclass(frozen=True, slots=True)
class Delta:
    """Rows of a dataset that a release added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """One release. ``files`` are published; ``state`` (the ledger) is kept with them but never copied out.

    ``created_at`` is whatever the caller passed (ISO 8601), never read from a clock here.
    """

    release: int
    parent: int
    kind: Kind
    run_id: str
    code_version: str
    catalog_version: str
    rules_version: str
    files: Mapping[str, Entry]
    state: Mapping[str, Entry]
    rows: Mapping[str, int]
    sources_added: Names = field(default_factory=Names)
    sources_changed: Names = field(default_factory=Names)
    sources_removed: Names = field(default_factory=Names)
    delta: Mapping[str, Delta] = field(default_factory=dict)
    created_at: str | None = None
    note: str = ""
    schema_version: int = SCHEMA_VERSION

    def to_bytes(self) -> bytes:
        body = {
            "schema_version": self.schema_version,
            "release": self.release,
            "parent": self.parent,
            "kind": self.kind,
            "run_id": self.run_id,
            "code_version": self.code_version,
            "catalog_version": self.catalog_version,
            "rules_version": self.rules_version,
            "created_at": self.created_at,
            "note": self.note,
            "rows": dict(sorted(self.rows.items())),
            "sources": {
                "added": asdict(self.sources_added),
                "changed": asdict(self.sources_changed),
                "removed": asdict(self.sources_removed),
            },
            "delta": {name: asdict(delta) for name, delta in sorted(self.delta.items())},
            "entry": ["sha256", "md5", "size", "rows", "at", "offset"],
            "files": {path: self.files[path].packed() for path in sorted(self.files)},
            "state": {path: self.state[path].packed() for path in sorted(self.state)},
        }
        return _sealed(body)

    def referenced(self) -> set[str]:
        """Keys of all stored objects that the release needs, and of the copy of its delta."""
        stored = {entry.at for group in (self.files, self.state) for entry in group.values()}
        return stored | {layout.delta_path(self.release)}


def tombstone(release: int) -> bytes:
    """What stays of a pruned release: its number is taken for ever, so that no late writer can commit it anew."""
    return _sealed({"schema_version": SCHEMA_VERSION, "release": release, "pruned": True})


def parse_manifest(data: bytes, key: str) -> Manifest:
    """The manifest; ``ReleaseMissingError`` for a tombstone, ``ObjectCorruptError`` or ``NewerLakeError``."""
    body = _opened(data, key)
    if body.get("pruned"):
        raise ReleaseMissingError(f"Release {body['release']} was pruned", "List what is left: `solieu releases`.")
    sources = body["sources"]
    return Manifest(
        release=body["release"],
        parent=body["parent"],
        kind=body["kind"],
        run_id=body["run_id"],
        code_version=body["code_version"],
        catalog_version=body["catalog_version"],
        rules_version=body["rules_version"],
        created_at=body["created_at"],
        note=body["note"],
        rows=body["rows"],
        sources_added=_names(sources["added"]),
        sources_changed=_names(sources["changed"]),
        sources_removed=_names(sources["removed"]),
        delta={name: Delta(**delta) for name, delta in body["delta"].items()},
        files={path: Entry(*entry) for path, entry in body["files"].items()},
        state={path: Entry(*entry) for path, entry in body["state"].items()},
        schema_version=body["schema_version"],
    )


def is_tombstone(data: bytes, key: str) -> bool:
    """Whether the release was pruned."""
    return bool(_opened(data, key).get("pruned"))


def _names(value: Mapping[str, Any]) -> Names:
    return Names(value["count"], tuple(value["first"]))


def _sealed(body: dict[str, Any]) -> bytes:
    """JSON whose last member is the checksum of all before it."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f'{text[:-1]},"sha256":"{digest}"}}\n'.encode("utf-8", "surrogatepass")


def _opened(data: bytes, key: str) -> dict[str, Any]:
    remedy = "The manifest is damaged; run `solieu verify`, and restore it from a backup or roll back."
    try:
        text = data.decode("utf-8", "surrogatepass").rstrip("\n")
        body: dict[str, Any] = json.loads(text)
        sealed, _, _ = text.rpartition(',"sha256":"')
        digest = hashlib.sha256((sealed + "}").encode("utf-8", "surrogatepass")).hexdigest()
        intact = digest == body.pop("sha256")
        version = int(body["schema_version"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ObjectCorruptError(f"{key} is not a manifest", remedy) from error
    if not intact:
        raise ObjectCorruptError(f"{key} does not have its own checksum", remedy)
    if version > SCHEMA_VERSION:
        raise NewerLakeError(
            f"{key} was written with schema version {version}; this program knows up to {SCHEMA_VERSION}",
            "Update solieu, or name another lake.",
        )
    return body
