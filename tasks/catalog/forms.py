"""How the catalog writes phrases: ``(a|b)`` is a or b or nothing, ``<a|b>`` is a or b, ``:name`` among them a class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SHOWN: Final = 120
MAX_READINGS: Final = 2000
"""Of one phrase. More are a sign that it should be several phrases, which a person can read."""

_CHOICE: Final = re.compile(r"\(([^()<>]*)\)|<([^()<>]*)>")


def expand(phrase: str, classes: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """All readings of a phrase, each once, in the order of its choices; white space is evened out.

    Raises:
        ValueError: brackets that do not close, a class that is not there, or more than ``MAX_READINGS`` readings.
    """
    readings = [""]
    position = 0
    for match in _CHOICE.finditer(phrase):
        optional, required = match.groups()
        fixed = phrase[position : match.start()]
        choices = _choices(optional if required is None else required, phrase, classes or {})
        if required is None:
            choices = ["", *choices]
        readings = [f"{reading}{fixed}{choice}" for reading in readings for choice in choices]
        if len(readings) > MAX_READINGS:
            shown = phrase if len(phrase) <= _SHOWN else f"{phrase[:_SHOWN]} …"  # a class written out can be pages long
            raise ValueError(f"{shown!r} has more than {MAX_READINGS} readings: write it as several phrases")
        position = match.end()
    rest = phrase[position:]
    spelled = list(dict.fromkeys(" ".join(f"{reading}{rest}".split()) for reading in readings))
    if any(set(reading) & set("()<>|") for reading in spelled):
        raise ValueError(f"{phrase!r}: a bracket is not closed, or brackets stand inside brackets")
    return spelled


def _choices(body: str, phrase: str, classes: Mapping[str, Sequence[str]]) -> list[str]:
    out: list[str] = []
    for choice in body.split("|"):
        name = choice.strip().removeprefix(":")
        if not choice.strip().startswith(":"):
            out.append(choice)
        elif name in classes:
            out += classes[name]
        else:
            raise ValueError(f"{phrase!r}: no phrase class {name!r}; phrases.yaml has {', '.join(sorted(classes))}")
    return out


def without_classes(phrase: str, classes: Mapping[str, Sequence[str]]) -> str:
    """The phrase with each ``:name`` written out, so that it can be expanded without the classes."""

    def written_out(match: re.Match[str]) -> str:
        optional, required = match.groups()
        body = "|".join(_choices(optional if required is None else required, phrase, classes))
        return f"({body})" if required is None else f"<{body}>"

    return _CHOICE.sub(written_out, phrase) if ":" in phrase else phrase


def joined(reading: str) -> str:
    """The one spelling that stands for all readings that match alike: a ``-`` may be missing, so it is left out."""
    return " ".join(word for word in re.findall(r"\w+|[^\w\s]", reading) if word not in {"-", "&", "+"})
