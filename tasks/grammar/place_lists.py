"""Lists of districts with a figure each: the indicator was told once, in the sentence or before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import counts_all_communes, ends_after_noun, has_share_behind, noun_end
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.list_names import announced, may_be, names_before, of_thread, of_title, tells_parts
from tasks.grammar.list_openings import opens_with_another, says_only_list
from tasks.grammar.marks import UNITS

if TYPE_CHECKING:
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_FEWEST: Final = 2  # places with a figure each that make a list
_TYPES: Final = frozenset({"quận", "huyện", "thị", "thành", "tp", "tx", "q", "h", "phường", "xã"})
_RANKS: Final = frozenset({"nhiều", "cao", "dẫn", "đứng", "ít", "thấp", "đầu"})
_LEADS: Final = _RANKS - {"đầu"}
_REACH: Final = 7  # items between a place and its figure
_OF_ALL: Final = ("dân số", "số hộ", "tổng số hộ", "tổng số dân")
_SAY: Final = frozenset({"form", "follow", "frame"})
_ROW_SIGNS: Final = frozenset({":", "có", "đạt", "được", "-", "với"})
_SIGNS: Final = frozenset({"", ",", ";", "và", "còn", "-", "ở", "tại", "riêng"})
_OPENS: Final = frozenset({"như", "là", "gồm", ":"})
_OF_WHOLE: Final = frozenset({"tỉnh", "toàn tỉnh", "thành phố", "toàn thành phố", "cả tỉnh"})  # "thấp nhất tỉnh"
_SUPERLATIVES: Final = frozenset({"nhất", "nhì", "đầu", "cuối", "bảng"})
_GIVES: Final = frozenset({"góp", "thu", "nộp"})  # "Đông Hà góp nhiều nhất: 812 tỷ đồng"
_HALF: Final = frozenset({"quá", "hơn", "gần", "một", "nửa"})
_HAPPENS: Final = frozenset({"để", "xảy", "ra", "xảy ra", "để xảy ra"})
_EACH_OF: Final = frozenset({"quận", "huyện", "xã", "phường", "địa phương", "nơi", "đơn vị"})
_SHARES: Final = ("chia ra", "cụ thể")
_CLOSES: Final = frozenset({"/", ",", ";", ".", "(", ")", "…", "và", ". . ."})


def bracketed(told: Telling, number: Number) -> Claim | None:
    """*TP. Dĩ An đứng đầu (4.318 tỷ đồng), kế đến là TP. Thuận An (4.207 tỷ đồng)*: places, each with its figure.

    The indicator is that of the list so far, else the one named right before it, else the sentence's before.
    """
    lists = told.bracketed_places()
    if number.index not in lists or (len(lists) < _FEWEST and not told.state.thread.names):
        return None
    if told.text_before(number.index) != "(" and len(lists) < _FEWEST:
        return None
    if number.is_count and not number.has_noun and number.previous is not None and number.last is None:
        return None  # "số dự án chậm nhiều là Hoài Đức với 51 dự án; Mê Linh 50": of what the first is of
    names = [told.bracketed] if told.bracketed is not None else names_before(told, number, min(lists.values()))
    if told.bracketed is None and not told.claimed() and (titled := of_title(told, number)) is not None:
        names = [titled, *names]
    rates = [claim.indicator for claim in told.claimed() if told.indicator(claim.indicator).is_rate]
    if rates and number.quantity.kind == "percent" and told.bracketed is None:
        names = [rates[-1], *names]  # "tỷ lệ hộ nghèo còn 4,2%, thấp hơn huyện Ninh Sơn (6,8%)"
    for named in names:
        name = told.phrases.plans.get(named, named) if number.quantity.kind == "percent" else named
        said = number.is_count or not opens_with_another(told, min(lists.values()), named)
        if said and may_be(told, number, name):
            told.bracketed = name
            return Claim(name, number.index, "list:place")
    return None


def listed(told: Telling, number: Number) -> Claim | None:
    """*Kế đến là Quận 5 (2.640 tỷ đồng)*: a list of places goes on with the indicator told of places before."""
    place = district_before(told, number.index)
    claim = _going_on(told, number) if place is not None else None
    if claim is None or place is None:
        return None
    start = told.clause_start(place, {",", ";", ":", "("})
    apart = (phrase for item in told.items[start : number.index] for phrase in item.phrases)
    if any(phrase.role == "excluded" and phrase.name == claim.indicator for phrase in apart):
        return None  # "nợ thuế tại quận 3 là 412 tỷ đồng"
    return None if not number.is_count and opens_with_another(told, place, claim.indicator) else claim


def _going_on(told: Telling, number: Number) -> Claim | None:
    """What the number of a district that a list names is by the figures before it."""
    index = number.index
    if number.is_count:
        return _counted_in_list(told, number)
    before = number.previous
    alike = before is not None and number.last is None and told.quantity(before).kind == number.quantity.kind
    if before is not None and alike and not _is_of_two(told, _place_before(told, before)):
        return None  # "nợ thuế tại quận 3 là 412 tỷ đồng, quận 5 380 tỷ đồng": a list of something else
    if number.quantity.kind == "percent" and (ratio := _ratio_in_list(told, number)) is not None:
        return ratio
    if number.quantity.kind not in {"money", "percent"}:
        return None
    if not told.state.thread.names and number.quantity.kind == "money" and (alone := _sum_in_list(told, number)):
        return alone
    name = _listed_name(told, number, beside=_is_beside(told, index))
    return Claim(name, index, "list:place") if name is not None else None


def _opens_entry(told: Telling, place: int) -> bool:
    """*Kỳ Sơn: còn 812 hộ*: a sign behind the place says that what follows is told of it."""
    return told.text_after(place) in {"(", ":"}


def _is_ranked(told: Telling, place: int, index: int) -> bool:
    """*Ninh Kiều đông nhất với 283.000 người*: the most or the fewest of what the list tells."""
    return any(_is_superlative(item) for item in told.items[place + 1 : index])


def _is_beside(told: Telling, index: int) -> bool:
    """*Kỳ Sơn: 812 hộ*, *Kỳ Sơn (812 hộ)*: only a sign stands between a place and its number."""
    return index > 1 and told.items[index - 1].text in {"(", ":"} and told.items[index - 2].place is not None


def _listed_name(told: Telling, number: Number, *, beside: bool) -> str | None:
    """The indicator that a list goes on with; ``beside`` where only a sign stands between place and number."""
    state, thread = told.state, of_thread(told, number)
    if beside and thread is not None:
        return thread
    if not beside and not _stands_alone(told, number.index):
        return None
    place = district_before(told, number.index)
    verb = number.index - 1  # "giảm", which households may follow, too
    between = (
        phrase
        for j, item in enumerate(told.items[place : number.index], place or 0)
        for phrase in item.phrases
        if not (j == verb and item.has("up", "down") and number.quantity.kind == "percent" and " " not in item.text)
    )
    others = {phrase.name for phrase in between if phrase.role in _SAY}
    others |= {share for name in others if (share := told.indicator(name).share) is not None}  # "Hà Quảng giảm 5,1%"
    if others and others.isdisjoint((*state.thread.names, state.titled, *state.recent)):
        return None  # "quận 3 chi 300 tỷ đồng"
    if not told.claimed() and (titled := of_title(told, number)) is not None:
        return titled
    if thread is not None and state.thread.is_near(told.sentence.index):
        return thread
    return announced(told, number)


def _stands_alone(told: Telling, index: int) -> bool:
    """*Kỳ Sơn đạt 38,2%, …*: nothing behind the number says of what it is; a plan or a growth may follow."""
    following = told.items[index + 1] if index + 1 < len(told.items) else None
    if following is not None and following.period is not None:  # "118 tỷ đồng năm 2021", "5,1% so với năm 2022"
        following = told.items[index + 2] if index + 2 < len(told.items) else None
    if following is None or following.text in _CLOSES:
        return True
    if following.text == "với" and told.items[index - 1].has("up", "down"):  # "quận 5 giảm 8% với 402 vụ"
        return told.quantity(index).kind == "percent"
    if following.text.startswith(_OF_ALL) and following.kind != "word":
        return told.quantity(index).kind == "percent"  # "99,1% dân số có thẻ"
    return following.has("plan", "reach", "exceed", "up", "down") and following.kind == "cue"


def stands_by_district(told: Telling, index: int) -> bool:
    """Whether nothing but small words stands between a district and the number at ``index``."""
    return district_before(told, index) is not None


def district_before(told: Telling, index: int) -> int | None:
    """*Nam Từ Liêm nhiều nhất: 47 vụ*, *cao nhất là Hoài Đức, 33 vụ*: the district with only small words behind it."""
    place = _place_before(told, index)
    return None if _is_of_two(told, place) else place


def _place_before(told: Telling, index: int) -> int | None:
    for passed, j in enumerate(told.backwards(index)):
        item = told.items[j]
        if item.place is not None or passed == _REACH:
            return j if item.names_district else None
        ranked = j > 0 and _is_superlative(told.items[j - 1])  # "Cần Giờ thấp nhất, chỉ 412 tỷ đồng"
        ranked = ranked or (told.text_before(j) in _OF_WHOLE and _is_superlative(told.items[j - 2]))
        if item.text == "," and not ranked and (j < 2 or not told.items[j - 2].has("copula")):
            return None
        if item.text == "cũ" and told.items[j - 1].place is not None:
            continue  # "thành phố Mỹ Tho cũ thu 1.312 tỷ đồng"
        if item.text in _HAPPENS:
            continue  # "mỗi nơi để xảy ra 4 vụ"
        small = bool(item.cues) or item.period is not None or _is_superlative(item)
        if item.text in _HALF or (item.text in _GIVES and j + 1 < index and _is_superlative(told.items[j + 1])):
            continue  # "Vân Đồn chiếm phần lớn với 1,2 triệu lượt"
        if item.kind == "word" and j + 1 < index and told.items[j + 1].text in _SUPERLATIVES:
            continue  # "Ninh Kiều đông nhất với 283.056 người"
        if item.text == "mỗi" and told.items[j + 1].text in _EACH_OF:
            continue
        if item.text in _EACH_OF and told.text_before(j) == "mỗi":
            continue  # "quận 3 và quận 5 mỗi nơi xảy ra 31 vụ"
        small = small or any(phrase.role == "follow" for phrase in item.phrases)  # "có mức thu là"
        if item.text in {";", "và"} or item.kind in {"word", "quantity"} or not (small or _is_pronoun(told, item)):
            return None
    return None


def _is_of_two(told: Telling, place: int | None) -> bool:
    """*Chi cục Thuế quận Lê Chân - Dương Kinh*: one body of two districts, unlike *Hà Nội - quận Ba Đình*."""
    if place is None or place < 2 or told.text_before(place) != "-" or not told.items[place - 2].names_district:
        return False
    return told.items[place].text.split(" ")[0] not in _TYPES


def opens_member(told: Telling, place: int) -> bool:
    """Whether the district at ``place`` begins a member of a list: *…, quận 3*, *các xã lân cận: Púng Luông*."""
    before = told.text_before(place)
    if before in _SIGNS:
        return True
    start = told.clause_start(place - 1, {",", ";"})
    ranked = told.items[start].text.split(" ")[0] in _LEADS and any(map(_is_superlative, told.items[start:place]))
    if before == "là" and (ranked or _is_superlative(told.items[place - 2])):
        return True  # "Ít nhất là Lý Sơn: 95 hộ", "Dẫn đầu về số tuyệt đối vẫn là quận 1"
    if before == ":" and says_only_list(told, start, place - 1):
        return True
    return before in _OPENS and any(item.text.split(" ")[-1] in UNITS for item in told.items[start : start + 3])


def _is_superlative(item: Item) -> bool:
    return item.text.split(" ")[-1] in _SUPERLATIVES


def _is_pronoun(told: Telling, item: Item) -> bool:
    return item.text in told.lexicon.pronouns


def _counted_in_list(told: Telling, number: Number) -> Claim | None:
    """*Toàn thành phố xảy ra 602 vụ cháy. Nam Từ Liêm nhiều nhất: 47 vụ*: the noun that was counted before."""
    claimed = [claim.indicator for claim in told.claimed()][::-1]
    thread = of_thread(told, number)
    titled = None if told.state.context.main_in_title else told.state.titled
    before = () if tells_parts(told, number) else (thread, *told.state.recent[::-1], titled)
    names = [name for name in (*claimed, *before) if name in number.nouns]
    if not number.has_noun and (bare := _noun_left_out(told, number)) is not None:
        return bare
    if not names or counts_all_communes(told, number.index):
        return None
    if _is_named_behind(told, number.index, names[0]):
        return None  # "Châu Đốc: 28.890 hộ; hộ nghèo: 396"
    noun = told.words(number.quantity.high, noun_end(told, number.index))
    all_of_them = names[0] in claimed or ends_after_noun(told, number.index)  # "có 76 dự án phải thu hồi đất"
    sure = noun in {"vụ", "lượt"} or (" " in noun and all_of_them)
    sure = sure or (noun == "hộ" and has_share_behind(told, number))
    sure = sure or (noun == "xã" and _stands_bare(told, number.index))
    place = district_before(told, number.index)
    sure = sure or (all_of_them and _is_shared_out(told, number.index))
    entry = place is not None and (_opens_entry(told, place) or _is_ranked(told, place, number.index))
    sure = sure or (names[0] == thread and all_of_them and entry)
    return Claim(names[0], number.index, "list:place") if sure else None


def _is_shared_out(told: Telling, index: int) -> bool:
    """*Chia ra: Cư Jút có 2.958 hộ*, *Trong đó, huyện Ý Yên có 30 xã*: a sum's parts, each with its place."""
    opens = told.items[0].has("part_of") or " ".join(told.texts[:2]) in _SHARES
    return opens and told.text_before(index) == "có" and told.items[index - 2].place is not None


