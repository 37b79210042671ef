"""Title and publisher as the page's own lines tell them, and the province a publisher belongs to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tasks.articles.build import article_from_text
from tasks.articles.publishers import known_publisher, publisher_of_url, publisher_province

if TYPE_CHECKING:
    from tasks.records.article import Article

BODY = "Sáu tháng đầu năm, thị xã Hoàng Mai thu ngân sách 310 tỷ đồng, đạt 58% dự toán, giảm còn 640 hộ nghèo."


def article(text: str) -> Article:
    built = article_from_text(text, source_uri="bai.txt", name="bai", today=date(2026, 1, 1))
    assert built.article is not None
    return built.article


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Hoàng Mai thu ngân sách khá\n\n{BODY}", "Hoàng Mai thu ngân sách khá"),
        (
            f"Kinh tế\n\nHoàng Mai thu ngân sách khá\n\nLê Minh 05/07/2019 - 08:30\n\n{BODY}",
            "Hoàng Mai thu ngân sách khá",
        ),
        (f"6 tháng đầu năm:\n\nHoàng Mai thu ngân sách khá\n\n{BODY}", "Hoàng Mai thu ngân sách khá"),
        (f"Đồng chí Bí thư phát biểu tại hội nghị.\n\n{BODY}", None),
        (BODY, None),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert article(text).title == title


def test_headline_stays_in_the_text() -> None:
    assert article(f"Hoàng Mai thu ngân sách khá\n\n{BODY}").text.startswith("Hoàng Mai thu ngân sách khá\n")


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (f"(NTO) {BODY}", "Báo Ninh Thuận"),
        (f"(Baonghean.vn)- {BODY}", "Báo Nghệ An"),
        (f"(Haiphong.gov.vn) - {BODY}", "Cổng thông tin thành phố Hải Phòng"),
        (f"(quan3.hochiminhcity.gov.vn) - {BODY}", "Cổng thông tin TP.HCM"),
        (f"(theo kết quả đã nêu) - {BODY}", None),
        (f"GLO - {BODY}", "Báo Gia Lai"),
        (f"TP - {BODY}", "Tiền Phong"),
        (f"(ĐCSVN) - {BODY}", "Báo điện tử Đảng Cộng sản Việt Nam"),
        (f"Hoàng Mai đi lên bền vững ĐNO - {BODY}", "Báo Đà Nẵng"),
        (f"baothanhhoa.vn | Thứ sáu, 05/07/2019\n\n{BODY}", "Báo Thanh Hóa"),
        (f"{BODY}\n\n(*) Không sao chép khi chưa có sự đồng ý bằng văn bản của Báo Hànộimới.", "Báo Hànộimới"),
        (f"Chủ tịch UBND TP - ông Lê Nam - dự hội nghị.\n{BODY}", None),
        (f"Theo đại diện VTV - đơn vị tổ chức - sự kiện thu hút đông người.\n{BODY}", None),
        (f"Trang booking.com xếp hạng khách sạn của thị xã.\n{BODY}", None),
        (BODY, None),
    ],
)
def test_publisher(text: str, publisher: str | None) -> None:
    assert article(text).publisher == publisher


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://www.baodongnai.com.vn/kinhte/202401/bien-hoa-1/", "Báo Đồng Nai"),
        ("http://nhipsonghanoi.hanoimoi.com.vn/tin-tuc/1", "Nhịp sống Hà Nội"),
        ("https://hanoimoi.vn/tin-1.html", "Báo Hànộimới"),
        ("https://user:secret@vidu.example/a?b=//x", "vidu.example"),
        ("bai/so-1.txt", None),
        ("", None),
    ],
)
def test_publisher_of_an_address(url: str, publisher: str | None) -> None:
    assert publisher_of_url(url) == publisher


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("Báo Nghệ An", "Nghệ An"),
        ("Báo Hoà Bình", "Hòa Bình"),
        ("Báo Đồng Khởi", "Bến Tre"),
        ("Báo Ấp Bắc", "Tiền Giang"),
        ("Huế ngày nay", "Thừa Thiên Huế"),
        ("Đài PT-TH Kiên Giang", "Kiên Giang"),
        ("Báo và Phát thanh, Truyền hình Quảng Ninh", "Quảng Ninh"),
        ("Sở Du lịch Khánh Hoà", "Khánh Hòa"),
        ("Cổng thông tin điện tử tỉnh Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Báo Hànộimới", "Hà Nội"),
        ("Sài Gòn Giải Phóng", "Hồ Chí Minh"),
        ("Người Lao Động", "Hồ Chí Minh"),
        ("quan3.hochiminhcity.gov.vn", "Hồ Chí Minh"),
        ("bienhoa.dongnai.gov.vn", "Đồng Nai"),
        ("baodanang.vn", "Đà Nẵng"),
        ("VnExpress", None),
        ("Báo điện tử Chính phủ", None),
        ("vidu.example", None),
        ("", None),
    ],
)
def test_province_of_a_publisher(name: str, province: str | None) -> None:
    assert publisher_province(name) == province


def test_every_province_of_the_map_of_63_has_its_paper() -> None:
    papers = [
        "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương",
        "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đắk Nông",
        "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương",
        "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum",
        "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận",
        "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng",
        "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh",
        "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
    ]  # fmt: skip
    assert len(papers) == 63
    assert [publisher_province(f"Báo {province}") for province in papers] == papers


def test_names_are_spelled_as_the_table_spells_them() -> None:
    assert known_publisher("báo hoà bình") == "Báo Hòa Bình"
    assert known_publisher("baogialai.com.vn") == "Báo Gia Lai"
    assert known_publisher("Bản tin phường Bến Nghé") == "Bản tin phường Bến Nghé"
