"""Figures against each other: each sum agrees, disagrees, or proves a member impossible."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.arithmetic import check_sums, sums_table
from expectations.parameters import ArithmeticParameters
from expectations.run import check_observations
from expectations.twins import touched, twins

PERCENT = {"unit_measure": "PERCENT"}
PLAN = {"obs_status": "target"}
YEAR_2021 = {
    "year": 2021,
    "time_period": "2021",
    "period_start": date(2021, 1, 1),
    "period_end": date(2021, 12, 31),
    "article": "phu-nhuan-2021",
    "published_at": date(2022, 1, 6),
}
QUARTER = {"time_period": "2022-Q1", "period_end": date(2022, 3, 31), "published_at": date(2022, 4, 2)}
NINE_MONTHS = {"time_period": "2022-9M", "period_end": date(2022, 9, 30), "article": "phu-nhuan-9-thang"}


@pytest.fixture
def told(frame_of):
    """The outcome and message of each member, in the order of the rows given."""

    def outcomes(*rows, relation=None):
        frame = frame_of(*rows)
        made = sums_table(frame, check_sums(frame, ArithmeticParameters(flows=("budget_revenue",))))
        by_id = {
            row["observation_id"]: (row["outcome"], row["message"])
            for row in made.iter_rows(named=True)
            if relation in (None, row["relation"])
        }
        return [by_id.get(row["observation_id"], (None, None)) for row in rows]

    return outcomes


def test_a_level_its_plan_and_their_ratio_agree_within_what_was_written(telling, told):
    level, ratio, plan = told(
        telling(1042.7, **QUARTER),
        telling(26.1, measure="plan_ratio", **PERCENT, **QUARTER),
        telling(4000, **PLAN, published_at=date(2022, 4, 2)),
    )
    assert level == ratio == plan == ("agrees", "1.042,7 / 4.000 = 26,1 %: agrees")


@pytest.mark.parametrize(
    ("value", "ratio", "outcome"),
    [(4120, 103, "agrees"), (4120, 102.9, "agrees"), (4120, 108, "disagrees"), (412, 103, "impossible")],
)
def test_a_ratio_that_does_not_come_out_flags_all_three(telling, told, value, ratio, outcome):
    found = told(telling(value), telling(ratio, measure="plan_ratio", **PERCENT), telling(4000, **PLAN))
    assert [each for each, _ in found] == [outcome] * 3


def test_of_two_ratios_the_one_that_agrees_explains_the_level_and_nothing_is_said_of_the_other(telling, told):
    level, one, other, plan = told(
        telling(4120),
        telling(103, measure="plan_ratio", **PERCENT),
        telling(98.5, measure="plan_ratio", **PERCENT),
        telling(4000, **PLAN),
    )
    assert [level[0], one[0], other[0], plan[0]] == ["agrees", "agrees", None, "agrees"]


def test_the_plan_may_stand_in_another_article(telling, told):
    found = told(
        telling(4120),
        telling(103, measure="plan_ratio", **PERCENT),
        telling(4000, **PLAN, article="nghi-quyet", published_at=date(2021, 12, 20)),
    )
    assert [each for each, _ in found] == ["agrees"] * 3


def test_a_disbursement_is_measured_by_the_investment_plan(telling, told):
    found = told(
        telling(303.7, indicator="public_investment_disbursement"),
        telling(75.9, indicator="public_investment_disbursement", measure="plan_ratio", **PERCENT),
        telling(400.1, indicator="public_investment_plan", **PLAN),
    )
    assert found[0] == ("agrees", "303,7 / 400,1 = 75,9 %: agrees")


def test_a_level_is_last_years_level_grown_by_the_rate(telling, told):
    rows = (telling(3803, **YEAR_2021), telling(4120), telling(8.3, measure="growth", **PERCENT))
    assert told(*rows, relation="growth")[1] == ("agrees", "3.803 × (1 + 8,3 %) = 4.118,6: agrees")


def test_a_revision_of_last_years_figure_is_no_contradiction_and_an_order_of_magnitude_is(telling, told):
    growth = telling(8.3, measure="growth", **PERCENT)
    outcomes = [
        told(telling(before, **YEAR_2021), telling(4120), growth, relation="growth")[1][0]
        for before in (3750, 3100, 38)
    ]
    assert outcomes == ["agrees", "disagrees", "impossible"]


def test_a_fall_is_growth_below_zero(telling, told):
    rows = (telling(5000, **YEAR_2021), telling(4120), telling(-17.6, measure="growth", **PERCENT))
    assert told(*rows, relation="growth")[1][0] == "agrees"


@pytest.mark.parametrize(("step", "outcome"), [(317, "agrees"), (900, "disagrees")])
def test_a_level_less_last_years_is_the_change_told(telling, told, step, outcome):
    rows = (telling(3803, **YEAR_2021), telling(4120), telling(step, measure="change"))
    assert told(*rows, relation="change")[1][0] == outcome


@pytest.mark.parametrize(("met", "outcome"), [(18, "agrees"), (23, "agrees"), (32, "impossible")])
def test_no_more_targets_are_met_than_were_set(telling, told, met, outcome):
    count = {"unit_measure": "COUNT"}
    found = told(telling(met, indicator="targets_met", **count), telling(23, indicator="targets_total", **count))
    assert [each for each, _ in found] == [outcome] * 2


def test_a_larger_set_in_the_same_article_explains_the_targets_met(telling, told):
    count = {"unit_measure": "COUNT"}
    found = told(
        telling(18, indicator="targets_met", **count),
        telling(18, indicator="targets_total", **count),
        telling(15, indicator="targets_total", **count),
    )
    assert [each for each, _ in found] == ["agrees", "agrees", None]


def test_a_sector_above_the_whole_economy_is_flagged_and_far_above_it_impossible(telling, told):
    whole = telling(52000, indicator="production_value")
    outcomes = [told(telling(value, indicator="industry_value"), whole)[0][0] for value in (41000, 60000, 410000)]
    assert outcomes == [None, "disagrees", "impossible"]


@pytest.mark.parametrize(
    ("capital", "outcome"), [(28000, "agrees"), (110, "disagrees"), (2.8, "impossible"), (90_000_000, "impossible")]
)
def test_capital_a_new_enterprise_is_one_that_enterprises_have(telling, told, capital, outcome):
    found = told(
        telling(capital, indicator="new_enterprise_capital"),
        telling(3400, indicator="new_enterprises", unit_measure="COUNT"),
    )
    assert [each for each, _ in found] == [outcome] * 2


def test_disbursing_twice_the_revenue_is_impossible_for_the_disbursement_alone(telling, told):
    spent, raised = told(telling(8800, indicator="public_investment_disbursement"), telling(4120))
    assert (spent[0], raised[0]) == ("impossible", "disagrees")
    assert "8.800 disbursed / 4.120 raised = 2,14 times" in spent[1]


def test_a_poor_district_may_invest_a_multiple_of_its_revenue(telling, told):
    assert told(telling(900, indicator="public_investment_disbursement"), telling(180))[0] == (None, None)


@pytest.mark.parametrize(("earlier", "outcome"), [(3100, None), (4500, "disagrees"), (31000, "impossible")])
def test_a_running_total_does_not_fall(telling, told, earlier, outcome):
    found = told(telling(earlier, **NINE_MONTHS), telling(4120), relation="cumulative")
    assert [each for each, _ in found] == [outcome] * 2


@pytest.mark.parametrize(
    ("before", "outcome"), [(3800, "agrees"), (1100, "agrees"), (700, "disagrees"), (3.8, "impossible")]
)
def test_a_level_has_the_size_of_the_year_before(telling, told, before, outcome):
    found = told(telling(before, **YEAR_2021), telling(4120), relation="history")
    assert [each for each, _ in found] == [outcome] * 2


def test_of_three_years_the_one_that_falls_out_is_refused(telling, frame_of, parameters):
    year_2020 = {**YEAR_2021, "year": 2020, "time_period": "2020", "article": "phu-nhuan-2020"}
    year_2020 |= {"period_start": date(2020, 1, 1), "period_end": date(2020, 12, 31)}
    rows = [telling(3500, **year_2020), telling(3800, **YEAR_2021), telling(4.12)]
    check = check_observations(frame_of(*rows), parameters)
    assert check.quarantined.select("obs_value", "expectation").rows() == [(4.12, "possible.history")]
    assert "3.800 in 2021 and 4,12 in 2022: 922,3 times as much" in check.quarantined["message"].item()
    assert check.accepted["obs_value"].to_list() == [3500, 3800]


def test_small_counts_may_jump(telling, told):
    count = {"indicator": "new_enterprises", "unit_measure": "COUNT"}
    assert told(telling(2, **count, **YEAR_2021), telling(60, **count))[1] == (None, None)


@pytest.mark.parametrize(("value", "outcome"), [(4123, "disagrees"), (4100, None), (4123.7, "disagrees")])
def test_one_figure_is_not_told_of_two_years(telling, told, value, outcome):
    found = told(telling(value, **YEAR_2021), telling(value), relation="repetition")
    assert [each for each, _ in found] == [outcome] * 2


def test_a_running_total_that_stands_still_for_a_quarter_is_doubtful(telling, told):
    november = {"time_period": "2022-11M", "period_end": date(2022, 11, 30), "article": "phu-nhuan-11-thang"}
    assert told(telling(4123), telling(4123, **november), relation="repetition")[0] == (None, None)
    assert told(telling(4123), telling(4123, **NINE_MONTHS), relation="repetition")[0][0] == "disagrees"


def test_a_sum_says_the_same_of_all_who_tell_its_members(telling, frame_of, parameters):
    last_year = [telling(3803, **{**YEAR_2021, "article": name}) for name in ("a", "b", "c")]
    rows = [*last_year, telling(4120), telling(8.3, measure="growth", **PERCENT)]
    check = check_observations(frame_of(*rows), parameters)
    assert check.accepted["flags"].to_list() == [["growth_agrees"]] * 5


@pytest.fixture
def twin_districts(telling, frame_of):
    """Two districts with three figures in common, and a third with one of them."""
    values = [(4120, {}), (51200, {"indicator": "production_value"}), (112.4, {"measure": "plan_ratio", **PERCENT})]
    names = [("quan-phu-nhuan", "Quận Phú Nhuận"), ("quan-3", "Quận 3"), ("quan-10", "Quận 10")]
    return [
        frame_of(
            *(telling(value, **changes, district=slug, district_name=name, article=slug) for value, changes in told)
        )
        for (slug, name), told in zip(names, (values, values, values[:1]), strict=True)
    ]


def test_districts_that_tell_three_equal_figures_are_flagged(twin_districts, parameters):
    lake = pl.concat(twin_districts)
    check = check_observations(lake, parameters, elsewhere=lake)
    assert check.flagged == {"twins_disagrees": 6}
    assert check_observations(lake, parameters).flagged == {}
    assert any("Quận 3 and Quận Phú Nhuận tell 3 equal figures" in said for said in check.sums["message"])


def test_twins_elsewhere_are_compared_with_and_not_judged(twin_districts, parameters):
    one, other, third = twin_districts
    check = check_observations(one, parameters, elsewhere=pl.concat([one, other, third]))
    assert check.accepted.drop("flags").equals(one.drop("flags"))
    assert check.flagged == {"twins_disagrees": 3}
    assert check_observations(third, parameters, elsewhere=one).flagged == {}


def test_a_change_touches_its_district_and_its_twins_before_and_after(twin_districts):
    one, other, third = twin_districts
    before, after = pl.concat([one, other, third]), pl.concat([other, third])
    assert touched(one, before, after)["district"].to_list() == ["quan-3", "quan-phu-nhuan"]
    assert touched(third, before, after)["district"].to_list() == ["quan-10"]


@pytest.fixture(scope="module")
def rows_that_meet(telling) -> list[dict]:
    """Tellings of one district of which some confirm and some contradict each other."""
    return [
        *(
            telling(value, **{**YEAR_2021, "article": name})
            for name, value in zip("abc", (3803, 3803, 38), strict=True)
        ),
        telling(4120),
        telling(8.3, measure="growth", **PERCENT),
        telling(103, measure="plan_ratio", **PERCENT),
        telling(4000, **PLAN),
        telling(4000, **PLAN, article="nghi-quyet"),
        telling(8800, indicator="public_investment_disbursement"),
        telling(15500, **NINE_MONTHS),
    ]


@pytest.fixture(scope="module")
def checked_in_order(rows_that_meet, frame_of, parameters):
    return check_observations(frame_of(*rows_that_meet), parameters)


@settings(deadline=None, max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows_that_meet, checked_in_order, frame_of, parameters, chance):
    shuffled = chance.sample(rows_that_meet, len(rows_that_meet))
    check, again = checked_in_order, check_observations(frame_of(*shuffled), parameters)
    for one, other in ((check.accepted, again.accepted), (check.quarantined, again.quarantined)):
        assert one.sort("observation_id").equals(other.sort("observation_id"))
    assert check.sums.equals(again.sums)


def test_a_member_that_another_article_confirms_is_flagged_and_the_other_refused(telling, frame_of, parameters):
    rows = [
        telling(31000.0 / 2, **NINE_MONTHS),
        telling(4120),
        telling(4120, article="another-paper"),
    ]
    check = check_observations(frame_of(*rows), parameters)
    assert check.quarantined["expectation"].to_list() == ["possible.cumulative"]
    assert check.accepted["flags"].to_list() == [["cumulative_disagrees"]] * 2


def test_confirmed_figures_say_so_and_contradicted_ones_too(telling, frame_of, parameters):
    rows = [telling(4120), telling(103, measure="plan_ratio", **PERCENT), telling(4000, **PLAN)]
    assert check_observations(frame_of(*rows), parameters).flagged == {"plan_agrees": 3}
    rows[1] = telling(108, measure="plan_ratio", **PERCENT)
    check = check_observations(frame_of(*rows), parameters)
    assert check.flagged == {"plan_disagrees": 3}
    assert check.sums["message"].unique().to_list() == ["4.120 / 4.000 = 103 %, told is 108 %: disagrees"]


def test_districts_are_not_mixed(telling, told):
    elsewhere = {"district": "quan-3", "district_code": "770", "district_name": "Quận 3"}
    found = told(telling(4120), telling(26, measure="plan_ratio", **PERCENT), telling(4000, **PLAN, **elsewhere))
    assert found == [(None, None)] * 3


def test_a_figure_that_too_many_tell_is_lost_to_those_who_shared_it(telling, frame_of):
    """Quận 3 and Quận 10 share three figures until a third, fourth and fifth district tell one of them too."""
    shared = [(4127, "budget_revenue"), (51300, "production_value"), (2845, "new_enterprises")]

    def told(place, *figures):
        return frame_of(*(telling(value, indicator=name, district=place, article=place) for value, name in figures))

    pair = [told("quan-3", *shared), told("quan-10", *shared), told("quan-5", shared[0]), told("quan-8", shared[0])]
    last = told("quan-11", shared[0])
    before, after = pl.concat(pair), pl.concat([*pair, last])
    assert not twins(before, before).is_empty()
    assert twins(after, after).is_empty()
    assert touched(last, before, after)["district"].to_list() == ["quan-10", "quan-11", "quan-3"]
