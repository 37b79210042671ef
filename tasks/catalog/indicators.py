"""What is measured: one frozen model an indicator, as ``data/indicators/*.yaml`` tell it."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from tasks.records.observation import Measure  # noqa: TC001 - pydantic reads it at run time

UnitMeasure = Literal["VND_BN", "VND_MN", "USD_MN", "PERCENT", "COUNT"]
UnitKind = Literal["quận", "huyện", "thành phố", "phường", "xã"]


def _ordered(interval: tuple[float, float]) -> tuple[float, float]:
    if interval[0] > interval[1]:
        raise ValueError(f"the range {interval[0]} to {interval[1]} is empty: write [lowest, highest]")
    return interval


Interval = Annotated[tuple[float, float], AfterValidator(_ordered)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(Frozen):
    """What people read, in Vietnamese and English."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Composition(Frozen):
    """A sector and a head in one clause: *Ngành du lịch* … *tổng doanh thu*."""

    sector: str
    head: str


class Follow(Frozen):
    """Phrases that name the indicator only where one of ``after`` was spoken of just before.

    ``told``: only where a figure of it was told: *31 vụ tai nạn giao thông, làm chết 18 người*, but not a story of one.
    """

    forms: tuple[str, ...] = Field(min_length=1)
    after: tuple[str, ...] = Field(min_length=1)
    told: bool = False


class Beside(Frozen):
    """Nouns of a count next to which a count of the indicator's nouns names it: *12.115 hộ, 41.250 người*.

    ``times``: how many there are for one of the nouns, at least and at most.
    """

    nouns: tuple[str, ...] = Field(min_length=1)
    times: Interval


class Plausible(Frozen):
    """Lowest and highest believable level of a district and of a commune; of growth in percent.

    ``urban`` (quận, thị xã, thành phố) and ``rural`` (huyện) stand in for ``district`` where the two differ in size.
    """

    district: Interval | None = None
    urban: Interval | None = None
    rural: Interval | None = None
    commune: Interval | None = None
    growth: Interval = (-100.0, 2000.0)
    plan_ratio: Interval = (0.0, 1000.0)


class Example(Frozen):
    """A sentence that must be read (with ``value`` and ``measure``), or must not (``nothing``).

    It is read in an article about a ``unit`` of that kind.
    """

    text: str = Field(min_length=1)
    unit: UnitKind = "huyện"
    value: float | None = None
    measure: Measure = "level"
    nothing: bool = False


PHRASE_FIELDS: Final = (
    "forms", "lead", "counts", "named_later", "topics", "frames", "composed", "follows", "excluded",
)  # fmt: skip
"""Fields that hold phrases as :mod:`tasks.catalog.forms` reads them."""


class Indicator(Frozen):
    """One entry of the catalog.

    What each field means, with an example, is told by docs/how_to_add_an_indicator.md. ``stock`` says that "thêm N"
    tells how many more there are, ``flow`` that the figure accrues through a year; ``plan`` and ``share`` name the
    indicator of the plan or share told beside this one. ``per_head`` says that it is an average by itself;
    ``of_parts``, that articles tell it of a part of the unit nearly as often; ``at_founding``, that it is told of a
    unit on the day it is founded; ``over_term``, that an aim for the last year of a term is for all of its years.
    ``grown`` names sectors whose growth is the indicator's, told by a verb alone.
    ``contested`` says what becomes of a figure on which tellings disagree and no rule decides.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
    label: Label
    unit: UnitMeasure
    measures: tuple[Measure, ...] = Field(min_length=1)
    forms: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    self_named: tuple[str, ...] = ()
    named_later: tuple[str, ...] = ()
    beside: Beside | None = None
    of_whole: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    implied_by: tuple[str, ...] = ()
    plan: str | None = None
    share: str | None = None
    stock: bool = False
    flow: bool = False
    contested: Literal["publish", "withhold"] = "publish"
    per_head: bool = False
    of_parts: bool = False
    at_founding: bool = False
    over_term: bool = False
    topics: tuple[str, ...] = ()
    composed: tuple[Composition, ...] = ()
    grown: tuple[str, ...] = ()
    follows: tuple[Follow, ...] = ()
    excluded: tuple[str, ...] = ()
    plausible: Plausible
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if self.stock and self.flow:
            raise ValueError("a figure either is there all the time (`stock`) or accrues through a year (`flow`)")
        return self

    @property
    def is_rate(self) -> bool:
        return self.unit == "PERCENT"

    @property
    def is_growth(self) -> bool:
        """Whether it is a growth by itself, however its percentage is told."""
        return self.is_rate and self.measures == ("growth",)

    @property
    def is_count(self) -> bool:
        return self.unit == "COUNT"
