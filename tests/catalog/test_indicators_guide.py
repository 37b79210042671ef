"""docs/how_to_add_an_indicator.md tells what is there, and whoever follows it step by step sees what it shows."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tasks.audit.check import check_catalog
from tasks.audit.gaps import gaps
from tasks.catalog.forms import expand
from tasks.catalog.indicators import Indicator
from tasks.catalog.load import load_catalog, read_catalog
from tasks.grammar.explain import explain
from tasks.grammar.extract import Reader
from tasks.records.article import Article

if TYPE_CHECKING:
    from tasks.catalog.load import Catalog

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "how_to_add_an_indicator.md").read_text(encoding="utf-8")
DRAFT, WORDINGS, ENTRY = re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)
FILE = "indicators/order.yaml"


def catalog_with(tmp_path: Path, entry: str) -> Catalog:
    """The shipped catalog with another entry, or none, in the place of ``fires``."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "tasks" / "catalog" / "data", folder)
    shipped = (folder / FILE).read_text(encoding="utf-8")
    assert ENTRY in shipped
    (folder / FILE).write_text(shipped.replace(ENTRY, entry), encoding="utf-8")
    return read_catalog(folder)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Reads as it would without the entry."""
    return Reader(catalog_with(tmp_path_factory.mktemp("before"), ""))


def golden() -> list[Article]:
    paths = sorted((ROOT / "tests" / "golden").glob("*.txt"))
    return [Article(path.stem, path.name, path.read_text(encoding="utf-8")) for path in paths]


def test_the_entry_it_walks_through_is_the_shipped_one() -> None:
    [entry] = yaml.safe_load(ENTRY)
    assert Indicator.model_validate(entry) == load_catalog().indicators["fires"]


def test_the_gap_is_seen(before: Reader) -> None:
    [row] = [row.split() for row in GUIDE.splitlines() if "vụ cháy             " in row]
    found = next(gap for gap in gaps(golden(), before, at_least=3) if gap.head == "vụ cháy")
    assert [str(found.articles), str(found.figures), found.unit] == row[:3]
    assert found.sample.startswith(" ".join(row[5:]))


def test_the_draft_is_checked_explained_and_mended(tmp_path: Path) -> None:
    draft = DRAFT + "\n"
    catalog = catalog_with(tmp_path / "draft", draft)
    [problem] = check_catalog(catalog)
    assert problem.message in GUIDE

    asked = re.search(r'--sentence "(.+)" --title "(.+)"', GUIDE)
    shown = re.search(r"  not read: (.+)\n +because +(.+) \((.+)\)\n", GUIDE)
    assert asked is not None
    assert shown is not None
    article = Article("sentence", "sentence", f"{asked[2]}\n\n{asked[1]}", asked[2])
    told = list(explain(Reader(catalog).read(article, explain=True), article))[-1]
    [unread] = told.unread
    assert (unread.words, unread.meaning, unread.reason) == shown.groups()

    [(counts, forms)] = re.findall(r"```\n(  counts: .*)\n(  forms: .*)\n```", GUIDE)
    mended = re.sub(r"(?m)^  counts: .*$", counts, re.sub(r"(?m)^  forms: .*$", forms, draft))
    assert mended != draft
    assert check_catalog(catalog_with(tmp_path / "mended", mended)) == []


def test_the_wordings_it_shows_are_stated() -> None:
    stated = yaml.safe_load((ROOT / "tests" / "audit" / "wordings" / "order.yaml").read_text(encoding="utf-8"))
    for indicator, rows in yaml.safe_load(WORDINGS).items():
        assert [row for row in rows if row not in stated[indicator]] == []


def test_what_changes_is_what_it_says(before: Reader) -> None:
    """Only figures of the indicator come, and no other goes."""
    after = Reader(load_catalog())
    key = ("article", "indicator", "measure", "obs_value")

    def figures(reader: Reader) -> set[tuple[object, ...]]:
        rows = [row for article in golden() for row in reader.read(article).observations]
        return {tuple(getattr(row, name) for name in key) for row in rows}

    gone, come = figures(before) - figures(after), figures(after) - figures(before)
    assert gone == set()
    assert {indicator for _, indicator, *_ in come} == {"fires"}


def test_it_tells_of_every_field() -> None:
    table = GUIDE.split("## All fields")[1]
    told = set(re.findall(r"^\| `([a-z_]+)` \|", table, flags=re.MULTILINE)) | {"id", "label", "unit", "measures"}
    assert told == set(Indicator.model_fields)


def test_phrases_mean_what_its_table_says() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.*) \|$", GUIDE.split("## All fields")[0], flags=re.MULTILINE)
    for phrase, meaning in rows[:3]:
        assert set(re.findall(r"\*([^*]+)\*", meaning)) == set(expand(phrase.replace("\\|", "|")))
