"""Which words can open a claim, as sets of phrases: what :mod:`tasks.grammar.screen` seeks.

The words themselves come from the catalog and the word lists, so that the screen knows an indicator as soon as the
grammar does.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from tasks.catalog.forms import expand
from tasks.grammar.carried import EACH_HAS
from tasks.grammar.frames import SMALL
from tasks.grammar.grown import VERBS
from tasks.grammar.had import AREAS, HAS_NOW, WHOLES
from tasks.grammar.numbers import NUMBER_WORDS, SCALES, WITH_DONG
from tasks.grammar.quantities import UNITS, last_words
from tasks.grammar.respectively_values import CUES
from tasks.grammar.sayings import load_sayings
from tasks.grammar.scaled import DONG
from tasks.grammar.sector_sums import SECTORS
from tasks.grammar.unit_lines import IN_PARENTHESES, OPENINGS
from tasks.grammar.ward_nouns import NOUNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tasks.catalog.indicators import Indicator
    from tasks.catalog.load import Catalog
    from tasks.grammar.indicators import Phrase, Phrases
    from tasks.grammar.lexicon import Lexicon

_MILLIONS: Final = "triệu"
"""What is told a head is told in millions, without *đồng* as well."""
_TARGETS: Final = "chỉ tiêu"
_FEW: Final = frozenset({"một", "hai", "ba"})
"""Number words that count communes only behind other number words."""
_BEFORE_FEW: Final = ("mười", "mươi", "trăm", "lẻ", "linh")
_TENS: Final = frozenset({"tư"})
"""A number word that begins other words, and stands only behind other number words."""
_SYLLABLES: Final = frozenset({"người", "hộ", "m", "em"})
"""What numbers are told for, and what many other words are or end in."""
_ENDS: Final = frozenset({"0", "rưỡi", *NUMBER_WORDS, *SCALES})
"""What a number itself can end in; no sum ends in *không*, which begins *không được*."""
_OUT_OF: Final = ("vốn", "trên", "tổng", "/")
"""What a sum has behind it that is out of a larger one."""
_COMMON: Final = frozenset({"có", "là", "của", "cho", "với", "được", "đi", "đến", "lo", "mua", "mới", "cầm"})
"""Words that stand in nearly every article: lists with them select nothing, and each costs a match."""
_BILLION: Final = 1e9  # so much of something unnamed is money
UNIT_LINES: Final = (*map(" ".join, OPENINGS), *IN_PARENTHESES)
"""What a line opens with that tells the unit of all sums below it."""
_CLOSES_SHARE: Final = ")"
"""*16/16 (100%) xã*: what may stand between a number and its noun."""
_TIME_ENDS: Final = ("0", "năm", "qua")  # "Phường A đến cuối năm 2025 có 3.122 doanh nghiệp"


def openings(phrases: Phrases, catalog: Catalog, lexicon: Lexicon) -> Iterator[list[list[str]]]:
    """Sets of phrases of which one each can claim a number of its sentence; the first set names what is claimed.

    What is told in money or percent only is not told where nothing in the sentence is.
    """
    kinds = _kinds_named(catalog)
    numbers = list(_numbers(lexicon))
    percent, money = _percents(lexicon), sums_told(lexicon)
    counts = _named(phrases, lambda phrase: phrase.role == "form" and "count" in kinds[phrase.name])
    yield [[*counts, *_openings_of_counts(catalog, numbers)]]
    of_sums = _named(phrases, lambda phrase: phrase.role == "form" and "count" not in kinds[phrase.name])
    yield [[*of_sums, *_openings_of_sums(phrases, catalog, lexicon)], money]
    yield [list(_named(phrases, lambda phrase: phrase.role == "form" and kinds[phrase.name] == {"percent"})), percent]
    a_head = {name for name, indicator in catalog.indicators.items() if indicator.per_head}
    told_a_head = _named(phrases, lambda phrase: phrase.role == "form" and phrase.name in a_head)
    yield [[*told_a_head, *EACH_HAS], [_MILLIONS]]  # "Người dân có mức thu nhập 58 triệu đồng/năm"


def _named(phrases: Phrases, wanted: Callable[[Phrase], bool]) -> Iterator[str]:
    """Phrases that can claim a number by themselves."""
    for trie in (phrases.trie, phrases.with_digits):
        yield from (" ".join(words) for words in trie.shortest(wanted))


def _kinds_named(catalog: Catalog) -> dict[str, set[str]]:
    """The kinds of numbers that may be claimed where an indicator is named, be it by another that follows it."""
    kinds = {}
    indicators = catalog.indicators
    for name, indicator in indicators.items():
        following = (other for other in indicators.values() if any(name in told.after for told in other.follows))
        meant = (indicator, *following)
        kinds[name] = {"percent" if one.is_rate else "count" if one.is_count else "money" for one in meant}
        if indicator.counts or any(other.share == name for other in indicators.values()):
            kinds[name].add("count")
    return kinds


def _openings_of_counts(catalog: Catalog, numbers: Sequence[str]) -> Iterator[str]:
    yield _TARGETS
    yield from (" ".join(words) for words in CUES)  # the words of a phrase may be shared out
    for indicator in catalog.indicators.values():
        for noun in indicator.self_named:
            yield from (f"{number} {reading}" for reading in expand(noun) for number in numbers)
    for words in NOUNS:
        yield from (f"{number} {' '.join(words)}" for number in numbers) if len(words) < 3 else (" ".join(words),)
        yield from (f"{number_of} {' '.join(words)}" for number_of in ("số", "số lượng"))  # "số xã của huyện còn 18"


def _openings_of_sums(phrases: Phrases, catalog: Catalog, lexicon: Lexicon) -> Iterator[str]:
    """What a sum is measured against, or was assigned for."""
    plans = [words for words, kinds in lexicon.cues.entries() if "plan" in kinds]
    told = [" ".join(words) for words, _ in phrases.trie.entries() if any(words[: len(plan)] == plan for plan in plans)]
    told += (" ".join(words) for words, _ in lexicon.cues.entries())
    for indicator in catalog.indicators.values():
        yield from (text for text in told if any(word in text for word in indicator.implied_by))
        if indicator.implied_by:
            heads = [head for part in indicator.composed for head in catalog.heads[part.head]]
            yield from (f"{given} {head}" for given in lexicon.assigns for head in heads)
        if indicator.plan is not None:  # "quận giải ngân 146 tỷ đồng trên 812 tỷ đồng", "được giao 152 tỷ đồng vốn …"
            for part in indicator.composed:
                yield from (*catalog.heads[part.head], *catalog.sectors[part.sector])


def _percents(lexicon: Lexicon) -> list[str]:
    """What a sentence has in which something is told in percent, or as a multiple."""
    times = (" ".join(words) for words in lexicon.cues.shortest(lambda kind: kind == "times"))
    return ["%", "phần", *times, *(f"{number} lần" for number in _ENDS)]


def sums_told(lexicon: Lexicon) -> list[str]:
    """What a sentence has in which something is told in money or percent."""
    currencies = [" ".join(words) for words, kind in UNITS if kind == "usd"]
    billions = [word for word, scale in SCALES.items() if scale >= _BILLION]
    units = [f"{number} {unit}" for number in _ENDS - {"không"} for unit in (*billions, *DONG, *WITH_DONG)]
    return [*units, *currencies, *_percents(lexicon)]


def topics(phrases: Phrases, catalog: Catalog) -> Iterator[str]:
    """Phrases that announce a topic for the sentences that follow."""
    topical = {name for name, indicator in catalog.indicators.items() if indicator.topics}
    for trie in (phrases.trie, phrases.with_digits):
        wanted = trie.shortest(
            lambda phrase: phrase.role == "topic" or (phrase.role == "form" and phrase.name in topical)
        )
        yield from (" ".join(words) for words in wanted)


def counted_things(catalog: Catalog, lexicon: Lexicon) -> Iterator[str]:
    """Numbers with the nouns that can be a figure of what was announced before."""
    before = _before_nouns(lexicon)
    for indicator in catalog.indicators.values():
        if indicator.topics or indicator.follows:
            yield from _counted(indicator.counts, before)


def follows(catalog: Catalog) -> list[str]:
    """Phrases that can claim a number in a list of places."""
    return shortest(
        {phrase for one in catalog.indicators.values() for told in one.follows for phrase in told.forms}, catalog
    )


def sectors(catalog: Catalog) -> list[str]:
    """Sectors that a heading can announce."""
    return [word for words in catalog.sectors.values() for word in shortest(words, catalog)]


def heads(catalog: Catalog) -> list[str]:
    """What a sector makes an indicator with."""
    return [word for words in catalog.heads.values() for word in shortest(words, catalog)]


def together(catalog: Catalog, lexicon: Lexicon) -> Iterator[list[list[str]]]:
    """Sets of phrases of which a claim needs one each."""
    before = _before_nouns(lexicon)
    verbs = {verb for classes in VERBS.values() for name in classes for verb in lexicon.verbs[name]}
    sums = sums_told(lexicon)
    parts = [" ".join(words) for words in lexicon.cues.shortest(lambda kind: kind == "part_of")]
    moved = [shortest(verbs, catalog), _before_digits(verbs, lexicon), sums]
    aims = {words[-1] for words, kinds in lexicon.cues.entries() if "target" in kinds}  # "huyện muốn có …"
    before_verb = {*_TIME_ENDS, *aims, *(whole.split()[-1] for whole in WHOLES)}
    had = sorted({f"{word} {has}" for word in before_verb for has in HAS_NOW})
    yield from _said(catalog, sums, lexicon)
    yield from _two_sectors(catalog, sums)
    for indicator in catalog.indicators.values():
        for part in indicator.composed:
            sides = (catalog.heads[part.head], catalog.sectors[part.sector])
            told = [] if indicator.is_count else [sums]
            yield [*(shortest(side, catalog) for side in sides), *told]
        yield from _spoken_of(indicator, catalog, sums)
        if indicator.share is not None and indicator.topics:  # "Công tác giảm nghèo được quan tâm, … chỉ còn 3,2%"
            yield [shortest(indicator.topics, catalog), _percents(lexicon)]
        if indicator.implied_by and indicator.plan is not None:  # "quận giải ngân 61 tỷ đồng trên 1.180 tỷ đồng"
            done = [head for part in indicator.composed for head in catalog.heads[part.head]]
            yield [shortest(done, catalog), list(_OUT_OF), sums]
            of_sectors = {word for part in indicator.composed for word in catalog.sectors[part.sector]}
            yield [list(lexicon.assigns), shortest(of_sectors, catalog), sums]  # "được giao 152 tỷ đồng vốn …"
        if indicator.implied_by:  # "thu 1.150 tỷ đồng, trong đó thuế xuất nhập khẩu 590 tỷ đồng"
            yield [shortest(indicator.excluded, catalog), parts, sums]
        for sector in indicator.grown:
            yield [shortest(catalog.sectors[sector], catalog), *moved]
        for frame in indicator.frames:
            opening, _, closing = (shortest([side], catalog) for side in frame.partition("#"))
            yield [opening, [f"{word} {phrase}" for word in before for phrase in closing] or opening]
        if indicator.lead:  # "số lập mới gồm 310 doanh nghiệp"
            yield [shortest(indicator.lead, catalog), _counted(indicator.counts, before)]
            yield [_predicates(indicator, catalog), _counted(indicator.counts, before)]
        for follow in indicator.follows:  # "Đầu tư công được chú trọng với tổng vốn …"
            named = [topic for name in follow.after for topic in catalog.indicators[name].topics]
            if named and not indicator.is_count:
                yield [shortest(named, catalog), shortest(follow.forms, catalog), sums]
        if indicator.of_whole:
            yield [had, _counted(indicator.of_whole, before)]
            yield [sorted(AREAS), _counted(indicator.of_whole, before)]
        if indicator.beside is not None:
            yield [_counted(indicator.beside.nouns, before), _counted(indicator.counts, before)]


def _said(catalog: Catalog, sums: list[str], lexicon: Lexicon) -> Iterator[list[list[str]]]:
    """*1.860 người ở huyện đã tìm được công việc mới*: one of each list of a saying, where its number may stand."""
    before = _before_nouns(lexicon)
    for saying in load_sayings():
        if saying.indicator not in catalog.indicators:
            continue
        indicator = catalog.indicators[saying.indicator]
        sides = [
            shortest(words.phrases, catalog) for words in (*saying.before, *saying.behind) if "," not in words.phrases
        ]
        if not sides and saying.noun is not None:
            sides = [_counted(saying.noun.phrases, before) if indicator.is_count else list(saying.noun.phrases)]
        elif saying.noun is not None:
            sides.append(shortest(saying.noun.phrases, catalog))
        elif indicator.is_count and saying.behind:
            sides.append(shortest(indicator.counts, catalog))
        sides = [side for side in sides if _COMMON.isdisjoint(side)] or sides
        if saying.head:
            sides.append([_MILLIONS])
        elif not indicator.is_count:
            sides.append(_percents(lexicon) if indicator.is_rate else [*sums, _MILLIONS])
        yield sides


def _two_sectors(catalog: Catalog, sums: list[str]) -> Iterator[list[list[str]]]:
    """*nông nghiệp 232 tỷ đồng; công nghiệp 1.366 tỷ đồng*: sums with no more than the names of two sectors."""
    words = [shortest(catalog.sectors[sector], catalog) for sector in SECTORS if sector in catalog.sectors]
    for one, other in combinations(words, 2):
        yield [one, other, sums]


def _predicates(indicator: Indicator, catalog: Catalog) -> list[str]:
    """*31 doanh nghiệp, 4 hợp tác xã ra đời*: what forms say of what is counted, behind the last of a list."""
    nouns = {f"{noun} " for phrase in indicator.counts for noun in expand(phrase, catalog.sectors) if noun}
    forms = {form for phrase in indicator.forms for form in expand(phrase, catalog.sectors)}
    told = {form.removeprefix(noun) for form in forms for noun in nouns if form.startswith(noun)}
    return shortest({predicate for predicate in told if " " in predicate}, catalog)  # "được", "mới" stand anywhere


def _spoken_of(indicator: Indicator, catalog: Catalog, sums: list[str]) -> Iterator[list[list[str]]]:
    """*Đầu tư công được chú trọng với tổng vốn 214 tỷ đồng*: a topic, and what names an indicator only behind it."""
    for follow in indicator.follows:
        spoken = [topic for name in follow.after for topic in catalog.indicators[name].topics]
        if spoken and not follow.told:
            both = [shortest(spoken, catalog), shortest(follow.forms, catalog)]
            yield both if indicator.is_count else [*both, sums]


def shortest(phrases: Iterable[str], catalog: Catalog) -> list[str]:
    """Phrases, choices written out, without those that begin as another does."""
    out: list[str] = []
    for reading in sorted({one for phrase in phrases for one in expand(phrase, catalog.sectors) if one}):
        if not out or not reading.startswith(out[-1]):
            out.append(reading)
    return out


def _before_nouns(lexicon: Lexicon) -> set[str]:
    """What can stand right before a counted noun."""
    numbers = {words if words.split()[-1] in _SYLLABLES else words.split()[-1] for words in _numbers(lexicon)}
    return {*_FEW, *SMALL, _CLOSES_SHARE, *numbers}


def _numbers(lexicon: Lexicon) -> Iterator[str]:
    """What a number that counts something can end in."""
    yield "0"
    for words in last_words(lexicon):
        if words[-1] in _FEW and len(words) == 1:
            yield from (f"{before} {words[0]}" for before in _BEFORE_FEW)
        elif words[-1] in _TENS:
            yield from (f"{before} {words[-1]}" for before in NUMBER_WORDS)
        else:
            yield " ".join(words)


def _before_digits(verbs: Iterable[str], lexicon: Lexicon) -> list[str]:
    """The last words of verbs, and of bounds that can stand behind them, with a digit."""
    return sorted({f"{words.split()[-1]} 0" for words in (*verbs, *lexicon.bounds)})


def _counted(nouns: Iterable[str], before: Iterable[str]) -> list[str]:
    """Nouns behind a word that a number can end in."""
    return [f"{word} {reading}" for noun in nouns for reading in expand(noun) for word in before]
