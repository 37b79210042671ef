"""Records of districts: a name as a line, and below it a line for the plan, the sum and the ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_RECORDED: Final = frozenset({"thực hiện", "th", "tỷ lệ", "đạt tỷ lệ", "tỷ lệ đạt", "đạt", "kết quả"})


def of_record(told: Telling, number: Number) -> Claim | None:
    """*Huyện Cô Tô* as a line, then *Kế hoạch: 212 tỷ đồng*, *Giải ngân: 143 tỷ đồng*: of what the title names."""
    state = told.state
    if state.section is None or state.titled is None or told.text_before(number.index) != ":":
        return None
    name = told.phrases.plans.get(state.titled, state.titled)
    heading = told.items[: number.index - 1]
    heads = {part.head for part in told.indicator(name).composed}
    known = any(
        item.has("plan") or item.text in _RECORDED or any(phrase.name in heads for phrase in item.phrases)
        for item in heading
    )
    if not known or any(item.kind == "word" for item in heading) or not fits(number.quantity, told.indicator(name)):
        return None
    return Claim(name, number.index, "record")
