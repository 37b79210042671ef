"""Numbers, quantities and periods written out as Vietnamese newspapers write them: the inverse of the grammar."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
ROMAN: Final = ("I", "II", "III", "IV")


def grouped(value: Decimal | int) -> str:
    """``1.390,9``: points group thousands, a comma is the decimal mark."""
    return f"{Decimal(value):,f}".translate(str.maketrans(",.", ".,"))


def plain(value: Decimal | int) -> str:
    """``8343,5``: no groups."""
    return f"{Decimal(value):f}".replace(".", ",")


def english(value: Decimal | int) -> str:
    """``1,390.9``: the marks of English."""
    return f"{Decimal(value):,f}"


def in_words(value: int, *, zero: str = "lẻ", four: str = "tư") -> str:
    """A whole number below a million; ``zero`` is the word before a lone unit, ``four`` the four after tens."""
    if value >= 1000:
        thousands, rest = divmod(value, 1000)
        head = f"{in_words(thousands, zero=zero, four=four)} nghìn"
        if not rest:
            return head
        return f"{head} {_hundreds(rest, zero, four, full=True)}"
    return _hundreds(value, zero, four, full=False)


def _hundreds(value: int, zero: str, four: str, *, full: bool) -> str:
    hundreds, rest = divmod(value, 100)
    words = [f"{DIGITS[hundreds]} trăm"] if hundreds or full else []
    if rest and rest < 10 and words:
        words.append(f"{zero} {DIGITS[rest]}")
    elif rest:
        words.append(_tens(rest, four))
    return " ".join(words)


def _tens(value: int, four: str) -> str:
    tens, unit = divmod(value, 10)
    if not tens:
        return DIGITS[unit]
    head = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if not unit:
        return head
    after_many = {1: "mốt", 4: four, 5: "lăm"}
    return f"{head} {'lăm' if unit == 5 else DIGITS[unit] if tens == 1 else after_many.get(unit, DIGITS[unit])}"


def money(dong: int) -> list[str]:
    """Ways to write a sum of whole millions of đồng."""
    billions, millions = divmod(dong // 10**6, 1000)
    in_billions = Decimal(dong) / 10**9
    ways = [f"{grouped(in_billions.normalize())} tỷ đồng", f"{plain(in_billions.normalize())} tỉ đồng"]
    if billions and millions:
        ways += [f"{billions} tỷ {millions} triệu đồng", f"{grouped(billions)} tỉ {millions} triệu"]
    if billions > 1000 and not millions:
        thousands, rest = divmod(billions, 1000)
        ways += [f"{thousands} nghìn {rest} tỷ đồng", f"{thousands} ngàn {rest} tỷ đồng"] if rest else []
        ways.append(f"{plain((Decimal(billions) / 1000).normalize())} nghìn tỷ đồng")
    if not billions:
        ways = [f"{millions} triệu đồng", f"{grouped(in_billions.normalize())} tỷ đồng"]
    return ways


def period(code: str) -> list[str]:
    """Ways to tell a period with its year, each fit to open a sentence."""
    year = code[:4]
    if "/" in code:
        first, last = code.split("/")
        return [f"Giai đoạn {first}-{last}", f"Nhiệm kỳ {first} - {last}", f"Từ năm {first} đến năm {last}"]
    if len(code) == 10:
        day = date.fromisoformat(code)
        return [
            f"Tính đến ngày {day:%d/%m/%Y}",
            f"Đến {day.day}-{day.month}-{day.year}",
            f"Tính đến hết ngày {day.day} tháng {day.month} năm {day.year}",
        ]
    kind = code[5:]
    if not kind:
        return [f"Năm {year}", f"Trong năm {year}", f"Cả năm {year}"]
    if kind[0] == "Q":
        n = int(kind[1])
        ways = [f"Quý {ROMAN[n - 1]}/{year}", f"Quý {n} năm {year}", f"Trong quý {ROMAN[n - 1]} năm {year}"]
        return [*ways, *(_through(3, year) if n == 1 else [])]
    if kind[0] == "H":
        return [f"6 tháng cuối năm {year}", f"Nửa cuối năm {year}"] if kind == "H2" else _through(6, year)
    if kind[0] == "M":
        n = int(kind[1:])
        return [f"Tháng {n}/{year}", f"Trong tháng {n} năm {year}", f"Riêng tháng {n:02d}/{year}"]
    return _through(int(kind[:-1]), year)


def _through(months: int, year: str) -> list[str]:
    return [
        f"{months} tháng đầu năm {year}",
        f"Trong {months} tháng năm {year}",
        f"Đến hết tháng {months}/{year}",
        f"Tính đến cuối tháng {months} năm {year}",
        f"{in_words(months).capitalize()} tháng đầu năm {year}",
    ]
