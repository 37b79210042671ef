"""Data Docs: a page a suite that reads like a document, and an index; each page stands alone, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from expectations.labels import FLAGS
from expectations.results import RowFindings
from expectations.wording import vietnamese_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from expectations.results import TableCheck

_TITLES: Final = {
    "observations": "Every figure by itself, and against its neighbours",
    "statistics": "The table as a whole",
}


def write_site(
    checks: Sequence[RowFindings | TableCheck], docs_dir: Path, *, release: str = "", built_at: datetime | None = None
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


def _content(check: RowFindings | TableCheck) -> dict[str, Any]:
    if isinstance(check, RowFindings):
        return {
            "summary": _summary(check),
            "refused": check.first_refused.rows(named=True),
            "refused_total": check.refused_rows,
            "flagged": check.flagged,
            "sums": check.first_sums.rows(named=True),
            "sums_total": len(check.sum_hashes),
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


def _summary(check: RowFindings | TableCheck) -> str:
    if isinstance(check, RowFindings):
        read = check.accepted + check.refused_rows
        return f"{read} figures read, {check.refused_rows} refused, {check.flagged_rows} published with a flag"
    if not check.ok:
        return f"the release is stopped: {len(check.failures)} rules are broken"
    return "the release may be made"
