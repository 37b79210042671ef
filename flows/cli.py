"""The command line. Commands parse options, call one function each, and print what it returns."""

from __future__ import annotations

import gc
import logging
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from flows.settings import Settings, current_settings, prepare_libraries

FAILED: Final = 1
BAD_USAGE: Final = 2

app = typer.Typer(
    name="solieu",
    help="Figures that Vietnamese news reports about districts: read, checked, reconciled, published as Parquet.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the logs, and the traceback of a failure.")]
Processes = Annotated[int | None, typer.Option(min=1, show_default="one a core", help="Processes that read articles.")]
EndpointUrl = Annotated[str | None, typer.Option(help="Object store other than AWS, for s3:// addresses.")]


Lake = Annotated[
    str | None, typer.Option(help="Folder or s3://bucket/prefix of the lake.", show_default="$SOLIEU_LAKE or ./lake")
]
Paths = Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, globs or s3://bucket/prefix.")]


@app.command()
def run(
    sources: Paths,
    lake: Lake = None,
    reparse: Annotated[bool, typer.Option("--reparse", help="Read every source again, not only what is new.")] = False,
    accept_volume_change: Annotated[
        bool, typer.Option("--accept-volume-change", help="Publish even if far fewer or more figures come out.")
    ] = False,
    processes: Processes = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Read what is new, check it, reconcile it, publish a release."""
    _prepare(verbose)
    from flows.server import start_api

    server = start_api()  # boots while the imports below go on
    from flows.district_statistics import district_statistics
    from flows.run import run_flow
    from flows.screen import progress_bar, show_report

    flow_call = partial(
        district_statistics,
        sources,
        lake,
        endpoint_url=endpoint_url,
        processes=processes,
        reparse=reparse,
        accept_volume_change=accept_volume_change,
    )
    with progress_bar("reading") as progress:
        report = run_flow(server, flow_call, progress)
    if json:
        sys.stdout.write(report.model_dump_json() + "\n")
    else:
        show_report(report)


@app.command()
def extract(
    paths: Paths,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the observations to FILE.jsonl or FILE.parquet.")
    ] = None,
    processes: Processes = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Read articles and list the figures in them; no lake, no Prefect."""
    from flows.extract import extract_observations, write_rows
    from flows.screen import progress_bar, show_observations

    settings = _prepare(verbose)
    if output is not None and output.suffix not in {".jsonl", ".parquet"}:
        raise typer.BadParameter(f"{output}: the ending must be .jsonl or .parquet", param_hint="--output")
    with progress_bar("reading") as progress:
        rows = extract_observations(
            paths,
            settings.with_options(processes=processes, s3_endpoint_url=endpoint_url),
            today=datetime.now(UTC).date(),
            progress=progress,
        )
    if output is not None:
        write_rows(rows.observations, output)
    elif json:
        sys.stdout.write(rows.observations.write_ndjson())
    show_observations(rows, table=output is None and not json, where=output)


def main() -> None:
    """Entry point of the ``solieu`` script: 0 done, 1 failed, 2 bad usage; a failure is one sentence on stderr."""
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
        # The last collection of an exiting interpreter goes through all that was ever imported: over a second, for
        # memory that is given back anyway.
        gc.freeze()


def _prepare(verbose: bool) -> Settings:
    """Settings, with every library's talk off the screen unless it was asked for."""
    prepare_libraries(verbose=verbose)
    logging.captureWarnings(capture=True)
    if verbose:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s  %(message)s")
    else:
        logging.getLogger().addHandler(logging.NullHandler())
    return current_settings()


def _wants_traceback(arguments: list[str]) -> bool:
    return bool({"--verbose", "-v"} & set(arguments))
