"""The steps of publishing together, on a lake in a folder: what they judge and what they leave alone."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tasks.articles.limits import Limits
from tasks.catalog.load import load_catalog
from tasks.dictionary.tables import indicator_table
from tasks.lake.base import StoreOptions
from tasks.lake.batch import BATCH_ARTICLE_SCHEMA, Batch
from tasks.lake.candidate import Context
from tasks.lake.ledger import SOURCE_SCHEMA
from tasks.lake.release import publish
from tasks.reconcile import issues_of_the_whole, reconcile_observations
from tasks.records.observation import OBSERVATION_SCHEMA
from tasks.runs.checking import Findings
from tasks.runs.manifests import Run
from tasks.runs.read import ReadOptions
from tasks.validate import districts_to_judge, figures_compared, validate_rows, validate_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tasks.lake.release import Release

NOW = datetime(2024, 1, 15, tzinfo=UTC)
DISTRICTS = {"quan-1": ("Quận 1", "760"), "quan-3": ("Quận 3", "770"), "quan-phu-nhuan": ("Quận Phú Nhuận", "768")}


class Lake:
    """Publishes articles one after the other, each in a run of its own, as the flow would."""

    def __init__(self, folder: Path, telling: Callable[..., dict[str, Any]]) -> None:
        self._telling = telling
        self._runs = 0
        self.folder = folder
        self.judged: list[set[str]] = []

    def article(self, name: str, district: str, *figures: tuple[str, float]) -> Batch:
        title, code = DISTRICTS[district]
        quote = f"{title}: {', '.join(f'{value:g}' for _, value in figures)}."
        rows = [
            self._telling(
                value, indicator=indicator, district=district, district_name=title, district_code=code, article=name,
                source_uri=name, quote=quote, char_start=0, raw_value=f"{value:g}",
                unit_measure=load_catalog().indicators[indicator].unit,
            )
            for indicator, value in figures
        ]  # fmt: skip
        frame = pl.DataFrame(rows, OBSERVATION_SCHEMA)
        columns = [column for column in BATCH_ARTICLE_SCHEMA if column in frame.columns]
        articles = (
            frame.head(1)
            .select(columns)
            .with_columns(text=pl.lit(quote), source=pl.lit(name), fingerprint=pl.lit(None, pl.List(pl.Int64)))
        )
        source = {"uri": name, "size": 1, "etag": "1", "content_hash": None, "rules_version": "1", "n_articles": 1}
        return Batch(pl.DataFrame([source], SOURCE_SCHEMA), articles.select(*BATCH_ARTICLE_SCHEMA), frame)

    def publish(self, batch: Batch) -> Release | None:
        self._runs += 1
        options = ReadOptions(NOW.date(), Limits(), StoreOptions())
        run = Run(f"run-{self._runs}", str(self.folder), NOW, options)
        catalog = load_catalog()
        context = Context(
            run.id, "1", "1", "1", catalog.gazetteer.publishable(), indicator_table(catalog), created_at=NOW
        )

        findings = Findings()
        self.judged.append(set())

        def judge(rows: pl.DataFrame, *others: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
            self.judged[-1] |= set(rows["district"])
            return validate_rows.fn(run, findings, rows, *others)

        return publish(
            run.store,
            batch,
            reconcile_observations.fn,
            context,
            judge=judge,
            compared=figures_compared,
            spread=districts_to_judge,
            note=issues_of_the_whole,
            check=partial(validate_table.fn, run, findings, accept_volume_change=True),
        )

    def rows(self, dataset: str) -> pl.DataFrame:
        return pl.read_parquet(io.BytesIO((self.folder / f"{dataset}.parquet").read_bytes()))


@pytest.fixture
def new_lake(tmp_path: Path, telling: Callable[..., dict[str, Any]]) -> Callable[[str], Lake]:
    return lambda name: Lake(tmp_path / name, telling)


FIGURES = (("budget_revenue", 4127.0), ("new_enterprises", 2845.0), ("jobs_created", 6930.0))
OTHERS = (("budget_revenue", 3908.0), ("new_enterprises", 1204.0))


def test_twins_are_found_whichever_run_read_which_of_them_and_however_many_districts_are_worked_on_at_once(
    new_lake: Callable[[str], Lake], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for order, rows_at_once in (((0, 1, 2, 3), 30_000), ((3, 2, 1, 0), 1)):
        monkeypatch.setattr("tasks.lake.build.ROWS_AT_ONCE", rows_at_once)
        lake = new_lake(f"lake {order}")
        batches = [
            lake.article("a.txt", "quan-1", *FIGURES),
            lake.article("b.txt", "quan-phu-nhuan", *OTHERS),
            lake.article("c.txt", "quan-3", *FIGURES),
            lake.article("d.txt", "quan-phu-nhuan", ("budget_revenue", 390800.0), ("jobs_created", 5117.0)),
        ]
        for place in order:
            lake.publish(batches[place])
        told = lake.rows("observations")
        flagged = told.filter(pl.col("flags").list.contains("twins_disagrees"))
        assert set(flagged["district"]) == {"quan-1", "quan-3"}
        assert flagged.height == 6
        assert lake.judged[-1] in ({"quan-1", "quan-3"}, {"quan-phu-nhuan"})
        assert lake.rows("quarantine")["obs_value"].to_list() == [390800.0]
        seen.append([(lake.folder / f"{name}.parquet").read_bytes() for name in ("statistics", "observations")])
    assert seen[0] == seen[1]

    lake.publish(Batch(removed=("c.txt",)))
    assert lake.rows("observations")["flags"].list.len().sum() == 0


def test_a_contested_figure_is_withheld_where_the_catalog_says_so(
    new_lake: Callable[[str], Lake], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = load_catalog()
    strict = catalog.indicators["jobs_created"].model_copy(update={"contested": "withhold"})
    indicators = {**catalog.indicators, "jobs_created": strict}
    for module in ("tasks.reconcile", "tasks.validate"):
        monkeypatch.setattr(f"{module}.load_catalog", lambda: replace(catalog, indicators=indicators))
    lake = new_lake("lake")
    lake.publish(lake.article("a.txt", "quan-1", ("jobs_created", 6931.0), ("new_enterprises", 2845.0)))
    assert lake.rows("statistics").height == 2
    lake.publish(lake.article("b.txt", "quan-1", ("jobs_created", 6939.0), ("new_enterprises", 2845.0)))
    assert lake.rows("statistics")["indicator"].to_list() == ["new_enterprises"]
    assert lake.rows("observations").height == 4
    issues = lake.rows("issues")
    assert issues.select("reason", "source").rows() == [("contested", "a.txt"), ("contested", "b.txt")]
    assert "the tellings 6931, 6939 disagree and no rule decides" in issues["message"][0]
    assert lake.publish(lake.article("b.txt", "quan-1", ("jobs_created", 6939.0), ("new_enterprises", 2845.0))) is None

    monkeypatch.setattr("tasks.lake.build.ROWS_AT_ONCE", 1)
    assert lake.publish(lake.article("c.txt", "quan-3", ("jobs_created", 5117.0))) is not None
    assert lake.rows("issues").equals(issues)  # of a district that nobody looked at again

    lake.publish(Batch(removed=("b.txt",)))
    assert lake.rows("issues").is_empty()
    assert lake.rows("statistics").height == 3


def test_docs_of_the_last_releases_stay_in_the_lake_each_in_its_folder(
    new_lake: Callable[[str], Lake], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.lake.candidate.DOCS_KEPT", 2)
    lake = new_lake("lake")
    for number, name in enumerate(("a.txt", "b.txt", "c.txt")):
        lake.publish(lake.article(name, "quan-1", ("jobs_created", 6931.0 + number)))
    docs = lake.folder / "data-docs"
    assert sorted(path.name for path in docs.iterdir()) == ["00000002", "00000003", "index.html"]
    overview = (docs / "index.html").read_text(encoding="utf-8")
    assert [overview.find(f"{release:08}/index.html") > 0 for release in (1, 2, 3)] == [False, True, True]
    for release in (2, 3):
        pages = {path.name for path in (docs / f"{release:08}").iterdir()}
        assert pages == {"index.html", "observations.html", "statistics.html"}
        assert f"Release {release}." in (docs / f"{release:08}" / "index.html").read_text(encoding="utf-8")
