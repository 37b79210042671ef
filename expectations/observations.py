"""The row suite: what every observation must be before it can count as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import great_expectations as gx
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations import rules
from expectations.arithmetic import FLAG_ONLY, RELATION_NAMES
from expectations.figures import DISAGREES, IMPOSSIBLE

if TYPE_CHECKING:
    from expectations.parameters import ObservationParameters

SUITE: Final = "observations"

_CODE_WORDS: Final = {
    "tier": "The tier of the unit is district or commune.",
    "measure": "The measure is one of the code list.",
    "obs_status": "The status says whether a figure is actual, estimated or a target.",
    "bound": "The bound says how exact a figure is: eq, gt, lt or approx.",
    "confidence": "The confidence of the reading is high, medium or low.",
    "unit_measure": "The unit of measure is one of the code list.",
}


def observation_suite(parameters: ObservationParameters) -> gx.ExpectationSuite:
    """The suite, most telling rule first: a row that breaks several is refused in the name of the first."""
    critical: list[Any] = [
        rules.ExpectRequiredColumnsToBeFilled(rule="required"),
        rules.ExpectValueToBeFinite(rule="finite"),
        *(
            rules.ExpectCodeToBeListed(
                column=column,
                value_set=list(getattr(parameters.codes, column)),
                meta={"rule": f"code_list.{column}"},
                description=words,
            )
            for column, words in _CODE_WORDS.items()
        ),
        rules.ExpectMeasureToSuitIndicator(rule="measure"),
        rules.ExpectUnitToSuitIndicator(rule="unit"),
        rules.ExpectUnitToBeKnown(rule="known_unit"),
        rules.ExpectPeriodToBeWellFormed(rule="period"),
        rules.ExpectPeriodToBePast(rule="period_past"),
        rules.ExpectQuoteToHoldFigure(rule="figure_in_quote"),
        rules.ExpectSpanToMatchQuote(rule="span"),
        rules.ExpectValueToBePlausible(rule="plausible"),
        *(
            rules.ExpectSumsToAgree(rule=f"possible.{name}", relation=name, worst=IMPOSSIBLE)
            for name in RELATION_NAMES
            if name not in FLAG_ONLY
        ),
    ]
    warnings: list[Any] = [
        rules.ExpectUnitToExistInPeriod(rule="unit_dates", severity=FailureSeverity.WARNING),
        *(
            rules.ExpectSumsToAgree(
                rule=f"sum.{name}", relation=name, worst=DISAGREES, severity=FailureSeverity.WARNING
            )
            for name in RELATION_NAMES
        ),
    ]
    return gx.ExpectationSuite(name=SUITE, expectations=[*critical, *warnings])
