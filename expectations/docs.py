"""Data Docs: a page a suite that reads like a document, and an index; each page stands alone, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from expectations.labels import FLAGS
from expectations.results import RowCheck
from expectations.wording import vietnamese_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from expectations.results import TableCheck

ROWS_SHOWN: Final = 500
"""Refused rows and sums that a page prints; the dataset ``quarantine`` has them all."""

_TITLES: Final = {
    "observations": "Every figure by itself, and against its neighbours",
    "statistics": "The table as a whole",
}


def write_site(
    checks: Sequence[RowCheck | TableCheck], docs_dir: Path, *, release: str = "", built_at: datetime | None = None
) -> Path:
    """Write one page a check and the index, and return the index's path."""
    environment = _environment()
    docs_dir.mkdir(parents=True, exist_ok=True)
    made = f"{built_at:%Y-%m-%d %H:%M} UTC" if built_at else ""
    for check in checks:
        page = environment.get_template("suite.html").render(
            title=_TITLES[check.report.suite], release=release, made=made, report=check.report, **_content(check)
        )
        (docs_dir / f"{check.report.suite}.html").write_text(page, encoding="utf-8")
    index = docs_dir / "index.html"
    pages = [(check.report.suite, _TITLES[check.report.suite], _summary(check)) for check in checks]
    index.write_text(
        environment.get_template("index.html").render(release=release, made=made, pages=pages), encoding="utf-8"
    )
    return index


def write_overview(docs_dir: Path, releases: Sequence[tuple[str, str]]) -> Path:
    """Write an index of the docs of several releases (each with its page, newest first) and return its path."""
    docs_dir.mkdir(parents=True, exist_ok=True)
    index = docs_dir / "index.html"
    index.write_text(_environment().get_template("overview.html").render(releases=releases), encoding="utf-8")
    return index


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("expectations"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = vietnamese_number
    environment.globals["labels"] = FLAGS
    return environment


def _content(check: RowCheck | TableCheck) -> dict[str, Any]:
    if isinstance(check, RowCheck):
        refused = check.quarantined.sort("city", "district", "expectation", "observation_id").head(ROWS_SHOWN)
        sums = check.sums.select("relation", "outcome", "message").unique().sort("relation", "outcome", "message")
        return {
            "summary": _summary(check),
            "refused": refused.select("district_name", "article", "quote", "expectation", "message").rows(named=True),
            "refused_total": check.quarantined.height,
            "flagged": check.flagged,
            "sums": sums.head(ROWS_SHOWN).rows(named=True),
            "sums_total": sums.height,
            "indicators": check.indicators,
            "verdicts": {},
        }
    verdicts = {
        "Stops the release": check.failures,
        "Lifted by hand": check.overridden,
        "Worth knowing": check.warnings,
    }
    return {
        "summary": _summary(check),
        "refused": [],
        "refused_total": 0,
        "flagged": {},
        "sums": [],
        "sums_total": 0,
        "indicators": (),
        "verdicts": {title: said for title, said in verdicts.items() if said},
    }


def _summary(check: RowCheck | TableCheck) -> str:
    if isinstance(check, RowCheck):
        read = check.accepted.height + check.quarantined.height
        flagged = int((check.accepted["flags"].list.len() > 0).sum())
        return f"{read} figures read, {check.quarantined.height} refused, {flagged} published with a flag"
    if not check.ok:
        return f"the release is stopped: {len(check.failures)} rules are broken"
    return "the release may be made"
