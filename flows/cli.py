"""The command line. Commands parse options, call one function each, and print what it returns."""

from __future__ import annotations

import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from flows.settings import Settings, prepare_libraries

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


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, globs or s3://bucket/prefix.")],
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


def _prepare(verbose: bool) -> Settings:
    prepare_libraries(os.environ, verbose=verbose)
    logging.captureWarnings(capture=True)
    logging.basicConfig(
        level=logging.INFO if verbose else logging.CRITICAL, format="%(asctime)s %(levelname)-7s %(name)s  %(message)s"
    )
    return Settings.from_environment(os.environ)


def _wants_traceback(arguments: list[str]) -> bool:
    return bool({"--verbose", "-v"} & set(arguments))
