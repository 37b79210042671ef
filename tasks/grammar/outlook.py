"""What the sentences of an article can still tell, by the words that stand in them and what was said before.

Most sentences of ordinary news hold no words that could claim their numbers. Such a sentence is read for whom and when
it speaks of, and nobody asks whose its numbers are. Behind the last words that could claim anything nothing is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.grammar.topics import TOPIC_REACH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.screen import Part
    from tasks.grammar.state import State


class Outlook:
    """The sentences of one article, by their numbers in it; ``parts`` are what their words can do."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._claiming = [part.claims for part in parts]
        self._ends = max((n for n, part in enumerate(parts) if part.claims or part.carries), default=-1)

    def may_claim(self, state: State, index: int) -> bool:
        """Whether words of a sentence, or what was said before it, can claim a number of it."""
        return self._claiming[index] or carries(state, index)

    def is_over(self, state: State, index: int) -> bool:
        """Whether nothing is claimed from a sentence on."""
        return index > self._ends and not carries(state, index)


def carries(state: State, index: int) -> bool:
    """Whether something that was said before can claim a number that has no words of its own."""
    return lent(state) or announced(state, index) or state.last_sentence == index - 1


def lent(state: State) -> bool:
    """Whether an indicator or a sector was named that numbers to come may be of."""
    return bool(state.thread.names or state.recent or state.sector or state.titled)


def announced(state: State, index: int) -> bool:
    """Whether a topic still holds in a sentence."""
    return any(index - topic.sentence <= TOPIC_REACH for topic in state.topics.values())
