"""What the suites must know is written once, in the catalog."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tasks.catalog.load import load_catalog
from tasks.dictionary.suites import observation_parameters, statistic_parameters, withheld_indicators
from tasks.dictionary.tables import indicator_table

TODAY = date(2024, 5, 2)


def catalog_with(indicator: str, **changes: Any) -> Any:
    catalog = load_catalog()
    changed = catalog.indicators[indicator].model_copy(update=changes)
    return replace(catalog, indicators={**catalog.indicators, indicator: changed})


def test_what_accrues_is_said_by_the_catalog() -> None:
    parameters = observation_parameters(load_catalog(), TODAY)
    assert {"budget_revenue", "traffic_deaths", "recurrent_expenditure"} <= set(parameters.arithmetic.flows)
    assert not {"population", "poor_households", "poverty_rate", "targets_met"} & set(parameters.arithmetic.flows)
    less = observation_parameters(catalog_with("budget_revenue", flow=False), TODAY)
    assert "budget_revenue" not in less.arithmetic.flows


def test_a_range_of_its_own_kind_wins_over_that_of_all_districts() -> None:
    plausible = (
        load_catalog()
        .indicators["fires"]
        .plausible.model_copy(
            update={"district": (1.0, 900.0), "urban": None, "rural": (1.0, 90.0), "commune": (1.0, 20.0)}
        )
    )
    catalog = catalog_with("fires", plausible=plausible)
    [rules] = [one for one in observation_parameters(catalog, TODAY).indicators if one.id == "fires"]
    levels = {one.kind: one.maximum for one in rules.plausible if one.measure == "level"}
    assert levels == {"urban": 900.0, "rural": 90.0, "commune": 20.0}
    row = indicator_table(catalog).row(list(catalog.indicators).index("fires"), named=True)
    assert (row["plausible_urban_max"], row["plausible_rural_max"], row["plausible_commune_max"]) == (900, 90, 20)
    assert (row["accrues"], row["contested"]) == (True, "publish")


def test_a_unit_as_old_as_the_gazetteer_may_have_figures_from_before() -> None:
    units = {one.name: one for one in observation_parameters(load_catalog(), TODAY).units}
    assert units["Quận 10"].valid_from == date.min
    assert units["Thành phố Thủ Đức"].valid_from == date(2021, 1, 1)


def test_policy_and_age_reach_the_table_suite() -> None:
    catalog = catalog_with("fires", contested="withhold")
    assert withheld_indicators(catalog) == {"fires"}
    parameters = statistic_parameters(catalog, TODAY, accept_volume_change=False, max_age_days=30)
    assert (parameters.withheld, parameters.max_age_days) == ({"fires"}, 30)
