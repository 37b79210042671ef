"""Explanations: what was recognised, what decided each field, why a number became no figure."""

from __future__ import annotations

from datetime import date

import pytest

from tasks.grammar.explain import Explained, ToldFigure, explain, in_words
from tasks.grammar.recognised import Recognised
from tasks.records.article import Article
from tests.grammar.specs import reader

TITLE = "Quận 7: kết quả 6 tháng đầu năm 2023"


def explained(text: str, title: str | None = TITLE) -> list[Explained]:
    above = f"{title}\n\n" if title else ""
    article = Article("bai", "bai.txt", above + text, title, "Hồ Chí Minh", date(2023, 7, 5))
    told = explain(reader().read(article, explain=True), article)
    return [one for one in told if one.char_start >= len(above)]


def only(text: str) -> Explained:
    [told] = explained(text)
    return told


def decided(figure: ToldFigure) -> dict[str, str]:
    return {why.field: why.rule for why in figure.why}


def test_what_was_recognised_is_told_with_its_words() -> None:
    told = only("Đến hết tháng 6, thu ngân sách  Quận 7 đạt hơn 1.390,9 tỷ đồng.")
    assert told.sentence == "Đến hết tháng 6, thu ngân sách Quận 7 đạt hơn 1.390,9 tỷ đồng."
    assert Recognised("place", "Quận 7", "district Quận 7") in told.recognised
    assert Recognised("word", "đạt", "reach") in told.recognised
    assert Recognised("quantity", "hơn 1.390,9 tỷ đồng", "money 1,390,900,000,000 gt") in told.recognised
    [period] = [known for known in told.recognised if known.kind == "period"]
    assert (period.words, period.meaning) == ("Đến hết tháng 6", "month of the year that is spoken of")
    [indicator] = [known for known in told.recognised if known.kind == "indicator"]
    assert indicator.words == "thu ngân sách"
    assert "names budget_revenue" in indicator.meaning


def test_a_figure_is_told_with_what_decided_each_field() -> None:
    [figure] = only("Đến hết tháng 6, thu ngân sách ước đạt hơn 1.390,9 tỷ đồng.").figures
    assert (figure.words, figure.indicator, figure.measure, figure.obs_value) == (
        "1.390,9 tỷ đồng", "budget_revenue", "level", 1390.9
    )  # fmt: skip
    assert (figure.district, figure.time_period, figure.refused) == ("Quận 7", "2023-H1", None)
    assert decided(figure) == {
        "indicator": "before-number:form",
        "measure": "level",
        "district": "main",
        "time_period": "left",
        "obs_status": "estimate",
        "bound": "gt",
        "confidence": "medium",
    }
    assert figure.why[0].meaning == "the words before the number name the indicator"


def test_a_refused_figure_is_told_with_the_reason() -> None:
    [figure] = only("Tỉnh Bình Dương thu ngân sách 32.000 tỷ đồng.").figures
    assert (figure.refused, figure.district) == ("scope_province", None)
    assert "the province's" in figure.message
    assert decided(figure)["district"] == "named"


@pytest.mark.parametrize(
    ("text", "reason", "meaning"),
    [
        ("Thuế thu nhập cá nhân đạt 312 tỷ đồng.", "unclaimed", "'thuế thu nhập cá nhân' before it is not budget"),
        ("Quận trồng 1.500 cây xanh.", "unclaimed", "no indicator is named beside it"),
        ("Thu ngân sách bình quân mỗi năm đạt 190 tỷ đồng.", "average", "budget_revenue: an average over years"),
        ("Thu nhập bình quân đầu người đạt 6 triệu đồng/tháng.", "per", "income_per_capita: told for one of"),
        ("Ngày nào cũng có 3.000 lượt khách du lịch.", "recurs", "tourist_arrivals: told of what recurs"),
        ("Thu ngân sách gấp 3 lần năm 2015.", "multiple", "so many times another figure"),
        ("Thu ngân sách tăng 40% so với năm 2015.", "other-base", "budget_revenue: a growth or change against another"),
    ],
)
def test_a_number_that_became_no_figure_is_told_with_the_reason(text: str, reason: str, meaning: str) -> None:
    told = only(text)
    assert told.figures == ()
    [unread] = told.unread
    assert unread.reason == reason
    assert meaning in unread.meaning


def test_sentences_without_numbers_are_left_out() -> None:
    assert explained("Trời mưa lớn từ sáng. Người dân vẫn đến làm thủ tục.") == []


def test_whoever_is_spoken_of_is_told_of_each_sentence() -> None:
    told = explained("Thu ngân sách đạt 512 tỷ đồng. Chi ngân sách là 480 tỷ đồng. Quận 8 thu ngân sách 401 tỷ đồng.")
    assert [(one.about, one.about_rule) for one in told] == [
        ("Quận 7", "named"),
        ("Quận 7", "named"),
        ("Quận 8", "named"),
    ]


def test_figures_shared_out_are_told_in_one_sentence() -> None:
    told = only("Quận 1 và Quận 3 thu ngân sách lần lượt là 900 và 800 tỷ đồng.")
    assert [(figure.district, figure.obs_value) for figure in told.figures] == [("Quận 1", 900.0), ("Quận 3", 800.0)]
    assert [known.words for known in told.recognised if known.kind == "place"] == ["Quận 1", "Quận 3"]
    assert told.unread == ()


def test_a_figure_that_took_its_period_from_another_telling_says_so() -> None:
    told = "thu ngân sách Quận 7 đạt 1.390,9 tỷ đồng."
    text = f"Năm 2022, {told}\n\nTrong 9 tháng năm 2022, {told}"
    [figure] = explained(text, None)[0].figures
    assert figure.time_period == "2022-9M"
    assert [why.meaning for why in figure.why if why.rule == "told-again"] == [
        "the same figure is told again, of this period, which is more exact"
    ]


def test_every_observation_and_issue_is_told_once() -> None:
    """Those of tables and of communes that are counted among them."""
    text = (
        "Quận 5 có 14 phường, thu ngân sách 1.120 tỷ đồng. Tỉnh Bình Dương thu ngân sách 32.000 tỷ đồng.\n\n"
        "Quận 1 và Quận 3 thu ngân sách lần lượt là 900 và 800 tỷ đồng.\n\n"
        "Chỉ tiêu | Đơn vị | Năm 2022\nThu ngân sách Quận 7 | tỷ đồng | 4.512\nChi ngân sách Quận 7 | tỷ đồng | 1.207\n"
    )
    article = Article("bai", "bai.txt", text, None, "Hồ Chí Minh", date(2023, 7, 5))
    reading = reader().read(article, explain=True)
    told = [figure for one in explain(reading, article) for figure in one.figures]
    assert sorted((figure.words, figure.obs_value) for figure in told if figure.refused is None) == sorted(
        (row.raw_value, row.obs_value) for row in reading.observations
    )
    assert [figure.refused for figure in told if figure.refused] == [issue.reason for issue in reading.issues]
    assert {4512.0, 14.0, 900.0} <= {figure.obs_value for figure in told}


def test_a_chain_of_rules_is_told_to_its_beginning() -> None:
    told = in_words("claim", "chain<after-number")
    assert (
        told
        == "it goes on with the indicator of the figure before it, where the words behind the number name the indicator"
    )
