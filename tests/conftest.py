"""Fixtures for every folder of tests."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import settings

from tasks.records.observation import OBSERVATION_SCHEMA
from tests.prefect_server import SharedServer

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent

# A change passes or fails by what it does. `pytest --hypothesis-profile=default` looks for new examples.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """For the whole run one more than there are cores, since tests of flows wait for processes of theirs; none
    beside our own for a part of it, which is done before workers would start.
    """
    return (os.cpu_count() or 1) + 1 if config.args == config.getini("testpaths") else 0


_SERVER = pytest.StashKey[tuple[SharedServer, Path]]()


@pytest.hookimpl(optionalhook=True)  # pytest-xdist's, which a debugger runs without
def pytest_configure_node(node: Any) -> None:
    """A whole run has one Prefect server, which the process starts that hands the tests out."""
    config = node.config
    if config.args != config.getini("testpaths"):
        return
    if _SERVER not in config.stash:
        home = Path(tempfile.mkdtemp(prefix="solieu-tests-"))
        config.stash[_SERVER] = SharedServer(home), home
    node.workerinput["home"] = str(config.stash[_SERVER][1])


def pytest_unconfigure(config: pytest.Config) -> None:
    if _SERVER in config.stash:
        server, home = config.stash[_SERVER]
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: one that began last would keep a single core at work.

    pytest-xdist would put those of many tests first, which flows have not; `--no-loadscope-reorder` keeps it from that.
    """
    items.sort(key=lambda item: item.get_closest_marker("flow") is None)


@pytest.fixture(scope="session")
def examples() -> Path:
    """The example articles that ship with the project."""
    return ROOT / "examples" / "articles"


def telling(obs_value: float = 4120.0, **changes: Any) -> dict[str, Any]:
    """One observation of Quận Phú Nhuận's budget revenue of 2022; ids follow from what it says."""
    row: dict[str, Any] = {
        "city": "ho-chi-minh",
        "district": "quan-phu-nhuan",
        "year": 2022,
        "city_name": "Thành phố Hồ Chí Minh",
        "city_code": "79",
        "district_name": "Quận Phú Nhuận",
        "district_code": "768",
        "tier": "district",
        "indicator": "budget_revenue",
        "measure": "level",
        "obs_status": "actual",
        "time_period": "2022",
        "period_start": date(2022, 1, 1),
        "period_end": date(2022, 12, 31),
        "obs_value": float(obs_value),
        "unit_measure": "VND_BN",
        "bound": "eq",
        "flags": [],
        "article": "phu-nhuan-2022",
        "source_uri": "articles/phu-nhuan-2022.txt",
        "publisher": "Báo Phú Nhuận",
        "title": "Phú Nhuận tổng kết năm 2022",
        "published_at": date(2023, 1, 5),
        "quote": "Thu ngân sách năm 2022 của quận Phú Nhuận đạt 4.120 tỷ đồng.",
        "char_start": 210,
        "raw_value": "4.120 tỷ đồng",
        "rule": "level",
        "confidence": "high",
        "rules_version": "1",
        **changes,
    }
    row.setdefault("char_end", row["char_start"] + len(row["quote"] or ""))
    row.setdefault("article_id", hashlib.sha256(str(row["article"]).encode()).hexdigest())
    told = (
        row["article_id"],
        row["indicator"],
        row["measure"],
        row["obs_status"],
        row["time_period"],
        row["obs_value"],
    )
    row.setdefault("observation_id", hashlib.sha256(repr(told).encode()).hexdigest()[:16])
    return row


def frame_of(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=OBSERVATION_SCHEMA)


@pytest.fixture(name="telling", scope="session")
def telling_fixture() -> Callable[..., dict[str, Any]]:
    return telling


@pytest.fixture(name="frame_of", scope="session")
def frame_of_fixture() -> Callable[..., pl.DataFrame]:
    return frame_of
