"""Each rule of the row suite can fail, on a row that breaks just that rule."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from expectations.results import SuiteError
from expectations.run import check_observations
from tasks.records.observation import OBSERVATION_SCHEMA

BROKEN = [
    ("required", {"rule": None}, "nothing is given for rule"),
    ("required", {"article": ""}, "nothing is given for article"),
    ("required", {"district_code": None, "article_id": None}, "nothing is given for district_code, article_id"),
    ("required", {"quote": None, "raw_value": None}, "quote, raw_value"),
    ("finite", {"obs_value": float("nan")}, "not a number"),
    ("finite", {"obs_value": float("inf")}, "not a number"),
    ("code_list.tier", {"tier": "village"}, "tier is 'village'"),
    ("code_list.obs_status", {"obs_status": "guess"}, "obs_status is 'guess'"),
    ("code_list.bound", {"bound": "ge"}, "bound is 'ge'"),
    ("code_list.confidence", {"confidence": "certain"}, "confidence is 'certain'"),
    ("measure", {"indicator": "moon_phase"}, "no level of moon_phase"),
    ("unit", {"unit_measure": "USD_MN"}, "USD_MN where budget_revenue level is told in VND_BN"),
    ("unit", {"measure": "growth", "obs_value": 8.3}, "told in PERCENT"),
    ("known_unit", {"district_code": "000"}, "no unit with this code"),
    ("period", {"time_period": "2022-13"}, "does not stand for"),
    ("period", {"time_period": "2022-6M", "period_end": date(2022, 6, 30)}, "does not stand for"),
    ("period", {"period_end": date(2022, 9, 30)}, "does not stand for"),
    ("period", {"year": 2023}, "year 2023"),
    ("period_past", {"published_at": date(2021, 12, 20)}, "too early for the period 2022"),
    ("figure_in_quote", {"raw_value": "4.210 tỷ đồng"}, "does not contain the figure"),
    ("span", {"char_end": 211}, "is not the quote of 60"),
    ("span", {"char_start": -5}, "from -5"),
    ("plausible", {"obs_value": 41200.0}, "41.200 VND_BN is implausible: an urban district has 0,05 to 20.000"),
]


@pytest.mark.parametrize(("rule", "changes", "why"), BROKEN)
def test_a_row_that_breaks_a_rule_is_refused_in_its_name(telling, frame_of, parameters, rule, changes, why):
    check = check_observations(frame_of(telling(), telling(**{"article": "other", **changes})), parameters)
    assert check.accepted["article"].to_list() == ["phu-nhuan-2022"]
    assert check.refused == {rule: 1}
    verdict = check.quarantined.row(0, named=True)
    assert (verdict["suite"], verdict["severity"]) == ("observations", "critical")
    assert why in verdict["message"]


def test_figures_in_order_are_published_unchanged(telling, frame_of, parameters):
    frame = frame_of(
        telling(), telling(105.2, measure="plan_ratio", unit_measure="PERCENT", publisher=None, title=None)
    )
    check = check_observations(frame, parameters)
    assert check.accepted.equals(frame)
    assert check.quarantined.is_empty()


def test_quarantine_holds_the_whole_observation_and_the_verdict(telling, frame_of, parameters):
    row = telling(88000)
    check = check_observations(frame_of(row), parameters)
    assert check.quarantined.columns == [*OBSERVATION_SCHEMA, "suite", "expectation", "severity", "message"]
    kept = check.quarantined.row(0, named=True)
    assert {name: kept[name] for name in row} == row


def test_a_row_is_refused_in_the_name_of_the_first_rule_and_hears_of_all(telling, frame_of, parameters):
    check = check_observations(frame_of(telling(88000, unit_measure="COUNT", char_end=9)), parameters)
    verdict = check.quarantined.row(0, named=True)
    assert verdict["expectation"] == "unit"
    assert verdict["message"] == (
        "Quận Phú Nhuận, budget_revenue level 2022: the unit is COUNT where budget_revenue level is told in VND_BN; "
        "the span of -201 characters from 210 is not the quote of 60; "
        "88.000 COUNT is implausible: an urban district has 0,05 to 20.000."
    )


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"district_code": "769", "time_period": "1996", "year": 1996}, "before_founding"),
        # Told before the city of Thủ Đức or the district that bore its code before was there.
        (
            {"district_code": "769", "time_period": "1997", "year": 1997, "published_at": date(1997, 1, 9)},
            "before_founding",
        ),
        ({"time_period": "2025-08-15", "year": 2025, "published_at": date(2025, 8, 20)}, None),
    ],
)
def test_a_figure_from_outside_the_life_of_its_unit_is_flagged(telling, frame_of, parameters, changes, flag):
    year = changes["year"]
    dates = {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31)}
    if len(changes["time_period"]) == 10:
        dates["period_end"] = date.fromisoformat(changes["time_period"])
    check = check_observations(frame_of(telling(4120.0, **dates, **changes)), parameters)
    assert check.accepted["flags"].to_list() == [[flag] if flag else []]


def test_a_unit_told_of_after_its_end_is_flagged(telling, frame_of, parameters):
    late = {"time_period": "2026", "year": 2026, "published_at": date(2027, 1, 3)}
    dates = {"period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}
    check = check_observations(frame_of(telling(**late, **dates)), parameters)
    assert check.flagged == {"after_abolition": 1}


@pytest.mark.parametrize(
    ("period", "start", "end", "told", "done"),
    [
        ("2022-9M", date(2022, 1, 1), date(2022, 9, 30), date(2022, 9, 20), True),
        ("2022-9M", date(2022, 1, 1), date(2022, 9, 30), date(2022, 4, 2), False),
        ("2022-Q3", date(2022, 7, 1), date(2022, 9, 30), date(2022, 9, 20), True),
        ("2022-H2", date(2022, 7, 1), date(2022, 12, 31), date(2022, 7, 2), False),
        ("2022-M05", date(2022, 5, 1), date(2022, 5, 31), date(2022, 5, 25), True),
        ("2022-11-30", date(2022, 1, 1), date(2022, 11, 30), date(2022, 11, 30), True),
        ("2022-11-30", date(2022, 11, 30), date(2022, 11, 30), date(2022, 11, 29), False),
        ("2022", date(2022, 1, 1), date(2022, 12, 31), date(2022, 1, 19), True),
        ("2022/2026", date(2022, 1, 1), date(2026, 12, 31), date(2022, 6, 1), True),
        ("2022-9M", date(2022, 1, 1), date(2022, 9, 30), None, True),
    ],
)
def test_what_is_told_as_done_has_happened(telling, frame_of, parameters, period, start, end, told, done):
    told_in = {"time_period": period, "period_start": start, "period_end": end, "year": end.year, "published_at": told}
    check = check_observations(frame_of(telling(**told_in)), parameters)
    assert check.refused == ({} if done else {"period_past": 1})
    target = check_observations(frame_of(telling(obs_status="target", **told_in)), parameters)
    assert target.refused == {}


def test_a_quote_is_looked_up_in_its_article(telling, frame_of, parameters):
    rows = [telling(), telling(article="moved", char_start=209), telling(article="unknown")]
    text = "." * 210 + rows[0]["quote"] + " Hết."
    texts = pl.DataFrame({"article_id": [row["article_id"] for row in rows[:2]], "text": [text, text]})
    check = check_observations(frame_of(*rows), parameters, texts=texts)
    assert check.accepted["article"].to_list() == ["phu-nhuan-2022", "unknown"]
    assert check.refused == {"span": 1}


def test_rural_districts_have_ranges_of_their_own(telling, frame_of, parameters):
    rural = {"district_name": "Huyện Củ Chi", "district": "huyen-cu-chi"}
    check = check_observations(frame_of(telling(6100, **rural), telling(6100, article="b")), parameters)
    assert check.quarantined["district_name"].to_list() == ["Huyện Củ Chi"]
    assert "a rural district has 0,05 to 5.000" in check.quarantined["message"].item()


def test_communes_are_judged_as_communes_and_special_zones_as_the_districts_they_were(telling, frame_of, parameters):
    rows = [
        telling(3000, tier="commune", district_name=name, district=name, article=name)
        for name in ("Phường Phú Nhuận", "Đặc khu Phú Quốc", "Xã Bình Chánh")
    ]
    check = check_observations(frame_of(*rows), parameters)
    assert check.accepted["district_name"].to_list() == ["Đặc khu Phú Quốc"]
    assert "a commune has 0,05 to 2.000" in check.quarantined["message"][0]


def test_a_second_check_renews_flags_instead_of_adding_to_them(telling, frame_of, parameters):
    frame = frame_of(telling(flags=["growth_disagrees", "read_from_table"]))
    check = check_observations(frame, parameters)
    assert check.accepted["flags"].to_list() == [["read_from_table"]]
    assert check_observations(check.accepted, parameters).accepted.equals(check.accepted)


def test_no_rows_are_no_refusals(frame_of, parameters):
    check = check_observations(frame_of(), parameters)
    assert check.accepted.schema == pl.Schema(OBSERVATION_SCHEMA)
    assert check.quarantined.is_empty()
    assert {outcome.found for outcome in check.report.outcomes} == {"holds"}


@pytest.mark.parametrize(
    "damage", [lambda frame: frame.drop("bound"), lambda frame: frame.cast({"obs_value": pl.String})]
)
def test_a_frame_of_another_shape_is_an_error_that_names_the_column(telling, frame_of, parameters, damage):
    with pytest.raises(SuiteError, match=r"bound|obs_value"):
        check_observations(damage(frame_of(telling())), parameters)


def test_the_screen_stays_empty(telling, frame_of, parameters, capfd, tmp_path):
    check_observations(frame_of(telling(), telling(88000, article="b")), parameters, tmp_path)
    assert capfd.readouterr() == ("", "")
