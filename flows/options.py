"""Options that several commands share."""

from __future__ import annotations

import logging
from typing import Annotated, Literal

import typer

from flows.settings import Settings, current_settings, prepare_libraries

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the logs, and the traceback of a failure.")]
Processes = Annotated[int | None, typer.Option(min=1, show_default="one a core", help="Processes that read articles.")]
Runner = Annotated[
    Literal["threads", "dask"] | None,
    typer.Option(help="Read on this machine, or on the workers of a Dask cluster.", show_default="threads"),
]
DaskAddress = Annotated[str | None, typer.Option(help="The cluster's scheduler: tcp://HOST:8786.")]
EndpointUrl = Annotated[str | None, typer.Option(help="Object store other than AWS, for s3:// addresses.")]
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD=NAME,…",
        help="Columns of tables and records: text=body,url=link,published=date,title=headline.",
        show_default="usual names",
    ),
]
Lake = Annotated[
    str | None, typer.Option(help="Folder or s3://bucket/prefix of the lake.", show_default="$SOLIEU_LAKE or ./lake")
]
_SOURCES = typer.Argument(metavar="SOURCE...", help="Files, folders, globs or s3://bucket/prefix.")
Sources = Annotated[list[str], _SOURCES]
MaybeSources = Annotated[list[str] | None, _SOURCES]


def prepare(*, verbose: bool) -> Settings:
    """Settings, with every library's talk off the screen unless it was asked for."""
    prepare_libraries(verbose=verbose)
    logging.captureWarnings(capture=True)
    if verbose:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s  %(message)s")
    else:
        logging.getLogger().addHandler(logging.NullHandler())
    return current_settings()
