"""UTF-8 that was read as Windows-1252 somewhere on its way ("Quáº­n" for "Quận"), put right where that is certain."""

from __future__ import annotations

import re
from typing import Final

from tasks.articles.alphabet import MARKED

_CP1252_HIGH: Final = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TAIL: Final = f"[\u0080-\u00bf{_CP1252_HIGH}]"
_SEQUENCE: Final = re.compile(f"[\u00c2-\u00df]{_TAIL}|[\u00e0-\u00ef]{_TAIL}{{2}}|[\u00f0-\u00f4]{_TAIL}{{3}}")
_SUSPECT: Final = re.compile(f"áº{_TAIL}|á»{_TAIL}|Ä\u2018|Æ[°¡]|Ã{_TAIL}|â€{_TAIL}|Ä[\u0090\u0192]")
_BYTES: Final = {
    letter: bytes([code])
    for code in range(0x80, 0xA0)
    if (letter := bytes([code]).decode("cp1252", "replace")) != "\ufffd"
}
_MEANT: Final = frozenset(MARKED + "“”‘’–—…•\u00a0°²³«»\ufeff\u200b")
_MIN_SEQUENCES: Final = 3


def repair_mojibake(text: str) -> str:
    """``text`` with its misread sequences decoded, when there are several and what they give is Vietnamese.

    Text that passed through the mistake twice is put right twice. A single odd sequence is left: it may be meant.
    """
    while True:
        if len(_SUSPECT.findall(text)) < _MIN_SEQUENCES:
            return text
        found = [decoded for match in _SEQUENCE.finditer(text) if (decoded := _decoded(match.group()))]
        meant = sum(1 for letter in found if letter in _MEANT)
        if meant < _MIN_SEQUENCES or meant < 0.5 * len(found):
            return text
        text = _SEQUENCE.sub(lambda match: _decoded(match.group()) or match.group(), text)


def _decoded(sequence: str) -> str | None:
    data = b"".join(_BYTES.get(letter) or letter.encode("latin-1") for letter in sequence)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
