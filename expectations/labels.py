"""Flags and rules in words, in Vietnamese and English: what people read beside the codes in the data."""

from __future__ import annotations

from typing import Final, NamedTuple


class Label(NamedTuple):
    """One phrase a language."""

    vi: str
    en: str


FLAGS: Final[dict[str, Label]] = {
    "before_founding": Label(
        "Kỳ số liệu hoặc bài báo có trước khi đơn vị thành lập",
        "The period or the article lies before the unit was founded",
    ),
    "after_abolition": Label("Kỳ số liệu sau khi đơn vị giải thể", "The period lies after the unit was abolished"),
    "plan_agrees": Label("Khớp phép chia mức thực hiện cho kế hoạch", "Level divided by plan gives the ratio told"),
    "plan_disagrees": Label("Không khớp tỷ lệ so kế hoạch", "Level divided by plan gives another ratio than told"),
    "growth_agrees": Label("Khớp mức năm trước và tốc độ tăng", "Last year's level, grown as told, gives this one"),
    "growth_disagrees": Label("Không khớp mức năm trước và tốc độ tăng", "Last year's level, grown, gives another"),
    "change_agrees": Label("Khớp mức tăng giảm so năm trước", "The difference to last year is the one told"),
    "change_disagrees": Label("Không khớp mức tăng giảm so năm trước", "The difference to last year is not as told"),
    "parts_disagrees": Label("Phần lớn hơn tổng", "A part exceeds its whole"),
    "per_head_disagrees": Label("Vốn bình quân một doanh nghiệp khó tin", "Implausible capital a new enterprise"),
    "disbursement_disagrees": Label("Giải ngân gấp nhiều lần thu ngân sách", "Disbursement is a multiple of revenue"),
    "cumulative_disagrees": Label("Lũy kế giảm trong năm", "A running total falls within the year"),
    "history_disagrees": Label("Chênh nhiều lần so năm liền kề", "Many times, or a fraction of, the neighbouring year"),
    "repetition_disagrees": Label("Cùng một số cho hai kỳ khác nhau", "The same figure is told of two periods"),
    "twins_disagrees": Label("Trùng nhiều số với đơn vị khác", "Several figures equal those of another unit"),
    "copies_disagree": Label("Các bản đăng lại ghi số khác nhau", "Copies of one text tell different figures"),
    "corrected_by_hand": Label("Đã được người kiểm tra sửa", "Corrected by a person"),
    "accepted_by_hand": Label("Đã được người kiểm tra chấp nhận", "Accepted by a person"),
}
"""Flags of observations and statistics, but for those that the reader itself gives."""

RULES: Final[dict[str, Label]] = {
    "required": Label("Thiếu thông tin bắt buộc", "Something that every figure needs is missing"),
    "finite": Label("Giá trị không phải là số", "The value is not a number"),
    "code_list": Label("Mã không có trong danh mục", "A code is not in its list"),
    "measure": Label("Chỉ tiêu không có loại số này", "The indicator has no such measure"),
    "unit": Label("Sai đơn vị đo của chỉ tiêu", "The unit is not the indicator's"),
    "known_unit": Label("Đơn vị hành chính không có trong danh mục", "The unit is not in the gazetteer"),
    "period": Label("Kỳ số liệu sai quy cách", "The period is not well formed"),
    "period_past": Label("Kỳ số liệu chưa tới vào ngày đăng bài", "Told as done before its time"),
    "figure_in_quote": Label("Câu trích không chứa con số", "The quote does not contain the figure"),
    "span": Label("Vị trí trích không khớp bài báo", "The span is not where the quote stands"),
    "plausible": Label("Ngoài khoảng giá trị hợp lý", "Outside the plausible range"),
    "possible": Label("Mâu thuẫn với số khác đến mức không thể", "Contradicted by other figures beyond doubt"),
    "rejected": Label("Người kiểm tra đã loại", "Rejected by a person"),
}
"""Reasons for quarantine, by the part of ``expectation`` before its first dot."""
