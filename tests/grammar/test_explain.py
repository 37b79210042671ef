"""Explanations: what was recognised, which rule decided each field, why a number became no figure."""

from __future__ import annotations

from datetime import date

import pytest

from tasks.grammar.explain import Line, explain, in_words, rule_words
from tasks.records.article import Article
from tests.grammar.specs import load_specs, read_case, reader

TITLE = "Quận 7: kết quả 6 tháng đầu năm 2023"


def lines(text: str, title: str | None = TITLE) -> list[Line]:
    whole = text if title is None else f"{title}\n\n{text}"
    article = Article("bai", "bai.txt", whole, title, "Hồ Chí Minh", date(2023, 7, 5))
    return list(explain(reader().read(article, explain=True), article))


def test_a_figure_is_told_with_what_decided_each_field() -> None:
    told = lines("Đến hết tháng 6, thu ngân sách đạt hơn 1.390,9 tỷ đồng.")
    assert told[0] == Line("sentence", "Đến hết tháng 6, thu ngân sách đạt hơn 1.390,9 tỷ đồng.")
    known = next(line.text for line in told if line.kind == "known")
    assert "names budget_revenue" in known
    assert "= money 1 390 900 000 000 gt]" in known
    figure = next(line.text for line in told if line.kind == "figure")
    assert figure == "1.390,9 tỷ đồng = budget_revenue level 1390.9, Quận 7, 2023-H1, gt"
    why = [line.text.split(maxsplit=1) for line in told if line.kind == "why"]
    assert [subject for subject, _ in why] == ["indicator", "measure", "who", "when", "sure"]
    assert why[0][1].startswith("the words before the number name the indicator (")
    assert why[3][1].startswith("the period told before it in the sentence (")


def test_a_refused_figure_is_told_with_the_reason() -> None:
    told = lines("Tỉnh Bình Dương thu ngân sách 32.000 tỷ đồng.")
    assert "figure" not in {line.kind for line in told}
    refused = next(line.text for line in told if line.kind == "refused")
    assert refused.startswith("32.000 tỷ đồng = budget_revenue level 32000: ")
    assert refused.endswith("(scope_province)")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Thuế thu nhập cá nhân đạt 312 tỷ đồng.", "thuế thu nhập cá nhân' before it is not budget_revenue"),
        ("Quận trồng 1.500 cây xanh.", "no indicator is named beside it"),
    ],
)
def test_a_number_that_became_no_figure_is_told(text: str, reason: str) -> None:
    unread = [line.text for line in lines(text) if line.kind == "unread"]
    assert len(unread) == 1
    assert reason in unread[0]


def test_sentences_without_numbers_are_left_out() -> None:
    assert lines("Trời mưa lớn từ sáng. Người dân vẫn đến làm thủ tục.") == []


def test_whoever_is_spoken_of_is_told_when_that_changes() -> None:
    told = lines("Thu ngân sách đạt 512 tỷ đồng. Chi ngân sách là 480 tỷ đồng. Quận 8 thu ngân sách 401 tỷ đồng.")
    about = [line.text.split(":")[0] for line in told if line.kind == "about"]
    assert about == ["Quận 7", "Quận 8"]


def test_every_observation_is_told() -> None:
    first = "Quận 5 có 14 phường, thu ngân sách 1.120 tỷ đồng."
    text = f"{first}\n\nQuận 1 và Quận 3 thu ngân sách lần lượt là 900 và 800 tỷ đồng."
    article = Article("bai", "bai.txt", text, None, "Hồ Chí Minh", date(2023, 7, 5))
    reading = reader().read(article, explain=True)
    told = [line.text for line in explain(reading, article) if line.kind == "figure"]
    assert len(told) == len(reading.observations)
    for row in reading.observations:
        assert (
            sum(f"{row.indicator} {row.measure} {row.obs_value:g}, {row.district_name}" in line for line in told) == 1
        )


def test_a_chain_of_rules_is_told_to_its_beginning() -> None:
    told = in_words("claim", "chain<after-number")
    assert (
        told
        == "it goes on with the indicator of the figure before it, where the words behind the number name the indicator"
    )


def test_every_rule_that_the_grammar_gives_has_words() -> None:
    """A new rule is told by its bare name until explain.yaml says what it means."""
    unknown: set[str] = set()
    for case in load_specs():
        for row in read_case(case).observations:
            parts = row.rule.removesuffix("+told-again").split("/")
            assert len(parts) == 4, row.rule
            for part, name in zip(("claim", "measure", "scope", "period"), parts, strict=True):
                unknown |= {f"{part}: {piece}" for piece in name.split("<") if piece not in rule_words()[part]}
    assert not unknown, "say in tasks/grammar/explain.yaml what these mean"
