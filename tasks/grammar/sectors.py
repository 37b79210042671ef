"""A sector and a head make an indicator: *nông nghiệp* and *giá trị sản xuất*, wherever in the clause they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.indicators import Phrase
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Telling

EXCLUDED_PART: Final = ""
"""What :func:`sector_before` gives for a part of a sector that the catalog excludes."""

JOINTS: Final = frozenset({",", "và", "-"})
"""What joins sectors of which one total is told."""

_OPENING: Final = 3  # items of a sentence's opening
_SUBJECT_REACH: Final = 14  # items between a head and the sector that is its subject
_ASIDES: Final = frozenset({"với", "nhờ", "mà", "gồm", "chủ yếu", "trong đó", "nhất là", "từ", "bao gồm", "dù", "tuy"})
_VERB_WORDS: Final = 3  # unknown words of what a sector does, between an aside and its head
_THEN: Final = frozenset({"còn", "riêng", "trong khi"})
_FEW: Final = 3  # unknown words between a head and a subject that does not open its clause
_BRINGS: Final = frozenset({"giúp", "đưa", "góp phần"})  # "Công nghiệp phát triển mạnh giúp huyện đạt …"
_CLAUSE_REACH: Final = 9
_STOP: Final = ";"
_FROM: Final = "từ"
SO: Final = frozenset({"nên", "vì vậy", "do đó", "vậy"})
"""Words behind which what a sector comes to is told."""
_ABOUT: Final = frozenset(
    {
        *("riêng", "ngành", "các ngành", "khu vực", "lĩnh vực", "trong", "ở", "về", "sản xuất", ",", "khối", "nhóm"),
        *("nhóm ngành", "mảng", "toàn ngành", "hoạt động", "toàn"),
    }
)
_TURNS: Final = frozenset({"đối", "đối với", "riêng"})  # "Đối với ngành nông nghiệp, …"
_LINK: Final = 2  # words of what ties a sentence to the one before: "Tuy vậy, …"
_ALL: Final = "toàn "  # "Toàn xã có tổng giá trị sản xuất …"
_OF_ALL: Final = frozenset({"của", "ngành", "các ngành", "các", "khu vực", "lĩnh vực", ":", "kinh tế", "gồm"})


def sector_before(told: Telling, position: int, head: Phrase) -> str | None:
    """The indicator of a sector that is the head's subject: *Ngành nông nghiệp làm ra giá trị sản xuất …*.

    ``EXCLUDED_PART`` where the subject is a part of a sector that the catalog excludes.
    """
    spoken_of = told.state.sector
    of_all = any(item.text.startswith(_ALL) for item in told.items[:position])
    if spoken_of is not None and not of_all and _only_links(told, position):
        return told.phrases.composed.get((spoken_of, head.name))
    if told.text_before(position) in SO:
        return _only_subject(told, position, head)
    unknown = 0
    opens_clause = told.text_before(position) == ","  # "Công nghiệp giữ được đà tăng, giá trị sản xuất đạt …"
    if position > 1 and told.text_before(position) == "với" and told.text_before(position - 1) == ",":
        opens_clause = True  # "Công nghiệp vẫn tăng đều, với giá trị sản xuất 305 tỷ đồng"
    aside = _aside_before(told, position)
    for j in range(position - 1, max(-1, position - 1 - _SUBJECT_REACH), -1):
        item = told.items[j]
        if j in aside:
            continue
        if item.kind == "quantity" and not told.quantity(j).spelled:  # but "dịch vụ với hai chợ đầu mối đạt …"
            return _grown_before(told, position, j, head)
        if item.text == _STOP:
            return _then_of_same(told, position, j, head)
        if item.text == "," and not (opens_clause or (0 < j <= 4 and told.items[j - 1].kind == "phrase")):
            return _described(told, j, head)
        if item.text in _BRINGS:
            return None
        if item.kind == "phrase" and (unknown <= _FEW or _opens(told, j)):
            name = _subject_at(told, j, head, unknown)
            if name is not None:
                # "dịch vụ - công nghiệp - nông nghiệp, giá trị sản xuất đạt …" is of them all
                return None if name != EXCLUDED_PART and is_joined_to_sector(told, j) else name
            if any(phrase.role == "form" and not told.indicator(phrase.name).is_growth for phrase in item.phrases):
                return None  # but "Dịch vụ có mức tăng khá, giá trị sản xuất đạt …"
        unknown += item.kind == "word"
    return None


def _then_of_same(told: Telling, position: int, stop: int, head: Phrase) -> str | None:
    """*Giá trị tăng thêm của ngành dịch vụ là 910 tỷ đồng; còn giá trị sản xuất là …*: of the one sector before."""
    if told.text_before(position) not in _THEN:
        return None
    start = told.clause_start(stop, {_STOP, ":"})
    named = [j for j in range(start, stop) if names_sector(told, j)]
    told_before = any(claim is not None for j, claim in told.claims.items() if start <= j < stop)
    return None if len(named) != 1 or told_before else _joined(told, told.items[named[0]], head, 0)


def _aside_before(told: Telling, position: int) -> range:
    """*Công nghiệp, với gốm và nước chấm là chủ lực, đạt giá trị sản xuất …*: the items of what is said in between."""
    low, unknown = position - 1, 0
    while low > 0 and told.items[low].text != "," and unknown <= _VERB_WORDS:
        if not told.items[low].has("reach", "copula", "estimate", "done", "glue"):
            unknown += 1
        if told.items[low].kind in {"quantity", "place", "phrase"}:
            break
        low -= 1
    if told.items[low].text != ",":
        return range(0)
    for j in range(low - 1, max(0, low - 1 - _CLAUSE_REACH), -1):
        number = told.items[j].quantity
        if told.items[j].kind == "place" or (number is not None and not number.spelled) or told.items[j].text == _STOP:
            break
        if told.items[j].text == ",":
            return range(j, low + 1) if told.text_after(j) in _ASIDES else range(0)
    return range(0)


def _described(told: Telling, comma: int, head: Phrase) -> str | None:
    """*Nông nghiệp với cam, bưởi và chăn nuôi hươu cho giá trị sản xuất …*: the sector that a list only describes."""
    low = told.clause_start(comma, {_STOP, ":"})
    while low < comma and (told.items[low].text in _ABOUT or told.items[low].period is not None):
        low += 1
    between = told.items[low + 1 : comma]
    if low >= comma or not names_sector(told, low) or told.text_after(low) not in _ASIDES:
        return None
    if any(item.kind == "place" or (item.quantity is not None and not item.quantity.spelled) for item in between):
        return None
    return _joined(told, told.items[low], head, 0)


def _opens(told: Telling, position: int) -> bool:
    """Whether a sentence or clause opens with the phrase, so that the words up to the verb only describe it."""
    start = told.clause_start(position, {_STOP, ":"})
    return all(item.text in _ABOUT or item.period is not None for item in told.items[start:position])


def _only_subject(told: Telling, position: int, head: Phrase) -> str | None:
    """*Sản xuất nông nghiệp gặp khó do … nên giá trị sản xuất chỉ đạt …*: the one sector that opens the clause."""
    start = told.clause_start(position, {_STOP, ":"})
    between = told.items[start:position]
    if any(item.kind in {"quantity", "place"} for item in between):
        return None
    named = [j for j in range(start, position) if names_sector(told, j)]
    if len(named) != 1 or any(item.kind == "word" for item in told.items[start + _LINK : named[0]]):
        return None
    return _joined(told, told.items[named[0]], head, 0)


def _only_links(told: Telling, position: int) -> bool:
    """Whether nothing before ``position`` is a subject: *Tuy vậy, trong năm, giá trị sản xuất …*."""
    words = [j for j in range(position) if told.items[j].kind not in {"cue", "period", "place"}]
    if not words:
        return True
    link = words[-1] < _LINK and all(told.items[j].kind == "word" for j in words)
    return link and told.text_after(words[-1]) == ","


def _grown_before(told: Telling, position: int, index: int, head: Phrase) -> str | None:
    """*Ngành nông nghiệp tăng 4,2%, giá trị sản xuất đạt …*: of the one sector whose growth was just told."""
    grown = [claim for claim in told.claimed() if claim.rule == "grown-sector"]
    if len(grown) != 1 or told.claims.get(index) is not grown[0] or told.text_before(position) != ",":
        return None
    sectors = [phrase for phrase in told.items[grown[0].subject].phrases if phrase.role == "sector"]
    return next((name for one in sectors if (name := told.phrases.composed.get((one.name, head.name)))), None)


def names_sector(told: Telling, position: int) -> bool:
    """Whether an item names a sector, be it only behind the head that it shares with others: *dịch vụ*."""
    return any(
        phrase.role == "sector" or (phrase.role == "follow" and told.indicator(phrase.name).composed)
        for phrase in told.items[position].phrases
    )


def is_own_field(told: Telling, j: int, name: str) -> bool:
    """*Lĩnh vực công nghiệp đạt giá trị sản xuất …*: what the indicator is about, and no aside of its own."""
    item = told.items[j]
    if not item.text.startswith("lĩnh vực"):
        return False
    sectors = {part.sector for part in told.indicator(name).composed}
    named = told.items[j + 1] if item.text == "lĩnh vực" and j + 1 < len(told.items) else item
    return any(phrase.role == "sector" and phrase.name in sectors for phrase in named.phrases)


def is_joined_to_sector(told: Telling, position: int) -> bool:
    """*công nghiệp, thương mại*: whether a sector stands before the one at ``position``, with a joint between them."""
    return position > 1 and told.items[position - 1].text in JOINTS and names_sector(told, position - 2)


def opening_sector(told: Telling) -> str | None:
    """The sector that a sentence opens with: *Lĩnh vực công nghiệp - xây dựng tăng trưởng khá.*"""
    for item in told.items[: _OPENING + 1]:
        for phrase in item.phrases:
            if phrase.role == "sector" and any(sector == phrase.name for sector, _ in told.phrases.composed):
                return phrase.name
        if item.kind not in {"cue", "period"} and not item.phrases and item.text not in _TURNS:
            return None
    return None


def _joined(told: Telling, item: Item, head: Phrase, unknown: int) -> str | None:
    """The indicator of a head and a phrase before it, by the first meaning of the phrase that goes with the head."""
    sectors = (phrase for phrase in item.phrases if phrase.role == "sector")
    name = next((name for one in sectors if (name := told.phrases.composed.get((one.name, head.name)))), None)
    if name is not None:
        return name
    for phrase in item.phrases:
        if phrase.role == "excluded" and unknown <= 2 and not item.has("glue") and _is_of(told, phrase.name, head):
            return EXCLUDED_PART
    return None


def _subject_at(told: Telling, position: int, head: Phrase, unknown: int) -> str | None:
    """:func:`_joined` of the phrase at ``position``, or of one that elsewhere goes on, where it opens the clause.

    *Dịch vụ có giá trị sản xuất 620 tỷ đồng*.
    """
    joined = _joined(told, told.items[position], head, unknown)
    if joined is not None or unknown:
        return joined
    follows = (phrase.name for phrase in told.items[position].phrases if phrase.role == "follow")
    name = next((one for one in follows if _is_of(told, one, head)), None)
    return name if name is not None and _opens(told, position) else None


def _is_of(told: Telling, name: str, head: Phrase) -> bool:
    """Whether an indicator is made of a sector and this head."""
    return any(
        part.head == head.name and told.phrases.composed.get((part.sector, part.head)) == name
        for part in told.indicator(name).composed
    )


def composed(told: Telling, position: int, phrase: Phrase) -> str | None:
    """The indicator of a sector and a head that stand in one clause with nothing counted between."""
    backwards = range(position - 1, max(-1, position - 2 - _CLAUSE_REACH), -1)
    before = _composed_in(told, position, backwards, phrase, {_STOP})
    if before is not None:
        return before
    end = min(len(told.items), position + 2 + _CLAUSE_REACH)
    return _composed_in(told, position, range(position + 1, end), phrase, {_STOP, ","})


def _composed_in(told: Telling, position: int, indexes: range, phrase: Phrase, stops: set[str]) -> str | None:
    for j in indexes:
        item = told.items[j]
        if item.text in stops or (item.kind == "quantity" and not (_is_of_pair(told, j) or _is_capital(told, j))):
            return None
        if item.kind != "phrase":
            continue
        for other in item.phrases:
            name = _pair(told, phrase, other) or _named_a_head(told, phrase, other)
            if name is not None:
                sector, head = (j, phrase.name) if phrase.role == "head" else (position, other.name)
                return None if _is_one_of_several(told, sector, head, name) else name
        if any(other.role == "form" for other in item.phrases):
            return None
    return None


def _is_one_of_several(told: Telling, position: int, head: str, name: str) -> bool:
    """*Tiểu thủ công nghiệp, dịch vụ, thương mại có giá trị 1.351 tỷ đồng*: of them all, and so of none."""
    if not is_joined_to_sector(told, position):
        return False
    sectors = (phrase for phrase in told.items[position - 2].phrases if phrase.role == "sector")
    joined = {told.phrases.composed.get((one.name, head)) for one in sectors} - {None}
    return bool(joined) and name not in joined


def _is_of_pair(told: Telling, index: int) -> bool:
    """*giải ngân 121,5/210 tỷ đồng vốn đầu tư công*: both numbers stand between the head and its sector."""
    if "/" in (told.text_after(index), told.text_before(index)) or _is_out_of(told, index):
        return True
    return told.text_after(index) == _FROM and told.quantity(index).kind == "money"  # "thu 412 tỷ đồng từ du lịch"


def _is_capital(told: Telling, index: int) -> bool:
    """*Vốn đầu tư xây dựng cơ bản 212 tỷ đồng, giải ngân đạt 91%*: the sum between is the capital's, by its sector."""
    if told.quantity(index).kind != "money" or told.claims.get(index, ...) is not None or not index:
        return False
    sectors = {phrase.name for phrase in told.items[index - 1].phrases if phrase.role == "sector"}
    if not sectors or told.text_after(index) != ",":
        return False
    planned = (one for one in told.phrases.indicators.values() if one.plan is not None)
    return any(part.sector in sectors for one in planned for part in one.composed)


