"""Data Docs are documents: they name every rule in words, stand alone, and never run what an article says."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from expectations.parameters import StatisticParameters
from expectations.run import RowFindings, build_docs, check_observations, check_statistics
from tasks.reconciliation.resolve import reconcile

SCRIPT = "<script>alert('4.120')</script>"


class Page(HTMLParser):
    """The tags, addresses and text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def checks(telling, frame_of, parameters):
    rows = [
        telling(4120),
        telling(103, measure="plan_ratio", unit_measure="PERCENT"),
        telling(4000, obs_status="target"),
        telling(
            99000,
            article=f"bai-{SCRIPT}",
            district_name=f"Quận {SCRIPT}",
            quote=f"Thu ngân sách đạt 99.000 tỷ đồng {SCRIPT}",
            raw_value="99.000 tỷ đồng",
        ),
    ]
    check = check_observations(frame_of(*rows), parameters)
    table = check_statistics(
        reconcile(check.accepted), check.accepted, None, StatisticParameters(("budget_revenue",)), quarantined=1
    )
    return RowFindings.of(check), table


def test_pages_tell_rules_refusals_sums_and_ranges_in_words(checks, tmp_path):
    index = build_docs(checks, tmp_path, release="7", built_at=datetime(2024, 5, 2, 6, 0, tzinfo=UTC))
    assert index == tmp_path / "index.html"
    rows = Page((tmp_path / "observations.html").read_text(encoding="utf-8")).text
    for words in (
        "Release 7. Made 2024-05-02 06:00 UTC.",
        "The quoted sentence contains the figure as it was written.",
        "1 of 4 refused",
        "99.000 VND_BN is implausible: an urban district has 0,05 to 20.000",
        "Thu ngân sách đạt 99.000 tỷ đồng",
        "4.120 / 4.000 = 103 %: agrees",
        "thu ngân sách nhà nước",
        "Khớp phép chia mức thực hiện cho kế hoạch",
    ):
        assert words in rows
    table = Page((tmp_path / "statistics.html").read_text(encoding="utf-8")).text
    assert "One statistic for each district, indicator, measure, period, and target or not." in table
    assert "25.0 % (1 of 4)" in table


def test_what_an_article_says_is_text_and_pages_load_nothing(checks, tmp_path):
    build_docs(checks, tmp_path)
    for path in tmp_path.iterdir():
        page = Page(path.read_text(encoding="utf-8"))
        assert "script" not in page.tags
        assert all(link.endswith(".html") and "/" not in link for link in page.links)
    assert SCRIPT in Page((tmp_path / "observations.html").read_text(encoding="utf-8")).text


def test_the_same_checks_give_the_same_bytes(checks, tmp_path):
    for name in ("one", "two"):
        build_docs(checks, tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