def _is_named_behind(told: Telling, index: int, name: str) -> bool:
    """Whether the same member of a list tells the indicator by its own name, with its own number."""
    for j in range(index + 1, len(told.items) - 1):
        item = told.items[j]
        if item.place is not None:
            return False
        if any(phrase.role == "form" and phrase.name == name for phrase in item.phrases):
            behind = told.items[j + 1 : j + 3]
            return any(one.quantity is not None for one in behind) and behind[0].text not in {",", ";"}
    return False


def _noun_left_out(told: Telling, number: Number) -> Claim | None:
    """*Việt Yên 61 doanh nghiệp, Hiệp Hòa 34, Yên Dũng 29*: right behind its place, where the last one was counted."""
    index, last = number.index, number.last
    place = index - 1 - (told.text_before(index) in {"-", ":"})
    if place > 1 and told.items[place].text in _EACH_OF and told.text_before(place) == "mỗi":
        place -= 2 + (told.text_before(place - 1) == ",")  # "Thanh Oai, Thạch Thất mỗi huyện 18"
    closed = told.text_after(index) in _CLOSES or index + 1 == len(told.items)
    if last is None or not told.items[place].names_district or not closed or number.quantity.kind == "percent":
        return None
    if told.reading_of(number.previous) is None:
        return None  # "số dự án chậm nhiều là Hoài Đức với 51 dự án; Mê Linh 50": the first is no figure either
    if not told.indicator(last.indicator).is_count or told.quantity(number.previous or 0).kind == "percent":
        return None
    between = told.items[(number.previous or 0) + 1 : place]
    moved = any(item.has("up", "down", "plan") or item.period is not None for item in between)
    return None if moved else Claim(last.indicator, index, "list:place")


