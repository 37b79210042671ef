"""*Lần lượt*: several subjects told first and as many values after, shared out one to one.

*Thu ngân sách của quận 1, quận 3 lần lượt là 15.500 và 5.208 tỷ đồng* becomes two sentences, *Thu ngân sách của quận 1
là 15.500 tỷ đồng* and its twin, each with the tokens of the text, and the rules for sentences read them. Where subjects
and values are not equally many, or cannot be told apart, the values are refused and not given to anyone.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from tasks.grammar.figures import Figure
from tasks.grammar.items import Prepared
from tasks.grammar.periods import PeriodMention, find_periods
from tasks.grammar.scope import Focus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tasks.grammar.indicators import Phrases
    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.tokens import Token

Kind = Literal["place", "period", "phrase"]

SEVERAL: Final = Focus("several", None, "list")
"""Who is spoken of after a sentence that shares its values out to places: all of them, and so no one."""

_CUES: Final = (("lần", "lượt"), ("theo", "thứ", "tự"), ("tương", "ứng"))
_CUE_WORDS: Final = frozenset(words[0] for words in _CUES)
_ALONE: Final = frozenset({"là", "đạt", "tăng", "giảm", "còn", "ở", "với", ":", "bằng", "thu", "chi"})
_SEPARATORS: Final = frozenset({",", "và", ";", "-", "/", "&", "cùng", "rồi"})
# Words that may stand between the members of a list: "của quận 1 và của quận 3", "năm 2021 và năm 2022".
_BETWEEN: Final = frozenset(
    {"của", "quận", "huyện", "năm", "các", "ngành", "lĩnh", "vực", "khu", "tại", "ở", "thị", "xã", "là"}
)
_FILLERS: Final = 6
_MOST_CUES: Final = 4
_MOST_VALUES: Final = 16
_NOUN: Final = 4
_VERBS: Final = ("up", "down", "up_to", "down_to", "reach", "exceed")
_NOT_OWN: Final = frozenset({"base", "average", "other", "now", "same", "term"})
_ROMAN: Final = frozenset({"i", "ii", "iii", "iv"})
_ENDS: Final = frozenset({",", ";", ".", "(", ")", "!", "?", "…"})


class _Atom(NamedTuple):
    """One subject: tokens ``low`` to ``high``, and the tokens that others of its list lend it before and behind."""

    low: int
    high: int
    before: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()
    period: PeriodMention | None = None  # where its tokens alone do not tell one: "II" of "quý I và II"


@dataclass(frozen=True, slots=True)
class _Group:
    kind: Kind
    atoms: tuple[_Atom, ...]

    @property
    def low(self) -> int:
        return self.atoms[0].low

    @property
    def high(self) -> int:
        return self.atoms[-1].high


@dataclass(frozen=True, slots=True)
class _Values:
    """A list of values: their token spans, the span of the unit or noun that each takes, and where the list ends."""

    cue: tuple[int, int]
    spans: tuple[tuple[int, int], ...]
    units: tuple[tuple[int, int], ...]
    verbs: tuple[bool, ...]  # whether a value has a verb of its own ("tăng 9%, giảm 2%")
    mixed: bool  # values of several kinds, as of several indicators
    high: int


@dataclass(frozen=True, slots=True)
class Shares:
    """The sentence's parts, each to be read as a sentence of its own; the sentence itself where nothing is shared."""

    parts: tuple[Prepared, ...]
    refused: tuple[Figure, ...] = ()
    of_places: bool = False

    def once(self, figures: Iterable[Figure], told: Sequence[Figure]) -> list[Figure]:
        """The figures of a part without those ``told`` before: what stands before a list is in every part."""
        if len(self.parts) == 1:
            return list(figures)
        known = {(figure.raw_start, figure.indicator, figure.measure) for figure in told}
        return [figure for figure in figures if (figure.raw_start, figure.indicator, figure.measure) not in known]


