"""An article that the grammar fails on, by a defect of its own: told as an issue, while all others are read."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

from tasks.records.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tasks.grammar.extract import Reader
    from tasks.records.article import Article
    from tasks.records.observation import Observation

LookedAt = ParamSpec("LookedAt")


def read_article(reader: Reader, article: Article, *, screened: bool) -> tuple[Sequence[Observation], Sequence[Issue]]:
    """What the article tells; where reading it fails, an issue that says so and where.

    A million articles must not fail with one of them. Rules that mend it are others, so the article is read again then.
    """
    try:
        reading = reader.read(article, screened=screened)
    except Exception as error:
        return (), (_issue(article, error),)
    return reading.observations, reading.issues


def passing(look: Callable[LookedAt, bool]) -> Callable[LookedAt, bool]:
    """The look, but what it fails on is worth reading: that will say what is wrong."""

    def passes(*looked_at: LookedAt.args, **named: LookedAt.kwargs) -> bool:
        try:
            return look(*looked_at, **named)
        except Exception:
            return True

    return passes


def place_of(error: Exception) -> str:
    """Its kind, and the file and line that raised it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _issue(article: Article, error: Exception) -> Issue:
    message = (
        f"{article.article}: the grammar failed on this article ({place_of(error)}), so none of its figures is "
        "published; please report it together with the article"
    )
    return Issue("parse", "defect", message, article.source_uri, article.article, article.article_id)
