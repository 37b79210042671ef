"""A lake in a bucket: what is done with its objects, whoever sends the requests."""

from __future__ import annotations

import io
import logging
import re
from contextlib import contextmanager
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol, TypeVar

from tasks.lake.base import StoredObject, in_threads
from tasks.lake.errors import (
    AccessDeniedError,
    ObjectCorruptError,
    ObjectMissingError,
    RequestUnsupportedError,
    StoreError,
)
from tasks.lake.ranges import Ranges
from tasks.lake.s3_errors import CutShortError, PreconditionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tasks.lake.base import StoreOptions

logger = logging.getLogger(__name__)

STREAM_BYTES: Final = 8 << 20

Answer = TypeVar("Answer")


class Requests(Protocol):
    """Sends requests about the objects under one prefix of a bucket."""

    @property
    def options(self) -> StoreOptions:
        """How the bucket is reached."""

    @property
    def prefix(self) -> str:
        """What stands before every key, empty or ending in ``/``."""

    @property
    def uri(self) -> str:
        """The address of the prefix, without credentials."""

    def send(self, operation: str, key: str | None, **arguments: Any) -> Any:
        """Send one request, once."""

    def repeated(self, key: str | None, work: Callable[[], Answer]) -> Answer:
        """Do what sends requests about a key, again and again while that may help; this package's errors."""

    def call(self, operation: str, key: str | None, **arguments: Any) -> Any:
        """Send one request, again and again while that may help."""


