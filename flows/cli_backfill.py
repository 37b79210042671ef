"""The command that reads the articles of past months again."""

from __future__ import annotations

import sys
from functools import partial
from typing import Annotated

import typer

from flows.options import (
    AcceptVolumeChange,
    Columns,
    DaskAddress,
    EndpointUrl,
    Json,
    Lake,
    Lock,
    Processes,
    Runner,
    Verbose,
    prepare,
)

commands = typer.Typer()


@commands.command()
def backfill(
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="First month of publication.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM", help="Last month of publication.")],
    lake: Lake = None,
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
    """Read the articles of past months again; started again after it was stopped, it goes on."""
    settings = prepare(verbose=verbose).with_options(runner=runner, dask_address=dask_address)
    from flows.bar import progress_bar
    from flows.screen import show_backfill
    from flows.server import start_api
    from tasks.runs.months import months

    months(first, last)
    server = start_api()
    if lock and server is not None:
        raise typer.BadParameter("needs a server that all runs share: set PREFECT_API_URL", param_hint="--lock")
    from flows.backfill import backfill as flow
    from flows.run import run_flow
    from flows.runners import check_cluster, task_runner

    check_cluster(settings, own_server=server is not None)

    flow_call = partial(
        flow.with_options(task_runner=task_runner(settings)),
        first,
        last,
        lake,
        endpoint_url=endpoint_url,
        processes=processes,
        columns=columns,
        accept_volume_change=accept_volume_change,
        take_turns=lock,
    )
    with progress_bar("reading", waiting_for="starting Prefect") as progress:
        report = run_flow(server, flow_call, progress)
    if json:
        sys.stdout.write(report.model_dump_json() + "\n")
    else:
        show_backfill(report)