def share_out(prepared: Prepared, items: Sequence[Item], phrases: Phrases) -> Shares:
    """Share the values of a sentence out to its subjects. Linear in the sentence."""
    tokens = prepared.tokens
    values = _find_values(tokens, items, phrases)
    if values is None:
        return Shares((prepared,))
    count = len(values.spans)
    groups = [group for group in _groups(items, tokens, phrases, values) if _reaches(items, group, values)]
    fitting = [group for group in groups if len(group.atoms) == count and not (values.mixed and group.kind != "phrase")]
    if len(fitting) != 1:
        return _refuse(prepared, items, values, groups)
    group = fitting[0]
    second = _second(tokens, items, values, count, phrases)
    parts = []
    for part, lent in _parts(tokens, items, group, (values, second)):
        parts.append(_select(prepared, part, lent))
    return Shares(tuple(parts), (), group.kind == "place")


# The values


def _find_values(tokens: Sequence[Token], items: Sequence[Item], phrases: Phrases) -> _Values | None:
    opening = [n for n, token in enumerate(tokens) if token.text in _CUE_WORDS]
    cues = [(n, words) for n in opening for words in _CUES if _at(tokens, n, words)]
    for start, cue in cues[:_MOST_CUES]:
        end = start + len(cue)
        if cue == _CUES[2] and not (end < len(tokens) and tokens[end].text in _ALONE):
            continue  # "tương ứng 2,1% vốn điều lệ" restates one number
        values = _values_after(tokens, items, phrases, (start, end))
        if values is not None:
            return values
    return None


def _values_after(
    tokens: Sequence[Token], items: Sequence[Item], phrases: Phrases, cue: tuple[int, int]
) -> _Values | None:
    index = next((n for n, item in enumerate(items) if item.low >= cue[1] and item.quantity is not None), None)
    if index is None or items[index].low - cue[1] > _FILLERS:
        return None
    if any(token.text in _ENDS for token in tokens[cue[1] : items[index].low]):
        return None
    found: list[tuple[Quantity, int, bool]] = []  # quantity, first token of its span, own verb
    start, verb = items[index].low, False
    while True:
        quantity = items[index].quantity
        assert quantity is not None
        found.append((quantity, start, verb))
        following = _next_value(items, index)
        if following is None:
            break
        index, start, verb = following
    if not 2 <= len(found) <= _MOST_VALUES:
        return None
    last = found[-1][0]
    end = phrases.counted_by(tokens, last.high)[0] if last.kind == "count" else last.high
    units: list[tuple[int, int]] = []
    for (told, _, _), (_, stop, _) in zip(found, [*found[1:], (last, end, False)], strict=True):
        noun = next((n for n in range(told.high, stop) if tokens[n].text in _SEPARATORS), stop)
        lacks = told.kind == "count" and noun == told.high and not told.scaled
        units.append((last.first + 1, end) if lacks else (told.high, noun))
    spans = tuple((low, quantity.high) for quantity, low, _ in found)
    kinds = {q.kind for (q, _, _), unit in zip(found, units, strict=True) if unit[0] == q.high or q is last}
    return _Values(cue, spans, tuple(units), tuple(own for _, _, own in found), len(kinds) > 1, end)


def _next_value(items: Sequence[Item], index: int) -> tuple[int, int, bool] | None:
    """The next value of the list: behind a separator, with at most the counted noun before it and a verb after it."""
    following = next((n for n in range(index + 1, len(items)) if items[n].quantity is not None), None)
    if following is None:
        return None
    gap = items[index + 1 : following]
    cut = next((n for n, item in enumerate(gap) if item.text in _SEPARATORS), None)
    if cut is None or sum(item.high - item.low for item in gap[:cut]) > _NOUN:
        return None
    if any(item.place is not None or item.period is not None for item in gap):
        return None
    after = [item for item in gap[cut:] if item.text not in _SEPARATORS]
    if not all(item.has("up", "down") or (item.has("reach", "copula") and not item.phrases) for item in after):
        return None
    earlier, later = items[index].quantity, items[following].quantity
    if after and earlier is not None and later is not None and earlier.kind != later.kind:
        return None  # "…, 610 tỷ đồng, tăng 5%, …": another list begins
    start = after[0].low if after else items[following].low
    return following, start, bool(after)


