"""What is said of those that a number counts, by a verb and what it is about: *1.940 người đã tìm được việc làm*.

A phrase of the catalog stands as it is written. Here small words, times and the district's own name may stand between
the verb and its object, and each of them is one of many that say the same: ``said_of.yaml`` lists them by indicator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import fewest
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.sayings import as_words, load_sayings
from tasks.grammar.tokens import fold
from tasks.grammar.whole_of_part import is_whole
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from tasks.grammar.items import Item
    from tasks.grammar.sayings import Saying
    from tasks.grammar.telling import Number, Telling

_STOPS: Final = frozenset({",", ";", ".", ":", "(", ")", "?", "!", "…"})
_NOT: Final = frozenset(
    {"không", "chưa", "chẳng", "cận", "thoát", "tái", "mất", "nếu", "cần", "muốn", "đang", "sau", "thiếu", "ngoài"}
)
_GIVEN: Final = frozenset({"cho", "của", "từ"})  # "mỗi sào ớt cho người dân thu nhập 60 triệu đồng"
_JOINTS: Final = frozenset({"hoặc", "hay", "và"})
_BY: Final = frozenset({"được", "do", "đã được", "đều được"})
_MEANS: Final = frozenset({"bình", "quân", "trung", "bình quân", "trung bình", "chung"})
_IN: Final = frozenset({"trong", "toàn", "ở", "của"})
_UNITS: Final = frozenset({"huyện", "quận", "thị", "phường", "xã"})
_DOSSIERS: Final = "dossiers_received"
_OF_DOSSIERS: Final = frozenset({"on_time_dossier_rate", "online_service_rate"})
_OUT_OF: Final = frozenset({"trong số", "trong tổng số", "trong", "của", "trên tổng số"})
_COMMUNES: Final = frozenset({"xã", "phường", "thôn", "ấp", "bản"})
_LIES: Final = frozenset({"trong", "của", "ở", "toàn", "tại", "cả"})
_MILLION: Final = 1_000_000
_SMALL: Final = frozenset({"số", "tổng", "tổng số", "các", "lượng"})
_PLAIN: Final = frozenset(
    {"glue", "done", "copula", "reach", "estimate", "up_to", "down_to", "average", "up", "assign", "share"}
)
_REACH: Final = 22  # tokens from the number to the last word of what is said
_EXCLUDED_REACH: Final = 2  # tokens behind it that may still tell of others
_WORDS: Final = load_words("said_of.yaml")
_GROUPS: Final = tuple(f" {fold(group)} " for group in _WORDS["groups"])
_AMONG_SOME: Final = as_words(_WORDS["among_some"])
_OF_SOME: Final = as_words(_WORDS["of_some"])


def said_of(told: Telling, number: Number, excluded: frozenset[str] = frozenset()) -> Claim | None:
    """The indicator that the words around a number tell, each as ``said_of.yaml`` has it."""
    for saying in _standing(told, of_rates=number.quantity.kind == "percent"):
        if saying.indicator in excluded:
            continue
        subject = _subject(told, number, saying)
        if subject is not None:
            return Claim(saying.indicator, subject, "said-of")
    return _all_of_rate(told, number) if number.is_count else None


def _standing(told: Telling, *, of_rates: bool) -> tuple[Saying, ...]:
    """The sayings of rates or of others whose words stand in the sentence; few stand in an article at all."""
    known = told.sayings.get(of_rates)
    if known is None:
        state, indicators = told.state, told.phrases.indicators
        if state.sayings is None:
            there = (saying for saying in load_sayings() if saying.indicator in indicators)
            state.sayings = tuple(saying for saying in there if state.standing(saying.needs))
        of_kind = (saying for saying in state.sayings if indicators[saying.indicator].is_rate == of_rates)
        words = set(told.texts)
        known = tuple(saying for saying in of_kind if not saying.begins.isdisjoint(words))
        told.sayings[of_rates] = known
    return known


def _all_of_rate(told: Telling, number: Number) -> Claim | None:
    """*99,4% trong tổng số 44.780 hồ sơ giải quyết đúng hạn*: all those that a rate of dossiers was told of."""
    last = number.last
    if last is None or last.indicator not in _OF_DOSSIERS or not is_whole(told, number.index, _DOSSIERS):
        return None
    start = number.quantity.high
    return Claim(_DOSSIERS, number.index, "said-of") if told.words(start, start + 2) == "hồ sơ" else None


def _subject(told: Telling, number: Number, saying: Saying) -> int | None:
    """The item that says it, where all of a saying stands around the number."""
    indicator = told.indicator(saying.indicator)
    if saying.head and "người" not in number.quantity.per:
        return None
    if indicator.per_head and number.quantity.value < fewest(told, saying.indicator) * _MILLION:
        return None  # "mỗi người hưởng 400.000 đồng"
    if indicator.is_growth or not fits(number.quantity, indicator):
        return None
    high = _behind_noun(told, number, saying)
    if high is None or (number.is_count and saying.behind and _is_all_of_share(told, number)):
        return None
    forward = _forward(told, number, saying, high)
    backward = None if forward is None else _backward(told, number, saying)
    if forward is None or backward is None:
        return None
    end, subject = forward
    if any(words.end(told.texts, end) is not None for words in (saying.but, _OF_SOME)) or not _is_plain(
        told, number, saying, end
    ):
        return None
    return backward if saying.before else subject


def _behind_noun(told: Telling, number: Number, saying: Saying) -> int | None:
    """The token behind the noun that the number counts; right behind the number where no noun has to stand."""
    low = _behind_whole(told, number)
    while (
        low < len(told.texts)
        and told.texts[low] in _SMALL
        and (saying.noun is None or saying.noun.end(told.texts, low) is None)
    ):
        low += 1
    if saying.noun is not None:
        return saying.noun.end(told.texts, low)
    if not number.is_count:
        return number.quantity.high
    end, names = told.counted_by(low)
    if saying.indicator in names:
        return end
    return low if saying.before and not saying.behind and not number.has_noun else None


def _behind_whole(told: Telling, number: Number) -> int:
    """*99,4% trong tổng số 44.780 hồ sơ*: the token where the noun of a share stands, behind the number of all."""
    high, following = number.quantity.high, next((j for j in told.quantities() if j > number.index), None)
    if number.quantity.kind != "percent" or following is None or told.quantity(following).kind != "count":
        return high
    out_of = told.words(high, told.quantity(following).low)
    return told.quantity(following).high if out_of in _OUT_OF else high


def _is_all_of_share(told: Telling, number: Number) -> bool:
    """*1,6% trong tổng số 43.800 hộ thuộc diện nghèo*: what is said is of the share, not of all."""
    previous = number.previous
    if previous is None or told.quantity(previous).kind != "percent":
        return False
    return told.words(told.quantity(previous).high, number.quantity.low) in _OUT_OF


def _forward(told: Telling, number: Number, saying: Saying, start: int) -> tuple[int, int] | None:
    """Where what is said behind the noun ends, and the item of its last words."""
    position, strange, j = start, 0, number.index
    subject = min(number.index + 1, len(told.items) - 1)
    for words in saying.behind:
        while (end := words.end(told.texts, position)) is None:
            while j < len(told.items) and told.items[j].high <= position:
                j += 1
            if j >= len(told.items) or position - start > _REACH:
                return None
            weight = _weight(told, j, position, saying.indicator)
            strange -= weight
            if strange < 0:
                return None
            item = told.items[j]
            if item.text in _BY and strange == 0:
                strange = saying.strange
            position = item.high if item.place is not None or item.period is not None else position + 1
        while j + 1 < len(told.items) and told.items[j].high <= position:
            j += 1
        subject, position = j, end
    return position, subject


def _backward(told: Telling, number: Number, saying: Saying) -> int | None:
    """The item of the words that stand nearest before the number."""
    if not saying.before:
        return number.index
    position, strange, j = number.quantity.low, saying.strange, number.index - 1
    first = position
    subject: int | None = None
    for words in reversed(saying.before):
        while (start := words.start(told.texts, position)) is None:
            while j >= 0 and told.items[j].low >= position:
                j -= 1
            if j < 0 or first - position > _REACH:
                return None
            item = told.items[j]
            if position < first or item.text != ":":  # "thu nhập mỗi người: 61,9 triệu đồng"
                strange -= _weight(told, j, position - 1, saying.indicator)
            if strange < 0:
                return None
            position = item.low if item.place is not None or item.period is not None else position - 1
        while j > 0 and told.items[j].low >= position:
            j -= 1
        subject = j if subject is None else subject
        position = start
    if saying.opens and not _opens(told, position, j):
        return None
    return subject if not saying.head or not _counts_some(told, position) else None


def _counts_some(told: Telling, position: int) -> bool:
    """*Có 21 lao động đi Nhật Bản, thu nhập 300 triệu đồng/người/năm*: of those that are counted before."""
    before = (told.items[j] for j in told.quantities() if told.items[j].high <= position)
    return told.texts[position - 1 : position] == [","] and any(
        item.quantity is not None and item.quantity.kind == "count" for item in before
    )


def _opens(told: Telling, position: int, j: int) -> bool:
    """Whether nothing but times, places and small words stands between the token and the clause's beginning."""
    while j >= 0 and told.items[j].low >= position:
        j -= 1
    for item in reversed(told.items[: j + 1]):
        if item.high > position:
            continue
        if item.text in _STOPS or item.quantity is not None:
            return True
        small = (
            item.place is not None
            or item.period is not None
            or _is_passed_over(item)
            or item.cues & {"average", "glue", "part_of"}
        )
        if not small or item.text in _GIVEN:
            return False
    return True


