"""Administrative units as they were on a date, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

UnitTier = Literal["province", "district", "commune"]
UnitType = Literal["tỉnh", "thành phố", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu"]
PlaceKind = Literal["province", "urban", "rural"]
SuccessionKind = Literal["renamed", "upgraded", "downgraded", "moved", "merged", "split", "abolished"]
AliasKind = Literal["spelling", "abbreviation", "nickname"]

SUCCESSION_KINDS: Final[tuple[SuccessionKind, ...]] = (
    "renamed",
    "upgraded",
    "downgraded",
    "moved",
    "merged",
    "split",
    "abolished",
)
ALIAS_KINDS: Final[tuple[AliasKind, ...]] = ("spelling", "abbreviation", "nickname")

HORIZON: Final = date(2008, 1, 1)
"""Where the gazetteer begins. A unit valid from this day existed before it; its real beginning is not recorded."""

TWO_TIERS: Final = date(2025, 7, 1)
"""From this day a commune stands directly below its province; the district tier had ended the day before."""

_URBAN: Final = frozenset({"quận", "thành phố", "thị xã", "phường", "thị trấn"})


@dataclass(frozen=True, slots=True)
class AdminUnit:
    """One unit while its name, type and province stayed the same.

    GSO codes are reused (769 was Quận 2, then Thành phố Thủ Đức), so the key is ``(code, valid_from)``.
    ``name`` is official and carries the type word; ``valid_to`` is exclusive, ``None`` while it lasts.
    A province has its own code as ``province_code``.
    """

    code: str
    name: str
    type: UnitType
    short_name: str
    tier: UnitTier
    slug: str
    province_code: str
    valid_from: date
    valid_to: date | None = None

    def __hash__(self) -> int:
        return hash(self.code)  # hashed several times for each figure

    @property
    def key(self) -> str:
        """``769@2021-01-01``: how tables refer to a unit."""
        return f"{self.code}@{self.valid_from.isoformat()}"

    @property
    def kind(self) -> PlaceKind:
        """Town or countryside by type, which bounds what is plausible of the unit."""
        if self.tier == "province":
            return "province"
        return "urban" if self.type in _URBAN else "rural"

    def valid_at(self, day: date) -> bool:
        """Whether the unit existed on that day; days before the gazetteer begins count as its first day."""
        day = max(day, HORIZON)
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def overlaps(self, other: AdminUnit) -> bool:
        """Whether both existed on some day."""
        return (other.valid_to is None or self.valid_from < other.valid_to) and (
            self.valid_to is None or other.valid_from < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Succession:
    """``unit`` gave way to ``successor`` on ``day``, wholly or in part.

    A split names every part, and the unit itself may go on under its name (Huyện Kỳ Anh after 2015). ``moved`` is the
    same unit under another province, or under its province's new name. ``abolished`` leads from a district to the
    communes of 2025 that hold some of its land.
    """

    unit: AdminUnit
    successor: AdminUnit
    kind: SuccessionKind
    day: date


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A phường, xã or thị trấn of the time before 2025-07-01, as some list of ``seen_from`` to ``seen_to`` has it.

    ``district_code`` and ``province_code`` are those of that time; ``successor_codes`` are the communes of 2025 that
    hold its land, empty where it had ended before and its heir is not known.
    """

    code: str
    name: str
    type: UnitType
    short_name: str
    district_code: str
    province_code: str
    seen_from: date
    seen_to: date
    successor_codes: tuple[str, ...]
