"""Both kinds of store: a folder, and a bucket on a real S3 server in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from tasks.lake.store import Store, StoreOptions, open_store
from tests.lake.samples import SAMPLE, Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVER = Path(__file__).with_name("s3_server.py")


@dataclass(frozen=True)
class Bucket:
    """An address that any process can open: what a test hands to the programs it starts."""

    uri: str
    options: StoreOptions


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    server = subprocess.Popen([sys.executable, SERVER], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.delenv("AWS_PROFILE", raising=False)


_numbers = count(1)


@pytest.fixture
def bucket(s3_endpoint: str, credentials: None) -> Bucket:
    name = f"lake-{next(_numbers)}"
    boto3.client("s3", endpoint_url=s3_endpoint, region_name="us-east-1").create_bucket(Bucket=name)
    return Bucket(f"s3://{name}/so-lieu", StoreOptions(endpoint_url=s3_endpoint, backoff_base=0.001, backoff_cap=0.01))


@pytest.fixture(params=["folder", "s3"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Opens the same empty lake as often as asked, as several processes would."""
    if request.param == "folder":
        return lambda: open_store(str(tmp_path / "lake"))
    bucket: Bucket = request.getfixturevalue("bucket")
    return lambda: open_store(bucket.uri, bucket.options)


@pytest.fixture
def folder(tmp_path: Path) -> Store:
    """For what does not depend on the kind of store; a test server takes its time."""
    return open_store(str(tmp_path / "lake"))


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    return new_store()


@pytest.fixture
def sample() -> Sample:
    return SAMPLE
