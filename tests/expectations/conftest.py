"""A district whose figures are in order, and the parameters by which they are judged."""

from __future__ import annotations

from datetime import date

import pytest

from expectations.parameters import (
    ArithmeticParameters,
    IndicatorRules,
    ObservationParameters,
    PlausibleRange,
    UnitValidity,
)

LEVELS = {
    "budget_revenue": ("thu ngân sách nhà nước", "VND_BN", 20000.0),
    "public_investment_disbursement": ("giải ngân vốn đầu tư công", "VND_BN", 6000.0),
    "public_investment_plan": ("kế hoạch vốn đầu tư công", "VND_BN", 8000.0),
    "production_value": ("tổng giá trị sản xuất", "VND_BN", 400000.0),
    "industry_value": ("giá trị sản xuất công nghiệp", "VND_BN", 300000.0),
    "targets_met": ("chỉ tiêu đạt", "COUNT", 100.0),
    "targets_total": ("chỉ tiêu đề ra", "COUNT", 100.0),
    "new_enterprises": ("doanh nghiệp thành lập mới", "COUNT", 20000.0),
    "new_enterprise_capital": ("vốn đăng ký mới", "VND_BN", 900000.0),
    "poverty_rate": ("tỷ lệ hộ nghèo", "PERCENT", 60.0),
}


FLOWS = (
    "budget_revenue",
    "public_investment_disbursement",
    "production_value",
    "industry_value",
    "new_enterprises",
    "new_enterprise_capital",
)


def indicator(name: str) -> IndicatorRules:
    label, unit, most = LEVELS[name]
    ranges = (
        PlausibleRange("level", "urban", 0.05, most),
        PlausibleRange("level", "rural", 0.05, most / 4),
        PlausibleRange("level", "commune", 0.05, most / 10),
        PlausibleRange("plan_ratio", "urban", 0.0, 400.0),
    )
    measures = ("level", "plan_ratio", "growth", "change")
    return IndicatorRules(name, label, name.replace("_", " "), unit, measures, ranges)


@pytest.fixture(scope="session")
def parameters() -> ObservationParameters:
    return ObservationParameters(
        indicators=tuple(indicator(name) for name in LEVELS),
        units=(
            UnitValidity("768", "Quận Phú Nhuận", date(1976, 1, 1), date(2025, 7, 1)),
            UnitValidity("769", "Quận 2", date(1997, 4, 1), date(2021, 1, 1)),
            UnitValidity("769", "Thành phố Thủ Đức", date(2021, 1, 1), date(2025, 7, 1)),
        ),
        arithmetic=ArithmeticParameters(flows=FLOWS),
        as_of=date(2025, 1, 1),
    )
