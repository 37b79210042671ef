"""What a run tells of itself: a summary for whoever started it, artifacts for Prefect's pages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from pydantic import BaseModel, ConfigDict

from flows.figures import figure, number
from tasks.lake.layout import DATA_DOCS, docs_folder
from tasks.runs.checking import was_checked
from tasks.runs.manifests import Published

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from tasks.runs.manifests import Listing, Run, ShardCounts


class RunReport(BaseModel):
    """Counts of one run. ``release`` is None if nothing was published; ``statistics`` counts the whole release.

    ``held_back`` are the reasons of the first figures in quarantine; ``warnings`` what the table suite let pass,
    ``not_read`` says of the first tables with unknown columns what to do.
    """

    model_config = ConfigDict(frozen=True)

    run_id: str
    lake: str
    sources: int
    sources_unchanged: int
    sources_removed: int = 0
    decisions: int = 0
    articles: int = 0
    observations: int = 0
    quarantined: int = 0
    held_back: tuple[str, ...] = ()
    issues: int = 0
    release: int | None = None
    statistics: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    changes: int = 0
    warnings: tuple[str, ...] = ()
    not_read: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, run: Run, listing: Listing, shards: Sequence[ShardCounts] = (), published: Published | None = None
    ) -> RunReport:
        """The report of a run that came as far as what is given."""
        outcome = published or Published(None)
        return cls(
            run_id=run.id,
            lake=run.store.uri,
            sources=listing.n_sources,
            sources_unchanged=listing.n_known,
            sources_removed=len(listing.removed),
            decisions=listing.n_decisions,
            articles=sum(shard.n_articles for shard in shards),
            observations=sum(shard.n_observations for shard in shards),
            quarantined=outcome.n_quarantined,
            held_back=outcome.reasons,
            issues=listing.n_issues + sum(shard.n_issues for shard in shards),
            release=outcome.release,
            statistics=outcome.n_statistics,
            added=outcome.added,
            changed=outcome.changed,
            removed=outcome.removed,
            changes=outcome.n_changes,
            warnings=outcome.warnings,
            not_read=outcome.not_read,
        )

    @property
    def read_anything(self) -> bool:
        """Whether there was anything to do."""
        return bool(self.sources - self.sources_unchanged or self.sources_removed or self.decisions)

    @property
    def docs(self) -> str:
        """Where the Data Docs of the lake's last release are."""
        return f"{self.lake}/{DATA_DOCS}/index.html"


class BackfillReport(BaseModel):
    """What became of each month of a backfill. ``sources_unchanged`` of a month are those that are not there."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    lake: str
    months: dict[str, RunReport]


def publish_backfill_artifact(report: BackfillReport) -> None:
    """A page with a line a month."""
    rows = [
        {
            "month": month,
            "sources read": one.sources - one.sources_unchanged,
            "not there": one.sources_unchanged,
            "articles": one.articles,
            "observations": one.observations,
            "release": one.release or "",
            "added, changed, removed": f"{one.added}, {one.changed}, {one.removed}",
        }
        for month, one in report.months.items()
    ]
    create_table_artifact(rows, key="backfill", description="What was read again, month by month")


def publish_artifacts(run: Run, report: RunReport) -> None:
    """Pages for this run. All text from articles is escaped: it is data, whatever it looks like."""
    create_markdown_artifact(_summary(report), key="run-summary", description="What the run read and published")
    quarantined = run.staging.get("quarantined")
    create_table_artifact(
        _quarantined(quarantined),
        key="quarantined",
        description=f"{report.quarantined} figures held back",
    )
    if report.release is None:
        return
    changes = run.staging.get("changes")
    create_table_artifact(
        _changes(changes),
        key="statistics-changed",
        description=f"{report.changes} statistics added, changed, removed or quarantined",
    )
    create_table_artifact(
        run.staging.get("cities").rows(named=True), key="statistics-by-city", description="Statistics of the release"
    )
    docs = f"{report.lake}/{docs_folder(report.release)}/index.html" if was_checked(run) else report.docs
    create_link_artifact(docs, link_text="Data Docs", key="data-docs", description="How each figure was checked")


def _summary(report: RunReport) -> str:
    rows = [
        ("release", report.release or "none: nothing would have changed"),
        ("lake", f"`{report.lake}`"),
        ("sources read", report.sources - report.sources_unchanged),
        ("articles read", report.articles),
        ("observations", report.observations),
        ("quarantined", report.quarantined),
        ("issues", report.issues),
        ("decisions applied", report.decisions),
        ("statistics in the release", report.statistics),
        ("added, changed, removed", f"{report.added}, {report.changed}, {report.removed}"),
        ("data docs", f"`{report.docs}`"),
        *(("worth knowing", warning) for warning in report.warnings),
        *(("not read", message) for message in report.not_read),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {_cell(value)} |" for name, value in rows)])


def _changes(changes: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "change": row["change"],
            "city": _cell(row["city_name"]),
            "district": _cell(row["district_name"]),
            "indicator": row["indicator"],
            "measure": row["measure"] + (" (target)" if row["is_target"] else ""),
            "period": row["time_period"],
            "old value": number(row["old_value"]),
            "value": number(row["new_value"]),
            "unit": row["unit_measure"],
            "why": _cell(row["reason"]),
        }
        for row in changes.iter_rows(named=True)
    ]


def _quarantined(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "district": _cell(row["district_name"]),
            "indicator": row["indicator"],
            "period": row["time_period"],
            "figure": _cell(figure(row)),
            "why": _cell(row["message"]),
            "sentence": _cell(row["quote"]),
            "article": _cell(row["article"]),
        }
        for row in rows.iter_rows(named=True)
    ]


def _cell(value: object) -> str:
    """Text that neither HTML nor a Markdown table takes for anything else."""
    return escape(str(value), quote=False).replace("|", "&#124;").replace("\n", " ")
