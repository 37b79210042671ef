"""Text to tokens and sentences, each with its span in the text that it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import Final

from msgspec.structs import replace

from tasks.grammar.number_manner import is_english, swapped, tells_numbers_apart
from tasks.grammar.profile_fields import with_fields
from tasks.records.record import Record
from tasks.spelling.tones import place_tones

_CHARACTERS: Final = {"–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "\u00a0": " ", "ð": "đ", "İ": "i", "’": "'"}

_PIECES: Final = re.compile(
    r"(\d+(?:[.,]\d+)*"  # a number with its separators
    r"|[^\W\d_]+"  # a run of letters
    r"|\n"
    r"|[^\w\s]|_)"
)
_ABBREVIATIONS: Final = frozenset(
    [
        "tp",
        "tx",
        "tt",
        "q",
        "h",
        "p",
        "x",
        "t",
        "ts",
        "ths",
        "pgs",
        "gs",
        "tr",
        "st",
        "vn",
        "nxb",
        "bs",
        "ks",
        "cn",
        "ls",
        "đ/c",
        "đc",
        "sn",
        "kts",
        "mr",
        "ms",
        "dr",
        "no",
        "st",
    ]
)
# Nobody writes sentences as long; what has no full stop is cut where it may be, so that reading stays linear.
_ENDLESS: Final = {";": 250, ",": 350}
_LONGEST: Final = 500
_SHORTEST_CUT: Final = min(*_ENDLESS.values(), _LONGEST)
_TERMINATORS: Final = frozenset(".!?…")
_STOPS: Final = _TERMINATORS | {"\n"}
_ROMAN: Final = frozenset("ivx")
_CLOSERS: Final = frozenset("\"'”’)»]")


def fold(text: str) -> str:
    """Lower case, one kind of dash, one tone placement; every character keeps its place.

    Diacritics stay: *tính*, *tình* and *tỉnh* are three words.
    """
    text = plain_signs(text)
    folded = text.lower()
    if len(folded) != len(text):  # a letter whose lower case is longer: keep that letter as it is
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return place_tones(folded)


def plain_signs(text: str) -> str:
    """One kind of dash and of blank, letter for letter."""
    for char, plain in _CHARACTERS.items():
        text = text.replace(char, plain)  # a table of characters would cost a look at each
    return text


# i for y behind one consonant: both are in use, and no two words differ by it alone.
_SPELLINGS: Final = {"tỉ": "tỷ", "tỹ": "tỷ", "kỉ": "kỷ", "kì": "kỳ", "lí": "lý", "mĩ": "mỹ", "sĩ": "sỹ"}


def spelling(word: str) -> str:
    """One spelling for words that are written with i or y: *tỉ lệ* is *tỷ lệ*."""
    return _SPELLINGS.get(word, word)


def other_spellings(word: str) -> list[str]:
    """The words that :func:`spelling` makes this one of."""
    return [other for other, kept in _SPELLINGS.items() if kept == word]


class Token(Record, frozen=True):
    """A word, number or sign. ``text`` is folded; ``start`` and ``end`` are offsets into the article."""

    text: str
    start: int
    end: int
    capital: bool

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()


class Sentence(Record, frozen=True):
    """Tokens ``first`` to ``last`` (exclusive) of a :class:`Document`."""

    index: int
    paragraph: int
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """An article's text, cut up once; all spans are offsets into ``text``."""

    text: str

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(_tokens(self.text, self.folded))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(_Sentences(self.tokens).cut())

    def words(self, sentence: Sentence) -> tuple[Token, ...]:
        """The sentence's tokens, line breaks left out."""
        first, last, tokens = sentence.first, sentence.last, self.tokens
        while first < last and tokens[first].text == "\n":
            first += 1
        while first < last and tokens[last - 1].text == "\n":
            last -= 1
        if "\n" not in self.text[sentence.start : sentence.end]:
            return tokens[first:last]
        return tuple([token for token in tokens[first:last] if token.text != "\n"])


def _tokens(text: str, folded: str) -> list[Token]:
    out = _split(text, folded)
    if not tells_numbers_apart(folded):
        return out
    # One pen, one manner: in an article that writes "15,234.6", "3,940" is no decimal either.
    return [
        replace(token, text=swapped(token.text)) if token.is_number and is_english(token.text) else token
        for token in out
    ]


def _split(text: str, folded: str) -> list[Token]:
    pieces = _PIECES.split(folded)  # what stands between tokens, and the tokens, by turns
    bounds = list(accumulate(map(len, pieces)))
    words, starts, ends = pieces[1::2], bounds[:-1:2], bounds[1::2]
    capitals = [text[start].isupper() for start in starts]
    spelled = map(_SPELLINGS.get, words, words)
    tokens = list(map(Token, spelled, starts, ends, capitals))
    if " / " in text:
        tokens = with_fields(tokens)
    if _GLUED.search(text) is None:
        return tokens
    glued = [
        i for i, word in enumerate(words) if len(word) > 4 and _run_together(text[starts[i] : ends[i]], folded=word)
    ]
    for i in reversed(glued):
        start, end = starts[i], ends[i]
        cuts = [start, *(start + cut for cut in _run_together(text[start:end], folded=words[i])), end]
        tokens[i : i + 1] = [
            Token(spelling(folded[low:high]), low, high, text[low].isupper()) for low, high in pairwise(cuts)
        ]
    return tokens


