"""A sentence as a row of items: quantities, indicator phrases, periods, places, cues, and words nobody knows."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, Literal

from tasks.grammar.period_years_after import with_years_after
from tasks.grammar.periods import PeriodMention, find_periods
from tasks.grammar.place_homonyms import as_told_beside
from tasks.grammar.quantities import Quantity, read_quantities
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.context import Context, Place
    from tasks.grammar.indicators import Phrase, Phrases
    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.places import PlaceFinder, PlaceMention
    from tasks.grammar.tokens import Sentence, Token

_NO_CUES: Final[frozenset[str]] = frozenset()
_AIMS: Final = frozenset({"target"})

ItemKind = Literal["quantity", "phrase", "period", "place", "cue", "word"]


class Item(Record, frozen=True):
    """One item of a sentence, tokens ``low`` to ``high`` (exclusive)."""

    kind: ItemKind
    low: int
    high: int
    text: str
    cues: frozenset[str] = frozenset()
    phrases: tuple[Phrase, ...] = ()
    quantity: Quantity | None = None
    period: PeriodMention | None = None
    place: Place | None = None

    def has(self, *classes: str) -> bool:
        """Whether the item is a word of one of the classes."""
        cues = self.cues
        return bool(cues) and not cues.isdisjoint(classes)

    def is_of_name(self, tokens: Sequence[Token]) -> bool:
        """Whether the item, one of a sentence of ``tokens``, is a word with a capital."""
        return self.kind == "word" and tokens[self.low].capital

    @property
    def names_district(self) -> bool:
        return self.place is not None and self.place.level == "district"


class Prepared(Record, frozen=True):
    """A sentence with its tokens and the mentions that stand in it, before items are made of them."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    periods: tuple[tuple[int, int, PeriodMention], ...]
    mentions: tuple[PlaceMention, ...]
    whole: bool = True  # as it stands in the text


def prepare(sentence: Sentence, tokens: tuple[Token, ...], folded: str, finder: PlaceFinder) -> Prepared:
    """Find periods and place names. Spans are token indexes of the sentence."""
    starts: list[int] = []
    taken = [False] * len(tokens)
    periods: list[tuple[int, int, PeriodMention]] = []
    for mention in find_periods(folded[sentence.start : sentence.end].replace("\n", " ")):
        starts = starts or [token.start for token in tokens]
        low = bisect_left(starts, mention.start + sentence.start)
        high = bisect_left(starts, mention.end + sentence.start)
        if low < high:
            periods.append((low, high, mention))
            for i in range(low, high):
                taken[i] = True
    return Prepared(sentence, tokens, tuple(periods), tuple(finder.find(tokens, taken)))


def build_items(
    prepared: Prepared, context: Context, phrases: Phrases, lexicon: Lexicon, finder: PlaceFinder
) -> tuple[Item, ...]:
    """The row of items, left to right, without overlaps; every token belongs to one."""
    tokens = prepared.tokens
    owner: list[Item | None] = [None] * len(tokens)

    def put(item: Item) -> None:
        for i in range(item.low, item.high):
            owner[i] = item

    for low, high, mention in with_years_after(prepared.periods, tokens, context.year):
        lead = phrases.trie.longest(tokens[low:high], 0) if mention.kind == "now" else None
        inside = tuple(lead[1]) if lead is not None else ()
        aims = _AIMS if mention.text.startswith("phấn đấu") else _NO_CUES  # "phấn đấu đến năm 2030"
        put(Item("period", low, high, mention.text, aims, phrases=inside, period=mention))
    told = [place for mention in prepared.mentions if (place := context.place(mention)) is not None]
    for place in as_told_beside(told, tokens, context):
        put(Item("place", place.low, place.high, place.mention.name, place=place))
    for low, high, found in phrases.with_digits.find(tokens):
        of_fraction = low > 0 and tokens[low - 1].text == "/"  # "đạt 17/19 tiêu chí"
        if not of_fraction and all(owner[i] is None for i in range(low, high)):
            put(Item("phrase", low, high, _text(tokens, low, high), phrases=tuple(found)))
    taken = [item is not None for item in owner]
    if context.part_words:
        for mention_of_part in finder.find_again(tokens, taken, context.part_words):
            part = context.place(mention_of_part)
            if part is not None:
                put(Item("place", part.low, part.high, mention_of_part.name, place=part))
        taken = [item is not None for item in owner]
    for quantity in read_quantities(tokens, taken, lexicon):
        low = max(quantity.low, 0)
        while low < quantity.first and owner[low] is not None:
            low += 1
        put(Item("quantity", low, quantity.high, _text(tokens, quantity.first, quantity.high), quantity=quantity))
    return _with_plain(tokens, owner, phrases, lexicon)


