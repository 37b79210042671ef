"""What can go wrong with a lake, as types. Every message names the place and what to do about it, never a secret."""

from __future__ import annotations

import errno
from typing import Final

from tasks.records.secrets import masked

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the operating system says where :class:`StoreFullError` is told."""


class LakeError(Exception):
    """Base of all errors of this package: what happened, and the remedy."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message = masked(message)
        self.remedy = masked(remedy)
        super().__init__(f"{self.message}. {self.remedy}" if remedy else self.message)

    def __reduce__(self) -> tuple[type[LakeError], tuple[str, str]]:
        """Errors cross process borders; by default only the joined text would survive."""
        return type(self), (self.message, self.remedy)


class StoreError(LakeError):
    """The folder or bucket refused or failed."""


class UnsafeKeyError(StoreError):
    """A key that could leave the store's root, or that no store can hold."""


class UnsupportedSchemeError(StoreError):
    """An address that is neither a folder nor ``s3://``."""


class ObjectMissingError(StoreError):
    """The object is not there."""


class BucketMissingError(StoreError):
    """The bucket does not exist."""


class AccessDeniedError(StoreError):
    """Credentials are missing, wrong, expired or not allowed to do this."""


class EndpointUnreachableError(StoreError):
    """No answer from the store, after all attempts."""


class StoreUnavailableError(StoreError):
    """The store answered with errors until the attempts were used up."""


class StoreFullError(StoreError):
    """No space or quota left."""


class RequestUnsupportedError(StoreError):
    """The store does not know this kind of request."""


class StoreReadOnlyError(StoreError):
    """The store cannot be written."""


class ClockSkewedError(StoreError):
    """The store refuses requests because this machine's clock is wrong."""


class ObjectCorruptError(StoreError):
    """Bytes that do not have the checksum which the release recorded."""


class ConditionalWritesUnsupportedError(StoreError):
    """The store ignores or refuses put-if-absent, so concurrent runs could overwrite each other."""


class UnsafePathValueError(LakeError):
    """A value that may not become part of a path."""


class SchemaMismatchError(LakeError):
    """A frame or file whose columns are not those of the published schema."""


class NewerLakeError(LakeError):
    """The lake was written by a newer version."""


class ReleaseMissingError(LakeError):
    """No such release, or its content was pruned."""


class ContentionError(LakeError):
    """Other writers won every attempt."""


class TableRejectedError(LakeError):
    """The table check refused the candidate; the last release stays as it is."""
