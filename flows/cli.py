"""The command line. Commands parse options, call one function each, and print what it returns."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from flows import cli_backfill, cli_catalog, cli_decide, cli_lake
from flows.garbage import collect_no_more, collect_rarely
from flows.options import (
    AcceptVolumeChange,
    Columns,
    DaskAddress,
    EndpointUrl,
    Json,
    Lake,
    Lock,
    MaybeSources,
    Processes,
    Runner,
    Sources,
    Verbose,
    prepare,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.explain import ExplainedArticle
    from flows.reports import RunReport
    from flows.settings import Settings
    from tasks.runs.progress import Progress

FAILED: Final = 1
BAD_USAGE: Final = 2

app = typer.Typer(
    name="solieu",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        from tasks.grammar.version import is_compiled

        sys.stdout.write(f"solieu {version('solieu')}, grammar {'compiled' if is_compiled() else 'interpreted'}\n")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Figures that Vietnamese news reports about districts: read, checked, reconciled, published as Parquet."""


app.add_typer(cli_backfill.commands)
app.add_typer(cli_lake.commands)
app.add_typer(cli_catalog.commands, name="catalog")
app.add_typer(cli_decide.commands, name="decide")


@app.command()
def run(
    sources: Sources,
    lake: Lake = None,
    reparse: Annotated[bool, typer.Option("--reparse", help="Read every source again, not only what is new.")] = False,
    accept_volume_change: AcceptVolumeChange = False,
    lock: Lock = False,
    processes: Processes = None,
    columns: Columns = None,
    runner: Runner = None,
    dask_address: DaskAddress = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Read what is new, check it, reconcile it, publish a release."""
    settings = prepare(verbose=verbose).with_options(runner=runner, dask_address=dask_address)
    from flows.bar import progress_bar
    from flows.screen import show_report
    from tasks.articles.sources import check_named

    check_named(sources)
    with progress_bar("reading", waiting_for="starting Prefect") as progress:
        report = _run(
            progress,
            settings,
            sources,
            lake,
            endpoint_url=endpoint_url,
            processes=processes,
            columns=columns,
            reparse=reparse,
            accept_volume_change=accept_volume_change,
            take_turns=lock,
        )
    if json:
        sys.stdout.write(report.model_dump_json() + "\n")
    else:
        show_report(report)


@app.command()
def extract(
    paths: MaybeSources = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the observations to FILE.jsonl or FILE.parquet.")
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Show sentence by sentence what was recognised, which rule decided what, what was refused.",
        ),
    ] = False,
    sentence: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Explain this sentence, read as one of a report; no SOURCE.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Title of the report of --sentence: its district, its period.")
    ] = None,
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the report of --sentence.")
    ] = None,
    processes: Processes = None,
    columns: Columns = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Read articles and list the figures in them; no lake, no Prefect."""
    from flows.bar import progress_bar
    from flows.extract import extract_observations, write_rows
    from flows.screen import show_observations

    settings = prepare(verbose=verbose)
    if output is not None and output.suffix not in {".jsonl", ".parquet"}:
        raise typer.BadParameter(f"{output}: the ending must be .jsonl or .parquet", param_hint="--output")
    settings = settings.with_options(processes=processes, s3_endpoint_url=endpoint_url, columns=columns)
    today = datetime.now(UTC).date()
    if (paths is None) == (sentence is None):
        raise typer.BadParameter("name what to read, or a --sentence; one of the two", param_hint="SOURCE...")
    if sentence is None and (title is not None or published is not None):
        raise typer.BadParameter("are for --sentence; articles tell theirs", param_hint="--title, --published")
    if (explain or sentence is not None) and output is not None:
        raise typer.BadParameter("explanations go to the screen, with --json as JSON lines", param_hint="--output")
    if sentence is not None:
        from flows.explain import explain_sentence

        _show([explain_sentence(sentence, title, published.date() if published else None)], json=json)
        return
    assert paths is not None
    if explain:
        from flows.access import read_options
        from flows.explain import explain_sources

        _show(explain_sources(paths, read_options(settings, today)), json=json)
        return
    with progress_bar("reading") as progress:
        rows = extract_observations(paths, settings, today=today, progress=progress)
    if output is not None:
        write_rows(rows.observations, output)
    elif json:
        sys.stdout.write(rows.observations.write_ndjson())
    show_observations(rows, table=output is None and not json, where=output)


@app.command()
def show(
    district: Annotated[str, typer.Argument(help='Its name or slug: "Quận 7", "Long Biên", quan-7.')],
    lake: Lake = None,
    indicator: Annotated[str | None, typer.Option(help="Only this indicator, by id.")] = None,
    year: Annotated[int | None, typer.Option(help="Only figures whose period ends in this year.")] = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Show what the lake says about a district, each figure with its sentence."""
    settings = prepare(verbose=verbose).with_options(lake=lake, s3_endpoint_url=endpoint_url)
    from flows.access import lake_store
    from flows.screen import show_statistics
    from flows.show import find_statistics

    found = find_statistics(lake_store(settings), district, indicator=indicator, year=year)
    if json:
        sys.stdout.write(found.write_ndjson())
    else:
        show_statistics(found)


@app.command()
def serve(
    sources: Sources,
    cron: Annotated[str, typer.Option(help='When to run, as in crontab: "0 6 * * *" is every day at six.')],
    lake: Lake = None,
    timezone: Annotated[str, typer.Option(help="Of the schedule.")] = "Asia/Ho_Chi_Minh",
    processes: Processes = None,
    columns: Columns = None,
    endpoint_url: EndpointUrl = None,
    verbose: Verbose = False,
) -> None:
    """Run on a schedule until stopped, with Prefect's pages to look at the runs."""
    settings = prepare(verbose=verbose).with_options(
        lake=lake, processes=processes, s3_endpoint_url=endpoint_url, columns=columns
    )
    from flows.server import start_api

    server = start_api(services=True, port=4200)
    from flows.serve import serve_flow

    serve_flow(server, sources, settings, cron, timezone)


def main() -> None:
    """Entry point of the ``solieu`` script: 0 done, 1 failed, 2 bad usage; a failure is one sentence on stderr."""
    collect_rarely()
    try:
        app()
    except Exception as error:
        if _wants_traceback(sys.argv):
            raise
        from flows.failures import explain

        told = explain(error)
        sys.stderr.write(f"solieu: {told.message}\n")
        sys.exit(BAD_USAGE if told.usage else FAILED)
    finally:
        collect_no_more()


def _show(explained: Iterable[ExplainedArticle], *, json: bool) -> None:
    from flows.explain import explanation_json, explanation_lines
    from flows.screen import print_lines

    if json:
        sys.stdout.writelines(explanation_json(explained))
    else:
        print_lines(partial(explanation_lines, explained))


def _wants_traceback(arguments: list[str]) -> bool:
    return bool({"--verbose", "-v"} & set(arguments))


def _run(
    progress: Progress, settings: Settings, sources: list[str], lake: str | None, *, take_turns: bool, **options: Any
) -> RunReport:
    from flows.server import start_api

    server = start_api()  # boots while the imports below go on
    if take_turns and server is not None:
        raise typer.BadParameter("needs a server that all runs share: set PREFECT_API_URL", param_hint="--lock")
    from flows.district_statistics import district_statistics
    from flows.run import run_flow
    from flows.runners import check_cluster, task_runner

    flow = district_statistics.with_options(task_runner=task_runner(settings))
    check_cluster(settings, own_server=server is not None)
    flow_call = partial(flow, sources, lake, take_turns=take_turns, **options)
    return run_flow(server, flow_call, progress)
