"""Whatever code the checks can write has words in both languages."""

from __future__ import annotations

from expectations import labels
from expectations.run import check_observations
from expectations.verdicts import FLAGS
from tasks.decisions.apply import ACCEPTED, CORRECTED
from tasks.reconciliation.resolve import COPIES_DISAGREE


def test_every_flag_has_words():
    assert set(labels.FLAGS) == {*FLAGS, COPIES_DISAGREE, ACCEPTED, CORRECTED}


def test_every_reason_for_quarantine_has_words(frame_of, parameters):
    outcomes = check_observations(frame_of(), parameters).report.outcomes
    reasons = {outcome.rule.partition(".")[0] for outcome in outcomes if outcome.severity == "critical"}
    assert set(labels.RULES) == {*reasons, "rejected"}
