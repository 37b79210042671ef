"""What `solieu catalog check` finds: nothing in the shipped catalog, and each kind of fault where there is one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tasks.audit.check import MAX_TOTAL_READINGS, check_catalog, readings
from tasks.catalog.indicators import Indicator
from tasks.catalog.load import Catalog, load_catalog
from tasks.grammar.extract import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

NEAR_POOR: dict[str, Any] = {
    "id": "near_poor_households",
    "label": {"vi": "Số hộ cận nghèo", "en": "Near-poor households"},
    "unit": "COUNT",
    "measures": ["level", "change"],
    "counts": ["hộ cận nghèo", "hộ"],
    "forms": ["(tổng) số hộ cận nghèo", "hộ cận nghèo"],
    "excluded": ["suất quà"],
    "plausible": {"district": (1, 30000), "commune": (1, 5000)},
    "examples": [
        {"text": "Toàn huyện còn 1.480 hộ cận nghèo.", "value": 1480},
        {"text": "Số hộ cận nghèo là 920 hộ.", "value": 920},
        {"text": "Hội trao 75 suất quà cho người cao tuổi.", "nothing": True},
    ],
}


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return load_catalog()


@pytest.fixture
def problems(shipped: Catalog) -> Callable[..., list[str]]:
    """Problems of the near-poor households, with some fields changed, in a catalog of a few indicators."""

    def of(**changed: object) -> list[str]:
        indicator = Indicator.model_validate({**NEAR_POOR, **changed})
        others = {name: shipped.indicators[name] for name in ("income_per_capita", "poverty_rate")}
        places = {indicator.id: "people.yaml:7"} | dict.fromkeys(others, "others.yaml:2")
        catalog = replace(shipped, indicators={**others, indicator.id: indicator}, places=places)
        return [str(problem) for problem in check_catalog(catalog) if problem.indicator == indicator.id]

    return of


def test_the_shipped_catalog_is_sound(shipped: Catalog) -> None:
    assert [str(problem) for problem in check_catalog(shipped, Reader(shipped))] == []


def test_the_shipped_catalog_stays_small_enough_to_load_at_once(shipped: Catalog) -> None:
    assert sum(readings(indicator) for indicator in shipped.indicators.values()) <= MAX_TOTAL_READINGS


def test_a_sound_indicator_has_no_problem(problems: Callable[..., list[str]]) -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"forms": ["số hộ cận nghèo", "nghèo"]}, "form 'nghèo' is one word"),
        ({"counts": []}, "a count needs `counts`"),
        ({"named_later": ["xã"]}, "`named_later` has xã, which `counts` does not have"),
        ({"frames": ["còn hộ cận nghèo"]}, "must be words, one # for the number"),
        ({"plausible": {"commune": (1, 5000)}}, "`plausible.district` is missing"),
        ({"plausible": {"district": (-1, 5000)}}, "begins below 0"),
        ({"plausible": {"district": (1, 50), "commune": (1, 60)}}, "a commune's highest level lies above a district's"),
        ({"examples": NEAR_POOR["examples"][1:]}, "needs 2 examples that must be read, in different words; it has 1"),
        ({"examples": NEAR_POOR["examples"][:2]}, "needs an example with `nothing: true`"),
        ({"measures": ["change"]}, "example 1 tells a level, which `measures` does not have"),
        ({"forms": ["tổng số hộ cận nghèo"]}, "example 1 must tell level 1480, but nothing was read"),
        (
            {"examples": [*NEAR_POOR["examples"], {"text": "Còn 310 hộ cận nghèo.", "nothing": True}]},
            "example 4 must tell nothing, but near_poor_households level 310 was read",
        ),
        ({"examples": [*NEAR_POOR["examples"], {"text": "Hộ cận nghèo."}]}, "has either a `value` or `nothing: true`"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_place(
    problems: Callable[..., list[str]], changed: dict[str, object], told: str
) -> None:
    found = [problem for problem in problems(**changed) if told in problem]
    assert found
    assert found[0].startswith("people.yaml:7: near_poor_households: ")


def test_examples_are_read_of_the_kind_of_unit_that_they_name(problems: Callable[..., list[str]]) -> None:
    examples = [
        {"text": "Toàn xã còn 148 hộ cận nghèo.", "value": 148, "unit": "xã"},
        {"text": "Toàn quận còn 205 hộ cận nghèo.", "value": 205, "unit": "quận"},
        NEAR_POOR["examples"][2],
    ]
    assert problems(examples=examples) == []
