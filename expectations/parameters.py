"""What the suites must know, handed in by the caller: ranges, code lists, units, dates of validity, thresholds.

Expectations import nothing of the project. Whoever runs them (a step of the flow, a test) builds these from the
catalog and the gazetteer, so a range is written once, in the catalog, and judged here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl

Kind = Literal["urban", "rural", "commune"]
"""Kinds of unit whose figures differ in size: quận, thị xã and city; huyện; and the units below them (since July 2025
directly below the province): phường, xã, thị trấn. A đặc khu is a former district and has the size of one (urban)."""

RATIO_MEASURES: Final = ("plan_ratio", "growth")
"""Measures told in percent whatever the indicator; ``level`` and ``change`` are in the indicator's own unit."""


@dataclass(frozen=True, slots=True)
class PlausibleRange:
    """The values of one measure that a unit of one kind can have, ends included, in that measure's unit."""

    measure: str
    kind: Kind
    minimum: float
    maximum: float

    def __post_init__(self) -> None:
        if self.minimum > self.maximum:
            raise ValueError(f"plausible range of {self.measure} ({self.kind}): {self.minimum} > {self.maximum}")


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """One indicator, as far as its figures can be judged. A kind without a range of its own is not judged by range."""

    id: str
    label_vi: str
    label_en: str
    unit: str
    measures: tuple[str, ...]
    plausible: tuple[PlausibleRange, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitValidity:
    """An administrative unit and its dates; ``valid_to`` is exclusive, ``None`` while the unit exists."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class CodeLists:
    """The closed lists of the codes an observation may hold."""

    tier: tuple[str, ...] = ("district", "commune")
    measure: tuple[str, ...] = ("level", "plan_ratio", "growth", "change")
    obs_status: tuple[str, ...] = ("actual", "estimate", "target")
    bound: tuple[str, ...] = ("eq", "gt", "lt", "approx")
    confidence: tuple[str, ...] = ("high", "medium", "low")
    unit_measure: tuple[str, ...] = ("VND_BN", "VND_MN", "USD_MN", "PERCENT", "COUNT")


@dataclass(frozen=True, slots=True)
class PartOfWhole:
    """``part`` of a district can never exceed ``whole`` in the same period of the same article.

    ``strict`` where the two are counted together by definition (targets met, targets set), so that a greater part
    proves one of them impossible; elsewhere definitions differ from place to place and only a gross excess does.
    """

    part: str
    whole: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class PerHead:
    """``amount`` divided by ``count`` (capital per new enterprise) lies in a range; far outside it one is misread."""

    amount: str
    count: str
    minimum: float
    maximum: float
    impossible_factor: float = 20.0


PARTS: Final = (
    PartOfWhole("targets_met", "targets_total", strict=True),
    PartOfWhole("targets_exceeded", "targets_total", strict=True),
    PartOfWhole("land_use_fee_revenue", "budget_revenue"),
    PartOfWhole("nonstate_tax_revenue", "budget_revenue"),
    PartOfWhole("industry_value", "production_value"),
    PartOfWhole("agriculture_value", "production_value"),
    PartOfWhole("trade_services_value", "production_value"),
    PartOfWhole("new_enterprises", "active_enterprises"),
)

PER_HEAD: Final = (
    # Billions of đồng an enterprise: half a district's new firms hold under 10, the largest years' mean some hundreds.
    PerHead("new_enterprise_capital", "new_enterprises", 0.2, 400.0),
    PerHead("new_household_business_capital", "new_household_businesses", 0.005, 10.0),
)


@dataclass(frozen=True, slots=True)
class ArithmeticParameters:
    """Which figures must add up, and how far off proves one of them impossible.

    ``flows`` are the indicators that accrue through a year, so that nine months cannot exceed it; a stock (population,
    wards) can fall.
    ``impossible_factor``: a sum off by more than this factor cannot come from rounding, another base or a revision;
    ``impossible_factor_across`` is the same for sums across years and articles, where definitions change as well.
    ``disbursement_to_revenue`` and ``revenue_floor`` (VND_BN): a district that raises at least the floor never invests
    more than so many times its revenue; below the floor, transfers from the province make that common.
    ``history_factor``: a level that is so many times that of the year before and the year after is doubtful, from
    ``history_impossible_factor`` on impossible; levels under ``history_floor`` jump too easily to say anything.
    """

    parts: tuple[PartOfWhole, ...] = PARTS
    per_head: tuple[PerHead, ...] = PER_HEAD
    flows: tuple[str, ...] = ()
    plan_indicators: tuple[tuple[str, str], ...] = (("public_investment_plan", "public_investment_disbursement"),)
    impossible_factor: float = 3.0
    impossible_factor_across: float = 10.0
    disbursement_to_revenue: float = 2.0
    revenue_floor: float = 2000.0
    history_factor: float = 4.0
    history_impossible_factor: float = 300.0
    history_floor: float = 100.0


@dataclass(frozen=True, slots=True)
class ObservationParameters:
    """All that the row suite needs. ``as_of`` stands in for the publication day of an article that has none."""

    indicators: tuple[IndicatorRules, ...]
    units: tuple[UnitValidity, ...] = ()
    codes: CodeLists = field(default_factory=CodeLists)
    arithmetic: ArithmeticParameters = field(default_factory=ArithmeticParameters)
    as_of: date | None = None

    def __post_init__(self) -> None:
        ids = [indicator.id for indicator in self.indicators]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"indicators listed twice: {', '.join(twice)}")


@dataclass(frozen=True, slots=True)
class StatisticParameters:
    """Thresholds of the table suite. ``withheld`` are indicators whose contested statistics are not published.

    Gates on volume (``max_loss_share`` … ``max_dissent_share``) are lifted by ``accept_volume_change``; keys, schema
    and references never are. Shares are fractions; ``max_age_days`` is measured from the newest article to ``as_of``.
    ``columns`` are the names and types of the columns of schema version ``schema_version``; none are compared without.
    """

    indicators: tuple[str, ...]
    district_codes: frozenset[str] | None = None
    withheld: frozenset[str] = frozenset()
    schema_version: int = 0
    columns: Mapping[str, pl.DataType] | None = None
    max_loss_share: float = 0.2
    max_partition_loss_share: float = 0.5
    min_partition_rows: int = 20
    max_quarantine_share: float = 0.3
    max_dissent_share: float = 0.3
    min_rows_for_shares: int = 50
    max_age_days: int | None = None
    as_of: date | None = None
    accept_volume_change: bool = False
