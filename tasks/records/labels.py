"""The rules of ``decided_by`` in words, in Vietnamese and English."""

from __future__ import annotations

from typing import Final

DECISION_LABELS: Final[dict[str, tuple[str, str]]] = {
    "only_telling": ("Chỉ một lần nêu", "the only telling"),
    "agreement": ("Các lần nêu đều khớp", "all tellings agree"),
    "actual_over_estimate": ("Số thực hiện thay số ước", "an actual figure over an estimate"),
    "exact_over_bounded": ("Số chính xác thay số ước chừng", "an exact figure over a bounded one"),
    "more_precise": ("Số chi tiết hơn", "the more precise telling"),
    "later": ("Số công bố sau", "the later telling"),
    "more_sources": ("Nhiều nguồn nêu hơn", "the value that more sources tell"),
    "undecided": (
        "Không có quy tắc phân định; lấy số lớn hơn, còn tranh cãi",
        "no rule decides; the larger value stands, contested",
    ),
}
