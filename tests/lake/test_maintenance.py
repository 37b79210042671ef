"""Verify and repair, roll back, pin and prune, withdraw."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tasks.lake.batch import Batch
from tasks.lake.datasets import SCHEMA_VERSION, STATISTICS
from tasks.lake.errors import LakeError, ObjectCorruptError, ReleaseMissingError, UnsafePathValueError
from tasks.lake.maintenance import Finding, pin, pins, prune, rollback, unpin, verify
from tasks.lake.materialise import materialise
from tasks.lake.release import list_releases, publish
from tasks.lake.snapshot import head, read_entries, read_frame, read_ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.lake.store import Store


def fill(store: Store, sample: Any) -> Store:
    """Three releases: Quận 1's revenue of 2023 told as 1.0, then 2.0, then 3.0."""
    for number in (1, 2, 3):
        read = sample.Read(
            "a.txt", f"Quận 1 thu {number}.", (sample.Told("quan-1", 2023, float(number)),), etag=str(number)
        )
        publish(store, sample.batch(read), sample.reconcile, sample.context(f"run-{number}"))
    return store


@pytest.fixture
def three(folder: Store, sample: Any) -> Store:
    return fill(folder, sample)


def values(store: Store) -> list[float]:
    return read_frame(store, head(store), STATISTICS)["obs_value"].to_list()


def visible(store: Store) -> dict[str, bytes]:
    return {item.key: store.read(item.key) for item in store.list("") if not item.key.startswith("_")}


def test_a_whole_lake_is_found_whole(three: Store) -> None:
    found = verify(three)
    assert found.release == 3
    assert found.files == len(visible(three))
    assert found.findings == ()


def test_every_kind_of_damage_to_copies_is_found_and_mended(store: Store, sample: Any) -> None:
    three = fill(store, sample)
    before = visible(three)
    path = "statistics/city=ho-chi-minh/district=quan-1/year=2023/part-0.parquet"
    three.write(path, three.read(path)[:-1] + b"X")
    three.delete("observations.parquet")
    three.write("statistics/city=ho-chi-minh/district=quan-1/year=2023/part-1.parquet", b"foreign")
    problems = {finding.path: finding.problem for finding in verify(three).findings}
    assert problems == {
        path: "differs",
        "observations.parquet": "missing",
        "statistics/city=ho-chi-minh/district=quan-1/year=2023/part-1.parquet": "unexpected",
    }
    assert verify(three, repair=True).whole
    assert visible(three) == before
    assert verify(three).findings == ()


def test_a_damaged_snapshot_is_told_and_not_spread(three: Store) -> None:
    manifest = head(three)
    assert manifest is not None
    key = manifest.files["statistics.parquet"].at
    three.write(key, b"rotten")
    three.delete("statistics.parquet")
    found = verify(three, repair=True)
    assert not found.whole
    assert ("statistics.parquet", "snapshot damaged") in {(f.path, f.problem) for f in found.findings}
    assert not three.exists("statistics.parquet")
    with pytest.raises(ObjectCorruptError, match="roll back"):
        materialise(three, check=True)


def test_one_bit_is_noticed_by_whoever_reads_it(three: Store, sample: Any) -> None:
    """The length stays, and the file can still be opened: only its checksum tells."""
    manifest = head(three)
    assert manifest is not None
    entry = manifest.files["statistics.parquet"]
    data = bytearray(three.read(entry.at))
    data[(entry.offset or 0) + entry.size // 2] ^= 1
    three.write(entry.at, bytes(data))
    found = verify(three)
    assert [(one.path, one.problem) for one in found.findings] == [("statistics.parquet", "snapshot damaged")]
    read = sample.Read("b.txt", "Quận 3 thu 5.", (sample.Told("quan-3", 2023, 5.0),))
    for attempt in (
        lambda: read_frame(three, manifest, STATISTICS),
        lambda: publish(three, sample.batch(read), sample.reconcile, sample.context()),
        lambda: dict(read_entries(three, manifest.files)),
    ):
        with pytest.raises(ObjectCorruptError, match=r"recorded bytes of statistics\.parquet.*roll back"):
            attempt()
    assert [one.release for one in list_releases(three)] == [1, 2, 3]


def test_bytes_that_were_damaged_on_the_way_are_fetched_again(three: Store) -> None:
    class Noisy:
        """Of everything that is read the first time one bit is wrong."""

        def __init__(self) -> None:
            self.heard: set[object] = set()

        def __getattr__(self, name: str) -> Any:
            found = getattr(three, name)
            if name not in {"read", "read_range"}:
                return found

            def read(*place: Any) -> bytes:
                data = found(*place)
                if place in self.heard:
                    return bytes(data)
                self.heard.add(place)
                return bytes([data[0] ^ 1]) + data[1:]

            return read

    manifest = head(three)
    assert manifest is not None
    noisy: Any = Noisy()
    assert read_frame(noisy, manifest, STATISTICS)["obs_value"].to_list() == [3.0]


def test_damage_to_an_older_release_is_told(three: Store) -> None:
    key = list_releases(three)[1].files["statistics.parquet"].at
    three.delete(key)
    assert Finding(key, "snapshot missing") in verify(three).findings


def test_a_damaged_manifest_is_refused(three: Store) -> None:
    key = "_releases/00000003.json"
    three.write(key, three.read(key).replace(b'"run-3"', b'"run-4"'))
    with pytest.raises(ObjectCorruptError, match="checksum"):
        head(three)


def test_rolling_back_is_a_new_release_with_the_old_content(three: Store, sample: Any) -> None:
    manifest = rollback(three, 1, run_id="back")
    assert (manifest.release, manifest.parent, manifest.kind) == (4, 3, "rollback")
    assert values(three) == [1.0]
    assert verify(three).findings == ()
    assert b'"release": 4' in three.read("datapackage.json")
    assert pins(three) == {}
    ledger = read_ledger(three, head(three))
    assert ledger.sources["etag"].to_list() == ["1"]
    with pytest.raises(ReleaseMissingError, match="no release 9"):
        rollback(three, 9, run_id="back")


def test_pruning_keeps_the_last_and_the_pinned(store: Store, sample: Any) -> None:
    three = fill(store, sample)
    pin(three, "bao-cao-2023", 1)
    pruned = prune(three, keep=1)
    assert pruned.releases == (2,)
    assert pruned.objects > 0
    assert [manifest.release for manifest in list_releases(three)] == [1, 3]
    assert verify(three).findings == ()
    with pytest.raises(ReleaseMissingError, match="pruned"):
        rollback(three, 2, run_id="back")
    rollback(three, 1, run_id="back")
    assert values(three) == [1.0]
    assert unpin(three, "bao-cao-2023")
    assert not unpin(three, "bao-cao-2023")


class Meanwhile:
    """A store at which somebody else does something just before one call."""

    def __init__(self, store: Store, call: str, key: str, deed: Callable[[], object]) -> None:
        self._store, self._call, self._key, self._deed = store, call, key, deed

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)

        def called(key: str, *rest: Any, **options: Any) -> Any:
            if key == self._key:
                self._key = ""
                self._deed()
            return found(key, *rest, **options)

        return called if name == self._call else found


