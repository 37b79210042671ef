"""Commands for whoever extends the catalog: is it sound, and what does it not name yet."""

from __future__ import annotations

import json as jsonlib
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.options import EndpointUrl, Json, Sources, Verbose, prepare

commands = typer.Typer(no_args_is_help=True, help="Prove the catalog of indicators, and find what it lacks.")


@commands.command()
def check(json: Json = False, verbose: Verbose = False) -> None:
    """Prove the catalog by its rules and its examples; exit status 1 if anything is to be mended."""
    prepare(verbose=verbose)
    from tasks.audit.check import check_catalog
    from tasks.catalog.load import load_catalog

    catalog = load_catalog()
    problems = check_catalog(catalog)
    if json:
        sys.stdout.write(jsonlib.dumps([asdict(problem) for problem in problems], ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{problem}\n" for problem in problems)
        verdict = f"{len(problems)} to mend" if problems else "sound"
        sys.stdout.write(f"{len(catalog.indicators)} indicators, {verdict}\n")
    if problems:
        raise typer.Exit(1)


@commands.command()
def gaps(
    paths: Sources,
    at_least: Annotated[int, typer.Option(min=1, help="How many articles must tell of it.")] = 2,
    limit: Annotated[int, typer.Option(min=1, help="How many to list.")] = 40,
    endpoint_url: EndpointUrl = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Rank figures about districts that no indicator names, by the words that name them."""
    settings = prepare(verbose=verbose).with_options(s3_endpoint_url=endpoint_url)
    from flows.access import read_options
    from flows.screen import show_gaps
    from tasks.audit.gaps import gaps as find_gaps
    from tasks.runs.read import articles_under, grammar

    articles = articles_under(paths, read_options(settings, datetime.now(UTC).date()))
    found = find_gaps(articles, grammar(), at_least=at_least)[:limit]
    if json:
        sys.stdout.writelines(jsonlib.dumps(asdict(gap), ensure_ascii=False) + "\n" for gap in found)
    else:
        show_gaps(found)