_LETTERS: Final = "".join(map(chr, range(0x1F00)))
_SMALL: Final = "".join(filter(str.islower, _LETTERS))
_CAPITAL: Final = "".join(filter(str.isupper, _LETTERS))
_MONEY: Final = "đồng"  # "95 triệu đồngvốn đầu tư …": of a list whose lines were joined
_GLUED: Final = re.compile(rf"[{_CAPITAL}đð](?<=[{_SMALL}].)|{_MONEY}(?=[{_SMALL}])")
"""Inside of a word, what begins the second where two were run together."""


@lru_cache(maxsize=1 << 15)
def _run_together(word: str, *, folded: str) -> tuple[int, ...]:
    """Where two words lost the space between them: *cơ sởThanh Trì*, *nhà nướcđến* (no syllable holds a later đ)."""
    rest = word[1:]
    money = len(_MONEY) if folded.startswith(_MONEY) else 0
    if rest.islower() and "đ" not in rest and not money:
        return ()
    cuts = [money] if len(word) > money > 0 else []
    for i in range(1, len(word)):
        if word[i].isupper():
            if word[i - 1].islower() and i + 1 < len(word) and word[i + 1].islower():
                cuts.append(i)
        elif folded[i] == "đ" and word[i - 1].islower():
            cuts.append(i)
    return tuple(dict.fromkeys(cuts))


class _Sentences:
    """Cuts a row of tokens into sentences, from left to right."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.out: list[Sentence] = []
        self._tokens = tokens
        self._paragraph = self._first = self._passed = 0

    def cut(self) -> list[Sentence]:
        for i in [i for i, token in enumerate(self._tokens) if token.text in _STOPS]:
            if i >= self._passed:
                self._cut_endless(i)
                self._passed = self._stop(i)
        self._cut_endless(len(self._tokens))
        self._close(len(self._tokens))
        return self.out

    def _stop(self, i: int) -> int:
        """What a line break or the sign of an end at ``i`` does; the first token behind it."""
        tokens = self._tokens
        if tokens[i].text == "\n":
            if _breaks_line(tokens, i):
                self._close(i + 1)
                self._paragraph += 1
            return i + 1
        last = i + 1
        if _ends_sentence(tokens, i):
            while last < len(tokens) and (tokens[last].text in _TERMINATORS or tokens[last].text in _CLOSERS):
                last += 1
            self._close(last)
        elif i - self._first >= _LONGEST:
            self._close(last)
        return last

    def _cut_endless(self, last: int) -> None:
        """End what goes on without an end before token ``last``."""
        i = max(self._first + _SHORTEST_CUT, self._passed)
        while i < last:
            if i - self._first >= _ENDLESS.get(self._tokens[i].text, _LONGEST):
                self._close(i + 1)
                i = self._first + _SHORTEST_CUT
            else:
                i += 1

    def _close(self, last: int) -> None:
        tokens, low, high = self._tokens, self._first, last - 1
        while low < last and tokens[low].text == "\n":
            low += 1
        if low < last:
            while tokens[high].text == "\n":
                high -= 1
            start, end = tokens[low].start, tokens[high].end
            self.out.append(Sentence(len(self.out), self._paragraph, self._first, last, start, end))
        self._first = last


_DASHES: Final = frozenset({"-", "–"})
_BEFORE_NUMBERS: Final = frozenset(
    {"tháng", "quý", "ngày", "đạt", "được", "hơn", "gần", "trên", "là", "ước", "khoảng", "tăng", "giảm", "còn", "với"}
)
"""Words that a line ends with where a number goes on in the next."""


def _breaks_line(tokens: tuple[Token, ...], i: int) -> bool:
    """A line break ends a sentence unless the next line goes on in lower case after an unfinished one."""
    following = next((token for token in tokens[i + 1 : i + 4] if token.text != "\n"), None)
    previous = tokens[i - 1] if i else None
    if following is None or previous is None or previous.text == "\n":
        return True
    double = i + 1 < len(tokens) and tokens[i + 1].text == "\n"
    unfinished = previous.text not in _TERMINATORS and previous.text not in {":", ";"}
    counts = following.is_number and previous.text in _BEFORE_NUMBERS  # "doanh thu tháng / 10 ước đạt"
    if previous.text in _DASHES and i > 1 and tokens[i - 2].is_number:
        counts = following.is_number  # "giai đoạn 2011 - / 2016"
    continues = counts or (following.text[0].isalpha() and not following.capital)
    return double or not (unfinished and continues)


def _ends_numbered_name(tokens: tuple[Token, ...], i: int) -> bool:
    """*… ở Khu công nghiệp Phú Bài II. Thuế …*: the numeral at ``i`` belongs to the name before it."""
    before = tokens[i - 2 : i] if i > 1 else ()
    named = [token for token in before if token.capital and token.text.isalpha() and len(token.text) > 1]
    return tokens[i].text in _ROMAN and len(named) == len(before) == 2


def _ends_sentence(tokens: tuple[Token, ...], i: int) -> bool:
    if i + 1 >= len(tokens):
        return True
    sign, following = tokens[i], tokens[i + 1]
    previous = tokens[i - 1] if i else None
    spaced = following.start > sign.end
    if sign.text != ".":
        return spaced and (following.capital or following.is_number or sign.text != "…")
    if (
        previous is not None
        and previous.end == sign.start
        and (previous.text in _ABBREVIATIONS or (len(previous.text) == 1 and previous.capital))
    ):
        return spaced and following.capital and _ends_numbered_name(tokens, i - 1)
    if not spaced:
        # "năm 2023.Thu ngân sách": a full stop whose space was lost, not an abbreviation such as "TP.HCM".
        return following.capital and previous is not None and len(previous.text) > 2 and not previous.capital
    return following.capital or following.is_number or following.text in "-+*•\"“'(" or following.text == "\n"
