"""The same run onto and from an object store."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tasks.lake.base import StoreOptions
from tasks.lake.store import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.flows.conftest import Solieu

boto3 = pytest.importorskip("boto3")
pytestmark = pytest.mark.flow

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture
def bucket(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    name = f"test-{hashlib.sha256(request.node.name.encode()).hexdigest()[:12]}"
    boto3.client("s3", endpoint_url=s3_endpoint).create_bucket(Bucket=name)
    return name


@pytest.fixture
def s3(s3_endpoint: str) -> Mapping[str, str]:
    return {**CREDENTIALS, "SOLIEU_S3_ENDPOINT_URL": s3_endpoint}


def seen_in(uri: str, endpoint: str | None) -> dict[str, str]:
    """Checksums of what readers see: the datasets, without the log of releases and the state."""
    store = open_store(uri, StoreOptions(endpoint_url=endpoint))
    keys = [item.key for item in store.list("") if not item.key.startswith("_")]
    return {key: hashlib.sha256(store.read(key)).hexdigest() for key in keys}


def test_a_bucket_holds_the_same_bytes_as_a_folder(
    run: Solieu, published: Path, bucket: str, s3: Mapping[str, str], s3_endpoint: str
) -> None:
    done = run("articles", "--lake", f"s3://{bucket}/figures", cwd=published, env=s3)
    assert (done.code, done.err) == (0, "")
    assert f"s3://{bucket}/figures/statistics.parquet" in done.out
    in_folder = seen_in(str(published / "lake"), None)
    assert seen_in(f"s3://{bucket}/figures", s3_endpoint) == in_folder
    assert "statistics/city=ho-chi-minh/district=quan-7/year=2023/part-0.parquet" in in_folder


def test_articles_are_read_from_a_bucket(
    run: Solieu, solieu: Solieu, examples: Path, bucket: str, s3: Mapping[str, str], s3_endpoint: str, tmp_path: Path
) -> None:
    store = open_store(f"s3://{bucket}/in", StoreOptions(endpoint_url=s3_endpoint))
    for article in examples.iterdir():
        store.write(article.name, article.read_bytes())
    done = run(f"s3://{bucket}/in", "--json", cwd=tmp_path, env=s3)
    assert (done.code, done.err) == (0, "")
    assert done.json()["articles"] == 11
    again = run(f"s3://{bucket}/in", cwd=tmp_path, env=s3)
    assert again.out.startswith("nothing new: 9 sources")
    shown = solieu("show", "Quận Long Biên", "--json", cwd=tmp_path)
    assert {row["source_uri"] for row in shown.rows()} == {f"s3://{bucket}/in/long-bien-sau-thang.html"}


@pytest.mark.parametrize("what", ["articles", "lake"])
def test_a_missing_bucket_is_named(
    run: Solieu, examples: Path, tmp_path: Path, s3: Mapping[str, str], what: str
) -> None:
    sources, lake = ("s3://no-such-bucket/in", "lake") if what == "articles" else (str(examples), "s3://no-such-bucket")
    done = run(sources, "--lake", lake, cwd=tmp_path, env=s3)
    assert done.code == 1
    assert "no-such-bucket" in done.err
    assert done.err.count("\n") == 1


def test_missing_credentials_are_told_without_secrets(
    run: Solieu, examples: Path, tmp_path: Path, s3_endpoint: str
) -> None:
    bare = {"AWS_EC2_METADATA_DISABLED": "true", "SOLIEU_S3_ENDPOINT_URL": s3_endpoint}
    done = run(examples, "--lake", "s3://some-bucket/lake", cwd=tmp_path, env=bare)
    assert done.code == 1
    assert "credentials" in done.err.lower()
    assert done.err.count("\n") == 1


def test_a_store_that_ignores_conditions_is_refused_unless_runs_take_turns(
    run: Solieu, solieu: Solieu, examples: Path, tmp_path: Path, rclone_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3", endpoint_url=rclone_endpoint).create_bucket(Bucket="careless")
    careless = {**CREDENTIALS, "SOLIEU_S3_ENDPOINT_URL": rclone_endpoint, "SOLIEU_LAKE": "s3://careless/lake"}
    article = examples / "duy-xuyen-khoi-sac.txt"

    refused = run(article, cwd=tmp_path, env=careless)
    assert refused.code == 1
    assert "ignores put-if-absent" in refused.err
    assert "--lock" in refused.err
    assert solieu("run", article, "--lock", cwd=tmp_path, env=careless).code == 2

    done = run(article, "--lock", cwd=tmp_path, env=careless)
    assert (done.code, done.err) == (0, "")
    assert solieu("verify", cwd=tmp_path, env=careless).code == 0