def _second(
    tokens: Sequence[Token], items: Sequence[Item], values: _Values, count: int, phrases: Phrases
) -> _Values | None:
    """A second list for the same subjects: *…, tăng lần lượt 9%, 12% và 8%*."""
    end = next((n for n in range(values.high, len(tokens)) if tokens[n].text in {";", "."}), len(tokens))
    start = next((n for n in range(values.high, end) if any(_at(tokens, n, words) for words in _CUES)), None)
    if start is None:
        verb = next((item for item in items if item.low >= values.high and item.has(*_VERBS)), None)
        if verb is None or verb.low > values.high + 2 or verb.high > end:
            return None
        cue = (verb.high, verb.high)
    else:
        cue = (start, start + next(len(words) for words in _CUES if _at(tokens, start, words)))
    other = _values_after(tokens, items, phrases, cue)
    between = [item for item in items if values.high <= item.low < cue[0]]
    if other is None or len(other.spans) != count or any(item.quantity is not None for item in between):
        return None
    return other


# The subjects


def _groups(items: Sequence[Item], tokens: Sequence[Token], phrases: Phrases, values: _Values) -> Iterator[_Group]:
    """Lists of subjects before the cue, each of one kind."""
    before = [item for item in items if item.high <= values.cue[0]]
    n = 0
    while n < len(before):
        kind = _kind(before[n])
        if kind is None:
            n += 1
            continue
        atoms = _split(tokens, before[n], phrases) or [_Atom(before[n].low, before[n].high)]
        last = n
        for m in range(n + 1, len(before)):
            if _kind(before[m]) == kind and _joined(tokens, before[last].high, before[m].low):
                atoms.append(_Atom(before[m].low, before[m].high))
                last = m
            elif before[m].low - before[last].high > _FILLERS:
                break
        if kind == "period":
            atoms += _ordinals(tokens, before[last], values.cue[0])
            atoms = (_years(before[n], len(values.spans)) if len(atoms) == 1 else None) or atoms
        elif kind == "phrase" and len(atoms) < len(values.spans):
            atoms = _sharing(tokens, atoms, phrases, values.cue[0])
        if len(atoms) > 1:
            yield _Group(kind, tuple(atoms))
        n = last + 1


def _reaches(items: Sequence[Item], group: _Group, values: _Values) -> bool:
    """Whether no other number stands between the subjects and their values."""
    return not any(item.quantity is not None and group.high <= item.low < values.spans[0][0] for item in items)


def _kind(item: Item) -> Kind | None:
    if item.place is not None:
        return "place"
    if item.period is not None:
        return None if item.period.kind in _NOT_OWN else "period"
    if item.has("up", "down"):
        return None
    if any(phrase.role in {"form", "head", "sector", "lead", "follow"} for phrase in item.phrases):
        return "phrase"
    return "phrase" if item.phrases and any(word in _SEPARATORS for word in item.text.split()) else None


def _joined(tokens: Sequence[Token], low: int, high: int) -> bool:
    words = [token.text for token in tokens[low:high]]
    return bool(words) and words[0] in _SEPARATORS and all(w in _SEPARATORS or w in _BETWEEN for w in words)


def _ordinals(tokens: Sequence[Token], item: Item, cue: int) -> list[_Atom]:
    """*Quý I, II và III*, *tháng 7, 8 và 9*: the later ones are lent the word of the first."""
    atoms: list[_Atom] = []
    if item.period is None or item.period.kind not in {"quarter", "month"}:
        return atoms
    j = item.high
    while j + 1 < cue and tokens[j].text in _SEPARATORS and _is_ordinal(tokens[j + 1].text):
        mention = next(iter(find_periods(f"{tokens[item.low].text} {tokens[j + 1].text}")), None)
        if mention is None:
            break
        atoms.append(_Atom(j + 1, j + 2, (item.low,), (), mention))
        j += 2
    return atoms


