"""What people decide acts on what was read, and on nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest

from tasks.decisions.apply import ACCEPTED, CORRECTED, prepare, release_accepted, take
from tasks.decisions.decision import DecisionError, Request, added
from tasks.decisions.exchange import export_decisions, import_requests
from tasks.decisions.review import reopened_issues, review
from tasks.records.decision import DECISION_SCHEMA

NOW = datetime(2024, 5, 2, 3, 0, tzinfo=UTC)
NONE = pl.DataFrame(schema=DECISION_SCHEMA)


@pytest.fixture
def decided(telling, frame_of):
    """Decisions on one observation, an hour apart, in the order given."""

    def take_all(frame, *actions):
        kept = NONE
        for hour, (action, value) in enumerate(actions):
            request = Request(frame["observation_id"][0], action, "số liệu in nhầm", "Lan", value)
            kept = added(kept, take([request], frame, kept, NOW + timedelta(hours=hour)))
        return kept

    return take_all


@pytest.fixture
def frame(telling, frame_of):
    return frame_of(telling(41200), telling(3900, article="other"))


def refused(frame):
    verdict = {"suite": "observations", "expectation": "plausible", "severity": "critical", "message": "too much"}
    return frame.with_columns(pl.lit(value).alias(name) for name, value in verdict.items())


def test_a_rejected_row_is_taken_out_with_name_day_and_reason(frame, decided):
    prepared = prepare(frame, decided(frame, ("reject", None)))
    assert prepared.observations.equals(frame.tail(1))
    row = prepared.rejected.row(0, named=True)
    assert (row["suite"], row["expectation"], row["obs_value"]) == ("decisions", "rejected", 41200)
    assert row["message"].endswith("rejected by Lan on 2024-05-02: số liệu in nhầm")


def test_a_corrected_value_takes_the_place_of_what_was_read(frame, decided):
    prepared = prepare(frame, decided(frame, ("correct", 4120.0)))
    assert prepared.observations.select("obs_value", "flags").rows() == [(4120, [CORRECTED]), (3900, [])]
    assert prepared.rejected.is_empty()


def test_an_accepted_row_is_released_from_quarantine_with_a_flag(frame, decided):
    released, still = release_accepted(refused(frame), decided(frame, ("accept", None)))
    assert released.equals(frame.head(1).with_columns(flags=pl.lit([ACCEPTED])))
    assert still.equals(refused(frame).tail(1))


def test_accepting_after_correcting_releases_the_corrected_value(frame, decided):
    decisions = decided(frame, ("correct", 25000.0), ("accept", None))
    corrected = prepare(frame, decisions).observations
    released, _ = release_accepted(refused(corrected), decisions)
    assert released.select("obs_value", "flags").rows() == [(25000, [ACCEPTED, CORRECTED])]


@pytest.mark.parametrize(
    ("actions", "value", "flags"),
    [
        ((("reject", None), ("correct", 4120.0)), 4120, [CORRECTED]),
        ((("correct", 4120.0), ("correct", 4210.0)), 4210, [CORRECTED]),
        ((("reject", None), ("accept", None)), 41200, []),
    ],
)
def test_the_newest_decision_counts(frame, decided, actions, value, flags):
    row = prepare(frame, decided(frame, *actions)).observations.row(0, named=True)
    assert (row["obs_value"], row["flags"]) == (value, flags)


def test_rows_from_the_lake_come_out_as_fresh_ones_do(frame, decided):
    decisions = decided(frame, ("correct", 4120.0))
    published = prepare(frame, decisions).observations
    assert prepare(published, decisions).observations.equals(published)
    newer = added(
        decisions,
        take(
            [Request(frame["observation_id"][0], "reject", "sai", "Lan")], published, decisions, NOW + timedelta(days=1)
        ),
    )
    assert prepare(published, newer).rejected.equals(prepare(frame, newer).rejected)
    assert review(published, newer)["state"].to_list() == ["superseded", "standing"]


def test_a_reading_that_changes_is_open_again(frame, decided):
    decisions = decided(frame, ("correct", 4120.0))
    reread = frame.with_columns(obs_value=pl.col("obs_value") * 10)
    assert prepare(reread, decisions).observations.equals(reread)
    assert review(reread, decisions).select("state", "now").rows() == [("reopened", 412000)]


def test_an_article_that_changes_opens_its_readings_again(frame, decided):
    decisions = decided(frame, ("reject", None))
    edited = frame.with_columns(observation_id=pl.format("new{}", "observation_id"), obs_value=pl.lit(4120.0))
    assert prepare(edited, decisions).observations.equals(edited)
    assert review(edited, decisions).select("state", "now").rows() == [("reopened", 4120)]
    assert review(edited.clear(), decisions)["state"].to_list() == ["gone"]


def test_a_decision_that_is_open_again_becomes_an_issue_until_it_is_decided_anew(frame, decided):
    decisions = decided(frame, ("correct", 4120.0))
    reread = frame.with_columns(obs_value=pl.col("obs_value") * 10)
    [issue] = reopened_issues(reread, decisions).to_dicts()
    assert (issue["reason"], issue["article_id"]) == ("decision_reopened", frame["article_id"][0])
    assert "Lan read 41200 on 2024-05-02 and decided to correct it to 4120 (số liệu in nhầm)" in issue["message"]
    again = take([Request(frame["observation_id"][0], "reject", "sai", "Minh")], reread, decisions, NOW)
    assert reopened_issues(reread, added(decisions, again)).is_empty()
    assert review(reread, added(decisions, again))["state"].to_list().count("superseded") == 1
    assert reopened_issues(frame, decisions).is_empty()


def test_what_a_figure_cannot_do_without_nobody_can_vouch_for(frame, decided):
    held = refused(frame).with_columns(expectation=pl.lit("known_unit"))
    request = Request(frame["observation_id"][0], "accept", "đúng", "Lan")
    with pytest.raises(DecisionError, match="breaks known_unit, without which a figure cannot be published"):
        take([request], frame, NONE, NOW, held)
    assert release_accepted(held, decided(frame, ("accept", None)))[0].is_empty()


def test_decisions_on_nothing_read_change_nothing(frame, decided):
    assert prepare(frame, NONE).observations.equals(frame)
    assert release_accepted(refused(frame), NONE)[1].equals(refused(frame))


BAD = [
    ({"observation_id": "0000"}, "no such observation"),
    ({"action": "correct"}, "give a value to correct"),
    ({"value": 5.0}, "give a value to correct, and only then"),
    ({"action": "correct", "value": float("nan")}, "not a number"),
    ({"reason": " "}, "give a reason"),
    ({"reviewer": ""}, "who decides"),
    ({"read_value": 4120.0}, "decided upon the value 4120, but 41200 is read now"),
    ({"decided_at": datetime(2024, 5, 2)}, "no time zone"),  # noqa: DTZ001
    ({"action": "ignore"}, "none of accept, correct, reject"),
]


@pytest.mark.parametrize(("changes", "why"), BAD)
def test_a_decision_that_cannot_be_taken_says_why(frame, changes, why):
    given = {"observation_id": frame["observation_id"][0], "action": "reject", "reason": "sai", "reviewer": "Lan"}
    with pytest.raises(DecisionError, match=why):
        take([Request(**{**given, **changes})], frame, NONE, NOW)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_an_export_can_be_read_back_and_decides_nothing_new(telling, frame_of, decided, kind):
    frame = frame_of(telling(41200, quote='=HYPERLINK("http://x")\n"Thu, chi" đạt 41.200 tỷ', raw_value="41.200 tỷ"))
    decisions = decided(frame, ("correct", 4120.5), ("accept", None))
    text = export_decisions(decisions, kind)
    again = take(import_requests(text, kind), frame, NONE, NOW + timedelta(days=9))
    assert added(decisions, again).equals(decisions)


def test_a_spreadsheet_runs_nothing_of_an_article(telling, frame_of, decided):
    frame = frame_of(telling(quote="=cmd|' /C calc'!A0"))
    assert "'=cmd" in export_decisions(decided(frame, ("reject", None)), "csv")


def test_a_time_in_another_zone_is_the_same_time(frame):
    request = Request(frame["observation_id"][0], "reject", "sai", "Lan")
    local = NOW.astimezone(timezone(timedelta(hours=7)))
    assert take([request], frame, NONE, local).equals(take([request], frame, NONE, NOW))


FILES = [
    ("csv", "observation_id,action\n1,reject\n", "d.csv:1: the columns reason, reviewer are missing"),
    ("csv", "observation_id,action,reason,reviewer\n1,reject,,Lan\n", "d.csv:2: nothing is given for reason"),
    ("csv", "observation_id,action,reason,reviewer\n1,drop,x,Lan\n", "d.csv:2: the action 'drop'"),
    ("csv", "observation_id,action,reason,reviewer,value\n1,correct,x,Lan,1.234,5\n", "d.csv:2: more cells"),
    ("csv", 'observation_id,action,reason,reviewer\n1,reject,"x,Lan\n', "not readable as CSV"),
    ("jsonl", '{"observation_id": "1"}\n', "d.jsonl:1: nothing is given for action, reason, reviewer"),
    ("jsonl", "\n[1]\n", "d.jsonl:2: write one object a line"),
    ("jsonl", "{\n", "d.jsonl:1: not readable as JSON"),
]


@pytest.mark.parametrize(("kind", "text", "why"), FILES)
def test_a_file_that_cannot_be_read_names_the_line(kind, text, why):
    with pytest.raises(DecisionError, match=why):
        import_requests(text, kind, f"d.{kind}")


@pytest.mark.parametrize(("name", "value"), [("value", "1.234,5"), ("decided_at", "hôm qua"), ("read_value", "?")])
def test_numbers_and_times_are_written_one_way(name, value):
    row = f'{{"observation_id": "1", "action": "correct", "reason": "x", "reviewer": "L", "{name}": "{value}"}}'
    with pytest.raises(DecisionError, match=rf":1: {name} is '"):
        import_requests(row, "jsonl")