def test_a_release_that_is_pinned_while_it_is_being_pruned_comes_back(three: Store) -> None:
    deed = partial(three.write, "_state/pins/late.json", b'{"release": 1}')
    store: Any = Meanwhile(three, "write", "_releases/00000001.json", deed)
    assert prune(store, keep=1).releases == (2,)
    assert [one.release for one in list_releases(three)] == [1, 3]
    assert verify(three).findings == ()


def test_what_is_being_rolled_back_to_is_not_pruned_meanwhile(three: Store) -> None:
    store: Any = Meanwhile(three, "create", "_releases/00000004.json", partial(prune, three, 1))
    rollback(store, 2, run_id="back")
    assert values(three) == [2.0]
    assert verify(three).findings == ()
    assert pins(three) == {}


def test_a_pruned_number_is_never_given_again(three: Store) -> None:
    prune(three, keep=1)
    assert not three.create("_releases/00000001.json", b"late")
    with pytest.raises(ReleaseMissingError):
        prune(three, keep=0)


def test_pruning_removes_what_killed_runs_staged_but_not_what_is_being_staged(three: Store) -> None:
    three.write("_releases/00000003/lost-0123456789abcdef.parquet", b"lost the race")
    three.write("_releases/00000004/next-0123456789abcdef.parquet", b"being staged")
    prune(three, keep=3)
    assert not three.exists("_releases/00000003/lost-0123456789abcdef.parquet")
    assert three.exists("_releases/00000004/next-0123456789abcdef.parquet")


def test_pins_have_plain_names_and_existing_releases(three: Store) -> None:
    with pytest.raises(UnsafePathValueError):
        pin(three, "../x", 1)
    with pytest.raises(ReleaseMissingError):
        pin(three, "x", 8)
    assert pins(three) == {}


@pytest.mark.parametrize("damaged", [b"", b"\0\0", b'{"release": x}', b"[1]"])
def test_a_damaged_pin_keeps_all_until_it_is_set_again(three: Store, damaged: bytes) -> None:
    pin(three, "x", 1)
    three.write("_state/pins/x.json", damaged)
    with pytest.raises(ObjectCorruptError, match="solieu pin x N"):
        prune(three, keep=1)
    assert len(list_releases(three)) == 3
    pin(three, "x", 2)
    assert prune(three, keep=1).releases == (1,)


def test_what_is_withdrawn_stays_out_when_it_is_read_again(folder: Store, sample: Any) -> None:
    reads = [
        sample.Read("a.txt", "Quận 1 thu 5.", (sample.Told("quan-1", 2023, 5.0),)),
        sample.Read("b.txt", "Quận 3 thu 6.", (sample.Told("quan-3", 2023, 6.0),), ("không hiểu",)),
    ]
    publish(folder, sample.batch(*reads), sample.reconcile, sample.context())
    release = publish(folder, Batch(withdrawn=("b.txt",)), sample.reconcile, sample.context())
    assert release is not None
    assert release.manifest.sources_removed.first == ("b.txt",)
    assert values(folder) == [5.0]
    assert not any("Quận 3".encode() in data for path, data in visible(folder).items() if path.startswith("articles"))
    assert publish(folder, sample.batch(*reads), sample.reconcile, sample.context()) is None

    publish(folder, Batch(reinstated=("b.txt",)), sample.reconcile, sample.context())
    publish(folder, sample.batch(*reads), sample.reconcile, sample.context())
    assert values(folder) == [5.0, 6.0]


def test_a_newer_lake_is_refused(three: Store) -> None:
    import hashlib

    key = "_releases/00000003.json"
    text = three.read(key).decode().replace(f'"schema_version":{SCHEMA_VERSION}', '"schema_version":99', 1)
    body = text.rpartition(',"sha256"')[0]
    digest = hashlib.sha256((body + "}").encode()).hexdigest()
    three.write(key, f'{body},"sha256":"{digest}"}}\n'.encode())
    with pytest.raises(LakeError, match="Update solieu"):
        head(three)
