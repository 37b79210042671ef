"""S3 through a proxy that drops, delays, resets, cuts short, answers 500 or 503, or lies about conditions.

python tests/faults/proxy.py --runs 1000 [--share 0.05] [--seed 1]

Every run must end complete, or fail with an error of ours and leave the last release whole.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import random
import re
import socket
import struct
import sys
import tempfile
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from tasks.lake.errors import LakeError
from tasks.lake.maintenance import verify
from tasks.lake.snapshot import head
from tests.faults.workload import Reference, new_bucket, run_step, s3_server, steps, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

FAULTS = (
    "drop the request", "drop the answer", "delay", "reset", "reset after", "500", "500 after", "503", "429",
    "cut the body", "ignore the condition",
)  # fmt: skip

REFUSALS = {
    "expired": (400, "ExpiredToken"), "skewed": (403, "RequestTimeTooSkewed"), "full": (507, "XMinioStorageFull"),
    "slow down": (503, "SlowDown"), "denied": (403, "AccessDenied"), "unknown": (501, "NotImplemented"),
}  # fmt: skip
"""Answers with one of S3's own error codes, for tests that plan what happens to which request."""


class Faulty(ThreadingHTTPServer):
    """Passes requests on to ``target``; to a share of them something happens."""

    daemon_threads = True

    def __init__(self, target: str, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.target = urlsplit(target).netloc
        self.dice = random.Random(seed)
        self.share = 0.0
        self.kinds: tuple[str, ...] = FAULTS
        self.counts: dict[str, int] = dict.fromkeys(FAULTS, 0)
        self.planned: list[str] = []
        self.expired: set[str] = set()  # key ids that are refused
        self.read_only = False

    def next_fault(self) -> str:
        """The planned faults first ("" is none), then by chance."""
        if self.planned:
            return self.planned.pop(0)
        return self.dice.choice(self.kinds) if self.dice.random() < self.share else ""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken connections are the purpose."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Faulty

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Silent."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self._standing() or self.server.next_fault()
        if fault:
            self.server.counts[fault] = self.server.counts.get(fault, 0) + 1
        if fault in {"drop the request", "reset"}:
            self._break(hard=fault == "reset")
        elif fault in {"500", "503", "429"}:
            self._answer(int(fault), {}, b"")
        elif fault.endswith("told back"):
            told = "; ".join(f"{name}: {value}" for name, value in self.headers.items())
            code = "ExpiredToken" if fault.startswith("expired") else "AccessDenied"
            self._answer(403, {}, f"<Error><Code>{code}</Code><Message>{escape(told)}</Message></Error>".encode())
        elif fault in REFUSALS:
            status, code = REFUSALS[fault]
            self._answer(status, {}, f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode())
        else:
            self._forward(body, fault)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _serve  # noqa: N815

    def _standing(self) -> str:
        """What is wrong with every request of its kind."""
        if any(f"Credential={key}/" in self.headers.get("Authorization", "") for key in self.server.expired):
            return "expired"
        return "denied" if self.server.read_only and self.command not in {"GET", "HEAD"} else ""

    def _forward(self, body: bytes, fault: str) -> None:
        if fault == "delay":
            time.sleep(0.05)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in {"connection", "expect"}}
        if fault == "ignore the condition":
            headers = {k: v for k, v in headers.items() if k.lower() not in {"if-none-match", "if-match"}}
        upstream = http.client.HTTPConnection(self.server.target, timeout=30)
        try:
            upstream.request(self.command, self.path, body, headers)
            answer = upstream.getresponse()
            data = answer.read()
        finally:
            upstream.close()
        if fault == "an old upload":
            data = re.sub(rb"(<Initiated>)[^<]*", rb"\g<1>2010-11-09T20:48:32.000Z", data, count=1)
        if fault == "change a byte" and self.command == "GET" and data:
            data = bytes([data[0] ^ 1]) + data[1:]
        kept = {k: v for k, v in answer.getheaders() if k.lower() not in {"transfer-encoding", "connection"}}
        if fault in {"drop the answer", "reset after"}:
            self._break(hard=fault == "reset after")
        elif fault == "500 after":
            self._answer(500, {}, b"")
        elif fault == "cut the body" and self.command == "GET" and len(data) > 1:
            self._answer(answer.status, kept, data, send=len(data) // 2)
            self._break(hard=False)
        else:
            self._answer(answer.status, kept, data)

    def _answer(self, status: int, headers: dict[str, str], data: bytes, send: int | None = None) -> None:
        self.send_response_only(status)
        length = headers.get("Content-Length") if self.command == "HEAD" else str(len(data))
        for name, value in ({**headers, "Content-Length": length or "0"}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data[:send])

    def _break(self, *, hard: bool) -> None:
        if hard:  # RST instead of FIN
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True


@contextlib.contextmanager
def faulty(target: str, seed: int) -> Iterator[Faulty]:
    server = Faulty(target, seed)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def campaign(runs: int, share: float, seed: int, folder: Path, endpoint: str) -> dict[str, Any]:
    """Runs through the proxy; after each the lake is looked at without it."""
    reference = Reference.made(folder / "reference")
    started = time.perf_counter()
    done = complete = failed = differing = torn = lakes = 0
    reasons: dict[str, int] = {}
    with faulty(endpoint, seed) as proxy:
        while done < runs:
            lakes += 1
            place = new_bucket(endpoint, f"proxy-{lakes}")
            through = replace(
                place.options, endpoint_url=f"http://127.0.0.1:{proxy.server_port}", attempts=5, read_timeout=5.0
            )
            direct = place.open()
            for number in range(len(steps())):
                done += 1
                proxy.share = share
                try:
                    run_step(replace(place, options=through).open(), number)
                except LakeError as error:
                    failed += 1
                    reasons[type(error).__name__] = reasons.get(type(error).__name__, 0) + 1
                    base = head(direct)
                    torn += base is not None and any("snapshot" in f.problem for f in verify(direct).findings)
                    run_step(direct, number)
                else:
                    complete += 1
                differing += visible(direct) != reference.after[number]
        counts = dict(proxy.counts)
    return {
        "program": "proxy", "store": "s3", "runs": done, "complete": complete, "failed cleanly": failed,
        "with": reasons,
        "releases torn": torn, "lakes differing": differing, "faults": sum(counts.values()), "by kind": counts,
        "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, s3_server() as endpoint:
        result = campaign(options.runs, options.share, options.seed, Path(folder), endpoint)
    sys.stdout.write(json.dumps(result) + "\n")
    return 1 if result["lakes differing"] or result["releases torn"] else 0


if __name__ == "__main__":
    sys.exit(main())
