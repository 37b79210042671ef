"""The subjects of a *lần lượt*: places, periods or indicators that are told in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tasks.grammar.periods import PeriodMention, find_periods
from tasks.grammar.respectively_values import FILLERS, LONGEST_NOUN, SEPARATORS
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.grammar.indicators import Phrases
    from tasks.grammar.items import Item
    from tasks.grammar.respectively_values import Values
    from tasks.grammar.tokens import Token

Kind = Literal["place", "period", "phrase"]

# Words that may stand between the members of a list: "của quận 1 và của quận 3", "năm 2021 và năm 2022".
_BETWEEN: Final = frozenset(
    {"của", "quận", "huyện", "năm", "các", "ngành", "lĩnh", "vực", "khu", "tại", "ở", "thị", "xã", "là"}
)
_NOT_OWN: Final = frozenset({"base", "average", "other", "now", "same", "term"})
_ROMAN: Final = frozenset({"i", "ii", "iii", "iv"})


class Atom(Record, frozen=True):
    """One subject: tokens ``low`` to ``high``, and the tokens that others of its list lend it before and behind."""

    low: int
    high: int
    before: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()
    period: PeriodMention | None = None  # where its tokens alone do not tell one: "II" of "quý I và II"


class Group(Record, frozen=True):
    """Subjects of one kind; ``begin`` and ``end`` where more than the subjects stands before what holds for all."""

    kind: Kind
    atoms: tuple[Atom, ...]
    begin: int | None = None
    end: int | None = None

    @property
    def low(self) -> int:
        return self.atoms[0].low if self.begin is None else self.begin

    @property
    def high(self) -> int:
        return self.atoms[-1].high if self.end is None else self.end


def find_groups(items: Sequence[Item], tokens: Sequence[Token], phrases: Phrases, values: Values) -> Iterator[Group]:
    """Lists of subjects before the cue, each of one kind."""
    before = tuple([item for item in items if item.high <= values.cue[0]])
    n = 0
    while n < len(before):
        kind = _kind(before[n])
        if kind is None or (kind == "phrase" and _has_own_number(before, n)):
            n += 1
            continue
        atoms = _split(tokens, before[n], phrases) or [Atom(before[n].low, before[n].high)]
        last = n
        for m in range(n + 1, len(before)):
            if kind == "phrase" and _has_own_number(before, m):
                break
            if _kind(before[m]) == kind and _joined(tokens, before[last].high, before[m].low):
                atoms.append(Atom(before[m].low, before[m].high))
                last = m
            elif before[m].low - before[last].high > FILLERS:
                break
        if kind == "period":
            atoms += _ordinals(tokens, before[last], values.cue[0])
            atoms = (_years(before[n], len(values.spans)) if len(atoms) == 1 else None) or atoms
        elif kind == "phrase" and len(atoms) < len(values.spans):
            atoms = _sharing(tokens, atoms, phrases, values.cue[0])
        if len(atoms) > 1:
            yield Group(kind, tuple(atoms))
        n = last + 1


def reaches(items: Sequence[Item], group: Group, values: Values) -> bool:
    """Whether no other number stands between the subjects and their values."""
    return not any(item.quantity is not None and group.high <= item.low < values.spans[0][0] for item in items)


def _kind(item: Item) -> Kind | None:
    if item.place is not None:
        return "place"
    if item.period is not None:
        return None if item.period.kind in _NOT_OWN else "period"
    if item.has("up", "down") or (item.has("glue") and all(phrase.role == "follow" for phrase in item.phrases)):
        return None  # "tỷ lệ lần lượt là"
    if any(phrase.role in {"form", "head", "sector", "lead", "follow"} for phrase in item.phrases):
        return "phrase"
    return "phrase" if item.phrases and any(word in SEPARATORS for word in item.text.split()) else None


def _has_own_number(items: Sequence[Item], n: int) -> bool:
    """*2.310 hộ kinh doanh mới, vốn đăng ký lần lượt …*: a figure of its own, told before the list begins."""
    return n > 0 and items[n - 1].quantity is not None


def _joined(tokens: Sequence[Token], low: int, high: int) -> bool:
    words = [token.text for token in tokens[low:high]]
    return bool(words) and words[0] in SEPARATORS and all(w in SEPARATORS or w in _BETWEEN for w in words)


def _ordinals(tokens: Sequence[Token], item: Item, cue: int) -> list[Atom]:
    """*Quý I, II và III*, *tháng 7, 8 và 9*: the later ones are lent the word of the first."""
    atoms: list[Atom] = []
    if item.period is None or item.period.kind not in {"quarter", "month"}:
        return atoms
    j = item.high
    while j + 1 < cue and tokens[j].text in SEPARATORS and _is_ordinal(tokens[j + 1].text):
        mention = next(iter(find_periods(f"{tokens[item.low].text} {tokens[j + 1].text}")), None)
        if mention is None:
            break
        atoms.append(Atom(j + 1, j + 2, (item.low,), (), mention))
        j += 2
    return atoms


def _sharing(tokens: Sequence[Token], atoms: list[Atom], phrases: Phrases, cue: int) -> list[Atom]:
    """*Thu, chi ngân sách*; *số vụ tai nạn giao thông và cháy*: one member lacks what another begins or ends with."""
    first, last = atoms[0], atoms[-1]
    if first.low > 1 and tokens[first.low - 1].text in SEPARATORS:
        length = _form(phrases, (tokens[first.low - 2], *tokens[first.low + 1 : first.high]))
        if length > 1:
            behind = tuple(range(first.low + 1, first.low + length))
            return [Atom(first.low - 2, first.low - 1, (), behind), *atoms]
    if last.high + 1 < cue and tokens[last.high].text in SEPARATORS:
        for lent in (2, 1):
            before = tuple(range(first.low, first.low + lent))
            following = tokens[last.high + 1 : min(last.high + 1 + LONGEST_NOUN, cue)]
            length = _form(phrases, (*[tokens[i] for i in before], *following)) - lent
            if length > 0:
                return [*atoms, Atom(last.high + 1, last.high + 1 + length, before)]
    return atoms


def _split(tokens: Sequence[Token], item: Item, phrases: Phrases) -> list[Atom]:
    """*Thu, chi ngân sách* where the catalog knows it as one phrase that is neither of the two."""
    joint = next((n for n in range(item.low, item.high) if tokens[n].text in SEPARATORS), None)
    if item.kind != "phrase" or joint is None or any(phrase.role in {"form", "sector"} for phrase in item.phrases):
        return []
    behind = tuple(range(joint + 2, item.high))
    first = (*tokens[item.low : joint], *[tokens[i] for i in behind])
    second = tokens[joint + 1 : item.high]
    if _form(phrases, first) == len(first) and _form(phrases, second) == len(second):
        return [Atom(item.low, joint, (), behind), Atom(joint + 1, item.high)]
    return _lending_first(tokens, item, joint, phrases)


def _lending_first(tokens: Sequence[Token], item: Item, joint: int, phrases: Phrases) -> list[Atom]:
    """*Tỷ lệ hộ nghèo, cận nghèo*: what the first opens with is the second's as well."""
    if _form(phrases, tokens[item.low : joint]) < joint - item.low:
        return []
    for lent in range(1, joint - item.low):
        before = tuple(range(item.low, item.low + lent))
        second = (*[tokens[i] for i in before], *tokens[joint + 1 : item.high])
        if _form(phrases, second) == len(second):
            return [Atom(item.low, joint), Atom(joint + 1, item.high, before)]
    return []


def _form(phrases: Phrases, words: Sequence[Token]) -> int:
    """How many of the words are the form of an indicator."""
    match = phrases.trie.longest(words, 0)
    return match[0] if match is not None and any(phrase.role == "form" for phrase in match[1]) else 0


def _is_ordinal(text: str) -> bool:
    return text in _ROMAN or (text.isdigit() and 1 <= int(text) <= 12)


def _years(item: Item, count: int) -> list[Atom] | None:
    """*Giai đoạn 2021-2023* holds three years for three values."""
    mention = item.period
    if mention is None or mention.kind != "span" or mention.year is None or mention.number is None:
        return None
    if mention.number - mention.year + 1 != count:
        return None
    return [
        Atom(item.low, item.high, (), (), PeriodMention("year", 0, 0, year=year, text=f"năm {year}"))
        for year in range(mention.year, mention.number + 1)
    ]
