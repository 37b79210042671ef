"""The table suite: what must hold of all statistics together before they become a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import great_expectations as gx
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations import rules
from expectations.results import SuiteReport, TableCheck

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.gates import Gate
    from expectations.parameters import StatisticParameters

SUITE: Final = "statistics"

KEY: Final = ["district_code", "district", "city", "indicator", "measure", "time_period", "is_target"]


def statistic_suite(parameters: StatisticParameters) -> gx.ExpectationSuite:
    """Keys, columns and references."""
    structure: list[Any] = [
        rules.ExpectStatisticsToBeComplete(rule="required"),
        rules.ExpectKeyToBeUnique(
            column_list=KEY,
            ignore_row_if="never",
            meta={"rule": "unique_key"},
            description="One statistic for each district, indicator, measure, period, and target or not.",
        ),
        rules.ExpectCodeToBeListed(
            column="indicator",
            value_set=sorted(parameters.indicators),
            meta={"rule": "known_indicator"},
            description="Every indicator is in the catalog.",
        ),
        rules.ExpectNothingToBeUnknown(
            column="unknown_observations",
            max_value=0,
            meta={"rule": "known_observations"},
            description="Every statistic is made of observations that are published with it.",
        ),
        rules.ExpectSupportToBeCounted(rule="support"),
    ]
    if parameters.district_codes is not None:
        structure.append(
            # Of ten thousand codes the library would make as many objects, again and again.
            rules.ExpectNothingToBeUnknown(
                column="unknown_district",
                max_value=0,
                meta={"rule": "known_district"},
                description="Every district is in the gazetteer.",
            )
        )
    return gx.ExpectationSuite(name=SUITE, expectations=structure)


def gate_suite(gates: Sequence[Gate]) -> gx.ExpectationSuite:
    """What holds of all rows together."""
    expectations = [
        rules.ExpectGateToHold(
            rule=gate.rule,
            observed=gate.observed,
            limit=gate.limit,
            share=gate.share,
            statement=gate.statement,
            detail=gate.detail,
            severity=FailureSeverity.CRITICAL if gate.critical else FailureSeverity.WARNING,
        )
        for gate in gates
    ]
    return gx.ExpectationSuite(name=SUITE, expectations=expectations)


def findings(measured: Sequence[Gate], parameters: StatisticParameters, report: SuiteReport) -> TableCheck:
    """Sentences for what failed, parted by what it means for the release."""
    gates = {gate.rule: gate for gate in measured}
    failures, warnings, overridden = [], [], []
    for outcome in report.outcomes:
        if outcome.success:
            continue
        gate = gates.get(outcome.rule)
        said = f"{outcome.rule}: {outcome.statement} " + (
            f"Found {outcome.found}." if gate else f"{outcome.failed} of {outcome.rows} rows break this."
        )
        if gate and not gate.critical:
            warnings.append(said)
        elif gate and gate.volume and parameters.accept_volume_change:
            overridden.append(said)
        else:
            failures.append(said)
    return TableCheck(tuple(failures), tuple(warnings), tuple(overridden), report)
