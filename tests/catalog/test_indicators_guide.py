"""docs/how_to_add_an_indicator.md shows what is there: its entry is the catalog's, its fields are the model's."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from tasks.catalog.forms import expand
from tasks.catalog.indicators import Indicator
from tasks.catalog.load import load_catalog

GUIDE = (Path(__file__).parents[2] / "docs" / "how_to_add_an_indicator.md").read_text(encoding="utf-8")
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)]


def test_the_entry_it_walks_through_is_the_shipped_one() -> None:
    shown = Indicator.model_validate(BLOCKS[0][0])
    assert shown == load_catalog().indicators[shown.id]


def test_the_wordings_it_shows_are_stated() -> None:
    stated = yaml.safe_load(
        (Path(__file__).parents[1] / "audit" / "wordings" / "people.yaml").read_text(encoding="utf-8")
    )
    for indicator, rows in BLOCKS[1].items():
        assert [row for row in rows if row not in stated[indicator]] == []


def test_it_tells_of_every_field() -> None:
    table = GUIDE.split("## All fields")[1]
    told = set(re.findall(r"^\| `([a-z_]+)` \|", table, flags=re.MULTILINE)) | {"id", "label", "unit", "measures"}
    assert told == set(Indicator.model_fields)


def test_phrases_mean_what_its_table_says() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.*) \|$", GUIDE.split("## All fields")[0], flags=re.MULTILINE)
    for phrase, meaning in rows[:3]:
        assert set(re.findall(r"\*([^*]+)\*", meaning)) == set(expand(phrase.replace("\\|", "|")))
