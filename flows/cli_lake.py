"""Commands that look after a lake: its releases, whether it is whole, going back, giving up what is old."""

from __future__ import annotations

import json as jsonlib
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer

from flows.options import EndpointUrl, Json, Lake, Uris, Verbose, prepare, prepare_store

commands = typer.Typer()

Number = Annotated[int, typer.Argument(min=1, help="Number of the release.")]


@commands.command()
def releases(
    number: Annotated[int | None, typer.Argument(min=1, help="Tell all about one release.")] = None,
    lake: Lake = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """List the releases of a lake, or tell of one what it changed."""
    from flows.screen_releases import show_release, show_releases
    from tasks.lake.datasets import DELTA
    from tasks.lake.release import list_releases
    from tasks.lake.snapshot import read_frame, read_manifest

    store = prepare_store(lake, endpoint_url, verbose=verbose)
    if number is not None:
        manifest = read_manifest(store, number)
        delta = read_frame(store, manifest, DELTA)
        if json:
            record = {**jsonlib.loads(manifest.to_bytes()), "changes": jsonlib.loads(delta.write_json())}
            sys.stdout.write(jsonlib.dumps(record, ensure_ascii=False) + "\n")
        else:
            show_release(manifest, delta)
        return
    manifests = list_releases(store)
    if json:
        rows = [{"release": one.release, "kind": one.kind, "rows": dict(one.rows)} for one in manifests]
        sys.stdout.write(jsonlib.dumps(rows) + "\n")
    else:
        show_releases(store.uri, manifests)


@commands.command()
def verify(
    lake: Lake = None,
    repair: Annotated[bool, typer.Option("--repair", help="Write what is missing or differs anew.")] = False,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Compare every file of a lake with what its last release says; exit status 1 if it is not whole."""
    from flows.screen import show_verification
    from tasks.lake.maintenance import verify as verify_lake

    found = verify_lake(prepare_store(lake, endpoint_url, verbose=verbose), repair=repair)
    if json:
        sys.stdout.write(jsonlib.dumps({**asdict(found), "whole": found.whole}) + "\n")
    else:
        show_verification(found)
    if not found.whole:
        raise typer.Exit(1)


@commands.command()
def rollback(
    number: Number, lake: Lake = None, endpoint_url: EndpointUrl = None, json: Json = False, verbose: Verbose = False
) -> None:
    """Publish a new release with the content of an earlier one."""
    from tasks.lake.maintenance import rollback as roll_back

    now = datetime.now(UTC)
    manifest = roll_back(
        prepare_store(lake, endpoint_url, verbose=verbose),
        number,
        run_id=f"rollback-{now:%Y%m%dT%H%M%SZ}",
        created_at=now,
    )
    _tell(f"release {manifest.release} has the content of release {number}", {"release": manifest.release}, json=json)


@commands.command()
def prune(
    keep: Annotated[int, typer.Option(min=1, help="How many of the last releases stay.")],
    lake: Lake = None,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Give up old releases, but none that a pin names."""
    from tasks.lake.maintenance import prune as prune_lake

    gone = prune_lake(prepare_store(lake, endpoint_url, verbose=verbose), keep)
    _tell(f"{len(gone.releases)} releases given up, {gone.size:,} bytes freed", asdict(gone), json=json)


@commands.command()
def pin(
    name: Annotated[str, typer.Argument(help="What the release is kept for.")],
    number: Number,
    lake: Lake = None,
    endpoint_url: EndpointUrl = None,
    verbose: Verbose = False,
) -> None:
    """Keep a release from being pruned."""
    from tasks.lake.maintenance import pin as pin_release

    pin_release(prepare_store(lake, endpoint_url, verbose=verbose), name, number)


@commands.command()
def unpin(
    name: Annotated[str, typer.Argument(help="A pin, as `solieu pin` has set it.")],
    lake: Lake = None,
    endpoint_url: EndpointUrl = None,
    verbose: Verbose = False,
) -> None:
    """Let a pinned release be pruned."""
    from tasks.lake.maintenance import unpin as unpin_release

    if not unpin_release(prepare_store(lake, endpoint_url, verbose=verbose), name):
        raise typer.BadParameter(f"there is no pin named {name}")


@commands.command()
def withdraw(
    uris: Uris,
    lake: Lake = None,
    reinstate: Annotated[bool, typer.Option("--reinstate", help="Let them in again; the next run reads them.")] = False,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Take sources out of a lake for good, whatever they are read from later."""
    prepare(verbose=verbose)
    from flows.server import start_api

    server = start_api()
    from flows.run import run_flow
    from flows.withdrawal import withdraw_sources
    from tasks.runs.progress import UNWATCHED

    flow_call = partial(withdraw_sources, uris, lake, endpoint_url=endpoint_url, reinstate=reinstate)
    report = run_flow(server, flow_call, UNWATCHED)
    told = f"release {report.release}: {report.removed} statistics gone, {report.changed} changed"
    _tell(told if report.release else "nothing of that in the lake", report.model_dump(mode="json"), json=json)


def _tell(sentence: str, record: dict[str, object], *, json: bool) -> None:
    sys.stdout.write((jsonlib.dumps(record) if json else sentence) + "\n")
