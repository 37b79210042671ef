"""What a page's markup says of itself: title, publisher and publication day, from meta tags, JSON-LD and time tags."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tasks.articles.dates import parse_day
from tasks.articles.publishers import is_known_host, publisher_of_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

Element = Any
"""An element of lxml's tree, which comes without types."""

_DATE_METAS: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish-date",
    "published_time", "publication_date", "dc.date.issued", "dcterms.issued", "dc.date", "date",
)  # fmt: skip
_TITLE_METAS: Final = ("og:title", "twitter:title", "title", "dc.title")
_PUBLISHER_METAS: Final = ("og:site_name", "application-name", "dc.publisher", "copyright")
_ARTICLE_TYPES: Final = re.compile(r"(?:News|Reportage|Blog|Social)?(?:Article|Posting)|WebPage")
_SITE_SUFFIX: Final = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,60}$")
_MAX_JSON_LD: Final = 200_000
_MAX_JSON_LD_NODES: Final = 200
_MAX_FIELD: Final = 500


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Each None where the markup does not tell."""

    title: str | None = None
    publisher: str | None = None
    published_at: date | None = None


def page_facts(root: Element, url: str | None = None) -> PageFacts:
    """Facts that ``root`` states; ``url`` is where the page came from, where known."""
    metas = _metas(root)
    nodes = list(_json_ld(root))
    address = url or metas.get("og:url") or next(iter(root.xpath("//link[@rel='canonical']/@href")), None)
    return PageFacts(_title(root, metas, nodes), _publisher(metas, nodes, address), _day(root, metas, nodes))


def _title(root: Element, metas: dict[str, str], nodes: list[dict[str, Any]]) -> str | None:
    for node in nodes:
        if isinstance(headline := node.get("headline"), str) and headline.strip():
            return _short(headline)
    if (meta := _first(metas, _TITLE_METAS)) is not None:
        return _SITE_SUFFIX.sub("", meta)
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            if text := _short(" ".join(element.itertext())):
                return _SITE_SUFFIX.sub("", text) if tag == "title" else text
    return None


def _publisher(metas: dict[str, str], nodes: list[dict[str, Any]], address: str | None) -> str | None:
    if address and is_known_host(address):
        return publisher_of_url(address)
    for node in nodes:
        owner = node.get("publisher")
        name = owner.get("name") if isinstance(owner, dict) else owner
        if isinstance(name, str) and name.strip():
            return _short(name)
    return _first(metas, _PUBLISHER_METAS[:3]) or (publisher_of_url(address) if address else None)


def _day(root: Element, metas: dict[str, str], nodes: list[dict[str, Any]]) -> date | None:
    told: list[str | None] = [node["datePublished"] for node in nodes if isinstance(node.get("datePublished"), str)]
    told += [metas.get(name) for name in _DATE_METAS]
    told += root.xpath("//*[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime")[:2]
    told += root.xpath("//time/@datetime")[:2]
    return next((day for value in told if value and (day := parse_day(value[:_MAX_FIELD])) is not None), None)


def _metas(root: Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            metas.setdefault(name.strip().casefold(), _short(content))
    return metas


def _json_ld(root: Element) -> Iterator[dict[str, Any]]:
    """Nodes of the page's JSON-LD that describe an article."""
    for script in root.xpath("//script[@type='application/ld+json']")[:10]:
        source = (script.text or "").strip()
        if not source or len(source) > _MAX_JSON_LD:
            continue
        try:
            pending = [json.loads(source, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MAX_JSON_LD_NODES):
            if not pending:
                break
            node = pending.pop(0)
            if isinstance(node, list):
                pending += node
            elif isinstance(node, dict):
                if (
                    _ARTICLE_TYPES.fullmatch(str(node.get("@type", "")))
                    or "Article" in str(node.get("@type", ""))[:200]
                ):
                    yield node
                pending += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _short(text: str) -> str:
    return " ".join(text[:_MAX_FIELD].split())