def _with_plain(
    tokens: Sequence[Token], owner: Sequence[Item | None], phrases: Phrases, lexicon: Lexicon
) -> tuple[Item, ...]:
    """The items that own tokens, and phrases, cues and words for the tokens that nothing owns."""
    items: list[Item] = []
    i = 0
    while i < len(tokens):
        item = owner[i]
        if item is None:
            end = i + 1
            while end < len(tokens) and owner[end] is None:
                end += 1
            items += _plain(tokens, (i, end), phrases, lexicon)
            i = end
        else:
            items.append(item)
            i = item.high
    return tuple(items)


def _plain(tokens: Sequence[Token], span: tuple[int, int], phrases: Phrases, lexicon: Lexicon) -> list[Item]:
    start, window = span[0], tokens[span[0] : span[1]]
    words = [token.text for token in window]
    openings = list(map(phrases.openings.get, words))
    words.append("")
    beyond = tokens[span[1]] if span[1] < len(tokens) else None
    items: list[Item] = []
    i = 0
    while i < len(window):
        word, opening = words[i], openings[i]
        if opening is None:
            items.append(Item("word", start + i, start + i + 1, word))
            i += 1
            continue
        phrase_goes_on, alone, cue_goes_on, cue_alone, classes = opening
        following = words[i + 1]
        if phrase_goes_on is None or following in phrase_goes_on:
            named = phrases.trie.longest(window, i)
        else:
            named = None if alone is None else (i + 1, alone)
        if cue_goes_on is None or following in cue_goes_on:
            cue = lexicon.cues.longest(window, i)
        else:
            if named is None:
                kind: ItemKind = "word" if cue_alone is None else "cue"
                items.append(Item(kind, start + i, start + i + 1, word, classes))
                i += 1
                continue
            cue = None if cue_alone is None else (i + 1, cue_alone)
        if named is not None:
            named = _own(window, i, named, phrases, beyond)
        if named is not None and (cue is None or named[0] >= cue[0]):
            item = _phrase(window, (start, i), named, cue)
        elif cue is not None:
            item = _cue(window, (start, i), cue, phrases, lexicon)
        else:
            item = Item("word", start + i, start + i + 1, word)
        items.append(item)
        i = item.high - start
    return items


def _own(
    window: Sequence[Token], i: int, named: tuple[int, list[Phrase]], phrases: Phrases, beyond: Token | None
) -> tuple[int, list[Phrase]] | None:
    """A phrase as far as no other has a better right to its words."""
    own = _undercut(window, i, named, phrases, beyond) if named[0] > i + 1 else named
    return _not_of_owner(window, i, own) if window[i].text in _OWNERS else own


def _phrase(
    window: Sequence[Token], at: tuple[int, int], named: tuple[int, list[Phrase]], cue: tuple[int, list[str]] | None
) -> Item:
    """A phrase; ``at`` are the token of the sentence that the window begins with, and that of the window."""
    (start, i), high = at, named[0]
    also = frozenset(cue[1]) if cue is not None and cue[0] == high else _opening_cues(window[i], cue)
    if window[high - 1].text in _MOVES and high - i > 1:
        also |= _MOVES[window[high - 1].text]
    return Item("phrase", start + i, start + high, _text(window, i, high), also, tuple(named[1]))


def _cue(
    window: Sequence[Token], at: tuple[int, int], cue: tuple[int, list[str]], phrases: Phrases, lexicon: Lexicon
) -> Item:
    """A cue, up to a phrase that begins in it."""
    (start, i), high = at, cue[0]
    if high > i + 1 and (shorter := _cut_short(window, i, high, phrases)) < high:
        high = shorter
        cue = lexicon.cues.longest(window[:high], i) or (high, [])
    return Item("cue", start + i, start + high, _text(window, i, high), frozenset(cue[1]))


