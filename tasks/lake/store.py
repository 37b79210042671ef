"""Opens a lake wherever it is, and the S3 store. The only module that knows boto3, which it loads when first needed."""

from __future__ import annotations

import importlib
import io
import logging
import random
import re
import time
from contextlib import contextmanager
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from tasks.lake.base import Store, StoredObject, StoreOptions, checked_key, in_threads
from tasks.lake.errors import (
    AccessDeniedError,
    ObjectCorruptError,
    ObjectMissingError,
    RequestUnsupportedError,
    StoreError,
    StoreUnavailableError,
    UnsupportedSchemeError,
)
from tasks.lake.folder import FolderStore
from tasks.lake.ranges import Ranges
from tasks.lake.s3_errors import (
    EXPIRED,
    FULL,
    CutShortError,
    PreconditionError,
    again,
    code_of,
    passing,
    raise_failed,
    raise_refused,
)
from tasks.records.secrets import keep_secret, masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["FolderStore", "S3Store", "Store", "StoreOptions", "StoredObject", "open_store"]

logger = logging.getLogger(__name__)

STREAM_BYTES: Final = 8 << 20
RENEWALS: Final = 4
"""How often expired credentials are read again before they count as expired for good."""

_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]")


def open_store(uri: str, options: StoreOptions | None = None) -> Store:
    """The store at a folder path, ``file://`` or ``s3://bucket/prefix``. Nothing is created or asked yet."""
    scheme, separator, rest = uri.partition("://")
    if not separator:
        return FolderStore(Path(uri))
    if scheme == "file":
        return FolderStore(Path("/" + rest.lstrip("/")))
    if scheme == "s3":
        bucket, _, prefix = rest.partition("/")
        if not _BUCKET.fullmatch(bucket):
            raise UnsupportedSchemeError(f"{uri!r} names no bucket", "Write s3://bucket or s3://bucket/prefix.")
        return S3Store(bucket, prefix.strip("/"), options or StoreOptions())
    raise UnsupportedSchemeError(
        f"{masked(uri)!r} is neither a folder nor s3://",
        "Name a folder, or s3://bucket/prefix with --endpoint-url for other S3-compatible stores.",
    )


