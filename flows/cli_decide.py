"""Commands for whoever looks at readings and decides about them: accept, correct, reject, with a reason."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from flows.options import EndpointUrl, Json, Lake, Verbose, prepare_store

if TYPE_CHECKING:
    from tasks.decisions.decision import Action
    from tasks.lake.base import Store

Kind = Literal["csv", "jsonl"]

commands = typer.Typer(
    no_args_is_help=True, help="Accept, correct or reject what was read; it acts from the next run on, and for good."
)

Reading = Annotated[
    str,
    typer.Argument(
        metavar="READING", help="Id of the observation, or district/indicator/measure/period where that is one."
    ),
]
Reason = Annotated[str, typer.Option(help="Why; kept and published with the decision.")]
By = Annotated[str, typer.Option("--by", envvar="SOLIEU_REVIEWER", help="Who decides; published as well.")]


@commands.command()
def accept(
    reading: Reading,
    reason: Reason,
    by: By,
    lake: Lake = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Publish a reading whatever the checks say of it."""
    _decide("accept", reading, None, reason, by, prepare_store(lake, endpoint_url, verbose=verbose), json=json)


@commands.command()
def correct(
    reading: Reading,
    value: Annotated[float, typer.Argument(help="The right value, in the indicator's unit: 5412 or 5412.5.")],
    reason: Reason,
    by: By,
    lake: Lake = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Publish another value in place of the one that was read, with a mark."""
    _decide("correct", reading, value, reason, by, prepare_store(lake, endpoint_url, verbose=verbose), json=json)


@commands.command()
def reject(
    reading: Reading,
    reason: Reason,
    by: By,
    lake: Lake = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Hold a reading back, although the checks let it pass."""
    _decide("reject", reading, None, reason, by, prepare_store(lake, endpoint_url, verbose=verbose), json=json)


@commands.command()
def readings(
    district: Annotated[str | None, typer.Argument(help="Only of this district, by name or slug.")] = None,
    published: Annotated[bool, typer.Option("--published", help="Published readings as well.")] = False,
    lake: Lake = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """List readings that are held back, with the ids by which to decide."""
    store = prepare_store(lake, endpoint_url, verbose=verbose)
    from flows.decide import find_readings
    from flows.screen_decisions import show_readings

    found = find_readings(store, district, published=published)
    sys.stdout.write(found.write_ndjson()) if json else show_readings(found)


@commands.command(name="list")
def list_decisions(
    lake: Lake = None, endpoint_url: EndpointUrl = None, json: Json = False, verbose: Verbose = False
) -> None:
    """List what was decided, and whether it still stands."""
    store = prepare_store(lake, endpoint_url, verbose=verbose)
    from flows.decide import reviewed_decisions
    from flows.screen_decisions import show_decisions

    found = reviewed_decisions(store)
    sys.stdout.write(found.write_ndjson()) if json else show_decisions(found)


@commands.command(name="export")
def export_file(
    file: Annotated[
        Path | None, typer.Argument(help="FILE.csv or FILE.jsonl; without it, JSON lines on stdout.")
    ] = None,
    lake: Lake = None,
    endpoint_url: EndpointUrl = None,
    verbose: Verbose = False,
) -> None:
    """Write all decisions to a file that can be read, edited and imported."""
    kind = _kind(file) if file else "jsonl"
    store = prepare_store(lake, endpoint_url, verbose=verbose)
    from flows.decide import Readings
    from tasks.decisions.exchange import export_decisions

    text = export_decisions(Readings.of(store).decisions, kind)
    file.write_text(text, encoding="utf-8") if file else sys.stdout.write(text)


@commands.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(help="FILE.csv or FILE.jsonl, as export writes it or with fewer columns.")],
    lake: Lake = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Take the decisions of a file; those that were taken already change nothing."""
    kind = _kind(file)
    store = prepare_store(lake, endpoint_url, verbose=verbose)
    from flows.decide import decide
    from flows.screen_decisions import tell_decided
    from tasks.decisions.exchange import import_requests

    requests = import_requests(file.read_text(encoding="utf-8-sig"), kind, file.name)
    tell_decided(decide(store, requests, datetime.now(UTC)), json=json)


def _decide(
    action: Action, reading: str, value: float | None, reason: str, by: str, store: Store, *, json: bool
) -> None:
    from flows.decide import decide
    from flows.screen_decisions import tell_decided
    from tasks.decisions.decision import Request

    tell_decided(decide(store, [Request(reading, action, reason, by, value)], datetime.now(UTC)), json=json)


def _kind(file: Path) -> Kind:
    kind = file.suffix.removeprefix(".").lower()
    if kind not in get_args(Kind):
        raise typer.BadParameter(f"{file}: the ending must be .csv or .jsonl", param_hint="FILE")
    return "csv" if kind == "csv" else "jsonl"
