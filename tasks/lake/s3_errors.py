"""What S3 answers when it refuses or fails, as this package's errors. Knows botocore's errors by name only."""

from __future__ import annotations

from typing import Any, Final, NoReturn

from tasks.lake.errors import (
    AccessDeniedError,
    BucketMissingError,
    ClockSkewedError,
    EndpointUnreachableError,
    ObjectMissingError,
    RequestUnsupportedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
    StoreUnavailableError,
)
from tasks.records.secrets import masked

_MISSING: Final = {"NoSuchKey", "404", "NotFound"}
EXPIRED: Final = {"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"}
_DENIED: Final = {
    "AccessDenied", "403", "Forbidden", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken",
    "AllAccessDisabled", "AccountProblem", "AuthorizationHeaderMalformed",
}  # fmt: skip
_AGAIN: Final = {
    "SlowDown", "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequests", "RequestTimeout",
    "InternalError", "ServiceUnavailable", "OperationAborted", "ConditionalRequestConflict", "BadDigest",
    "XAmzContentSHA256Mismatch", "IncompleteBody", *EXPIRED,
}  # fmt: skip
FULL: Final = {"QuotaExceeded", "EntityTooLarge", "InsufficientStorage", "XMinioStorageFull", "507"}
_PASSING: Final = {
    "HTTPClientError", "ConnectionError", "IncompleteReadError", "FlexibleChecksumError", "ChecksumError",
    "ResponseParserError",
}  # fmt: skip
_DAMAGED: Final = {"IncompleteReadError", "ResponseStreamingError", "FlexibleChecksumError", "ChecksumError"}
_READ_ONLY: Final = {"MethodNotAllowed", "405", "ReadOnly", "InvalidBucketState"}


class PreconditionError(StoreError):
    """412: the condition of a conditional write does not hold."""


class AnswerError(Exception):
    """What the library said, without secrets: a log that holds a traceback holds the cause of the error as well."""

    @classmethod
    def of(cls, error: Exception) -> AnswerError:
        return cls(masked(f"{type(error).__name__}: {error}"))


class CutShortError(Exception):
    """Fewer bytes than announced, or others."""


def code_of(error: Exception) -> tuple[str, int]:
    """S3's error code and the HTTP status."""
    answer: Any = getattr(error, "response", {})
    code = str(answer.get("Error", {}).get("Code", ""))
    return code, int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def again(code: str, status: int) -> bool:
    """Whether the store asks for patience: it throttles, is unwell, or did not get all of the request."""
    return code in _AGAIN or status in {408, 425, 429} or (status >= 500 and status not in {501, 507})


def passing(error: Exception) -> bool:
    """Whether asking again may help: the connection failed, or what came over it was damaged."""
    return not _PASSING.isdisjoint(kind.__name__ for kind in type(error).__mro__)


def raise_refused(error: Exception, code: str, status: int, place: str, bucket: str) -> NoReturn:
    """The store answered, and said no."""
    raise _refusal(error, code, status, place, bucket) from AnswerError.of(error)


def raise_failed(error: Exception, place: str) -> NoReturn:
    """No answer, or none that could be read."""
    raise _failure(error, place) from AnswerError.of(error)


def _refusal(  # noqa: PLR0911  one for each kind of answer
    error: Exception, code: str, status: int, place: str, bucket: str
) -> StoreError:
    answer: Any = getattr(error, "response", {})
    said = f"{place}: {code} {answer.get('Error', {}).get('Message', '')}".rstrip()
    if code == "PreconditionFailed" or status == 412:
        return PreconditionError(said)
    if code == "NoSuchBucket":
        remedy = "Create it, or check its name, region and --endpoint-url."
        return BucketMissingError(f"Bucket {bucket!r} does not exist", remedy)
    if code == "NotImplemented" or status == 501:
        return RequestUnsupportedError(said, "Use a store that knows conditional writes.")
    if code in _MISSING or status == 404:
        return ObjectMissingError(f"No such object: {place}", "Check bucket and key.")
    if code == "RequestTimeTooSkewed":
        return ClockSkewedError(said, "Set this machine's clock (for example with NTP) and run again.")
    if code in EXPIRED:
        remedy = "Renew them (AWS_SESSION_TOKEN, or those of AWS_PROFILE) and run again; the last release is untouched."
        return AccessDeniedError(f"The credentials have expired: {said}", remedy)
    if code in _DENIED or status in {401, 403}:
        remedy = "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_PROFILE and the bucket's policy."
        return AccessDeniedError(f"Access denied: {said}", remedy)
    if code in FULL or status == 507:
        return StoreFullError(said, "Raise the quota or free some space; the last release is untouched.")
    if code in _READ_ONLY:
        return StoreReadOnlyError(said, "Name a lake that you may write.")
    if again(code, status):
        return StoreUnavailableError(said, "Run again later; the last release is untouched.")
    return StoreError(said, "Check the address and options; see `solieu --verbose` for the request.")


def _failure(error: Exception, place: str) -> StoreError:
    name = type(error).__name__
    if "Credential" in name or "Token" in name or name in {"ProfileNotFound", "ConfigParseError", "NoAuthTokenError"}:
        remedy = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
        return AccessDeniedError(f"No usable credentials for {place} ({error})", remedy)
    if isinstance(error, CutShortError) or name in _DAMAGED:
        remedy = (
            "Check the network and run again; for a store with checksums of its own kind, set them to when_required."
        )
        return StoreUnavailableError(f"{place} keeps arriving damaged ({error})", remedy)
    if "SSL" in name:
        return EndpointUnreachableError(f"TLS to {place} failed: {error}", "Check the endpoint's certificate.")
    remedy = "Check --endpoint-url, the network and proxies; the last release is untouched."
    return EndpointUnreachableError(f"No answer for {place}: {error}", remedy)
