"""Web pages to lines of text: the article's own paragraphs, headings, list items and table rows, one a line.

Nothing that a page names is fetched, no entity of its own is expanded, and a page beyond the limits is refused before
the costly part begins. The parser and the extractor are imported at first use: most runs read no HTML.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tasks.articles.markup import PageFacts, page_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.articles.limits import Limits
    from tasks.articles.markup import Element

logger = logging.getLogger(__name__)

_PARAGRAPH: Final = 100
_WHOLE_PAGE: Final = re.compile(r"<(?:html|body|head)\b", re.IGNORECASE)
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "nav", "ol", "option", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
})  # fmt: skip
_SILENT: Final = frozenset({
    "script", "style", "noscript", "template", "iframe", "svg", "math", "object", "embed", "applet", "head", "nav",
    "footer", "button", "select", "textarea", "audio", "video", "canvas", "map",
})  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_TEI_LINES: Final = frozenset({"p", "head", "item", "quote", "row", "lb", "list", "table", "code", "del", "ab", "body"})


class HtmlError(ValueError):
    """A page that is not read; ``reason`` is the issue's code."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Page:
    """A page's article as lines, what the markup tells of it, and all its visible lines, where dates may stand."""

    text: str
    facts: PageFacts
    visible: str


def read_page(markup: str, *, limits: Limits, url: str | None = None) -> Page:
    """The article of a page.

    Raises:
        HtmlError: no text in it, more elements than an article can have, or nested deeper than the limits.
    """
    if markup.count("<") > 2 * limits.max_html_elements:
        raise HtmlError(
            "html_too_large",
            f"the page has more than {limits.max_html_elements} elements (max_html_elements); it is skipped",
        )
    root = _parsed(markup, limits.max_html_depth)
    facts = page_facts(root, url)
    visible = "\n".join(_visible_lines(root))
    shown = visible.split("\n")
    # A piece of a page is what somebody took out of it already; there is nothing left to choose.
    lines = _extracted_lines(root) if _WHOLE_PAGE.search(markup) else shown
    if not any(len(line) >= _PARAGRAPH for line in lines) and any(len(line) >= _PARAGRAPH for line in shown):
        lines = shown
    if facts.title and facts.title not in lines[:5]:
        lines.insert(0, facts.title)
    return Page("\n\n".join(line for line in lines if line), facts, visible)


def _parsed(markup: str, max_depth: int) -> Element:
    from lxml import etree, html  # noqa: PLC0415

    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise HtmlError("broken_html", f"the page cannot be parsed ({error})") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log) or _depth(root) > max_depth:
        raise HtmlError(
            "html_too_deep", f"the page nests deeper than {max_depth} elements (max_html_depth) or holds one huge text"
        )
    return root


def _depth(root: Element) -> int:
    from lxml import etree  # noqa: PLC0415

    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _extracted_lines(root: Element) -> list[str]:
    """Lines of what trafilatura takes for the article; it may change ``root``."""
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    from trafilatura import bare_extraction  # noqa: PLC0415

    try:
        document: Any = bare_extraction(
            root, fast=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # whatever a page does to the extractor, its visible lines remain
        logger.debug("trafilatura failed on a page; its visible lines are read instead", exc_info=True)
        return []
    if document is None or document.body is None:
        return []
    return list(_lines(document.body, _TEI_LINES, frozenset({"cell"}), frozenset()))


def _visible_lines(root: Element) -> Iterator[str]:
    return _lines(root, _BLOCKS, _CELLS, _SILENT)


def _lines(root: Element, blocks: frozenset[str], cells: frozenset[str], silent: frozenset[str]) -> Iterator[str]:
    """Text of ``root`` broken where a block begins or ends; the cells of a row are joined by " | "."""
    from lxml import etree  # noqa: PLC0415

    line: list[str] = []
    skipped = in_cell = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        starts = event == "start"
        if tag in silent:
            skipped += 1 if starts else -1
        elif tag in cells:
            in_cell += 1 if starts else -1
            if not starts:
                line.append(" | ")
        elif tag in blocks and not skipped:
            if in_cell and tag not in {"tr", "row"}:
                line.append(" ")
            else:
                yield from _line(line)
        if not skipped:
            text = element.text if starts else element.tail
            if text and (starts or element is not root):
                line.append(text)
    yield from _line(line)


def _line(pieces: list[str]) -> Iterator[str]:
    text = " ".join("".join(pieces).split()).removesuffix("|").rstrip()
    pieces.clear()
    if text.strip(" |"):
        yield text