class S3Store:
    """Objects under one prefix of a bucket, on AWS or any endpoint that speaks S3.

    Requests are repeated with exponential backoff and full jitter on throttling, 5xx, timeouts, resets and bodies cut
    short. Put-if-absent survives a repeated request: who is told "taken" looks whether the bytes there are his own.
    """

    def __init__(
        self, bucket: str, prefix: str, options: StoreOptions, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._options = options
        self._sleep = sleep
        self._jitter = random.Random()  # noqa: S311  spreads retries; no data depends on it
        self._client: Any = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_client": None}

    @property
    def uri(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}".rstrip("/")

    @property
    def session(self) -> str:
        return ""

    def read(self, key: str) -> bytes:
        data: bytes = self._repeat(key, lambda: self._body(key, None))
        return data

    def read_range(self, key: str, start: int, length: int) -> bytes:
        if not length:
            return b""
        data: bytes = self._repeat(key, lambda: self._body(key, f"bytes={start}-{start + length - 1}"))
        if len(data) != length:
            raise ObjectCorruptError(f"{self.uri}/{key} ends before byte {start + length}", "Run `solieu verify`.")
        return data

    def open(self, key: str) -> BinaryIO:
        start, size = self._repeat(key, lambda: self._start(key))
        return io.BufferedReader(Ranges(partial(self.read_range, key), start, size), buffer_size=STREAM_BYTES)

    def write(self, key: str, data: bytes, *, durable: bool = False) -> None:  # noqa: ARG002
        if len(data) > self._options.part_bytes:
            self._write_in_parts(key, len(data), lambda start, length: data[start : start + length])
        else:
            self._call("put_object", key, Body=data)

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
        self._call("delete_object", key)

    def stat(self, key: str) -> StoredObject | None:
        try:
            head = self._call("head_object", key)
        except ObjectMissingError:
            return None
        return _described(key, head["ContentLength"], head["ETag"], head["LastModified"])

    def exists(self, key: str) -> bool:
        return self.stat(key) is not None

    def list(self, prefix: str) -> Iterator[StoredObject]:
        more: dict[str, str] = {}
        while True:
            page = self._call(
                "list_objects_v2", None, Prefix=self._prefix + prefix, MaxKeys=self._options.page_keys, **more
            )
            for entry in page.get("Contents", ()):
                key = entry["Key"].removeprefix(self._prefix)
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
            uploads = self._call("list_multipart_uploads", None, Prefix=self._prefix).get("Uploads", ())
        except (AccessDeniedError, ObjectMissingError, RequestUnsupportedError) as error:
            logger.info("%s does not tell of unfinished uploads: %s", self.uri, error.message)
            return 0
        newest = max((upload["Initiated"] for upload in uploads), default=None)
        stale = [upload for upload in uploads if (newest - upload["Initiated"]).days >= 1]
        for upload in stale:
            key = upload["Key"].removeprefix(self._prefix)
            self._call("abort_multipart_upload", key, UploadId=upload["UploadId"])
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
                self._request("put_object", key, Body=body, **condition)

        try:
            self._repeat(key, put)
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
        upload = self._call("create_multipart_upload", key)["UploadId"]
        size = max(self._options.part_bytes, 5 << 20, -(-length // 9_000))

        def put(number: int) -> dict[str, Any]:
            part = part_of((number - 1) * size, size)
            answer = self._call("upload_part", key, UploadId=upload, PartNumber=number, Body=part)
            return {"ETag": answer["ETag"], "PartNumber": number}

        try:
            parts = list(in_threads(put, range(1, -(-length // size) + 1), min(4, self._options.concurrency)))
            self._call("complete_multipart_upload", key, UploadId=upload, MultipartUpload={"Parts": parts})
        except BaseException:
            try:
                self._call("abort_multipart_upload", key, UploadId=upload)
            except StoreError:
                logger.warning("Left an unfinished upload of %s/%s; `solieu prune` removes it", self.uri, key)
            raise

    def _body(self, key: str, span: str | None) -> bytes:
        """Checksums cover whole objects only, and some stores send them along with a part all the same."""
        answer = self._request("get_object", key, **({"Range": span} if span else self._checked))
        data: bytes = answer["Body"].read()
        if len(data) != answer["ContentLength"]:
            raise CutShortError
        return data

    def _start(self, key: str) -> tuple[bytes, int]:
        """The beginning of an object and its whole size, in one request: most objects are no longer than that.

        A longer one goes on arriving until the connection is closed. Of a part, the store would tell no checksum.
        """
        answer = self._request("get_object", key, **self._checked)
        size, body = int(answer["ContentLength"]), answer["Body"]
        data: bytes = body.read() if size <= STREAM_BYTES else body.read(STREAM_BYTES)
        body.close()
        if len(data) != min(size, STREAM_BYTES):
            raise CutShortError
        return data, size

    @property
    def _checked(self) -> dict[str, str]:
        return {"ChecksumMode": "ENABLED"} if self._options.checksums == "when_supported" else {}

    def _call(self, operation: str, key: str | None, **arguments: Any) -> Any:
        return self._repeat(key, lambda: self._request(operation, key, **arguments))

    def _request(self, operation: str, key: str | None, **arguments: Any) -> Any:
        if self._client is None:
            self._client = _client(self._options)
        if key is not None:
            # A whole bucket has nothing beside it that a key could lead to; articles may lie there under any key.
            arguments["Key"] = self._prefix + checked_key(key) if self._prefix else key
        return getattr(self._client, operation)(Bucket=self._bucket, **arguments)

    def _repeat(self, key: str | None, request: Callable[[], Any]) -> Any:
        exceptions = importlib.import_module("botocore.exceptions")
        place = self.uri if key is None else f"{self.uri}/{key}"
        expired = 0
        for attempt in range(1, self._options.attempts + 1):
            last = attempt == self._options.attempts
            try:
                return request()
            except exceptions.ClientError as error:
                code, status = code_of(error)
                if code in EXPIRED:
                    self._client = None  # a new client reads the credentials again
                    expired += 1
                    last = last or expired > RENEWALS
                if last or not again(code, status) or code in FULL:
                    raise_refused(error, code, status, place, self._bucket)
                reason = code
            except exceptions.BotoCoreError as error:
                if last or not passing(error):
                    raise_failed(error, place)
                reason = type(error).__name__
            except (CutShortError, OSError) as error:  # urllib3 and http.client errors of a body being read
                if last:
                    raise_failed(error, place)
                reason = type(error).__name__
            delay = self._jitter.uniform(0, min(self._options.backoff_cap, self._options.backoff_base * 2**attempt))
            logger.info("%s: %s, attempt %d, again in %.1f s", place, reason, attempt, delay)
            self._sleep(delay)
        raise StoreUnavailableError(f"{place} was not asked", "Allow at least one attempt.")


def _client(options: StoreOptions) -> Any:
    """Retries are ours (``total_max_attempts=1``), so that each is seen, counted and classified in one place."""
    session = importlib.import_module("boto3.session").Session(profile_name=options.profile)
    if not options.anonymous and (found := session.get_credentials()) is not None:
        keep_secret(*found.get_frozen_credentials()[:3])
    botocore = importlib.import_module("botocore")
    config = importlib.import_module("botocore.config").Config(
        retries={"total_max_attempts": 1},
        connect_timeout=options.connect_timeout,
        read_timeout=options.read_timeout,
        max_pool_connections=options.concurrency + 4,
        request_checksum_calculation=options.checksums,
        response_checksum_validation="when_required",  # where it makes sense, asked for request by request
        # Virtual-host addresses need wildcard DNS, which services other than AWS seldom have.
        s3={"addressing_style": "path" if options.endpoint_url else "auto"},
        **({"signature_version": botocore.UNSIGNED} if options.anonymous else {}),
    )
    region = options.region or session.region_name or "us-east-1"
    return session.client("s3", endpoint_url=options.endpoint_url, region_name=region, config=config)


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
