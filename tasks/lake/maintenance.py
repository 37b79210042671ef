"""What people do to a lake by hand: look whether it is whole, mend it, go back, give up old releases."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tasks.lake import layout
from tasks.lake.changes import differing
from tasks.lake.datasets import DELTA, OBSERVATIONS, QUARANTINE, STATISTICS
from tasks.lake.delta import delta
from tasks.lake.deltas import write_delta
from tasks.lake.errors import ContentionError, LakeError, ReleaseMissingError
from tasks.lake.layout import manifest_key
from tasks.lake.manifest import Delta, Manifest, Names, is_tombstone, parse_manifest, tombstone
from tasks.lake.materialise import differences, intact, materialise
from tasks.lake.parquet import encode
from tasks.lake.pins import PINS, pin, pins, unpin
from tasks.lake.snapshot import head, read_entries, read_entry, read_manifest, read_tables, release_numbers
from tasks.lake.stage import Stage

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from tasks.lake.base import Store
    from tasks.lake.manifest import Entry

logger = logging.getLogger(__name__)

ATTEMPTS = 100

Problem = Literal["missing", "differs", "unexpected", "snapshot missing", "snapshot damaged", "manifest damaged"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as the release says. Only copies can be mended; a snapshot must come from a backup."""

    path: str
    problem: Problem
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """``files`` is how many files of the release were compared; ``release`` is 0 for an empty lake."""

    release: int
    files: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        return all(finding.repaired for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Pruned:
    """Releases given up, objects deleted and their bytes."""

    releases: tuple[int, ...]
    objects: int
    size: int


def verify(store: Store, *, repair: bool = False) -> Verification:
    """Compare tree, copies and snapshot with the last release, byte for byte; ``repair`` writes the copies anew.

    Of the older releases that are left, the manifests, the presence and size of their objects, and their deltas are
    checked.
    """
    manifest = head(store)
    if manifest is None:
        return Verification(0, 0, ())
    findings = [*_snapshot_findings(store, manifest), *_older_findings(store, manifest)]
    found = differences(store, manifest)
    assert found.found is not None
    broken = {finding.path for finding in findings}
    copies = [
        Finding(path, "differs" if path in found.found else "missing", repair and path not in broken)
        for path in found.changed
    ]
    copies += [Finding(path, "unexpected", repair) for path in found.stale]
    if repair and copies and not broken & set(found.changed):
        materialise(store, check=True)
    elif repair and copies:
        copies = [replace(finding, repaired=False) for finding in copies]
    deltas = _delta_findings(store, broken, repair=repair)
    return Verification(manifest.release, len(manifest.files), (*findings, *copies, *deltas))


def rollback(
    store: Store, release: int, *, run_id: str, note: str = "", created_at: datetime | None = None
) -> Manifest:
    """Commit a new release with the content of an earlier one, ledger included, and bring the tree back to it.

    What was read since counts as unread again, so the next run reads it anew: correct or withdraw it first.
    ``ReleaseMissingError`` if there is no such release or it was pruned.
    """
    guard = f"rollback-{release}"
    held = guard in pins(store)
    pin(store, guard, release)
    try:
        old = replace(
            read_manifest(store, release),
            kind="rollback",
            run_id=run_id,
            note=note or f"content of release {release}",
            created_at=created_at.isoformat() if created_at else None,
        )
        for _ in range(ATTEMPTS):
            base = head(store)
            assert base is not None
            manifest = _returned(store, base, old)
            if store.create(manifest_key(manifest.release), manifest.to_bytes()):
                materialise(store)
                return manifest
    finally:
        if not held:
            unpin(store, guard)
    raise ContentionError(f"{store.uri}: other runs committed first", "Run again when fewer runs are at work.")


def prune(store: Store, keep: int) -> Pruned:
    """Give up all but the last ``keep`` releases, save those that a pin names, and what killed runs staged.

    A pruned release leaves a tombstone, so its number stays taken. It is set before pins are read once more: whoever
    pinned the release meanwhile finds it gone, or is found by us, and then it comes back.
    """
    if keep < 1:
        raise ReleaseMissingError("At least the last release must stay", "Use --keep 1 or more.")
    given_up = []
    last = head(store)
    numbers = release_numbers(store)
    for number in numbers[:-keep]:
        key = manifest_key(number)
        data = store.read(key)
        if is_tombstone(data, key) or number in pins(store).values():
            continue
        store.write(key, tombstone(number), durable=True)
        if number in pins(store).values():
            store.write(key, data, durable=True)
        else:
            given_up.append(number)
    objects, size = _sweep(store, last.release if last else 0)
    store.sweep()
    return Pruned(tuple(given_up), objects, size)


def _sweep(store: Store, last: int) -> tuple[int, int]:
    """Delete staged objects up to release ``last`` that no release needs.

    A run that is staging now stages for a later number, or has lost its race already; so these can be in nobody's way.
    """
    needed: set[str] = set()
    stored = [item for item in store.list(f"{layout.RELEASES}/") if layout.manifest_number(item.key) is None]
    for number in release_numbers(store):
        key = manifest_key(number)
        data = store.read(key)
        if not is_tombstone(data, key):
            needed |= parse_manifest(data, key).referenced()
    objects = size = 0
    for item in stored:
        number = int(item.key.split("/")[1])
        if number <= last and item.key not in needed:
            store.delete(item.key)
            objects += 1
            size += item.size
    return objects, size


def _returned(store: Store, base: Manifest, old: Manifest) -> Manifest:
    number = base.release + 1
    package = json.loads(read_entry(store, layout.DATAPACKAGE, old.files[layout.DATAPACKAGE]))
    package |= {"version": str(number), "release": number}
    described = (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    changed = _difference(store, base, old)
    stage = Stage(store, number)
    stage.add(layout.DATAPACKAGE, described, None)
    stage.add_state(DELTA.file, encode(DELTA, changed), changed.height)
    stage.finish()
    return replace(
        old,
        release=number,
        parent=base.release,
        files={**old.files, **stage.files},
        state={**old.state, **stage.state},
        sources_added=Names(),
        sources_changed=Names(),
        sources_removed=Names(),
        delta={
            name: Delta(max(0, rows - base.rows.get(name, 0)), 0, max(0, base.rows.get(name, 0) - rows))
            for name, rows in old.rows.items()
        },
    )


def _difference(store: Store, base: Manifest, old: Manifest) -> pl.DataFrame:
    """What going back to an older release changes, in DELTA_SCHEMA."""
    now, then = (read_tables(store, one, (STATISTICS, QUARANTINE, OBSERVATIONS)) for one in (base, old))
    refused = then[1].join(now[1], on="observation_id", how="anti", maintain_order="left")
    return delta(*differing(now[0], then[0]), refused, then[2])


def _delta_findings(store: Store, broken: set[str], *, repair: bool) -> list[Finding]:
    """The files with what each release changed; those of releases whose snapshot is damaged cannot be mended."""
    found = {item.key: item for item in store.list(f"{layout.RELEASES}/")}
    findings = []
    for number in release_numbers(store):
        try:
            manifest = read_manifest(store, number)
        except LakeError:  # pruned, or told of as damaged
            continue
        path, entry = layout.delta_path(number), manifest.state.get(DELTA.file)
        if entry is None or intact(store, path, entry, found.get(path)):
            continue
        mended = repair and not broken & {entry.at, DELTA.file, path}
        if mended:
            write_delta(store, manifest)
        findings.append(Finding(path, "differs" if path in found else "missing", mended))
    return findings


def _snapshot_findings(store: Store, manifest: Manifest) -> list[Finding]:
    """Objects at a time; file by file only in those that are not whole."""
    by_object: dict[str, dict[str, Entry]] = defaultdict(dict)
    for path, entry in {**manifest.files, **manifest.state}.items():
        by_object[entry.at][path] = entry
    findings = []
    for key, entries in by_object.items():
        try:
            for _ in read_entries(store, entries):
                pass
        except LakeError:
            problem: Problem = "snapshot damaged" if store.exists(key) else "snapshot missing"
            findings += [Finding(path, problem) for path, entry in entries.items() if not _whole(store, path, entry)]
    return findings


def _whole(store: Store, path: str, entry: Entry) -> bool:
    try:
        read_entry(store, path, entry)
    except LakeError:
        return False
    return True


def _older_findings(store: Store, last: Manifest) -> list[Finding]:
    sizes = {item.key: item.size for item in store.list(f"{layout.RELEASES}/")}
    findings = []
    for number in release_numbers(store):
        key = manifest_key(number)
        if number == last.release:
            continue
        try:
            data = store.read(key)
            if is_tombstone(data, key):
                continue
            manifest = parse_manifest(data, key)
        except LakeError:
            findings.append(Finding(key, "manifest damaged"))
            continue
        entries = {**manifest.files, **manifest.state}.values()
        short = {entry.at for entry in entries if sizes.get(entry.at, -1) < (entry.offset or 0) + entry.size}
        findings += [Finding(at, "snapshot damaged" if at in sizes else "snapshot missing") for at in sorted(short)]
    return findings


__all__ = ["PINS", "Finding", "Pruned", "Verification", "pin", "pins", "prune", "rollback", "unpin", "verify"]