def _cut_short(window: Sequence[Token], i: int, high: int, phrases: Phrases) -> int:
    """Where a cue ends that an indicator's phrase begins in: *đã* + *thu ngân sách*, not *đã thu* + *ngân sách*."""
    for k in range(i + 1, high):
        inner = _longer(window, k, phrases)
        if inner is not None and inner[0] > high and any(phrase.role == "form" for phrase in inner[1]):
            return k
    return high


def _longer(window: Sequence[Token], k: int, phrases: Phrases) -> tuple[int, list[Phrase]] | None:
    """The longest phrase at token ``k``, if it may have more words than one."""
    opening = phrases.openings.get(window[k].text)
    if opening is None:
        return None
    goes_on = opening.phrase_goes_on
    if goes_on is not None and (k + 1 >= len(window) or window[k + 1].text not in goes_on):
        return None
    return phrases.trie.longest(window, k)


_MOVES: Final = {"tăng": frozenset({"up"}), "giảm": frozenset({"down"})}
"""Verbs that end a phrase, as in *tội phạm hình sự giảm*: they say how its figure moved."""
_SUMS: Final = frozenset({"tổng", "tổng số"})
_KEPT: Final = frozenset({"up", "down", "up_to", "down_to", "exceed", "estimate", "plan", "target", "done"})


def _opening_cues(first: Token, cue: tuple[int, list[str]] | None) -> frozenset[str]:
    """What the first words of a phrase say of its figure: *giảm tỷ lệ hộ nghèo*, *ước giải ngân*, *dự toán thu*.

    *Tổng vốn đầu tư toàn xã hội* is no plan, though *tổng vốn* alone is one.
    """
    return frozenset() if cue is None or first.text in _SUMS else _KEPT.intersection(cue[1])


def _undercut(
    window: Sequence[Token], i: int, match: tuple[int, list[Phrase]], phrases: Phrases, beyond: Token | None
) -> tuple[int, list[Phrase]] | None:
    """Give way to an indicator's own phrase inside a lesser match: *có tổng giá trị* to *giá trị sản xuất*.

    What names more, as *tổng giá trị sản phẩm*, goes before what means something only beside other words.
    """
    if any(phrase.role == "form" for phrase in match[1]):
        return match
    following = window[match[0]] if match[0] < len(window) else beyond
    if following is not None and _begins_next(window[match[0] - 1], following):
        return phrases.trie.longest(window[: match[0] - 1], i)
    excluded = any(phrase.role == "excluded" for phrase in match[1])
    for k in range(i + 1, match[0]):
        inner = _longer(window, k, phrases)
        if inner is None or inner[0] <= match[0] or (excluded and inner[0] - k <= match[0] - i):
            continue
        # "Về vốn đầu tư xây dựng cơ bản, …": more than the capital of those that were counted
        names_more = all(phrase.role in {"follow", "head"} for phrase in match[1]) and inner[0] > match[0] + 1
        if any(phrase.role == "form" or (names_more and phrase.role == "sector") for phrase in inner[1]):
            shorter = phrases.trie.longest(window[:k], i)
            return shorter if shorter is not None and shorter[0] <= k else None
    return match


_NEXT: Final = {
    "trên": frozenset({"địa", "toàn"}),
    "được": frozenset({"giảm", "kéo", "hạ", "rút", "nâng"}),
}


def _begins_next(last: Token, following: Token) -> bool:
    """*giá trị sản xuất nông nghiệp* + *trên địa bàn*, *hộ nghèo* + *có 312 hộ*: the last word is the next one's.

    *giá trị sản xuất nông nghiệp trên* 1 ha and *hộ nghèo có* nhà tạm are other things.
    """
    if last.text in {"có", "còn"}:
        return following.text[0].isdigit()
    return following.text in _NEXT.get(last.text, ())


_OWNED: Final = frozenset({"của", "toàn", "trong"})
_OWNERS: Final = frozenset({"huyện", "tỉnh"})


def _not_of_owner(
    window: Sequence[Token], i: int, match: tuple[int, list[Phrase]] | None
) -> tuple[int, list[Phrase]] | None:
    """*9/9 xã của huyện đạt chuẩn nông thôn mới*: the communes reach it; *huyện đạt chuẩn …* excludes nothing here."""
    if match is None or not i or window[i - 1].text not in _OWNED:
        return match
    return None if all(phrase.role == "excluded" for phrase in match[1]) else match


def _text(tokens: Sequence[Token], low: int, high: int) -> str:
    return tokens[low].text if high == low + 1 else " ".join([token.text for token in tokens[low:high]])