class S3Store:
    """Objects under one prefix of a bucket, on AWS or any endpoint that speaks S3.

    Put-if-absent survives a repeated request: who is told "taken" looks whether the bytes there are his own.
    """

    def __init__(self, requests: Requests) -> None:
        self.requests = requests
        self._options = requests.options

    @property
    def uri(self) -> str:
        return self.requests.uri

    @property
    def session(self) -> str:
        return ""

    def read(self, key: str) -> bytes:
        data: bytes = self.requests.repeated(key, lambda: self._body(key, None))
        return data

    def read_range(self, key: str, start: int, length: int) -> bytes:
        if not length:
            return b""
        data: bytes = self.requests.repeated(key, lambda: self._body(key, f"bytes={start}-{start + length - 1}"))
        if len(data) != length:
            raise ObjectCorruptError(f"{self.uri}/{key} ends before byte {start + length}", "Run `solieu verify`.")
        return data

    def open(self, key: str) -> BinaryIO:
        start, size = self.requests.repeated(key, lambda: self._start(key))
        return io.BufferedReader(Ranges(partial(self.read_range, key), start, size), buffer_size=STREAM_BYTES)

    def write(self, key: str, data: bytes, *, durable: bool = False) -> None:  # noqa: ARG002
        if len(data) > self._options.part_bytes:
            self._write_in_parts(key, len(data), lambda start, length: data[start : start + length])
        else:
            self.requests.call("put_object", key, Body=data)

    def write_file(self, key: str, file: Path, *, durable: bool = False) -> None:
        size = file.stat().st_size
        if size > self._options.part_bytes:
            self._write_in_parts(key, size, partial(_part_of, file))
        else:
            self.write(key, file.read_bytes(), durable=durable)

    def write_all(self, items: Iterable[tuple[str, bytes]]) -> None:
        for _ in in_threads(lambda item: self.write(*item), items, self._options.concurrency):
            pass

    def create(self, key: str, data: bytes) -> bool:
        return self._write_if(key, data, IfNoneMatch="*")

    def replace(self, key: str, data: bytes, etag: str | None) -> bool:
        return self._replace(key, data, etag)

    def replace_file(self, key: str, file: Path, etag: str | None) -> bool:
        return self._replace(key, file, etag)

    def replace_all(self, items: Iterable[tuple[str, bytes, str | None]]) -> bool:
        return all(in_threads(lambda item: self.replace(*item), items, self._options.concurrency))

    def delete(self, key: str) -> None:
        self.requests.call("delete_object", key)

    def stat(self, key: str) -> StoredObject | None:
        try:
            head = self.requests.call("head_object", key)
        except ObjectMissingError:
            return None
        return _described(key, head["ContentLength"], head["ETag"], head["LastModified"])

    def exists(self, key: str) -> bool:
        return self.stat(key) is not None

    def list(self, prefix: str) -> Iterator[StoredObject]:
        more: dict[str, str] = {}
        while True:
            page = self.requests.call(
                "list_objects_v2", None, Prefix=self.requests.prefix + prefix, MaxKeys=self._options.page_keys, **more
            )
            for entry in page.get("Contents", ()):
                key = entry["Key"].removeprefix(self.requests.prefix)
                if key and not key.endswith("/"):  # consoles make empty objects to show folders
                    yield _described(key, entry["Size"], entry["ETag"], entry["LastModified"])
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    @contextmanager
    def lock(self, name: str) -> Iterator[bool]:  # noqa: ARG002
        """A bucket has no locks that end with their holder."""
        yield False

    def sweep(self) -> int:
        """Uploads in parts that nobody has completed for a day, by the store's own clock."""
        try:
            listing = self.requests.call("list_multipart_uploads", None, Prefix=self.requests.prefix)
        except (AccessDeniedError, ObjectMissingError, RequestUnsupportedError) as error:
            logger.info("%s does not tell of unfinished uploads: %s", self.uri, error.message)
            return 0
        uploads = listing.get("Uploads", ())
        newest = max((upload["Initiated"] for upload in uploads), default=None)
        stale = [upload for upload in uploads if (newest - upload["Initiated"]).days >= 1]
        for upload in stale:
            key = upload["Key"].removeprefix(self.requests.prefix)
            self.requests.call("abort_multipart_upload", key, UploadId=upload["UploadId"])
        return len(stale)

    def _replace(self, key: str, content: bytes | Path, etag: str | None) -> bool:
        try:
            return self._write_if(key, content, **({"IfNoneMatch": "*"} if etag is None else {"IfMatch": f'"{etag}"'}))
        except RequestUnsupportedError:  # If-None-Match alone suffices for commits, and some stores know no more
            if isinstance(content, bytes):
                self.write(key, content)
            else:
                self.write_file(key, content)
            return True

    def _write_if(self, key: str, content: bytes | Path, **condition: str) -> bool:
        """In one request, since of one in parts the listing would tell no MD5."""

        def put() -> None:
            with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as body:
                self.requests.send("put_object", key, Body=body, **condition)

        try:
            self.requests.repeated(key, put)
        except PreconditionError:
            # A first request whose answer was lost, then repeated, is refused because of itself.
            try:
                return self._holds(key, content)
            except ObjectMissingError:
                return False
        except ObjectMissingError:  # If-Match on an object that is gone
            return False
        return True

    def _holds(self, key: str, content: bytes | Path) -> bool:
        with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as mine, self.open(key) as there:
            while piece := mine.read(STREAM_BYTES):
                if there.read(len(piece)) != piece:
                    return False
            return not there.read(1)

    def _write_in_parts(self, key: str, length: int, part_of: Callable[[int, int], bytes]) -> None:
        upload = self.requests.call("create_multipart_upload", key)["UploadId"]
        size = max(self._options.part_bytes, 5 << 20, -(-length // 9_000))

        def put(number: int) -> dict[str, Any]:
            part = part_of((number - 1) * size, size)
            answer = self.requests.call("upload_part", key, UploadId=upload, PartNumber=number, Body=part)
            return {"ETag": answer["ETag"], "PartNumber": number}

        try:
            parts = list(in_threads(put, range(1, -(-length // size) + 1), min(4, self._options.concurrency)))
            self.requests.call("complete_multipart_upload", key, UploadId=upload, MultipartUpload={"Parts": parts})
        except BaseException:
            try:
                self.requests.call("abort_multipart_upload", key, UploadId=upload)
            except StoreError:
                logger.warning("Left an unfinished upload of %s/%s; `solieu prune` removes it", self.uri, key)
            raise

    def _body(self, key: str, span: str | None) -> bytes:
        """Checksums cover whole objects only, and some stores send them along with a part all the same."""
        answer = self.requests.send("get_object", key, **({"Range": span} if span else self._checked))
        data: bytes = answer["Body"].read()
        if len(data) != answer["ContentLength"]:
            raise CutShortError
        return data

    def _start(self, key: str) -> tuple[bytes, int]:
        """The beginning of an object and its whole size, in one request: most objects are no longer than that.

        A longer one goes on arriving until the connection is closed. Of a part, the store would tell no checksum.
        """
        answer = self.requests.send("get_object", key, **self._checked)
        size, body = int(answer["ContentLength"]), answer["Body"]
        data: bytes = body.read() if size <= STREAM_BYTES else body.read(STREAM_BYTES)
        body.close()
        if len(data) != min(size, STREAM_BYTES):
            raise CutShortError
        return data, size

    @property
    def _checked(self) -> dict[str, str]:
        return {"ChecksumMode": "ENABLED"} if self._options.checksums == "when_supported" else {}


def _part_of(file: Path, start: int, length: int) -> bytes:
    with file.open("rb") as stream:
        stream.seek(start)
        return stream.read(length)


def _md5(etag: str) -> str | None:
    """The etag of an object put in one piece is its MD5; that of one put in parts has a dash."""
    value = etag.strip('"')
    return value if re.fullmatch(r"[0-9a-f]{32}", value) else None


def _described(key: str, size: int, etag: str, modified: Any) -> StoredObject:
    return StoredObject(key, size, etag.strip('"'), modified.astimezone(UTC), _md5(etag))
