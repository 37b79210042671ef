"""Page furniture goes; what may hold the only telling of a figure stays."""

from __future__ import annotations

import pytest

from tasks.articles.build import clean_article_text

TITLE = "Quận Lê Chân thu ngân sách vượt 12% dự toán"
LEAD = "Năm 2021, thu ngân sách nhà nước trên địa bàn quận Lê Chân đạt 986 tỷ đồng, vượt 12% dự toán thành phố giao."
BODY = (
    "Trong năm, quận giải ngân 214 tỷ đồng vốn đầu tư công, đạt 97% kế hoạch; giải quyết việc làm cho 3.900 lao động "
    "và không còn hộ nghèo theo chuẩn cũ của thành phố."
)
ARTICLE = f"{TITLE}\n\n{LEAD}\n\n{BODY}"


@pytest.mark.parametrize(
    "above",
    [
        "Trang chủ > Tin tức > Kinh tế",
        "TIN TỨC & SỰ KIỆN\n\n|\n\nTin tức - Sự kiện",
        "Kinh tế",
        "Thứ ba, 28/12/2021",
        "20:14 28/12/2021\nprint",
        "Chia sẻ\nFacebook\nZalo\nA- A A+",
        "Lượt xem: 1.826",
        "baovidu.vn | Thứ ba, 28/12/2021",
    ],
)
def test_what_stands_above_the_article_goes(above: str) -> None:
    assert clean_article_text(f"{above}\n\n{ARTICLE}") == ARTICLE


@pytest.mark.parametrize(
    "below",
    [
        "Ý kiến của bạn:",
        "(0) Bình luận\nNổi bật\nĐừng bỏ lỡ\nHuyện An Dương giải ngân 60% vốn đầu tư công",
        "Bình luận (2)\nĐộc giả A: Quận thu được 5.000 tỷ đồng thì phải làm thêm đường cho dân, tôi nghĩ thế là đúng.",
        "Các tin đã đưa\n  Quận Kiến An thu ngân sách 500 tỷ đồng (22:17 - 20/12/2021)\n  An Lão về đích (19/12/2021)",
        "Tin liên quan\nQuận Kiến An thu ngân sách 500 tỷ đồng\nHuyện An Lão thêm 3 xã về đích",
        "Xem bài viết theo ngày\nRadDatePicker\nOpen the calendar popup.\nT2 T3 T4 T5 T6 T7 CN\n1 2 3 4 5 6 7",
        "© Báo Ví Dụ. Không sao chép khi chưa được đồng ý.\nGiấy phép số 12/GP-BTTTT\nĐiện thoại: 0225 3 555 555",
        "LƯU Ý: Ý kiến bạn đọc được biên tập trước khi đăng.",
        "Từ khóa: quận Lê Chân, thu ngân sách 2021",
        ">> Xem thêm: Huyện An Dương thu 700 tỷ đồng",
        "Xem thêm: Huyện An Dương thu 700 tỷ đồng",
        "Hải Yến",
        "HẢI YẾN - MINH ĐỨC",
        "Theo TTXVN",
    ],
)
def test_what_stands_below_the_article_goes(below: str) -> None:
    assert clean_article_text(f"{ARTICLE}\n\n{below}") == ARTICLE


def test_a_date_glued_to_the_headline_goes_and_the_headline_stays() -> None:
    assert clean_article_text(f"Thứ ba, 28/12/2021 {ARTICLE}") == ARTICLE
    assert clean_article_text(ARTICLE.replace(TITLE, f"{TITLE} 28/12/2021 17:08")) == ARTICLE


@pytest.mark.parametrize(
    "caption",
    [
        "Quang cảnh hội nghị. Ảnh: Hải Yến",
        "Quận Lê Chân thu 986 tỷ đồng trong năm 2021 - Ảnh: HẢI YẾN.",
        "Một góc quận Lê Chân. (Nguồn: TTXVN)",
        "hoi_nghi-12.jpg\nQuang cảnh hội nghị.",
        "Quận Lê Chân thu ngân sách vượt 12% dự toán - Ảnh 1.",
        "Ảnh minh họa.",
    ],
)
def test_captions_that_tell_nothing_new_go(caption: str) -> None:
    assert clean_article_text(f"{TITLE}\n\n{LEAD}\n\n{caption}\n\n{BODY}") == ARTICLE


@pytest.mark.parametrize(
    "line",
    [
        "Năm nay, quận Lê Chân ước thu hơn 1.000 tỷ đồng.",
        "Quận Lê Chân đón 120.000 lượt khách trong năm. Ảnh: Hải Yến",
        "Quận Lê Chân có 986 hộ kinh doanh mới trong năm 2021. Ảnh: Hải Yến",
        "Giải ngân vốn đầu tư công",
        "Quận Hồng Bàng",
        "Thu ngân sách | 986 | 112%",
        "Tin liên quan đến thu ngân sách quận được công khai hằng quý.",
        "Đường dây nóng của quận tiếp nhận 1.240 phản ánh, đã xử lý 1.198.",
        "Giấy phép xây dựng được cấp đúng hạn.",
    ],
)
def test_lines_in_doubt_stay(line: str) -> None:
    article = f"{TITLE}\n\n{LEAD}\n\n{line}\n\n{BODY}"
    assert clean_article_text(article) == article


def test_text_behind_a_heading_of_links_stays_when_it_is_prose() -> None:
    article = f"{TITLE}\n\n{LEAD}\n\nTin liên quan\n\n{BODY}"
    assert clean_article_text(article) == article


def test_a_summary_printed_twice_stands_once() -> None:
    assert clean_article_text(f"{TITLE}\n\n{LEAD}\n\n{LEAD}\n\n{BODY}\n\n{TITLE}") == ARTICLE


def test_old_and_new_tone_placement_are_the_same_furniture() -> None:
    assert clean_article_text(f"{ARTICLE}\n\nToà soạn: 12 Lạch Tray\nTòa soạn: 12 Lạch Tray") == ARTICLE


def test_a_line_that_ends_in_empty_cells_stays_where_it_tells_a_figure() -> None:
    told = f"{TITLE}\n\n{LEAD}\n\nThu ngân sách | 986 tỷ đồng | |\n\n{BODY}"
    assert clean_article_text(told) == told
    assert clean_article_text(f"{TITLE}\n\n{LEAD}\n\nĐường dây nóng: 0822.173.636 | |\n\n{BODY}") == ARTICLE
