"""Longest-match lookup of word sequences: a trie over tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from tasks.grammar.tokens import fold, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tasks.grammar.tokens import Token

Payload = TypeVar("Payload")

JOINERS: Final = frozenset({"-", ",", "và", "&", "/", "+"})
"""What joins the parts of one name: *công nghiệp - xây dựng* is also written with a comma or *và*. A ``-`` in a phrase
stands for any of them, or for none."""

WORD: Final = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")


class PhraseTrie(Generic[Payload]):
    """Maps word sequences to payloads; a sequence may carry several. Entries are plain words, choices written out."""

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        self._root: dict[str, dict] = {}  # type: ignore[type-arg]
        for reading, payload in entries:
            self._add([spelling(word) for word in WORD.findall(fold(reading))], payload)

    def _add(self, words: Sequence[str], payload: Payload) -> None:
        node = self._root
        for word in words:
            node = node.setdefault("-" if word in {"&", "+"} else word, {})
        payloads: list[Payload] = node.setdefault("", [])  # type: ignore[arg-type,assignment]
        if payload not in payloads:
            payloads.append(payload)

    def longest(self, tokens: Sequence[Token], i: int) -> tuple[int, list[Payload]] | None:
        """The end and payloads of the longest phrase that begins at token ``i``; linear in the phrase's length."""
        best: tuple[int, list[Payload]] | None = None
        count = len(tokens)
        if i >= count or (tokens[i].text not in self._root and "-" not in self._root):
            return None
        stack = [(self._root, i)]
        while stack:
            node, j = stack.pop()
            found = node.get("")
            if found is not None and j > i and (best is None or j > best[0]):
                best = (j, found)  # type: ignore[assignment]
            joint = node.get("-")
            if joint is not None:
                stack.append((joint, j))  # the joiner may be missing: "thương mại dịch vụ"
            if j >= count:
                continue
            word = tokens[j].text
            if joint is not None and word in JOINERS:
                stack.append((joint, j + 1))
            following = node.get(word)
            if following is not None and word:
                stack.append((following, j + 1))
        return best

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, list[Payload]]]:
        """Non-overlapping matches from left to right, the longest at each place."""
        i = 0
        while i < len(tokens):
            if tokens[i].text in self._root or "-" in self._root:
                match = self.longest(tokens, i)
                if match is not None:
                    yield i, match[0], match[1]
                    i = match[0]
                    continue
            i += 1
