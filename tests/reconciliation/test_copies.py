"""Copies of one text are found whatever was cut or put before them; other texts on the same matter are not copies."""

from __future__ import annotations

import polars as pl
import pytest

from tasks.reconciliation.copies import BINS, fingerprint, with_sources
from tasks.reconciliation.resolve import COPIES_DISAGREE, reconcile

RELEASE = (
    "Chiều 5/1, Ủy ban nhân dân quận Phú Nhuận tổ chức hội nghị tổng kết tình hình kinh tế - xã hội năm 2022 và "
    "triển khai nhiệm vụ năm 2023. Báo cáo tại hội nghị, Phó Chủ tịch Ủy ban nhân dân quận cho biết tổng thu ngân"
    " sách nhà nước trên địa bàn đạt 4.120 tỷ đồng, bằng 103% dự toán và tăng 8,3% so với cùng kỳ. Quận đã cấp "
    "phép cho 1.245 doanh nghiệp thành lập mới, giải quyết việc làm cho 9.870 lao động và không còn hộ nghèo theo"
    " chuẩn thành phố. Công tác cải cách hành chính tiếp tục được đẩy mạnh, tỷ lệ hồ sơ giải quyết đúng hạn đạt "
    "99,8%. Phát biểu kết luận, Bí thư Quận ủy đề nghị các phường, phòng ban tập trung tháo gỡ khó khăn cho doanh"
    " nghiệp, đẩy nhanh tiến độ giải ngân vốn đầu tư công ngay từ những tháng đầu năm và chăm lo tốt đời sống "
    "người dân dịp Tết Quý Mão."
)
NEXT_YEAR = (
    "Ngày 9/1, quận Phú Nhuận tổng kết năm 2023. Theo báo cáo của Ủy ban nhân dân quận, thu ngân sách ước đạt 4.312 tỷ "
    "đồng, tăng 4,7% so với năm trước; có 1.398 doanh nghiệp đăng ký mới. Đại biểu thảo luận về chỉnh trang tuyến kênh "
    "Nhiêu Lộc, về chuyển đổi số ở các phường và về chương trình nhà ở xã hội. Chủ tịch quận giao chỉ tiêu giải ngân "
    "trên 95% vốn đầu tư công trong năm 2024, coi đây là thước đo trách nhiệm của người đứng đầu từng đơn vị."
)


def alike(one, other):
    return sum(a == b for a, b in zip(fingerprint(one), fingerprint(other), strict=True)) / BINS


@pytest.mark.parametrize(
    "copy",
    [
        RELEASE,
        RELEASE.upper(),
        "Quận Phú Nhuận: thu ngân sách vượt dự toán\n\n" + RELEASE,
        RELEASE[90:],
        RELEASE[:-140] + " Ảnh: Minh Anh",
        RELEASE.replace("4.120", "4.210"),
        RELEASE.replace("Báo cáo tại hội nghị, Phó Chủ tịch", "Phó Chủ tịch"),
    ],
)
def test_what_was_cut_added_or_altered_leaves_a_copy_a_copy(copy):
    assert alike(RELEASE, copy) >= 0.5


def test_another_report_on_the_same_district_is_not_a_copy():
    assert alike(RELEASE, NEXT_YEAR) < 0.25


@pytest.mark.parametrize("text", ["", "!", "một", "một hai", "một hai ba bốn"])
def test_short_texts_have_fingerprints_too(text):
    assert len(fingerprint(text)) == BINS
    assert fingerprint(text) == fingerprint(text)


def test_fingerprints_are_the_same_everywhere_and_always():
    """They are stored: a change of the hash would part old copies from new ones."""
    assert fingerprint("Thu ngân sách quận Phú Nhuận đạt 4.120 tỷ đồng")[:3] == (3958737994, 1711915487, 3760060276)


@pytest.fixture
def told(telling, frame_of):
    def frames(**texts):
        rows = [telling(4120 + n, article=name) for n, name in enumerate(texts)]
        prints = pl.DataFrame(
            {
                "article_id": [row["article_id"] for row in rows],
                "fingerprint": [fingerprint(text) for text in texts.values()],
            },
            schema={"article_id": pl.String, "fingerprint": pl.List(pl.Int64)},
        )
        return frame_of(*rows), prints

    return frames


def test_a_chain_of_copies_is_one_source(told):
    frame, prints = told(a=RELEASE, b=RELEASE[120:], c=RELEASE[240:], d=NEXT_YEAR)
    sources = with_sources(frame, prints)["source"]
    assert sources[0] == sources[1] == sources[2] != sources[3]
    assert sources[0] == min(frame["article_id"][:3])


def test_articles_without_a_fingerprint_are_sources_of_their_own(told):
    frame, prints = told(a=RELEASE, b=RELEASE)
    unknown = prints.with_columns(fingerprint=pl.lit(None, pl.List(pl.Int64)))
    for given in (None, unknown, prints.clear()):
        assert with_sources(frame, given)["source"].to_list() == frame["article_id"].to_list()


def test_copies_in_other_districts_do_not_matter(told):
    frame, prints = told(a=RELEASE, b=RELEASE)
    moved = frame.with_columns(district=pl.Series(["quan-1", "quan-3"]))
    assert with_sources(moved, prints)["source"].n_unique() == 2


def test_a_copy_with_another_figure_is_flagged(told):
    frame, prints = told(a=RELEASE, b=RELEASE.replace("4.120", "4.121"))
    assert reconcile(frame, prints)["flags"].to_list() == [[COPIES_DISAGREE]]
    assert reconcile(frame)["flags"].to_list() == [[]]
