"""Laws of merging: however readings arrive, the lake holds the last reading of each source, each article once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.lake.batch import Batch
from tasks.lake.changes import differing
from tasks.lake.datasets import ISSUES, OBSERVATIONS, QUARANTINE
from tasks.lake.errors import SchemaMismatchError
from tasks.lake.ledger import Ledger
from tasks.lake.merge import State, renew
from tasks.lake.quarantine import SEEN
from tests.lake.samples import Read, Told, batch_of

if TYPE_CHECKING:
    from tasks.lake.merge import Renewal


@dataclass(frozen=True)
class Merged:
    """The next state, and what it took."""

    state: State
    touched: pl.DataFrame
    renewal: Renewal


def merge(state: State, batch: Batch, release: int) -> Merged:
    """All districts at once."""
    renewal = renew(state, batch, release)
    after, touched = renewal.of(state, pl.concat(list(renewal.batch.pieces())), renewal.batch.quarantine)
    return Merged(after, touched, renewal)


EMPTY = State(OBSERVATIONS.empty(), QUARANTINE.empty(), ISSUES.empty(), Ledger.empty())

TEXTS = (
    ("Quận 1 thu 15.500 tỷ.", (Told("quan-1", 2023, 15500.0),), ()),
    ("Quận 1 thu 14.800 tỷ; Quận 3 thu 4.201 tỷ.", (Told("quan-1", 2022, 14800.0), Told("quan-3", 2023, 4201.0)), ()),
    ("Hoàng Mai thu 9 triệu tỷ.", (Told("hoang-mai", 2023, 9e6, held=True),), ("không hiểu 12%",)),
    ("Không có số liệu.", (), ()),
)

SOURCES = st.sampled_from(["bao/a.txt", "bao/b.txt", "tin/a.txt"])
READS = st.builds(
    lambda source, text, publisher: Read(source, text[0], text[1], text[2], publisher=publisher),
    SOURCES,
    st.sampled_from(TEXTS),
    st.sampled_from(["Tuổi Trẻ", "Thanh Niên"]),
)
STEPS = st.lists(st.one_of(READS, SOURCES), min_size=1, max_size=7)


def rows(state: State) -> tuple[pl.DataFrame, ...]:
    """All that depends on content alone."""
    return (
        state.observations,
        state.quarantine.drop(SEEN),
        state.issues,
        state.ledger.sources,
        state.ledger.holdings.drop("part"),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_any_history_leaves_what_the_last_readings_alone_would(steps: list[Read | str]) -> None:
    state, last = EMPTY, dict[str, Read]()
    for number, step in enumerate(steps, start=1):
        if isinstance(step, Read):
            last[step.source] = step
            state = merge(state, batch_of(step), number).state
        else:
            last.pop(step, None)
            state = merge(state, Batch(removed=(step,)), number).state
    at_once = merge(EMPTY, batch_of(*last.values()), 1).state
    for one, other in zip(rows(state), rows(at_once), strict=True):
        assert one.equals(other)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(READS, min_size=1, max_size=4, unique_by=lambda read: read.source))
def test_the_same_batch_again_changes_nothing(reads: list[Read]) -> None:
    first = merge(EMPTY, batch_of(*reads), 1)
    again = merge(first.state, batch_of(*reads), 2)
    assert again.state.quarantine.equals(first.state.quarantine)
    assert all(one.equals(other) for one, other in zip(rows(again.state), rows(first.state), strict=True))
    assert again.touched.is_empty()
    assert again.renewal.new_articles.is_empty()
    assert again.renewal.gone_articles.is_empty()
    assert again.renewal.moved_articles.is_empty()


def test_only_districts_with_changed_rows_are_touched() -> None:
    state = merge(EMPTY, batch_of(Read("a", *TEXTS[0]), Read("b", *TEXTS[1])), 1).state
    merged = merge(state, batch_of(Read("a", *TEXTS[0]), Read("c", "Quận 3: 5.", (Told("quan-3", 2021, 5.0),))), 2)
    assert merged.touched.rows() == [("ho-chi-minh", "quan-3")]


def test_articles_without_a_figure_leave_only_their_source() -> None:
    state = merge(EMPTY, batch_of(Read("a", *TEXTS[3])), 1).state
    assert state.ledger.sources["uri"].to_list() == ["a"]
    assert state.ledger.holdings.is_empty()


def test_issues_of_a_source_that_cannot_be_read_replace_each_other() -> None:
    columns = dict.fromkeys(ISSUES.schema or {})
    issue = pl.DataFrame(
        [
            {
                **columns,
                "stage": "ingest",
                "reason": "unreadable",
                "message": "No permission",
                "source_uri": "x",
                "source": "x",
            }
        ],
        dict(ISSUES.schema or {}),
    )
    state = EMPTY
    for number in (1, 2):
        state = merge(state, Batch(issues=issue), number).state
    assert state.issues.height == 1
    assert merge(state, batch_of(Read("x", *TEXTS[0])), 3).state.issues.is_empty()


def test_rows_of_articles_that_were_not_given_are_refused() -> None:
    whole = batch_of(Read("a", *TEXTS[0]))
    with pytest.raises(SchemaMismatchError, match=r"Batch\.articles"):
        merge(EMPTY, Batch(sources=whole.sources, observations=whole.observations), 1)
    with pytest.raises(SchemaMismatchError, match=r"Batch\.sources"):
        merge(EMPTY, Batch(articles=whole.articles), 1)


def test_differing_rows_are_those_of_one_side_only() -> None:
    old = pl.DataFrame({"a": [1, 2, 3], "b": [["x"], [], None]})
    new = pl.DataFrame({"a": [2, 3, 4], "b": [[], ["y"], None]})
    only_old, only_new = differing(old, new)
    assert only_old.rows() == [(1, ["x"]), (3, None)]
    assert only_new.rows() == [(3, ["y"]), (4, None)]
