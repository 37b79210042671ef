"""What happens to a request on its way, and what the store makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tasks.lake.datasets import STATISTICS
from tasks.lake.errors import (
    AccessDeniedError,
    ClockSkewedError,
    EndpointUnreachableError,
    StoreError,
    StoreFullError,
    StoreUnavailableError,
)
from tasks.lake.maintenance import pin, rollback, verify
from tasks.lake.materialise import materialise
from tasks.lake.probe import probe
from tasks.lake.release import publish
from tasks.lake.snapshot import head, read_frame
from tasks.lake.store import S3Requests, S3Store, Store, open_store
from tests.faults.proxy import Faulty, faulty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSING = ["drop the request", "drop the answer", "reset", "reset after", "500", "503", "429", "slow down", "expired"]


@pytest.fixture(scope="module")
def proxy(s3_endpoint: str) -> Iterator[Faulty]:
    with faulty(s3_endpoint, seed=1) as server:
        yield server


@pytest.fixture
def reached(proxy: Faulty, bucket: Any) -> Store:
    """The bucket through the proxy, nothing planned yet."""
    proxy.planned.clear()
    options = replace(
        bucket.options, endpoint_url=f"http://127.0.0.1:{proxy.server_port}", attempts=4, read_timeout=2.0
    )
    store = open_store(bucket.uri, options)
    store.write("before", b"before")
    return store


@pytest.mark.parametrize("fault", [*PASSING, "cut the body"])
def test_what_passes_is_waited_out(reached: Store, proxy: Faulty, fault: str) -> None:
    proxy.planned[:] = [fault, fault]
    assert reached.read("before") == b"before"
    proxy.planned[:] = [fault, fault]
    reached.write("after", b"after")
    assert reached.read("after") == b"after"
    proxy.planned[:] = [fault]
    assert [item.key for item in reached.list("")] == ["after", "before"]


def test_an_object_that_arrives_changed_is_fetched_again(reached: Store, proxy: Faulty) -> None:
    """By the checksum that the store keeps of it: what articles lie in a bucket, no manifest knows."""
    reached.write("article.txt", b"Thu 5.142")
    proxy.planned[:] = ["change a byte"]
    assert reached.read("article.txt") == b"Thu 5.142"
    assert proxy.planned == []
    with reached.open("article.txt") as stream:
        proxy.planned[:] = ["change a byte"]
        assert stream.read() == b"Thu 5.142"


@pytest.mark.parametrize("fault", ["drop the answer", "reset after", "500 after"])
def test_a_lost_answer_is_not_a_lost_race(reached: Store, proxy: Faulty, fault: str) -> None:
    proxy.planned[:] = [fault]
    assert reached.create("commit", b"mine")
    assert not reached.create("commit", b"another's")
    seen = reached.stat("commit")
    assert seen is not None
    proxy.planned[:] = [fault]
    assert reached.replace("commit", b"mine again", seen.etag)


@pytest.mark.parametrize(
    ("fault", "error", "remedy"),
    [
        ("503", StoreUnavailableError, "Run again later"),
        ("drop the request", EndpointUnreachableError, "--endpoint-url"),
        ("expired", AccessDeniedError, "AWS_PROFILE"),
        ("denied", AccessDeniedError, "bucket's policy"),
        ("skewed", ClockSkewedError, "clock"),
        ("full", StoreFullError, "free some space"),
        ("cut the body", StoreUnavailableError, "network"),
    ],
)
def test_what_does_not_pass_is_told_with_its_remedy(
    reached: Store, proxy: Faulty, fault: str, error: type[StoreError], remedy: str
) -> None:
    proxy.planned[:] = [fault] * 4
    with pytest.raises(error, match=remedy):
        reached.read("before")
    proxy.planned.clear()


def test_a_store_that_refuses_conditions_is_found_out_and_can_still_be_written(reached: Store, proxy: Faulty) -> None:
    proxy.planned[:] = ["unknown"]
    found = probe(reached)
    assert not found.creates
    assert "refuses put-if-absent" in found.detail
    proxy.planned[:] = ["unknown"]
    assert reached.replace("before", b"after", "some-etag")
    assert reached.read("before") == b"after"


def test_expired_credentials_are_read_again(reached: Store, proxy: Faulty) -> None:
    assert isinstance(reached, S3Store)
    first = reached.requests._client
    proxy.planned[:] = ["expired"]
    assert reached.read("before") == b"before"
    assert reached.requests._client is not first


def test_a_run_goes_on_with_credentials_that_were_renewed_while_it_ran(
    proxy: Faulty, bucket: Any, sample: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session ends in the middle of publishing; what renews it writes the new one into the profile."""
    profile = tmp_path / "credentials"

    def session(key: str) -> None:
        secret = f"aws_secret_access_key = {key}-secret\naws_session_token = {key}-token\n"
        profile.write_text(f"[default]\naws_access_key_id = {key}\n{secret}", encoding="utf-8")

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(profile))
    session("FIRST")
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        session("SECOND")

    options = replace(bucket.options, endpoint_url=f"http://127.0.0.1:{proxy.server_port}")
    store = S3Store(S3Requests(*bucket.uri.removeprefix("s3://").split("/"), options, sleep=wait))

    def check(candidate: Any) -> None:
        """Called half-way: the candidate is made, nothing is committed."""
        proxy.expired.add("FIRST")

    batch = sample.batch(sample.Read("a.txt", "Quận 1 thu 5.", (sample.Told("quan-1", 2023, 5.0),)))
    try:
        release = publish(store, batch, sample.reconcile, sample.context(), check=check)
    finally:
        proxy.expired.clear()
    assert release is not None
    assert len(waits) == 1
    assert verify(store).findings == ()