def _is_home(told: Telling, item: Item) -> bool:
    """A district's name, or a word for it: *của 140.000 người dân Gò Dầu*, *… trong huyện*."""
    words = told.words(item.low, item.low + 2).split()
    return (
        item.names_district or _is_passed_over(item) or (words[0] in _IN and words[-1] in _UNITS) or words[0] in _UNITS
    )


def _is_passed_over(item: Item) -> bool:
    """A name that nobody has looked for yet, where only the screen asks."""
    return item.kind == "cue" and not item.cues


def _weight(told: Telling, j: int, position: int, name: str) -> int:
    """How strange a word between is: nothing for what says no more, one for what is not known, else too much."""
    item, text = told.items[j], told.texts[position]
    if text in _COMMUNES and told.texts[position - 1] in _LIES and not told.state.context.communes_are_units:
        return _REACH  # "88% người dân trong xã có thẻ BHYT"
    if item.quantity is not None or text in _STOPS or text in _NOT or _AMONG_SOME.end(told.texts, position) is not None:
        return _REACH
    if item.place is not None or _is_passed_over(item):
        return 0 if item.names_district or item.place is None else _REACH
    if item.period is not None:
        return _REACH if item.period.kind in {"base", "average"} else 0
    if any(phrase.role == "excluded" and phrase.name == name for phrase in item.phrases) and item.kind == "phrase":
        return 0 if text in _MEANS else _REACH
    if (item.cues and item.cues <= _PLAIN) or text in _MEANS:
        return 0
    return 0 if text in _JOINTS or any(phrase.role == "topic" for phrase in item.phrases) else 1


def _is_plain(told: Telling, number: Number, saying: Saying, end: int) -> bool:
    """Whether nothing around says that others are meant, and what has to be spoken of is."""
    for j in range(number.index + 1, len(told.items)):
        item = told.items[j]
        if item.low >= end + _EXCLUDED_REACH or item.text in _STOPS:
            break
        if any(phrase.role == "excluded" and phrase.name == saying.indicator for phrase in item.phrases):
            return False
    following = told.texts[end] if end < len(told.texts) else "."
    beside = next((item for item in told.items[number.index + 1 :] if item.low >= end), None)
    if beside is not None and beside.place is not None and not beside.names_district:
        return False  # "nước máy đã về 60% số hộ xã Tề Lỗ"
    if saying.home and (beside is None or beside.low != end or not _is_home(told, beside)):
        return False
    if saying.then and following not in saying.then:
        return False
    if saying.topic and not any(topic in told.text for topic in saying.topic):
        return False
    before = f" {told.words(0, number.quantity.low)} "
    return not (saying.all and any(group in before for group in _GROUPS))
