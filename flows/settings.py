"""The environment, typed. It is read and prepared here and nowhere else."""

from __future__ import annotations

import os
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tasks.articles.limits import Limits
from tasks.records.secrets import AddressError, plain_address, plain_endpoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping

_PREFIX: Final = "SOLIEU_"

_QUIET: Final[dict[str, str]] = {
    # No library reports about its user unless its user asks for it.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    # Library loggers reach the run's log in Prefect; outside of a run there is none to reach.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "tasks,expectations",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}

_SCREEN: Final = "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"


_LIMITS: Final = TypeAdapter(Limits)


class SettingsError(ValueError):
    """An environment variable holds what it cannot; the message names it."""


class Settings(BaseModel):
    """What the environment decides. Every field has a default, and a command-line option wins over it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    lake: Annotated[str, Field(min_length=1), AfterValidator(plain_address)] = "lake"
    """Folder or ``s3://bucket/prefix`` that is published to (``SOLIEU_LAKE``)."""

    processes: Annotated[int, Field(ge=1, le=1024)] | None = None
    """Processes that read articles (``SOLIEU_PROCESSES``); by default one a core."""

    runner: Literal["threads", "dask"] = "threads"
    """Where shards are read (``SOLIEU_RUNNER``): in this process and its pool, or on the workers of a Dask cluster."""

    dask_address: str | None = None
    """The cluster's scheduler (``SOLIEU_DASK_ADDRESS``), ``tcp://host:8786``."""

    shard_bytes: Annotated[int, Field(ge=1)] = 64 << 20
    """How much a task reads at least, where there is as much (``SOLIEU_SHARD_BYTES``)."""

    max_age_days: Annotated[int, Field(ge=1)] = 365
    """Age of the newest article from which a release comes with a warning (``SOLIEU_MAX_AGE_DAYS``)."""

    s3_endpoint_url: Annotated[str, AfterValidator(plain_endpoint)] | None = None
    """Object store other than AWS (``SOLIEU_S3_ENDPOINT_URL``)."""

    s3_checksums: Literal["when_supported", "when_required"] = "when_supported"
    """boto3's request checksums (``SOLIEU_S3_CHECKSUMS``); some stores break on those that AWS does not require."""

    columns: str | None = None
    """Which columns of tables and records hold what, as ``text=body,url=link`` (``SOLIEU_COLUMNS``); by default those
    with the usual names."""

    limits: Limits = Limits()
    """How much of a source is read (``SOLIEU_MAX_FILE_BYTES`` and so on, one variable for each)."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Settings of the ``SOLIEU_*`` variables; an empty one counts as unset.

        Raises:
            SettingsError: a value that the setting cannot hold.
        """
        values = _set_in(environment, cls.model_fields.keys() - {"limits"})
        try:
            limits = _LIMITS.validate_python(_set_in(environment, [field.name for field in fields(Limits)]))
            return cls.model_validate({**values, "limits": limits})
        except ValidationError as error:
            wrong = error.errors()[0]
            if isinstance(refused := wrong.get("ctx", {}).get("error"), AddressError):
                raise SettingsError(f"{_variable(str(wrong['loc'][0]))}: {refused}") from None
            raise SettingsError(
                f"{_variable(str(wrong['loc'][0]))}={wrong['input']}: {wrong['msg']}; correct it or unset it"
            ) from None

    def with_options(self, **options: object) -> Settings:
        """The same settings with those command-line options that were given (are not None) in place of their own."""
        return self.model_copy(update={name: value for name, value in options.items() if value is not None})


def current_settings() -> Settings:
    """Settings of this process's environment."""
    return Settings.from_environment(os.environ)


def prepare_libraries(*, verbose: bool, environment: MutableMapping[str, str] = os.environ) -> None:
    """Keep Prefect and Great Expectations quiet and to themselves; what the user has set stays as set.

    To be called before either is imported. A run's log is complete in Prefect either way; ``verbose`` also shows it.
    """
    for name, value in _QUIET.items():
        environment.setdefault(name, value)
    environment.setdefault(_SCREEN, "INFO" if verbose else "CRITICAL")


def _set_in(environment: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    values = {name: environment.get(_variable(name), "").strip() for name in names}
    return {name: value for name, value in values.items() if value}


def _variable(name: str) -> str:
    return _PREFIX + name.upper()
