"""*Diện tích: 503 km² / Dân số: 95.820 người*: a profile in one line, its fields parted by slashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from tasks.grammar.tokens import Token

_FIELD: Final = 8  # tokens of a field from its number on


def with_fields(tokens: list[Token]) -> list[Token]:
    """The tokens in which a slash that parts two fields is a semicolon: one apart, between a number and a capital."""
    return [
        replace(token, text=";") if token.text == "/" and _parts_fields(tokens, i) else token
        for i, token in enumerate(tokens)
    ]


def _parts_fields(tokens: list[Token], i: int) -> bool:
    if not 0 < i < len(tokens) - 1 or not tokens[i + 1].capital or not tokens[i + 1].text.isalpha():
        return False
    apart = tokens[i - 1].end < tokens[i].start and tokens[i].end < tokens[i + 1].start
    return apart and any(token.is_number for token in tokens[max(0, i - _FIELD) : i])
