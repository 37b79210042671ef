"""The environment, typed."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from flows.settings import Settings, SettingsError, prepare_libraries
from tasks.articles.limits import Limits


def test_defaults_need_no_environment() -> None:
    settings = Settings.from_environment({})
    assert (settings.lake, settings.processes, settings.s3_endpoint_url) == ("lake", None, None)


def test_variables_win_over_defaults_and_options_over_variables() -> None:
    settings = Settings.from_environment({"SOLIEU_LAKE": "s3://figures/vn", "SOLIEU_PROCESSES": "3"})
    assert (settings.lake, settings.processes) == ("s3://figures/vn", 3)
    assert settings.with_options(lake="elsewhere", processes=None).lake == "elsewhere"
    assert settings.with_options(lake="elsewhere", processes=None).processes == 3


@pytest.mark.parametrize("name", [field.name for field in fields(Limits)])
def test_each_limit_is_a_variable_and_is_documented(name: str) -> None:
    variable = f"SOLIEU_{name.upper()}"
    assert getattr(Settings.from_environment({variable: "7"}).limits, name) == 7
    with pytest.raises(SettingsError, match=f"{variable}=0"):
        Settings.from_environment({variable: "0"})
    told = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert f"| `{variable}` | {getattr(Limits(), name)} |" in told


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_environment({"SOLIEU_LAKE": "", "SOLIEU_PROCESSES": " "}).lake == "lake"


@pytest.mark.parametrize(
    ("name", "value"),
    [("SOLIEU_PROCESSES", "many"), ("SOLIEU_PROCESSES", "0"), ("SOLIEU_S3_CHECKSUMS", "never")],
)
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}={value}"):
        Settings.from_environment({name: value})


def test_no_library_reports_about_its_user_by_default() -> None:
    environment: dict[str, str] = {}
    prepare_libraries(environment=environment, verbose=False)
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["GX_ANALYTICS_ENABLED"] == "false"


def test_what_the_user_has_set_stays() -> None:
    environment = {"DO_NOT_TRACK": "0", "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING"}
    prepare_libraries(environment=environment, verbose=True)
    assert environment["DO_NOT_TRACK"] == "0"
    assert environment["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] == "WARNING"
