"""What every store promises, on a folder and on S3."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tasks.lake import s3
from tasks.lake.errors import (
    AccessDeniedError,
    BucketMissingError,
    EndpointUnreachableError,
    ObjectCorruptError,
    ObjectMissingError,
    StoreError,
    StoreReadOnlyError,
    UnsafeKeyError,
    UnsupportedSchemeError,
)
from tasks.lake.store import Store, StoreOptions, open_store

if TYPE_CHECKING:
    from collections.abc import Callable


def test_what_is_written_is_read_whole_in_part_and_as_a_stream(any_store: Store) -> None:
    any_store.write("a/b.txt", "Quận 1".encode())
    assert any_store.read("a/b.txt") == "Quận 1".encode()
    assert any_store.read_range("a/b.txt", 1, 2) == b"u\xe1"
    with any_store.open("a/b.txt") as stream:
        assert stream.read(1) == b"Q"
        stream.seek(-1, os.SEEK_END)
        assert stream.read() == b"1"
    any_store.write("a/b.txt", b"second")
    assert any_store.read("a/b.txt") == b"second"


def test_a_long_object_is_a_stream_that_is_fetched_piece_by_piece(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "STREAM_BYTES", 1000)
    data = bytes(range(256)) * 400
    any_store.write("long", data)
    with any_store.open("long") as stream:
        assert stream.read(10) == data[:10]
        stream.seek(-10, 2)
        assert stream.read() == data[-10:]
        stream.seek(0)
        assert stream.read() == data


def test_a_file_is_written_and_replaced_like_what_is_in_memory(any_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "so-lieu.bin"
    for data in (b"", b"so lieu" * 300_000):
        file.write_bytes(data)
        any_store.write_file("a/b.parquet", file, durable=True)
        assert any_store.read("a/b.parquet") == data
    there = any_store.stat("a/b.parquet")
    assert there is not None
    file.write_bytes(b"moi")
    assert any_store.replace_file("a/b.parquet", file, there.etag)
    assert any_store.read("a/b.parquet") == b"moi"


def test_reading_past_the_end_is_not_silently_short(any_store: Store) -> None:
    any_store.write("a", b"12345")
    with pytest.raises(ObjectCorruptError, match="ends before byte 9"):
        any_store.read_range("a", 2, 7)


def test_only_one_creates(new_store: Callable[[], Store]) -> None:
    results: list[bool] = []
    barrier = threading.Barrier(6)

    def compete(data: bytes) -> None:
        store = new_store()
        store.exists("warm")
        barrier.wait()
        results.append(store.create("_releases/00000001.json", data))

    threads = [threading.Thread(target=compete, args=(str(n).encode(),)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 5 + [True]
    assert not new_store().create("_releases/00000001.json", b"later")
    assert new_store().read("_releases/00000001.json") in {str(n).encode() for n in range(6)}


def test_an_empty_object_is_an_empty_stream(any_store: Store) -> None:
    any_store.write("empty", b"")
    assert any_store.read("empty") == b""
    with any_store.open("empty") as stream:
        assert stream.read() == b""
    with pytest.raises(ObjectMissingError):
        any_store.open("missing")


def test_listing_is_by_prefix_in_key_order_with_sizes(any_store: Store) -> None:
    for key in ("t/a/1", "t/a-b", "t/b", "u", "t/a/đ"):
        any_store.write(key, key.encode())
    assert [item.key for item in any_store.list("t/")] == ["t/a-b", "t/a/1", "t/a/đ", "t/b"]
    assert [item.key for item in any_store.list("t/a")] == ["t/a-b", "t/a/1", "t/a/đ"]
    assert [item.size for item in any_store.list("u")] == [1]
    assert list(any_store.list("nothing/")) == []


def test_more_objects_than_one_page_are_all_listed(any_store: Store) -> None:
    any_store.write_all((f"many/{n:04}", b"x") for n in range(23))
    assert sum(1 for _ in any_store.list("many/")) == 23


def test_stat_tells_a_change_and_an_absence(any_store: Store) -> None:
    assert any_store.stat("a") is None
    any_store.write("a", b"one")
    first = any_store.stat("a")
    any_store.write("a", b"three")
    second = any_store.stat("a")
    assert first is not None
    assert second is not None
    assert first.etag != second.etag
    assert second.modified.tzinfo is not None
    any_store.delete("a")
    any_store.delete("a")
    assert not any_store.exists("a")
    with pytest.raises(ObjectMissingError):
        any_store.read("a")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../up", "a/../../b", "a//b", "a/.", "nul\0", "a/"])
def test_no_key_leaves_the_root(any_store: Store, key: str) -> None:
    with pytest.raises(UnsafeKeyError):
        any_store.write(key, b"")
    with pytest.raises(UnsafeKeyError):
        any_store.read(key)


def test_odd_but_legal_keys(any_store: Store) -> None:
    for key in ("Báo Tuổi Trẻ/số 1 + phụ trang #2.txt", "a?b=c&d", "100%"):
        any_store.write(key, key.encode())
        assert any_store.read(key) == key.encode()
        assert key in {item.key for item in any_store.list("")}


def test_a_store_travels_to_another_process(any_store: Store) -> None:
    any_store.write("a", b"1")
    assert pickle.loads(pickle.dumps(any_store)).read("a") == b"1"


def test_replacing_an_s3_object_that_changed_meanwhile_fails(bucket: Any) -> None:
    store = open_store(bucket.uri, bucket.options)
    assert store.replace("a", b"1", None)
    assert not store.replace("a", b"2", None)
    seen = store.stat("a")
    assert seen is not None
    assert store.replace("a", b"3", seen.etag)
    assert not store.replace("a", b"4", seen.etag)
    assert not store.replace("gone", b"5", seen.etag)
    assert store.read("a") == b"3"


def test_a_file_does_not_replace_an_s3_object_that_changed_meanwhile(bucket: Any, tmp_path: Path) -> None:
    store = open_store(bucket.uri, bucket.options)
    file = tmp_path / "so-lieu.bin"
    file.write_bytes(b"cua ta")
    assert store.replace_file("a", file, None)
    seen = store.stat("a")
    assert seen is not None
    store.write("a", b"cua nguoi khac")
    assert not store.replace_file("a", file, seen.etag)
    assert not store.replace_file("a", file, None)
    assert store.read("a") == b"cua nguoi khac"


def test_large_s3_objects_go_in_parts(bucket: Any) -> None:
    options = StoreOptions(endpoint_url=bucket.options.endpoint_url, part_bytes=5 << 20)
    store = open_store(bucket.uri, options)
    data = os.urandom(11 << 20)
    store.write("large", data)
    assert store.read("large") == data
    with store.open("large") as stream:
        stream.seek(9 << 20)
        assert stream.read(5) == data[9 << 20 :][:5]


def test_symbolic_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("x")
    root = tmp_path / "root"
    root.mkdir()
    (root / "inside").write_text("x")
    (root / "file").symlink_to(outside / "secret")
    (root / "folder").symlink_to(outside)
    (root / "loop").symlink_to(root)
    (root / "near").symlink_to(root / "inside")
    store = open_store(str(root))
    assert [item.key for item in store.list("")] == ["inside", "near"]
    for key in ("file", "folder/secret"):
        with pytest.raises(UnsafeKeyError, match="symbolic link"):
            store.read(key)
    with pytest.raises(UnsafeKeyError):
        store.write("folder/new", b"")


def test_a_folder_leaves_nothing_but_its_objects(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.write("statistics/city=ha-noi/part-0.parquet", b"1")
    store.create("_releases/00000001.json", b"1")
    store.create("_releases/00000001.json", b"2")
    assert [item.key for item in store.list("")] == ["_releases/00000001.json", "statistics/city=ha-noi/part-0.parquet"]
    store.delete("statistics/city=ha-noi/part-0.parquet")
    assert not (tmp_path / "statistics").exists()


@pytest.mark.parametrize("call", ["write", "create"])
def test_what_must_last_is_synced_before_it_gets_its_name_and_its_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """The bytes, then the name, then the folder that holds the name and those that are new with it."""
    told: list[tuple[str, str]] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        told.append(("sync", str(Path(f"/proc/self/fd/{handle}").readlink())))
        fsync(handle)

    def naming(move: Callable[[str, str], None]) -> Callable[[str, str], None]:
        def moved(old: str, new: str) -> None:
            told.append(("name", new))
            move(old, new)

        return moved

    store = open_store(str(tmp_path / "lake"))
    store.write("a/x", b"")
    monkeypatch.setattr(os, "fsync", noted)
    for name in ("replace", "link"):
        monkeypatch.setattr(os, name, naming(getattr(os, name)))
    if call == "write":
        store.write("a/b/c/d", b"lasts", durable=True)
    else:
        assert store.create("a/b/c/d", b"lasts")
    lake = f"{tmp_path}/lake"
    assert told[0][0] == "sync"
    assert told[0][1].startswith(f"{lake}/_state/tmp/")
    named = max(at for at, one in enumerate(told) if one == ("name", f"{lake}/a/b/c/d"))
    assert {path for what, path in told[1:named] if what == "sync"} == {f"{lake}/a", f"{lake}/a/b"}
    assert told[named + 1 :] == [("sync", f"{lake}/a/b/c")]
    told.clear()
    store.write("a/b/c/e", b"can be made again")
    assert [what for what, _ in told] == ["name"]


def test_a_killed_lock_holder_lets_go(tmp_path: Path) -> None:
    program = (
        "import sys; from tasks.lake.store import open_store\n"
        "with open_store(sys.argv[1]).lock('turn'):\n    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.wait()
    holder.stdout.close()
    holder.stdin.close()
    with open_store(str(tmp_path)).lock("turn") as held:
        assert held


def test_a_full_disk_says_so_and_leaves_the_old_object(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.write("a", b"old")
    program = (
        "import resource, signal, sys; from tasks.lake.store import open_store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "open_store(sys.argv[1]).write('a', b'x' * 5000)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False)
    assert "StoreFullError: No space left to write" in done.stderr
    assert "Free some space" in done.stderr
    assert store.read("a") == b"old"
    assert [item.key for item in store.list("")] == ["a"]


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("x")
    with pytest.raises(StoreError, match="lake") as raised:
        open_store(str(tmp_path / "lake")).write("a/b", b"")
    assert raised.value.remedy


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder that not even root may write")
def test_a_read_only_folder_is_named() -> None:
    with pytest.raises(StoreReadOnlyError, match="/sys/solieu"):
        open_store("/sys/solieu").write("a", b"")


def test_a_missing_bucket_is_named(bucket: Any) -> None:
    store = open_store("s3://there-is-none/x", bucket.options)
    with pytest.raises(BucketMissingError, match="'there-is-none' does not exist"):
        list(store.list(""))
    with pytest.raises(BucketMissingError):
        store.write("a", b"")


def test_an_unreachable_endpoint_is_told_after_the_attempts(credentials: None) -> None:
    options = StoreOptions(endpoint_url="http://user:hunter2@127.0.0.1:9", attempts=2, backoff_base=0.001)
    with pytest.raises(EndpointUnreachableError, match="endpoint-url") as raised:
        open_store("s3://bucket/x", options).read("a")
    assert "hunter2" not in str(raised.value)


def test_missing_credentials_are_told(monkeypatch: pytest.MonkeyPatch, s3_endpoint: str, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(AccessDeniedError, match="AWS_ACCESS_KEY_ID"):
        open_store("s3://bucket/x", StoreOptions(endpoint_url=s3_endpoint)).read("a")


@pytest.mark.parametrize("uri", ["gs://bucket/x", "http://u:p@host/x", "s3://", "s3://A_B/x"])
def test_other_addresses_are_refused_without_their_secrets(uri: str) -> None:
    with pytest.raises(UnsupportedSchemeError) as raised:
        open_store(uri)
    assert "u:p" not in str(raised.value)


def test_a_folder_needs_no_boto3() -> None:
    program = "import sys, tasks.lake.store as s; s.open_store('x'); sys.exit('boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
