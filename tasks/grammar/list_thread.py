"""What a list of places goes on with, kept from one sentence to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.period_codes import Period

REACH: Final = 3  # sentences that what was told of one place is told of the next for


@dataclass
class Thread:
    """The indicators that were told of the place that a list began with, or of all places together.

    *Huyện A thu ngân sách 812 tỷ đồng, trong đó tiền sử dụng đất 520 tỷ đồng. Huyện B 388 tỷ đồng*: the first is what
    the list is about. A list lasts until something else is told of another place by name, of all, or of nobody.
    """

    names: tuple[str, ...] = ()  # in the order of telling
    begun: int = -9  # the sentence that told them
    of_place: bool = False  # of a place by name; of all together, no list can tell which of several is meant
    of_all: bool = False  # of several places counted together: "11 quận thu trên 1.000 tỷ đồng"
    sentence: int = -9  # the last sentence that told a figure of the list, or its time
    period: Period | None = None
    aimed: bool = False  # what was told with that period was aimed at
    ratios: tuple[str, ...] = ()  # the indicators whose percentages were last told as ratios to a plan
    ratios_sentence: int = -9
    opened: int = -9  # the last sentence that a colon closes, or a row of the list below it

    def tell(self, name: str, sentence: int, *, of_place: bool, of_all: bool = False) -> None:
        """An indicator was told by its name; a place's own figures come before those of all in the same sentence."""
        goes_on = self.begun == sentence and (self.of_place, self.of_all) == (of_place, of_all)
        if self.begun == sentence and self.of_place and not of_place:
            return
        self.names = tuple(dict.fromkeys((*self.names, name) if goes_on else (name,)))
        self.begun, self.of_place, self.of_all, self.sentence = sentence, of_place, of_all, sentence

    def go_on(self, name: str, sentence: int, *, share: bool = False) -> None:
        """A place of the list was told a figure without the indicator's name, or the ``share`` of what is counted."""
        if share:
            self.names = tuple(dict.fromkeys((*self.names, name)))
        elif name not in self.names:
            self.names, self.begun = (name,), sentence
        self.of_place, self.sentence = True, sentence
        if self.opened == sentence - 1:
            self.opened = sentence

    def announce(self, names: tuple[str, ...], sentence: int) -> None:
        """A heading, or a sentence without a figure, says what the places below are told of."""
        self.names, self.begun, self.of_place, self.of_all = names, sentence, False, False
        self.sentence = sentence

    def tell_ratio(self, name: str, sentence: int) -> None:
        """A percentage of a plan was told."""
        before = self.ratios if self.ratios_sentence == sentence else ()
        self.ratios, self.ratios_sentence = tuple(dict.fromkeys((*before, name))), sentence

    def open(self, sentence: int) -> None:
        """A colon closes a sentence that told of the list: its rows stand below."""
        if self.sentence == sentence:
            self.opened = sentence

    def is_row(self, sentence: int) -> bool:
        """Whether a sentence stands right below the colon, or below another row."""
        return self.opened in {sentence - 1, sentence}

    def is_near(self, sentence: int) -> bool:
        """Whether a sentence may still go on with the list."""
        return sentence - self.sentence <= REACH
