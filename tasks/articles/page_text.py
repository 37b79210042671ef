"""The words of a web page without parsing it: enough to tell whether it is worth parsing, and never a word too few.

Everything that the careful reading could take for the article's text is in here, and more: menus, captions, comments,
attributes whose tag is broken. Where a tag cannot be told from text, it stays.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from tasks.articles.alphabet import UNUSUAL
from tasks.articles.cleaning import normalise_text
from tasks.articles.fonts import may_be_in_a_font

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCKS: Final = re.compile(r"\w+").findall("""
    address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 head header hr html li link main meta nav ol option p pre script section select style table tbody td
    textarea tfoot th thead title tr ul
""")
_SCRIPT: Final = "(?:[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])"  # quicker to find than without regard to case
_SILENT: Final = re.compile(rf"<{_SCRIPT}\b(?![^<>]*ld\+json)[^<>]*>[^<]*(?:<(?!!--|/?{_SCRIPT})[^<]*)*</{_SCRIPT}\s*>")
"""A script or style that ends where it seems to: with a comment or another of its kind inside, it stays."""

_MARK: Final = re.compile(r"<!--\[if\b[^<>]*>|<!\[endif\]-->|<!--[^<>]*-->")
"""What browsers pass over wherever it stands, inside a word too. A comment with markup in it is another matter: what
seems to open it may stand in a script, and its end far behind."""

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_META: Final = re.compile(r"<[mM][eE][tT][aA]\b[^<>]*>")
_TAG: Final = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
_BLANKS: Final = re.compile("  +")
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_ZERO_WIDTH: Final = re.compile("[\u200b-\u200f\u2060\ufeff]")
_VIETNAMESE: Final = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300-\u036f]|áº|á»|Ä\u2018|Æ[°¡]")
"""Without one of these no text is Vietnamese, however its letters are disguised or misread, unless in a font's code."""


class _Breaks(dict[str, str]):
    """What a tag leaves where it stood: a block a line end, any other nothing, since it may stand inside a word."""

    def __missing__(self, name: str) -> str:
        return self.get(name.lower(), "") if not name.islower() else ""


_BREAKS: Final = _Breaks(
    {
        f"{slash}{name}": leaves
        for names, leaves in ((_BLOCKS, "\n"), (("a", "b", "em", "i", "img", "span", "strong"), ""))
        for name in names
        for slash in ("", "/")
    }
)


def may_hold(markup: str, title: str | None, keep: Callable[[str], bool]) -> bool:
    """Whether an article with the words of this page could be one that ``keep`` keeps.

    ``title`` is what the page's headline is known to be from elsewhere. ``keep`` must keep a text whenever it would
    keep one made of some of its lines.
    """
    plain = _MARK.sub("", markup)
    if _may_hold(plain, title, keep):
        return True
    bare = _COMMENT.sub("", plain)
    return bare != plain and _may_hold(bare, title, keep)


def _may_hold(markup: str, title: str | None, keep: Callable[[str], bool]) -> bool:
    text = page_text(markup, title)
    if UNUSUAL.search(text):
        text = _ZERO_WIDTH.sub("", unicodedata.normalize("NFC", text))  # most often that is all
        if UNUSUAL.search(text):
            if may_be_in_a_font(text):
                return True
            if _VIETNAMESE.search(text):
                text = normalise_text(text)
    return keep(text)


def _escaped(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    return " " if 0xD800 <= code < 0xE000 else chr(code)  # half a character is none


def page_text(markup: str, title: str | None = None) -> str:
    """The words of ``markup``, blocks on lines of their own, and of its headlines wherever they are noted."""
    text = _SILENT.sub(" ", markup) if "<" in markup else markup
    for space in "\t\n\r\f":  # in markup a line end is a blank; lines end where blocks do
        text = text.replace(space, " ")
    metas = _META.findall(text)
    pieces = _TAG.split(text)
    pieces[1::2] = [_BREAKS[name] for name in pieces[1::2]]
    text = "".join((title or "", "\n", "\n".join(metas), "\n", *pieces))
    if "\\u" in text:  # the headline in a page's JSON-LD
        text = _ESCAPED.sub(_escaped, text)
    if "&" in text:
        text = html.unescape(html.unescape(text))
    text = text.replace("\u00a0", " ")
    return _BLANKS.sub(" ", text)
