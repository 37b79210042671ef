"""The goldens themselves: labels that a reader could have written, of units and indicators that exist."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks.catalog.load import load_catalog
from tasks.records.observation import BOUNDS, MEASURES, OBS_STATUSES

FOLDER = Path(__file__).parent
ARTICLES = sorted(path.stem for path in FOLDER.glob("own-*.txt"))
PERIOD = re.compile(r"\d{4}(-Q[1-4]|-H[12]|-M(0[1-9]|1[0-2])|-([245789]|1[01])M|-\d\d-\d\d|/\d{4})?")


def labels(article: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{article}.json").read_text(encoding="utf-8"))
    return loaded


def test_there_are_sixty_pairs() -> None:
    assert len(ARTICLES) == 60
    assert sorted(path.stem for path in FOLDER.glob("own-*.json")) == ARTICLES


@pytest.mark.parametrize("article", ARTICLES)
def test_every_label_stands_in_its_article(article: str) -> None:
    text = (FOLDER / f"{article}.txt").read_text(encoding="utf-8")
    gold = labels(article)
    assert unicodedata.is_normalized("NFC", text)
    assert unicodedata.is_normalized("NFC", json.dumps(gold, ensure_ascii=False))
    assert gold["id"] == article
    date.fromisoformat(gold["published_at"])
    for row in gold["observations"]:
        assert row["evidence"] in text


@pytest.mark.parametrize("article", ARTICLES)
def test_every_label_is_of_the_vocabulary(article: str) -> None:
    indicators = load_catalog().indicators
    for row in labels(article)["observations"]:
        assert row["scope"] in {"district", "city", "ward", "other"}
        assert row["measure"] in MEASURES
        assert row["measure"] in indicators[row["indicator"]].measures
        assert row["obs_status"] in OBS_STATUSES
        assert row["bound"] in BOUNDS
        assert PERIOD.fullmatch(row["time_period"]), row["time_period"]


@pytest.mark.parametrize("article", ARTICLES)
def test_every_district_has_existed_by_the_day_of_its_article(article: str) -> None:
    gold = labels(article)
    day = date.fromisoformat(gold["published_at"])
    gazetteer = load_catalog().gazetteer
    known = {(unit.name, gazetteer.province_of(unit).name) for unit in gazetteer.units if unit.valid_from <= day}
    for row in gold["observations"]:
        if row["scope"] == "district":
            assert (row["district"], row["city"]) in known
