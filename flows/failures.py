"""Errors to sentences: what a person reads when a command fails."""

from __future__ import annotations

from dataclasses import dataclass

from flows.server import ServerError
from flows.settings import SettingsError
from tasks.articles.columns import ColumnsError
from tasks.articles.sources import SourceNotFoundError
from tasks.catalog.load import CatalogError
from tasks.decisions.decision import DecisionError
from tasks.lake.errors import LakeError, UnsupportedSchemeError
from tasks.records.secrets import AddressError, masked
from tasks.runs.months import MonthError
from tasks.runs.pool import ReaderDiedError
from tasks.runs.read import NothingToReadError

_USAGE = (
    SettingsError,
    ColumnsError,
    MonthError,
    SourceNotFoundError,
    UnsupportedSchemeError,
    DecisionError,
    AddressError,
)


class NotInLakeError(LookupError):
    """The lake holds nothing of what was asked for; the message says what it does hold."""


@dataclass(frozen=True, slots=True)
class Failure:
    """``usage`` tells a wrong command from one that failed."""

    message: str
    usage: bool = False


def explain(error: Exception) -> Failure:
    """One sentence or two, without secrets: errors of our own speak for themselves, others are named."""
    message = masked(str(error).strip())
    if isinstance(error, _USAGE):
        return Failure(message, usage=True)
    if isinstance(error, (LakeError, ServerError, NothingToReadError, ReaderDiedError, NotInLakeError, CatalogError)):
        return Failure(message)
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return Failure(f"{place}{error.strerror}")
    return Failure(f"unexpected {type(error).__name__}: {message}. Run again with --verbose to see where")
