"""What the fault programs let runs do, and what a reader may see meanwhile."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3

from tasks.lake.batch import Batch
from tasks.lake.release import publish
from tasks.lake.store import Store, StoreOptions, open_store
from tests.lake.samples import Read, Told, batch_of, context_of, reconcile

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = Path(__file__).parents[1] / "lake" / "s3_server.py"

A, B, C = "bao/a.txt", "bao/b.txt", "bao/c.txt"


def steps() -> list[Batch]:
    """A lake's life: first articles, one changed and one more, one gone, all withdrawn but one, a copy of it."""
    first = batch_of(
        Read(A, "Quận 1 thu 15.500 tỷ năm 2023.", (Told("quan-1", 2023, 15500.0), Told("quan-1", 2022, 14800.0))),
        Read(B, "Quận 3 thu 4.201 tỷ.", (Told("quan-3", 2024, 4201.0),), ("không hiểu 12%",)),
    )
    changed = batch_of(
        Read(A, "Quận 1 thu 15.600 tỷ năm 2023.", (Told("quan-1", 2023, 15600.0),), etag="2"),
        Read(C, "Hoàng Mai thu 7.000 tỷ.", (Told("hoang-mai", 2023, 7000.0), Told("hoang-mai", 2022, 9e9, held=True))),
    )
    return [first, changed, batch_of(removed=(B,)), Batch(withdrawn=(A,)), batch_of(
        Read("bao/0.txt", "Hoàng Mai thu 7.000 tỷ.", (Told("hoang-mai", 2023, 7000.0),)),
    )]  # fmt: skip


def run_step(store: Store, number: int) -> int | None:
    """One run; the release it made."""
    release = publish(store, steps()[number], reconcile, context_of(f"run-{number}"))
    return release.number if release else None


def visible(store: Store) -> dict[str, str]:
    """Path to SHA-256 of all that readers see."""
    keys = [item.key for item in store.list("") if not item.key.startswith("_")]
    return {key: hashlib.sha256(store.read(key)).hexdigest() for key in keys}


@dataclass(frozen=True)
class Reference:
    """What an undisturbed lake holds after each step, and all bytes that any path ever rightly had."""

    after: list[dict[str, str]]
    valid: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def made(cls, folder: Path) -> Reference:
        store = open_store(str(folder))
        after = []
        valid: dict[str, set[str]] = {}
        for number in range(len(steps())):
            run_step(store, number)
            after.append(visible(store))
            for path, digest in after[-1].items():
                valid.setdefault(path, set()).add(digest)
        return cls(after, valid)


@dataclass(frozen=True)
class Place:
    """A lake's address, to hand to another process."""

    uri: str
    options: StoreOptions = field(default_factory=StoreOptions)

    def open(self) -> Store:
        return open_store(self.uri, self.options)


class Killed(BaseException):
    """Stands in for the end of a process where the program itself must live on."""


class Mortal:
    """A store whose process dies at its ``last``-th call, before or after doing it."""

    def __init__(self, store: Store, last: int, *, after: bool = False, really: bool = True) -> None:
        self._store, self._left, self._after, self._really = store, last, after, really
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if not callable(found) or name in {"lock"}:
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            if self.calls == self._left and not self._after:
                self._die()
            result = found(*args, **kwargs)
            if self.calls == self._left:
                self._die()
            return result

        return call

    def _die(self) -> None:
        if self._really:
            os.kill(os.getpid(), signal.SIGKILL)
        raise Killed


@contextlib.contextmanager
def s3_server() -> Iterator[str]:
    """The address of a server of its own process."""
    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_EC2_METADATA_DISABLED="true")
    with subprocess.Popen([sys.executable, SERVER], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def new_bucket(endpoint: str, name: str) -> Place:
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket=name)
    return Place(f"s3://{name}/lake", StoreOptions(endpoint_url=endpoint, backoff_base=0.002, backoff_cap=0.05))