def _sharing(tokens: Sequence[Token], atoms: list[_Atom], phrases: Phrases, cue: int) -> list[_Atom]:
    """*Thu, chi ngân sách*; *số vụ tai nạn giao thông và cháy*: one member lacks what another begins or ends with."""
    first, last = atoms[0], atoms[-1]
    if first.low > 1 and tokens[first.low - 1].text in _SEPARATORS:
        length = _form(phrases, [tokens[first.low - 2], *tokens[first.low + 1 : first.high]])
        if length > 1:
            behind = tuple(range(first.low + 1, first.low + length))
            return [_Atom(first.low - 2, first.low - 1, (), behind), *atoms]
    if last.high + 1 < cue and tokens[last.high].text in _SEPARATORS:
        for lent in (2, 1):
            before = tuple(range(first.low, first.low + lent))
            following = tokens[last.high + 1 : min(last.high + 1 + _NOUN, cue)]
            length = _form(phrases, [*(tokens[i] for i in before), *following]) - lent
            if length > 0:
                return [*atoms, _Atom(last.high + 1, last.high + 1 + length, before)]
    return atoms


def _split(tokens: Sequence[Token], item: Item, phrases: Phrases) -> list[_Atom]:
    """*Thu, chi ngân sách* where the catalog knows it as one phrase that is neither of the two."""
    joint = next((n for n in range(item.low, item.high) if tokens[n].text in _SEPARATORS), None)
    if item.kind != "phrase" or joint is None or any(phrase.role in {"form", "sector"} for phrase in item.phrases):
        return []
    behind = tuple(range(joint + 2, item.high))
    first = [*tokens[item.low : joint], *(tokens[i] for i in behind)]
    second = tokens[joint + 1 : item.high]
    if _form(phrases, first) < len(first) or _form(phrases, second) < len(second):
        return []
    return [_Atom(item.low, joint, (), behind), _Atom(joint + 1, item.high)]


def _form(phrases: Phrases, words: Sequence[Token]) -> int:
    """How many of the words are the form of an indicator."""
    match = phrases.trie.longest(words, 0)
    return match[0] if match is not None and any(phrase.role == "form" for phrase in match[1]) else 0


def _is_ordinal(text: str) -> bool:
    return text in _ROMAN or (text.isdigit() and 1 <= int(text) <= 12)


def _years(item: Item, count: int) -> list[_Atom] | None:
    """*Giai đoạn 2021-2023* holds three years for three values."""
    mention = item.period
    if mention is None or mention.kind != "span" or mention.year is None or mention.number is None:
        return None
    if mention.number - mention.year + 1 != count:
        return None
    return [
        _Atom(item.low, item.high, (), (), PeriodMention("year", 0, 0, year=year, text=f"năm {year}"))
        for year in range(mention.year, mention.number + 1)
    ]


# The parts


def _parts(
    tokens: Sequence[Token], items: Sequence[Item], group: _Group, lists: tuple[_Values, _Values | None]
) -> Iterator[tuple[list[int], tuple[_Atom, int] | None]]:
    """For each subject the indexes of its tokens; of a list of periods also where it stands among them."""
    verbs = {i for item in items if item.has(*_VERBS) for i in range(item.low, item.high)}
    told = [values for values in lists if values is not None]
    end = _clause_end(tokens, items, told[-1].high)
    for n, atom in enumerate(group.atoms):
        chosen = list(range(group.low))
        at = len(chosen)
        chosen += [*atom.before, *range(atom.low, atom.high), *atom.behind]
        start = group.high
        for values in told:
            middle = [i for i in range(start, values.spans[0][0]) if not values.cue[0] <= i < values.cue[1]]
            while values.verbs[n] and middle and middle[-1] in verbs:
                middle.pop()
            chosen += [*middle, *range(*values.spans[n]), *range(*values.units[n])]
            start = values.high
        chosen += range(told[-1].high, end)
        if n == len(group.atoms) - 1 and _names_its_own(items, end):
            chosen += range(end, len(tokens))
        yield chosen, (atom, at) if group.kind == "period" else None