def _stands_bare(told: Telling, index: int) -> bool:
    """*…, gồm: huyện Bình Lục 16/16 xã*, *Nhiều nhất là huyện Ý Yên với 30 xã*; "huyện có 30 xã" tells all of them."""
    before = told.items[index - 1]
    if before.place is not None or any(claim.rule == "list:place" for claim in told.claimed()):
        return True
    if told.state.thread.is_row(told.sentence.index) and before.text in _ROW_SIGNS:
        return True  # "… xã đạt chuẩn, trong đó:", then "- Huyện A: 12 xã"
    if told.quantity(index).kind == "fraction" or (before.text == ":" and told.items[index - 2].place is not None):
        return ends_after_noun(told, index)  # "Trong đó, huyện Ý Yên: 30 xã", "Trong đó huyện Ý Yên có 30/31 xã"
    ranked = told.items[0].text.split(" ")[0] in _RANKS
    return before.text == "với" and ranked and index > 1 and told.items[index - 2].place is not None


def _ratio_in_list(told: Telling, number: Number) -> Claim | None:
    """*Đứng đầu là thành phố Bắc Giang vượt kế hoạch 54%*: against the plan of what was told before."""
    around = told.around(number.index)
    against = around.left_has("exceed", "plan") or any(item.has("plan") for item in around.right[:3])
    names = [*told.state.thread.names, *told.state.recent[::-1]]
    name = next((name for name in names if not told.indicator(name).is_count), None)
    if name is None or not against or told.indicator(name).is_rate or not fits(number.quantity, told.indicator(name)):
        return None
    return Claim(name, number.index, "list:place")


def _sum_in_list(told: Telling, number: Number) -> Claim | None:
    """*Thu ngân sách của các huyện khá đều. Việt Yên đạt 1.200 tỷ đồng*: the one indicator of the sentence before."""
    recent = told.state.recent
    alone = told.text_after(number.index) in {"", ",", ";", ".", "(", "…"}  # "1.200 tỷ đồng nợ thuế" is something else
    if len(recent) != 1 or not alone or told.sentence.paragraph != told.state.paragraph:
        return None
    return Claim(recent[0], number.index, "list:place") if fits(number.quantity, told.indicator(recent[0])) else None
