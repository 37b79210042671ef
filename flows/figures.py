"""Figures as Vietnamese readers write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNITS: Final = {"VND_BN": " tỷ đồng", "VND_MN": " triệu đồng", "USD_MN": " triệu USD", "PERCENT": "%", "COUNT": ""}
_BOUNDS: Final = {"eq": "", "gt": "> ", "lt": "< ", "approx": "≈ "}
_MEASURES: Final = {"level": "", "plan_ratio": "of plan", "growth": "on last year", "change": "change"}
_SIGNED: Final = frozenset({"growth", "change"})


def figure(row: Mapping[str, Any]) -> str:
    """A value with bound, unit and measure: ``> 8.343 tỷ đồng``, ``97% of plan``, ``-7,5% on last year``."""
    measure = row["measure"]
    value = number(row["obs_value"], signed=measure in _SIGNED)
    told = _BOUNDS[row["bound"]] + value + _UNITS[row["unit_measure"]]
    target = "target" if row["obs_status"] == "target" else ""
    return " ".join(part for part in (told, _MEASURES[measure], target) if part)


def number(value: float | None, *, signed: bool = False) -> str:
    """A number in Vietnamese notation, at most four decimals: 15909.354 is ``15.909,354``; nothing is ``–``."""
    if value is None:
        return "–"
    text = f"{value:{'+' if signed else ''},.4f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))
