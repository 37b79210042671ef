"""Laws of reconciliation: neither the order of tellings nor the way they arrived can be seen in the result."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.districts import by_districts
from tasks.reconciliation.copies import fingerprint
from tasks.reconciliation.resolve import DECISIONS, reconcile

unhurried = settings(deadline=None)

DISTRICTS = [("quan-phu-nhuan", "768"), ("quan-3", "770"), ("huyen-cu-chi", "783")]
TEXTS = ["Một thông cáo của quận gửi các báo về thu ngân sách. " * 20, "Một bài viết khác hẳn về cùng việc ấy. " * 20]


@st.composite
def tellings(draw, telling, most=24):
    """Observations of a few keys, many of them alike in value, day or article."""
    rows = []
    for number in range(draw(st.integers(0, most))):
        district, code = draw(st.sampled_from(DISTRICTS))
        article = draw(st.integers(0, 5))
        rows.append(
            telling(
                draw(st.sampled_from([4120, 4119.6, 4100, 4131, 4000, 412, 0])),
                district=district,
                district_code=code,
                article=f"bai-{article}",
                bound=draw(st.sampled_from(["eq", "eq", "gt", "lt", "approx"])),
                obs_status=draw(st.sampled_from(["actual", "actual", "estimate", "target"])),
                measure=draw(st.sampled_from(["level", "plan_ratio"])),
                published_at=draw(st.sampled_from([None, date(2023, 1, 5), date(2023, 2, 1)])),
                observation_id=f"{number:016x}",
            )
        )
    return rows


def prints_of(rows):
    ids = sorted({row["article_id"] for row in rows})
    return pl.DataFrame(
        {"article_id": ids, "fingerprint": [fingerprint(TEXTS[len(name) + ord(name[0]) & 1]) for name in ids]},
        schema={"article_id": pl.String, "fingerprint": pl.List(pl.Int64)},
    )


@unhurried
@given(st.data())
def test_the_order_of_tellings_does_not_matter(telling, frame_of, data):
    rows = data.draw(tellings(telling))
    shuffled = data.draw(st.permutations(rows))
    prints = prints_of(rows)
    assert reconcile(frame_of(*shuffled), prints).equals(reconcile(frame_of(*rows), prints))


@unhurried
@given(st.data())
def test_districts_reconciled_apart_give_what_they_give_together(telling, frame_of, data):
    frame = frame_of(*data.draw(tellings(telling)))
    parts = [reconcile(frame.filter(pl.col("district") == district)) for district, _ in DISTRICTS]
    together = reconcile(frame)
    order = ["city", "district", "indicator", "measure", "obs_status"]
    assert pl.concat(parts).sort(order).equals(together.sort(order))


@unhurried
@given(st.data(), st.integers(1, 9))
def test_parts_hold_whole_districts_and_every_row_once(telling, frame_of, data, size):
    frame = frame_of(*data.draw(tellings(telling)))
    parts = list(by_districts(frame, size))
    assert pl.concat(parts).sort("observation_id").equals(frame.sort("observation_id"))
    seen = [set(part["district"]) for part in parts]
    assert sum(len(names) for names in seen) == len(set().union(*seen))


@unhurried
@given(st.data())
def test_each_key_gives_one_statistic_that_one_of_its_tellings_told(telling, frame_of, data):
    rows = data.draw(tellings(telling))
    found = reconcile(frame_of(*rows))
    keys = {(row["district"], row["measure"], row["obs_status"] == "target") for row in rows}
    assert found.height == len(keys)
    by_id = {row["observation_id"]: row for row in rows}
    for statistic in found.iter_rows(named=True):
        told = [by_id[name] for name in statistic["observation_ids"]]
        assert statistic["obs_value"] in {row["obs_value"] for row in told}
        assert set(statistic["dissent"]) < {row["obs_value"] for row in told} | {None}
        assert 1 <= statistic["n_supporting"] <= statistic["n_sources"] <= len(told)
        assert statistic["decided_by"] in DECISIONS
        assert (statistic["n_dissenting"] > 0) == bool(statistic["dissent"])
    assert sum(len(names) for names in found["observation_ids"]) == len(rows)


@unhurried
@given(st.data())
def test_another_paper_that_tells_the_published_figure_does_not_change_it(telling, frame_of, data):
    rows = data.draw(tellings(telling).filter(bool))
    before = reconcile(frame_of(*rows)).row(0, named=True)
    told = {row["observation_id"]: row for row in rows}
    chosen = next(told[name] for name in before["observation_ids"] if told[name]["obs_value"] == before["obs_value"])
    again = {**chosen, "bound": before["bound"], "obs_status": before["obs_status"]}
    again |= {"observation_id": "f" * 16, "article_id": "f" * 64, "published_at": before["last_published_at"]}
    after = reconcile(frame_of(*rows, again)).row(0, named=True)
    assert after["obs_value"] == before["obs_value"]
    assert after["n_sources"] == before["n_sources"] + 1