def test_credentials_that_stay_expired_are_told_soon(reached: Store, proxy: Faulty) -> None:
    proxy.planned[:] = ["expired"] * 5
    with pytest.raises(AccessDeniedError, match="Renew them"):
        open_store(reached.uri, replace(reached._options, attempts=9)).read("before")  # type: ignore[attr-defined]
    assert proxy.planned == []


def test_a_lake_that_may_only_be_read_is_read_and_refuses_the_rest(
    reached: Store, proxy: Faulty, bucket: Any, sample: Any
) -> None:
    reads = [sample.Read(f"{name}.txt", f"Quận 1 thu {name}.", (sample.Told("quan-1", 2023, 5.0),)) for name in "ab"]
    reached.delete("before")
    publish(reached, sample.batch(reads[0]), sample.reconcile, sample.context())
    before = {item.key: item.etag for item in reached.list("")}
    proxy.read_only = True
    try:
        assert verify(reached).whole
        assert materialise(reached) == 0
        assert read_frame(reached, head(reached), STATISTICS).height == 1
        for change in (
            lambda: publish(reached, sample.batch(reads[1]), sample.reconcile, sample.context()),
            lambda: rollback(reached, 1, run_id="back"),
            lambda: pin(reached, "x", 1),
        ):
            with pytest.raises(AccessDeniedError, match="bucket's policy"):
                change()
    finally:
        proxy.read_only = False
    assert {item.key: item.etag for item in reached.list("")} == before


def test_uploads_that_a_killed_run_left_are_removed_after_a_day(reached: Store, proxy: Faulty) -> None:
    """By the store's clock, as seen from the newest of them."""
    assert isinstance(reached, S3Store)
    for key in ("old", "new"):
        reached.requests.call("create_multipart_upload", key)
    assert reached.sweep() == 0
    proxy.planned[:] = ["an old upload"]
    assert reached.sweep() == 1
    left = reached.requests.call("list_multipart_uploads", None)["Uploads"]
    assert len(left) == 1
    proxy.planned[:] = ["denied"]
    assert reached.sweep() == 0
    reached.requests.call("abort_multipart_upload", left[0]["Key"].rpartition("/")[2], UploadId=left[0]["UploadId"])


def test_an_upload_in_parts_that_fails_leaves_nothing(reached: Store, proxy: Faulty, bucket: Any) -> None:
    assert isinstance(reached, S3Store)
    in_parts = open_store(bucket.uri, replace(bucket.options, part_bytes=5 << 20, attempts=2))
    assert isinstance(in_parts, S3Store)
    through = replace(
        bucket.options, endpoint_url=f"http://127.0.0.1:{proxy.server_port}", part_bytes=5 << 20, attempts=2
    )
    proxy.planned[:] = ["", *["503"] * 6]
    with pytest.raises(StoreUnavailableError):
        open_store(bucket.uri, through).write("large", b"x" * (11 << 20))
    proxy.planned.clear()
    assert not in_parts.exists("large")
    assert in_parts.requests.call("list_multipart_uploads", None).get("Uploads", []) == []


def test_a_stream_survives_a_broken_connection(reached: Store, proxy: Faulty) -> None:
    data = bytes(range(256)) * 1000
    reached.write("long", data)
    with reached.open("long") as stream:
        proxy.planned[:] = ["cut the body", "reset after"]
        assert stream.read() == data
