"""Opens a lake wherever it is, and asks buckets. The only module that knows boto3, which it loads when first needed."""

from __future__ import annotations

import importlib
import logging
import random
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tasks.lake.base import Store, StoredObject, StoreOptions, checked_key
from tasks.lake.errors import StoreUnavailableError, UnsupportedSchemeError
from tasks.lake.folder import FolderStore
from tasks.lake.s3 import S3Store
from tasks.lake.s3_errors import EXPIRED, FULL, CutShortError, again, code_of, passing, raise_failed, raise_refused
from tasks.records.secrets import keep_secret, masked

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FolderStore", "S3Requests", "S3Store", "Store", "StoreOptions", "StoredObject", "open_store"]

Answer = TypeVar("Answer")

logger = logging.getLogger(__name__)

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
        return S3Store(S3Requests(bucket, prefix.strip("/"), options or StoreOptions()))
    raise UnsupportedSchemeError(
        f"{masked(uri)!r} is neither a folder nor s3://",
        "Name a folder, or s3://bucket/prefix with --endpoint-url for other S3-compatible stores.",
    )


class S3Requests:
    """Requests about the objects under one prefix of a bucket.

    Each is repeated with exponential backoff and full jitter on throttling, 5xx, timeouts, resets, bodies cut short.
    """

    def __init__(
        self, bucket: str, prefix: str, options: StoreOptions, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.options = options
        self.prefix = f"{prefix}/" if prefix else ""
        self._bucket = bucket
        self._sleep = sleep
        self._jitter = random.Random()  # noqa: S311  spreads retries; no data depends on it
        self._client: Any = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_client": None}

    @property
    def uri(self) -> str:
        return f"s3://{self._bucket}/{self.prefix}".rstrip("/")

    def call(self, operation: str, key: str | None, **arguments: Any) -> Any:
        return self.repeated(key, lambda: self.send(operation, key, **arguments))

    def send(self, operation: str, key: str | None, **arguments: Any) -> Any:
        if self._client is None:
            self._client = _client(self.options)
        if key is not None:
            # A whole bucket has nothing beside it that a key could lead to; articles may lie there under any key.
            arguments["Key"] = self.prefix + checked_key(key) if self.prefix else key
        return getattr(self._client, operation)(Bucket=self._bucket, **arguments)

    def repeated(self, key: str | None, work: Callable[[], Answer]) -> Answer:
        exceptions = importlib.import_module("botocore.exceptions")
        place = self.uri if key is None else f"{self.uri}/{key}"
        expired = 0
        for attempt in range(1, self.options.attempts + 1):
            last = attempt == self.options.attempts
            try:
                return work()
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
            delay = self._jitter.uniform(0, min(self.options.backoff_cap, self.options.backoff_base * 2**attempt))
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