def _clause_end(tokens: Sequence[Token], items: Sequence[Item], start: int) -> int:
    """The end of what holds for all values: *so với cùng kỳ*, up to a sign or another number."""
    number = min((item.low for item in items if item.low >= start and item.quantity is not None), default=len(tokens))
    return next((i for i in range(start, number) if tokens[i].text in _ENDS), number)


def _names_its_own(items: Sequence[Item], start: int) -> bool:
    """Whether what follows the list names a subject before its first number; else its number could be anyone's."""
    for item in items:
        if item.low >= start and item.quantity is not None:
            return False
        if item.low >= start and (item.place is not None or any(p.role in {"form", "head"} for p in item.phrases)):
            return True
    return True


def _select(prepared: Prepared, chosen: Sequence[int], lent: tuple[_Atom, int] | None) -> Prepared:
    """A sentence of some of the tokens; mentions of time and place move with theirs."""
    place_of = {index: n for n, index in enumerate(chosen)}

    def moved(low: int, high: int) -> tuple[int, int] | None:
        first = place_of.get(low)
        whole = first is not None and all(place_of.get(low + k) == first + k for k in range(high - low))
        return (first, first + high - low) if whole and first is not None else None

    periods: list[tuple[int, int, PeriodMention]] = []
    if lent is not None and (lent[0].before or lent[0].period is None):
        periods = _found_again([prepared.tokens[i] for i in chosen])  # "quý II năm 2023" is one mention now
    else:
        if lent is not None and lent[0].period is not None:
            periods.append((lent[1], lent[1] + lent[0].high - lent[0].low, lent[0].period))
        for low, high, mention in prepared.periods:
            span = moved(low, high)
            if span is not None and not any(a < span[1] and span[0] < b for a, b, _ in periods):
                periods.append((*span, mention))
    mentions = tuple(
        replace(mention, low=span[0], high=span[1])
        for mention in prepared.mentions
        if (span := moved(mention.low, mention.high)) is not None
    )
    return Prepared(
        prepared.sentence,
        tuple(prepared.tokens[i] for i in chosen),
        tuple(sorted(periods, key=lambda p: p[0])),
        mentions,
    )


def _found_again(tokens: Sequence[Token]) -> list[tuple[int, int, PeriodMention]]:
    """The mentions of time in words that now stand side by side."""
    starts: list[int] = []
    length = 0
    for token in tokens:
        starts.append(length)
        length += len(token.text) + 1
    found = find_periods(" ".join(token.text for token in tokens))
    return [(bisect_left(starts, m.start), bisect_left(starts, m.end), m) for m in found]


def _refuse(prepared: Prepared, items: Sequence[Item], values: _Values, groups: Sequence[_Group]) -> Shares:
    """Leave the values to nobody; the rest of the sentence is read as it stands."""
    tokens = prepared.tokens
    low, high = values.spans[0][0], values.high
    told = [phrase for item in items for phrase in item.phrases if phrase.role == "form"]
    kept = _select(prepared, [i for i in range(len(tokens)) if not low <= i < high], None)
    if not told:
        return Shares((kept,))
    subjects = ", ".join(str(len(group.atoms)) for group in groups) or "no"
    message = (
        f"{len(values.spans)} values are told respectively of {subjects} subjects: none can be given to one of them"
    )
    start, end = tokens[low].start, tokens[high - 1].end
    figure = Figure(
        prepared.sentence, start, end, told[0].name, "level", 0.0, "actual", "eq", "respectively", "low",
        refused="respectively", message=message,
    )  # fmt: skip
    return Shares((kept,), (figure,))


def _at(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    return i + len(words) <= len(tokens) and all(tokens[i + n].text == word for n, word in enumerate(words))
