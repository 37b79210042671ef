"""Text to tokens and sentences, each with its span in the text that it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from tasks.catalog.names import place_tones

_CHARACTERS: Final = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "\u00a0": " ", "ð": "đ", "İ": "i"}
)

_TOKEN: Final = re.compile(
    r"\d+(?:[.,]\d+)*"  # a number with its separators
    r"|[^\W\d_]+"  # a run of letters
    r"|\n"
    r"|[^\w\s]|_"
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
_TERMINATORS: Final = frozenset(".!?…")
_CLOSERS: Final = frozenset("\"'”’)»]")


def fold(text: str) -> str:
    """Lower case, one kind of dash, one tone placement; every character keeps its place.

    Diacritics stay: *tính*, *tình* and *tỉnh* are three words.
    """
    folded = text.translate(_CHARACTERS).lower()
    if len(folded) != len(text):  # a letter whose lower case is longer: keep that letter as it is
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text.translate(_CHARACTERS))
    return place_tones(folded)


# i for y behind one consonant: both are in use, and no two words differ by it alone.
_SPELLINGS: Final = {"tỉ": "tỷ", "tỹ": "tỷ", "kỉ": "kỷ", "kì": "kỳ", "lí": "lý", "mĩ": "mỹ", "sĩ": "sỹ"}


def spelling(word: str) -> str:
    """One spelling for words that are written with i or y: *tỉ lệ* is *tỷ lệ*."""
    return _SPELLINGS.get(word, word)


class Token(NamedTuple):
    """A word, number or sign. ``text`` is folded; ``start`` and ``end`` are offsets into the article."""

    text: str
    start: int
    end: int
    capital: bool

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()


@dataclass(frozen=True)
class Sentence:
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
        return tuple(_sentences(self.tokens))

    def words(self, sentence: Sentence) -> tuple[Token, ...]:
        """The sentence's tokens, line breaks left out."""
        return tuple(token for token in self.tokens[sentence.first : sentence.last] if token.text != "\n")


# Thousands and decimals told apart beyond doubt, in the English manner and in the Vietnamese one.
_ENGLISH: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:,\d{3})+\.\d|(?:,\d{3}){2,}(?![\d,]))")
_VIETNAMESE: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\.\d{3})+,\d|(?:\.\d{3}){2,}(?![\d.]))")
_ENGLISH_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?$|\d+\.\d+$")
_SWAPPED: Final = str.maketrans(",.", ".,")


def _tokens(text: str, folded: str) -> list[Token]:
    out = _split(text, folded)
    if _ENGLISH.search(folded) is None or _VIETNAMESE.search(folded) is not None:
        return out
    # One pen, one manner: in an article that writes "15,234.6", "3,940" is no decimal either.
    return [
        token._replace(text=token.text.translate(_SWAPPED))
        if token.is_number and _ENGLISH_NUMBER.match(token.text)
        else token
        for token in out
    ]


def _split(text: str, folded: str) -> list[Token]:
    out: list[Token] = []
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        if end - start > 4:
            for cut in _run_together(text, folded, start, end):
                out.append(Token(spelling(folded[start:cut]), start, cut, text[start].isupper()))
                start = cut
        out.append(Token(spelling(folded[start:end]), start, end, text[start].isupper()))
    return out


def _run_together(text: str, folded: str, start: int, end: int) -> list[int]:
    """Where two words lost the space between them: *cơ sởThanh Trì*, *nhà nướcđến* (no syllable holds a later đ)."""
    rest = text[start + 1 : end]
    if rest.islower() and "đ" not in rest:
        return []
    cuts = []
    for i in range(start + 1, end):
        if text[i].isupper():
            if text[i - 1].islower() and i + 1 < end and text[i + 1].islower():
                cuts.append(i)
        elif folded[i] == "đ" and text[i - 1].islower():
            cuts.append(i)
    return cuts


def _sentences(tokens: tuple[Token, ...]) -> list[Sentence]:
    out: list[Sentence] = []
    paragraph = first = 0
    count = len(tokens)

    def close(last: int) -> None:
        nonlocal first
        body = [token for token in tokens[first:last] if token.text != "\n"]
        if body:
            out.append(Sentence(len(out), paragraph, first, last, body[0].start, body[-1].end))
        first = last

    i = 0
    while i < count:
        token = tokens[i]
        if token.text == "\n":
            if _breaks_line(tokens, i):
                close(i + 1)
                paragraph += 1
        elif token.text in _TERMINATORS and _ends_sentence(tokens, i):
            while i + 1 < count and (tokens[i + 1].text in _TERMINATORS or tokens[i + 1].text in _CLOSERS):
                i += 1
            close(i + 1)
        elif i - first >= _ENDLESS.get(token.text, _LONGEST):
            close(i + 1)
        i += 1
    close(count)
    return out


def _breaks_line(tokens: tuple[Token, ...], i: int) -> bool:
    """A line break ends a sentence unless the next line goes on in lower case after an unfinished one."""
    following = next((token for token in tokens[i + 1 : i + 4] if token.text != "\n"), None)
    previous = tokens[i - 1] if i else None
    if following is None or previous is None or previous.text == "\n":
        return True
    double = i + 1 < len(tokens) and tokens[i + 1].text == "\n"
    unfinished = previous.text not in _TERMINATORS and previous.text not in {":", ";"}
    continues = following.text[0].isalpha() and not following.capital
    return double or not (unfinished and continues)


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
        return False
    if not spaced:
        # "năm 2023.Thu ngân sách": a full stop whose space was lost, not an abbreviation such as "TP.HCM".
        return following.capital and previous is not None and len(previous.text) > 2 and not previous.capital
    return following.capital or following.is_number or following.text in "-+*•\"“'(" or following.text == "\n"
