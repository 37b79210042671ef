"""Kinds of sentence that are known to be misread: what is read of each today.

    uv run python -m benchmarks.misread [--write]

Reads the entries of ``misread.yaml``, each as one sentence of a report under its title, and prints those that are read
right by now: strike them. With ``--write`` the last part of docs/accuracy.md is written anew from the others.
"""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tasks.audit.examples import CLOSING
from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader
from tasks.records.article import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRIES = Path(__file__).with_suffix(".yaml")
PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
HEADING = "## What is still misread\n"
INTRODUCTION = """\
Kinds of sentence that are known to be misread, each with one that was written for it (`benchmarks/misread.yaml`). It is
read as `solieu extract --sentence` reads it, under the title and on the day in brackets. Figures are told as indicator,
measure, value and period. `uv run python -m benchmarks.misread` says which are read right by now.
"""
PARTS = {
    "missed": "Missed\n\nA figure that is not found is not published; nothing wrong comes of it.",
    "period": "Given to another period",
    "owner": "Given to a district though it is another's\n\nThe worst kind. What the checks do not catch "
    "(`docs/quality.md`) mostly stands alone in its article, which lowers its confidence.",
    "number": "Taken for another number",
}


def read_entry(entry: dict[str, Any], reader: Reader) -> list[str]:
    """The figures that are read of the entry's sentence, and what was refused, sorted."""
    above = f"{entry['title']}\n\n"
    told = f"{above}{entry['text']}"
    article = Article("sentence", "sentence", f"{told}\n\n{CLOSING}\n", entry["title"], None, entry["published"])
    rows = [row for row in reader.read(article).observations if len(above) <= row.char_start < len(told)]
    return sorted(f"{row.indicator} {row.measure} {row.obs_value:.12g} {row.time_period}" for row in rows)


def section(entries: list[dict[str, Any]], reader: Reader) -> Iterator[str]:
    """The lines of the page's last part."""
    yield from (HEADING, INTRODUCTION)
    for name, heading in PARTS.items():
        yield f"### {heading}\n"
        for entry in entries:
            if entry["in"] != name or read_entry(entry, reader) == sorted(entry["tells"]):
                continue
            told = f"- {entry['kind']}. *{entry['text']}* [{entry['title']}, {entry['published']}]"
            read, meant = "; ".join(read_entry(entry, reader)), "; ".join(entry["tells"])
            yield textwrap.fill(told, 120, subsequent_indent="  ", break_on_hyphens=False)
            for line in (f"Read: {read or 'nothing'}.", f"Tells: {meant or 'nothing'}."):
                yield textwrap.fill(line, 120, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
        yield ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the last part of docs/accuracy.md anew")
    options = parser.parse_args()
    entries = yaml.safe_load(ENTRIES.read_text(encoding="utf-8"))
    reader = Reader(load_catalog())
    right = [entry for entry in entries if read_entry(entry, reader) == sorted(entry["tells"])]
    for entry in right:
        print(f"read right by now: {entry['text']}")
    print(f"{len(entries) - len(right)} of {len(entries)} kinds are misread")
    if options.write:
        page = PAGE.read_text(encoding="utf-8").split(HEADING)[0]
        PAGE.write_text(page + "\n".join(section(entries, reader)).rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
