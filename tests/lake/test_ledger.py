"""What is new, changed, outdated, gone, and what need not be read again."""

from __future__ import annotations

from datetime import date

import polars as pl

from tasks.lake.ledger import SOURCE_SCHEMA, Ledger, Listed


def ledger(*rows: tuple[str, int, str, str], withdrawn: tuple[str, ...] = ()) -> Ledger:
    sources = pl.DataFrame(
        [(uri, size, etag, None, rules, 1, None, None, None) for uri, size, etag, rules in rows],
        SOURCE_SCHEMA,
        orient="row",
    )
    return Ledger(sources, Ledger.empty().holdings, pl.DataFrame({"uri": withdrawn}, {"uri": pl.String()}))


KNOWN = ledger(
    ("tin/a.txt", 10, "1", "r1"),
    ("tin/b.txt", 20, "1", "r1"),
    ("tin/c.txt", 30, "1", "r0"),
    ("tin2/d.txt", 40, "1", "r1"),
)


def test_a_listing_is_compared_with_what_was_read() -> None:
    listed = [
        Listed("tin/a.txt", 10, "1"),
        Listed("tin/b.txt", 20, "2"),
        Listed("tin/c.txt", 30, "1"),
        Listed("tin/e.txt", 5, "1"),
    ]
    plan = KNOWN.plan(listed, ["r1"])
    assert plan.unchanged == ("tin/a.txt",)
    assert plan.changed == ("tin/b.txt",)
    assert plan.outdated == ("tin/c.txt",)
    assert plan.new == ("tin/e.txt",)
    assert plan.gone == ()
    assert plan.to_read == ("tin/e.txt", "tin/b.txt", "tin/c.txt")


def test_only_a_full_listing_says_that_something_is_gone() -> None:
    plan = KNOWN.plan([Listed("tin/a.txt", 10, "1")], ["r1"], complete=("tin/",))
    assert plan.gone == ("tin/b.txt", "tin/c.txt")


def test_what_was_withdrawn_is_not_read_again() -> None:
    known = ledger(withdrawn=("tin/x.txt",))
    plan = known.plan([Listed("tin/x.txt", 1, "1"), Listed("tin/y.txt", 1, "1")], ["r1"], complete=("tin/",))
    assert plan.new == ("tin/y.txt",)
    assert plan.gone == ()


def test_a_source_listed_twice_is_read_once() -> None:
    assert Ledger.empty().plan([Listed("a", 1, "1"), Listed("a", 1, "1")], ["r1"]).new == ("a",)


def test_a_month_is_due_wherever_an_article_of_it_may_stand() -> None:
    """Also where nobody knows when the articles were published; not where this reading has been."""
    rows = [
        ("tin/truoc.txt", date(2023, 12, 31), date(2023, 12, 31), None),
        ("tin/trong.txt", date(2024, 1, 31), date(2024, 1, 31), "lần trước"),
        ("tin/da-doc.txt", date(2024, 1, 15), date(2024, 1, 15), "lần này"),
        ("tin/gom.jsonl", date(2023, 5, 1), date(2024, 6, 1), None),
        ("tin/khong-ngay.txt", None, None, None),
        ("tin/sau.txt", date(2024, 2, 1), date(2024, 2, 1), None),
    ]
    sources = pl.DataFrame(
        [(uri, 1, "1", None, "r1", 1, first, last, reading) for uri, first, last, reading in rows],
        SOURCE_SCHEMA,
        orient="row",
    )
    known = Ledger(sources, Ledger.empty().holdings, Ledger.empty().withdrawn)
    due = known.due(date(2024, 1, 1), date(2024, 1, 31), "lần này")
    assert due == ["tin/trong.txt", "tin/gom.jsonl", "tin/khong-ngay.txt"]
