"""One placement of the tone mark for the syllables that are written with two: hoà and hòa, thuỷ and thủy."""

from __future__ import annotations

import re
from typing import Final

_GRAVE_TO_DOT: Final = ("aàáảãạ", "eèéẻẽẹ", "oòóỏõọ", "uùúủũụ", "yỳýỷỹỵ")
_TONE_OF: Final = {toned: tone for row in _GRAVE_TO_DOT for tone, toned in enumerate(row)}
_BARE: Final = {toned: row[0] for row in _GRAVE_TO_DOT for toned in row}
_TONED: Final = {(row[0], tone): toned for row in _GRAVE_TO_DOT for tone, toned in enumerate(row)}

# The tone of oa, oe, uy stands on the first vowel in an open syllable (hòa) and on the second in a closed one (hoàn).
# Each begins with a class of letters, by which a search skips what can be no match.
_OPEN: Final = re.compile(r"[ou](?:(?<=o)[àáảãạèéẻẽẹ]|(?<=u)(?<!qu)[ỳýỷỹỵ])(?![^\W\d_])")
_CLOSED: Final = re.compile(r"[òóỏõọùúủũụ](?:(?<=[òóỏõọ])[ae](?=[cimnoptuy])|(?<=[ùúủũụ])(?<!q[ùúủũụ])y(?=[cnpt]))")


def place_tones(text: str) -> str:
    """Lower-case NFC text with the tone of oa, oe and uy where the common spelling has it (``hoà`` to ``hòa``).

    "hòan", a slip, becomes "hoàn"; ``quý`` and ``quả`` stay, their u belongs to qu. For matching only, never published.
    Letter by letter: a span of the result is the same span of the text.
    """
    return _CLOSED.sub(_tone_to_second, _OPEN.sub(_tone_to_first, text))


def other_placements(word: str) -> list[str]:
    """The spellings of a word that :func:`place_tones` makes this one of (``hoà`` for ``hòa``)."""
    found = []
    for i in range(len(word) - 1):
        first, second = word[i], word[i + 1]
        if first in _TONE_OF and second in _TONE_OF:
            moved = _TONED[_BARE[first], _TONE_OF[second]] + _TONED[_BARE[second], _TONE_OF[first]]
            other = word[:i] + moved + word[i + 2 :]
            if other != word and place_tones(other) == word:
                found.append(other)
    return found


def _tone_to_first(match: re.Match[str]) -> str:
    first, second = match[0][0], match[0][1]
    return _TONED[first, _TONE_OF[second]] + _BARE[second]


def _tone_to_second(match: re.Match[str]) -> str:
    first, second = match[0][0], match[0][1]
    return _BARE[first] + _TONED[second, _TONE_OF[first]]
