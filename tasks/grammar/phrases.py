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

_JOINTS: Final = frozenset({"-", "&", "+"})  # the signs that a phrase of the catalog writes for a joint

WORD: Final = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")


class _Node(Generic[Payload]):
    """What follows some words: the words that go on, a joint, and what the words mean if they end here."""

    __slots__ = ("found", "joint", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node[Payload]] = {}
        self.joint: _Node[Payload] | None = None
        self.found: list[Payload] | None = None

    def after(self, word: str) -> _Node[Payload]:
        """The node behind ``word``, made where there is none."""
        if word in _JOINTS:
            self.joint = self.joint or _Node()
            return self.joint
        return self.words.setdefault(word, _Node())


class PhraseTrie(Generic[Payload]):
    """Maps word sequences to payloads; a sequence may carry several. Entries are plain words, choices written out."""

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        self._root: _Node[Payload] = _Node()
        for reading, payload in entries:
            self._add([spelling(word) for word in WORD.findall(fold(reading))], payload)
        self._joined_first = _words_behind(self._root)
        self.begins = frozenset((*self._root.words, *self._joined_first))
        """The words that a match can begin with."""

    def _add(self, words: Sequence[str], payload: Payload) -> None:
        node = self._root
        for word in words:
            node = node.after(word)
        if node.found is None:
            node.found = []
        if payload not in node.found:
            node.found.append(payload)

    def entries(self) -> Iterator[tuple[tuple[str, ...], list[Payload]]]:
        """The word sequences with their payloads."""
        stack: list[tuple[tuple[str, ...], _Node[Payload]]] = [((), self._root)]
        while stack:
            words, node = stack.pop()
            if node.found is not None:
                yield words, node.found
            stack.extend(((*words, word), following) for word, following in node.words.items())
            if node.joint is not None:
                stack.append(((*words, "-"), node.joint))

    def shortest(self, wanted: Callable[[Payload], bool]) -> Iterator[tuple[str, ...]]:
        """The word sequences with a payload that is wanted, but none that goes on from another of them."""
        stack: list[tuple[tuple[str, ...], _Node[Payload]]] = [((), self._root)]
        while stack:
            words, node = stack.pop()
            if any(wanted(payload) for payload in node.found or ()):
                yield words
                continue
            stack.extend(((*words, word), following) for word, following in node.words.items())
            if node.joint is not None:
                stack.append(((*words, "-"), node.joint))

    def opening(self, first: str) -> tuple[frozenset[str] | None, list[Payload] | None]:
        """What may follow a word in a longer match, ``None`` where only looking tells; and what it means alone."""
        node = self._root.words.get(first)
        if first in self._joined_first or (node is not None and node.joint is not None):
            return None, None
        return (frozenset(), None) if node is None else (frozenset(node.words), node.found)

    def longest(self, tokens: Sequence[Token], i: int) -> tuple[int, list[Payload]] | None:
        """The end and payloads of the longest phrase that begins at token ``i``; linear in the phrase's length."""
        count = len(tokens)
        if i >= count:
            return None
        word = tokens[i].text
        if word in self._joined_first:
            return _longest_joined(tokens, self._root, i, i, None)
        node, j = self._root.words.get(word), i + 1
        best: tuple[int, list[Payload]] | None = None
        while node is not None:
            if node.joint is not None:
                return _longest_joined(tokens, node, i, j, best)
            if node.found is not None:
                best = (j, node.found)
            if j >= count:
                return best
            node = node.words.get(tokens[j].text)
            j += 1
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


def _longest_joined(
    tokens: Sequence[Token], node: _Node[Payload], i: int, j: int, best: tuple[int, list[Payload]] | None
) -> tuple[int, list[Payload]] | None:
    """The longest phrase from ``node`` at token ``j`` on, where joiners may stand or be missing."""
    count = len(tokens)
    stack = [(node, j)]
    while stack:
        node, j = stack.pop()
        if node.found is not None and j > i and (best is None or j > best[0]):
            best = (j, node.found)
        joint = node.joint
        if joint is not None:
            stack.append((joint, j))  # the joiner may be missing: "thương mại dịch vụ"
        if j >= count:
            continue
        word = tokens[j].text
        if joint is not None and word in JOINERS:
            stack.append((joint, j + 1))
        following = node.words.get(word)
        if following is not None:
            stack.append((following, j + 1))
    return best


def _words_behind(node: _Node[Payload]) -> frozenset[str]:
    """The words that go on from a joint of ``node``, the joiners among them; none where it has no joint."""
    joint = node.joint
    return frozenset() if joint is None else JOINERS | frozenset(joint.words) | _words_behind(joint)