def _is_out_of(told: Telling, index: int) -> bool:
    """*giải ngân 121,5 tỷ đồng trên tổng số 210 tỷ đồng vốn đầu tư công*."""
    for j in (index + 1, index - 1):
        step = j - index
        words = [told.items[k].text for k in (j, j + step) if 0 <= k < len(told.items)]
        joint = " ".join(words if step > 0 else words[::-1])
        if joint in {"trên tổng số", "trong tổng số", "trên tổng", "trong tổng"}:
            return True
    return False


def _pair(told: Telling, phrase: Phrase, other: Phrase) -> str | None:
    if phrase.role == "head" and other.role == "sector":
        return told.phrases.composed.get((other.name, phrase.name))
    if phrase.role == "sector" and other.role == "head":
        return told.phrases.composed.get((phrase.name, other.name))
    return None


def _named_a_head(told: Telling, phrase: Phrase, other: Phrase) -> str | None:
    """*Thu nhập của người dân khá lên, bình quân đầu người đạt …*: named whole before, and told a head."""
    if phrase.role != "sector" or other.role != "form" or not told.indicator(other.name).per_head:
        return None
    return other.name if any(part.sector == phrase.name for part in told.indicator(other.name).composed) else None


def total_of_sectors(told: Telling, position: int) -> Phrase | None:
    """*giá trị sản xuất nông nghiệp, công nghiệp và dịch vụ*: of all of them together."""
    if not names_sector(told, position):
        return None
    first = position
    while is_joined_to_sector(told, first):
        first -= 2
    if first > 1 and told.items[first - 1].text in JOINTS and (whole := whole_of(told, first - 2)) is not None:
        return whole
    several = first < position
    if position + 2 < len(told.items) and told.items[position + 1].text in JOINTS:
        several = several or names_sector(told, position + 2)
    while several and first > 1 and (told.items[first - 1].text in _OF_ALL or _is_number_of(told, first - 1)):
        first -= 1  # "của các ngành công nghiệp, dịch vụ"
    if not several or not first:
        return None
    return next((phrase for phrase in told.items[first - 1].phrases if phrase.role == "form"), None)


def _is_number_of(told: Telling, position: int) -> bool:
    quantity = told.items[position].quantity
    return quantity is not None and quantity.spelled  # "ba khu vực"


def whole_of(told: Telling, position: int) -> Phrase | None:
    """*giá trị sản xuất ngành thương mại, dịch vụ* with another sector behind it: what its head alone names."""
    item = told.items[position]
    if not any(phrase.role == "form" and told.indicator(phrase.name).composed for phrase in item.phrases):
        return None
    for high in range(item.high - 1, item.low, -1):
        match = told.phrases.trie.longest(told.tokens[item.low : high], 0)
        if match is not None and any(phrase.role == "head" for phrase in match[1]):
            return next((phrase for phrase in match[1] if phrase.role == "form"), None)
    return None
