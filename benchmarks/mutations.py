"""How many wrong figures are caught: labelled articles are damaged in one place each, read, checked and reconciled.

    python -m benchmarks.mutations [--seed 1] [--each 150]

A mutation counts when it changes what is read of the article. It is caught when one of the changed observations ends
in quarantine, carries a flag that says it is contradicted, dissents from the published figure or makes it contested, or
is not read at all (the reader refuses what it cannot place). Three settings: the damaged article stands *alone*; *after
a year*, where the lake holds last year's figures of the same districts (made from the goldens' own: a level divided by
the growth told with it, or by 1.06); or *beside* the undamaged one, as when a second newspaper prints the same facts.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.damages import KINDS, damaged
from expectations.districts import PLACE
from expectations.run import check_observations
from expectations.twins import twins
from tasks.articles.build import article_from_text
from tasks.catalog.load import load_catalog
from tasks.dictionary.suites import observation_parameters
from tasks.grammar.extract import Reader
from tasks.reconciliation.copies import fingerprint
from tasks.reconciliation.resolve import reconcile
from tasks.records.article import FINGERPRINT
from tasks.records.frames import to_frame
from tasks.records.observation import OBSERVATION_SCHEMA, Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from expectations.parameters import ObservationParameters
    from tasks.catalog.load import Catalog
    from tasks.records.article import Article

GOLDENS = Path(__file__).parent.parent / "tests" / "golden"
TODAY = date(2026, 12, 31)
SETTINGS = ("alone", "after a year", "beside")
OUTCOMES = ("quarantined", "flagged", "dissent", "not read", "missed")


@dataclass(frozen=True)
class Mutant:
    """A damaged article."""

    kind: str
    article: Article


class Laboratory:
    """The goldens as they are read undamaged, and what becomes of a mutant among them."""

    def __init__(self, catalog: Catalog, paths: list[Path]) -> None:
        self.reader = Reader(catalog)
        self.parameters: ObservationParameters = observation_parameters(catalog, TODAY)
        self.articles = [article for path in paths if (article := _article(path)) is not None]
        self.read = {article.article_id: self.reader.read(article).observations for article in self.articles}
        self._read_mutants: dict[str, tuple[Observation, ...]] = {}
        self.last_year = [last for rows in self.read.values() for last in _last_year(rows)]

    def mutants(self, kind: str, seed: int) -> Iterator[Mutant]:
        """Mutants of one kind, article after article, as long as they are wanted."""
        chance = random.Random(f"{kind} {seed}")
        while True:
            article = chance.choice(self.articles)
            observations = self.read[article.article_id]
            if observations and (text := damaged(kind, article, chance.choice(observations), chance, self.read)):
                yield Mutant(kind, replace(article, text=text))

    def outcomes(self, mutants: list[Mutant], setting: str) -> list[str | None]:
        """What became of each mutation; None if it changed nothing that is read.

        Each mutant has a lake of its own. All are checked at once, under district names that no other lake has.
        """
        became: list[str | None] = [None] * len(mutants)
        lakes, changed, twin = [], {}, set()
        for number, mutant in enumerate(mutants):
            original = self._original(mutant)
            before = {_said(each) for each in self.read[original.article_id]}
            found = self._found(mutant)
            ids = {each.observation_id for each in found if _said(each) not in before}
            if not ids:
                became[number] = "not read" if len(found) < len(before) else None
                continue
            frame = self._lake(found, original, setting)
            places = frame.filter(pl.col("observation_id").is_in(list(ids))).select(PLACE).unique()
            around = frame.join(places, on=PLACE, how="semi").unique("observation_id", keep="first")
            named = around.with_columns(
                observation_id=pl.format("{} of {}", "observation_id", pl.lit(number)),
                district=pl.format("{}-{}", "district", pl.lit(number)),
            )
            lakes.append(named)
            changed[number] = {f"{each} of {number}" for each in ids}
            twin |= set(named["observation_id"].gather(twins(around, frame)["_row"]))
        check = check_observations(pl.concat(lakes), self.parameters)
        contradicted = pl.col("flags").list.join(" ").str.contains("disagrees|before|after")
        doubtful = {*check.accepted.filter(contradicted)["observation_id"], *twin}
        told = reconcile(check.accepted, self._fingerprints(mutants))
        dissenting = set(told.filter(pl.col("n_dissenting") > 0)["observation_ids"].explode())
        signs = (
            ("quarantined", set(check.quarantined["observation_id"])),
            ("flagged", doubtful),
            ("dissent", dissenting),
        )
        for number, ids in changed.items():
            became[number] = next((sign for sign, caught in signs if not ids.isdisjoint(caught)), "missed")
        return became

    def _found(self, mutant: Mutant) -> tuple[Observation, ...]:
        """What is read of a mutant, once for all settings."""
        key = mutant.article.article_id
        if key not in self._read_mutants:
            self._read_mutants[key] = self.reader.read(mutant.article).observations
        return self._read_mutants[key]

    def _original(self, mutant: Mutant) -> Article:
        return next(one for one in self.articles if one.article == mutant.article.article)

    def _lake(self, found: tuple[Observation, ...], original: Article, setting: str) -> pl.DataFrame:
        whole = setting == "beside"
        kept = [each for key, rows in self.read.items() if whole or key != original.article_id for each in rows]
        past = self.last_year if setting == "after a year" else []
        return to_frame([*found, *kept, *past], OBSERVATION_SCHEMA)

    def _fingerprints(self, mutants: list[Mutant]) -> pl.DataFrame:
        texts = {one.article_id: one.text for one in (*self.articles, *(mutant.article for mutant in mutants))}
        return pl.DataFrame(
            [(article_id, fingerprint(text)) for article_id, text in texts.items()],
            schema={"article_id": pl.String, "fingerprint": FINGERPRINT},
            orient="row",
        )


def _last_year(rows: tuple[Observation, ...]) -> Iterator[Observation]:
    """What an article of the year before would have told: the levels of the same periods, that much smaller."""
    growth = {(each.district_code, each.indicator, each.time_period): each for each in rows if each.measure == "growth"}
    for each in rows:
        year = each.period_end.year
        if (
            each.measure != "level"
            or each.obs_status == "target"
            or "/" in each.time_period
            or each.unit_measure == "PERCENT"
        ):
            continue
        told = growth.get((each.district_code, each.indicator, each.time_period))
        rate = told.obs_value if told else 6.0
        value = float(f"{each.obs_value / (1 + rate / 100):.5g}") if rate > -100 else each.obs_value
        yield replace(
            each,
            obs_value=value if each.indicator != "wards" else each.obs_value,
            raw_value=each.raw_value,
            year=each.year - 1,
            time_period=f"{year - 1}{each.time_period[4:]}",
            period_start=_year_before(each.period_start),
            period_end=_year_before(each.period_end),
            published_at=each.published_at and _year_before(each.published_at),
            article_id=f"{each.article_id}-last-year",
            observation_id=f"{each.observation_id}-last-year",
        )


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _article(path: Path) -> Article | None:
    text = path.read_text(encoding="utf-8")
    return article_from_text(text, source_uri=path.name, name=path.stem, today=TODAY).article


def _said(observation: Observation) -> tuple[object, ...]:
    """What an observation tells, whatever its place in the text."""
    told = observation
    return (told.district_code, told.indicator, told.measure, told.obs_status, told.time_period, told.obs_value)


def study(each: int, seed: int) -> dict[tuple[str, str], Counter[str]]:
    """Outcomes by kind and setting."""
    laboratory = Laboratory(load_catalog(), sorted(GOLDENS.glob("*.txt")))
    counts: dict[tuple[str, str], Counter[str]] = {}
    for kind in KINDS:
        for setting in SETTINGS if kind != "copy with another figure" else ("beside",):
            drawn = list(islice(laboratory.mutants(kind, seed), 2 * each))
            became = [outcome for outcome in laboratory.outcomes(drawn, setting) if outcome is not None]
            counter = Counter(became[:each])
            counts[kind, setting] = counter
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=100, help="mutations of each kind and setting")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print("| mutation | setting | mutations |", *(f"{name} |" for name in OUTCOMES), "caught |")
    print("|---|---|---:|" + "---:|" * (len(OUTCOMES) + 1))
    for (kind, setting), counter in study(given.each, given.seed).items():
        total = counter.total()
        shares = [f"{100 * counter[name] / total:.0f} % |" if total else "– |" for name in OUTCOMES]
        caught = f"{100 * (total - counter['missed']) / total:.0f} % |" if total else "– |"
        print(f"| {kind} | {setting} | {total} |", *shares, caught)


if __name__ == "__main__":
    main()
