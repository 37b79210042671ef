"""Tables taken district by district lose no row, and keep together what belongs together."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tasks.lake.slices import district_slices

ON = ["city", "district"]
SCHEMA = {"city": pl.String, "district": pl.String, "row": pl.Int64}

_names = st.sampled_from(["ha-noi", "hue", None])
_places = st.lists(st.tuples(_names, st.sampled_from(["quan-1", "quan-2", "quan-3", None])), max_size=40)


def table(places: list[tuple[str | None, str | None]]) -> pl.DataFrame:
    return pl.DataFrame([(*place, row) for row, place in enumerate(places)], SCHEMA, orient="row")


@given(_places, _places)
def test_no_row_is_lost_and_no_district_is_parted(left: list, right: list) -> None:
    frames = table(left), table(right)
    slices = list(district_slices(*frames, rows_at_once=8))
    for number, frame in enumerate(frames):
        rows = pl.concat([one[number] for one in slices])
        assert rows.sort("row").equals(frame)
        if frames[0].height + frames[1].height > 8:
            assert rows.equals(frame.sort(ON, nulls_last=True, maintain_order=True))
    found: set = set()
    for one in slices:
        places = {place for frame in one for place in frame.select(ON).iter_rows()}
        assert not found & places
        found |= places


def test_a_slice_is_no_larger_than_asked_for_but_for_its_last_district() -> None:
    frame = table([("hue", f"quan-{row // 3}") for row in range(300)])
    heights = [rows.height for (rows,) in district_slices(frame, rows_at_once=10)]
    assert sum(heights) == 300
    assert max(heights) <= 12
    assert len(heights) >= 25
