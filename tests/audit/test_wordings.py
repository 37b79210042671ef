"""Every wording of ``wordings/*.yaml`` is read as it says: one file a theme, sentences written for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks.audit.examples import read_example
from tasks.catalog.indicators import Example
from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader

FOLDER = Path(__file__).parent / "wordings"
MEASURES = ("level", "plan_ratio", "growth", "change")


def wordings() -> list[Any]:
    return [
        pytest.param(indicator, row, id=f"{indicator}: {row['text']}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for indicator, rows in yaml.safe_load(file.read_text(encoding="utf-8")).items()
        for row in rows
    ]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_catalog())


@pytest.mark.parametrize(("indicator", "row"), wordings())
def test_a_wording_is_read_as_it_says(reader: Reader, indicator: str, row: dict[str, Any]) -> None:
    example = Example(text=row["text"], unit=row.get("unit", "huyện"))
    read = [told for told in read_example(example, reader) if told.indicator == indicator]
    if row.get("nothing"):
        assert read == []
    for measure in MEASURES:
        if measure in row:
            assert pytest.approx(row[measure]) in [told.obs_value for told in read if told.measure == measure]


def test_every_indicator_has_wordings() -> None:
    told = {parameter.values[0] for parameter in wordings()}
    by_rule = {"targets_exceeded", "targets_exceeded_rate", "wards"}  # read by rules of their own, with specs there
    assert set(load_catalog().indicators) - told == by_rule
