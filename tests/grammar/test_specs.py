"""Every case of ``tests/specs`` is a test: what the grammar must read, and what it must not."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tasks.grammar.explain import rule_words
from tasks.grammar.extract import Reading
from tasks.records.article import Article
from tests.grammar.specs import (
    EXPECTATIONS,
    FOLDER,
    Case,
    SpecError,
    Told,
    article_of,
    check,
    load_specs,
    read_specs,
    reader,
    told_by,
)

if TYPE_CHECKING:
    from pathlib import Path

SPECS = load_specs()


@pytest.mark.parametrize("case", SPECS, ids=lambda case: case.id)
def test_spec(case: Case) -> None:
    outcome = check(case)
    assert outcome.read == outcome.expected, f"{case.text!r} {case.why}"


def test_no_case_is_read_otherwise_where_sentences_are_passed_over() -> None:
    def otherwise(case: Case) -> bool:
        told = told_by(case)
        return reader().read(article_of(case), screened=True) != Reading(told.observations, told.issues)

    assert [case.id for case in SPECS if otherwise(case)] == []


def test_every_rule_that_the_grammar_gives_has_words() -> None:
    """A new rule is told by its bare name until explain.yaml says what it means."""
    told = [told_by(case) for case in SPECS]
    golden = [path.read_text(encoding="utf-8") for path in sorted((FOLDER.parent / "golden").glob("*.txt"))]
    articles = [Article("bai", "bai.txt", text, None, None, date(2023, 7, 5)) for text in golden]
    told += [Told.of(reader().read(one, explain=True)) for one in articles]
    unknown = {f"dropped: {reason}" for one in told for reason in one.dropped if reason not in rule_words()["dropped"]}
    for row in (row for one in told for row in one.observations):
        parts = row.rule.removesuffix("+told-again").split("/")
        assert len(parts) == 4, row.rule
        for part, name in zip(("claim", "measure", "scope", "period"), parts, strict=True):
            unknown |= {f"{part}: {piece}" for piece in name.split("<") if piece not in rule_words()[part]}
    assert not unknown, "say in tasks/grammar/explain.yaml what these mean"


def test_every_dimension_says_what_must_be_read_and_what_must_not() -> None:
    files = {path.stem for path in FOLDER.glob("*.yaml")}
    assert {case.reads for case in SPECS} == set(EXPECTATIONS)
    assert {case.file for case in SPECS if case.nothing} == files
    assert {case.file for case in SPECS if not case.nothing} == files


def test_the_readme_documents_every_key() -> None:
    documented = set(re.findall(r"^\| `([a-z]+)`", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    used = {key for case in SPECS for key in (*case.context, *case.expected)}
    assert used <= documented


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("reads: numbers\ncases:\n- {text: a, value: 1, unit: x}\n", "no key ['unit']"),
        ("reads: numbers\ncases:\n- {text: a}\n", "say what must be read"),
        ("reads: numbers\ncases:\n- {text: a, value: 1, nothing: true}\n", "not both"),
        ("reads: numbers\ncases:\n- {text: a, value: 1}\n- {text: a, value: 1}\n", "told twice"),
        ("reads: numbers\ncontext: {at: 1}\ncases:\n- {text: a, value: 1}\n", "no context key ['at']"),
        ("reads: figures\ncases:\n- {text: a, figure: {year: 1}}\n", "no key ['year'] in a figure"),
        ("reads: words\ncases: []\n", "write `reads`"),
        ("reads: numbers\ncases:\n- {text: a\u0301, value: 1}\n", "normal form C"),
    ],
)
def test_a_spec_that_is_badly_written_is_refused(tmp_path: Path, source: str, told: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(SpecError, match=re.escape(told)):
        read_specs(path)
