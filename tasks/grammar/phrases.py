"""Longest-match lookup of word sequences: a trie over tokens."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from tasks.grammar.tokens import fold, spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tasks.grammar.tokens import Token

Payload = TypeVar("Payload")

_text: Final = attrgetter("text")
"""The text of a token."""

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
        self._joined_first = _words_behind(self._root)
        self.begins = frozenset(self._root.keys() | self._joined_first) - {""}
        """The words that a match can begin with."""

    def _add(self, words: Sequence[str], payload: Payload) -> None:
        node = self._root
        for word in words:
            node = node.setdefault("-" if word in {"&", "+"} else word, {})
        payloads: list[Payload] = node.setdefault("", [])  # type: ignore[arg-type,assignment]
        if payload not in payloads:
            payloads.append(payload)

    def shortest(self, wanted: Callable[[Payload], bool]) -> Iterator[tuple[str, ...]]:
        """The word sequences with a payload that is wanted, but none that goes on from another of them."""
        stack: list[tuple[tuple[str, ...], dict[str, dict]]] = [((), self._root)]  # type: ignore[type-arg]
        while stack:
            words, node = stack.pop()
            if any(wanted(payload) for payload in node.get("", ())):
                yield words
                continue
            stack.extend(((*words, word), following) for word, following in node.items() if word)

    def longest(self, tokens: Sequence[Token], i: int) -> tuple[int, list[Payload]] | None:
        """The end and payloads of the longest phrase that begins at token ``i``; linear in the phrase's length."""
        count = len(tokens)
        if i >= count:
            return None
        word = tokens[i].text
        if word not in self.begins:
            return None
        if word in self._joined_first:
            return self._longest_joined(tokens, self._root, i, i, None)
        node, j = self._root[word], i + 1
        best: tuple[int, list[Payload]] | None = None
        while True:
            if "-" in node:
                return self._longest_joined(tokens, node, i, j, best)
            if "" in node:
                best = (j, node[""])
            if j >= count:
                return best
            node = node.get(tokens[j].text)  # type: ignore[assignment]
            if node is None:
                return best
            j += 1

    def _longest_joined(
        self,
        tokens: Sequence[Token],
        node: dict[str, dict],  # type: ignore[type-arg]
        i: int,
        j: int,
        best: tuple[int, list[Payload]] | None,
    ) -> tuple[int, list[Payload]] | None:
        """The longest phrase from ``node`` at token ``j`` on, where joiners may stand or be missing."""
        count = len(tokens)
        stack = [(node, j)]
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
        if self.begins.isdisjoint(map(_text, tokens)):
            return
        end = 0
        for i in [i for i, token in enumerate(tokens) if token.text in self.begins]:
            match = self.longest(tokens, i) if i >= end else None
            if match is not None:
                end = match[0]
                yield i, end, match[1]


def _words_behind(node: dict[str, dict]) -> frozenset[str]:  # type: ignore[type-arg]
    """The words that go on from a joint of ``node``, the joiners among them; none where it has no joint."""
    joint = node.get("-")
    return frozenset() if joint is None else JOINERS | joint.keys() | _words_behind(joint)
