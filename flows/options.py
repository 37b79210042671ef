"""Options that several commands share."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from flows.settings import Settings, current_settings, prepare_libraries
from tasks.records.secrets import AddressError, plain_address, plain_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.lake.base import Store


def _checked(check: Callable[[str], str]) -> Callable[[Any], Any]:
    """Before anything is done with addresses: Prefect stores them as parameters, logs and artifacts repeat them."""

    def callback(given: Any) -> Any:
        try:
            for address in [given] if isinstance(given, str) else given or ():
                check(address)
        except AddressError as error:
            raise typer.BadParameter(str(error)) from None
        return given

    return callback


Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the logs, and the traceback of a failure.")]
Processes = Annotated[int | None, typer.Option(min=1, show_default="one a core", help="Processes that read articles.")]
Runner = Annotated[
    Literal["threads", "dask"] | None,
    typer.Option(help="Read on this machine, or on the workers of a Dask cluster.", show_default="threads"),
]
DaskAddress = Annotated[str | None, typer.Option(help="The cluster's scheduler: tcp://HOST:8786.")]
EndpointUrl = Annotated[
    str | None,
    typer.Option(callback=_checked(plain_endpoint), help="Object store other than AWS, for s3:// addresses."),
]
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD=NAME,…",
        help="Columns of tables and records: text=body,url=link,published=date,title=headline.",
        show_default="usual names",
    ),
]
Lake = Annotated[
    str | None,
    typer.Option(
        callback=_checked(plain_address),
        help="Folder or s3://bucket/prefix of the lake.",
        show_default="$SOLIEU_LAKE or ./lake",
    ),
]
AcceptVolumeChange = Annotated[
    bool, typer.Option("--accept-volume-change", help="Publish even if far fewer or more figures come out.")
]
Lock = Annotated[
    bool, typer.Option("--lock", help="Take turns, where a store ignores conditional writes (needs PREFECT_API_URL).")
]
_SOURCES = typer.Argument(
    callback=_checked(plain_address), metavar="SOURCE...", help="Files, folders, globs or s3://bucket/prefix."
)
Uris = Annotated[
    list[str],
    typer.Argument(callback=_checked(plain_address), metavar="URI...", help="A source, or the address of one article."),
]
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


def prepare_store(lake: str | None, endpoint_url: str | None, *, verbose: bool) -> Store:
    """The lake that the options or else the settings name, for commands that only look at it or change it."""
    settings = prepare(verbose=verbose).with_options(lake=lake, s3_endpoint_url=endpoint_url)
    from flows.access import lake_store

    return lake_store(settings)
