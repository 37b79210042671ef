"""A lake checked run by run holds what it would hold if it were checked whole."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.districts import PLACE
from expectations.run import check_observations
from expectations.twins import touched

DISTRICTS = [
    ("quan-phu-nhuan", "Quận Phú Nhuận"),
    ("quan-3", "Quận 3"),
    ("quan-10", "Quận 10"),
    ("quan-5", "Quận 5"),
    ("quan-1", "Quận 1"),
    ("quan-4", "Quận 4"),
]
FIGURES = [
    (4120, {}),
    (51200, {"indicator": "production_value"}),
    (112.4, {"measure": "plan_ratio", "unit_measure": "PERCENT"}),
    (103, {"measure": "plan_ratio", "unit_measure": "PERCENT"}),
    (4000, {"obs_status": "target"}),
    (88000, {}),
    (9100, {"indicator": "public_investment_disbursement"}),
]


@st.composite
def lakes(draw, telling):
    """Articles by name, each with the rows it tells."""
    articles = {}
    for number in range(draw(st.integers(1, 9))):
        slug, name = draw(st.sampled_from(DISTRICTS))
        told = draw(st.lists(st.sampled_from(FIGURES), min_size=1, max_size=6, unique_by=str))
        place = {"district": slug, "district_name": name, "article": f"bai-{number}"}
        articles[f"bai-{number}"] = [telling(value, **changes, **place) for value, changes in told]
    return articles


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_judging_what_a_change_touches_is_judging_the_whole(telling, frame_of, parameters, data):
    articles = data.draw(lakes(telling))
    gone = data.draw(st.sets(st.sampled_from(sorted(articles))))
    before = frame_of(*(row for rows in articles.values() for row in rows))
    after = frame_of(*(row for name, rows in articles.items() if name not in gone for row in rows))
    changed = before.filter(pl.col("article").is_in(gone)).select(PLACE).unique()
    again = after.join(touched(changed, before, after), on=PLACE, how="semi")

    old = check_observations(before, parameters, elsewhere=before)
    new = check_observations(again, parameters, elsewhere=after)
    whole = check_observations(after, parameters, elsewhere=after)
    for kind in ("accepted", "quarantined"):
        kept = getattr(old, kind).join(again, on=PLACE, how="anti").filter(~pl.col("article").is_in(gone))
        merged = pl.concat([kept, getattr(new, kind)])
        assert merged.sort("observation_id").equals(getattr(whole, kind).sort("observation_id"))
