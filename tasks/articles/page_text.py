"""The words of a web page without parsing it: enough to tell whether it is worth parsing, and never a word too few.

Everything that the careful reading could take for the article's text is in here, and more: menus, captions, comments,
attributes whose tag is broken. Where a tag cannot be told from text, it stays.
"""

from __future__ import annotations

import html
import re
from typing import Final

_BLOCK: Final = (
    "address|article|aside|blockquote|body|br|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]"
    "|head|header|hr|html|li|link|main|meta|nav|ol|option|p|pre|script|section|select|style|table|tbody|textarea|tfoot"
    "|thead|title|tr|ul"
)
_SILENT: Final = re.compile(
    r"<(script|style)\b(?![^<>]*ld\+json)[^<>]*>[^<]*(?:<(?!!--|/?script|/?style)[^<]*)*</\1\s*>", re.IGNORECASE
)
"""A script or style that ends where it seems to: with a comment or another of its kind inside, it stays."""

_META: Final = re.compile(r"<meta\b[^<>]*\bcontent\b[^<>]*>", re.IGNORECASE)
_BLOCKS: Final = re.compile(rf"</?(?:{_BLOCK})\b[^<>]*>", re.IGNORECASE)
_CELLS: Final = re.compile(r"</?t[dh]\b[^<>]*>", re.IGNORECASE)
_TAGS: Final = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_ROUNDS: Final = 3


def page_text(markup: str, title: str | None = None) -> str:
    """The words of ``markup``, blocks on lines of their own, and of its headlines wherever they are noted."""
    text = _SILENT.sub("\n", markup) if "<" in markup else markup
    metas = "\n".join(_META.findall(text))
    text = _TAGS.sub("", _CELLS.sub(" | ", _BLOCKS.sub("\n", text)))
    text = f"{title or ''}\n{metas}\n{text}"
    if "\\u" in text:  # the headline in a page's JSON-LD
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    for _ in range(_ROUNDS):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text
