"""The head of a column: what it tells of the numbers under it.

*KH 2012* is a target, *Ước TH 2012* an estimate, *TH/KH (%)* a ratio, *So cùng kỳ* growth, *Thu NSNN (tỷ đồng)* an
indicator with its unit.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec.structs import replace

from tasks.grammar.periods import find_periods
from tasks.grammar.phrases import PhraseTrie
from tasks.grammar.tokens import Token, fold
from tasks.grammar.word_lists import load_words
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.records.observation import ObsStatus

Role = Literal["index", "label", "unit", "place", "period", "note", "data"]
Kind = Literal["level", "plan_ratio", "growth", "change"]

_ROLES: Final[tuple[Role, ...]] = ("index", "label", "unit", "place", "period", "note")
_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]")
_PARENTHESES: Final = re.compile(r"\(([^()]*)\)")
_UNIT: Final = re.compile(
    r"(?:%|(?:1[.,]?000|nghìn|ngàn|triệu|tr|trđ|tỷ|tỉ|đồng|usd|người|hộ|vụ|lao động|doanh nghiệp|lượt|trường|xã|dự án|"
    r"hồ sơ|ca|phường|cơ sở|đơn vị|chỉ tiêu|học sinh|khách|nhân khẩu|khẩu)\b.{0,25})$"
)
_AGAINST: Final = re.compile(r"(?:^|\s|%\s?|\()(?:so(?:\s+sánh)?(?:\s+với)?|bằng\s*%?(?:\s+so\s+với)?)\s+(?=\S)")
_OTHER_BASE: Final = re.compile(r"(?:tháng|quý|kỳ)\s+trước|đầu\s+năm|giai\s+đoạn|nhiệm\s+kỳ|toàn\s+(?:tỉnh|thành)")
_OPENING: Final = re.compile(r"(?<!tháng )(?<!quý )(?<!từ )(?<!so )(?<!với )(?<!tuần )đầu năm")  # of the year before
_MONTHS: Final = re.compile(r"\b(\d{1,2})\s?t(?=[/ .]|$)")
_SLASH: Final = re.compile(r"\s*/\s*")
_YEAR: Final = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-6]\d)(?!\d)")
_UNIT_LEAD: Final = re.compile(r"(?:đvt|đơn vị tính|đơn vị)\s*:?\s*(.+)$")


class Head(Record, frozen=True):
    """``told`` is the head's text with abbreviations written out; ``rest`` what of it names no status, time or measure.

    ``signed`` marks a growth that is told as such (*tăng, giảm*), ``divided`` one told as an index (*TH 2012/TH 2011*:
    112,5 for 12,5).
    ``before`` marks the same period of the year before, ``base_year`` the year that a growth is measured against.
    """

    role: Role
    told: str = ""
    kind: Kind = "level"
    status: ObsStatus | None = None
    when: str = ""  # the part of the head in which the numbers' own period stands
    unit: str = ""
    rest: str = ""
    percent: bool = False
    signed: bool = False
    divided: bool = False
    before: bool = False
    base_year: int | None = None


class _Words:
    """``tables.yaml``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.short: dict[str, str] = data["short"]
        self.roles = {role: frozenset(fold(text).replace(" - ", " ") for text in data[role]) for role in _ROLES}
        self.kinds: PhraseTrie[str] = PhraseTrie(
            (text, name)
            for name in ("plan", "estimate", "done", "before", "rise", "ratio", "against", "neutral")
            for text in data[name]
        )
        self.totals = frozenset(data["totals"])
        self.atoms = _atoms(data)


@lru_cache(maxsize=1)
def words() -> _Words:
    return _Words(load_words("tables.yaml"))


_UNIT_LINE: Final = ("đvt", "đơn vị")
_UNIT_LINE_REACH: Final = 9  # characters
_UNIT_CLAUSE: Final = re.compile(r"\(.{0,40}[,;] ?(?:đvt|đơn vị(?: tính)?) ?:[^()]{1,30}\)[.:]?")


def expanded(text: str) -> str:
    """Folded, abbreviations written out: *Ước TH 9T/2013* is *ước thực hiện 9 tháng/2013*."""
    short = words().short
    folded = _MONTHS.sub(r"\1 tháng", fold(" ".join(text.split())))
    return re.sub(r"[^\W\d_]+", lambda match: short.get(match.group(), match.group()), folded)


def cut_unit(text: str) -> tuple[str, str]:
    """A head or label without the unit that stands in parentheses or behind a comma, and the unit."""
    unit = ""

    def take(match: re.Match[str]) -> str:
        nonlocal unit
        inner = match.group(1).strip()
        told = _UNIT_LEAD.match(inner)
        inner = told.group(1) if told else inner
        if _UNIT.match(inner) and not unit:
            unit = inner
            return " "
        return match.group()

    bare = _PARENTHESES.sub(take, text)
    if not unit and "," in bare:
        head, _, tail = bare.rpartition(",")
        if _UNIT.match(tail.strip()):
            bare, unit = head, tail.strip()
    return " ".join(bare.split()), unit


def is_unit(text: str) -> bool:
    return _UNIT.match(expanded(text)) is not None


def told_unit(text: str) -> str:
    """The unit that a caption tells for a whole table: *ĐVT: tỷ đồng*, *(Đơn vị tính: triệu đồng)*, *(tỷ đồng)*."""
    folded = fold(text)
    told = re.search(r"(?:đvt|đơn vị tính|đơn vị)\s*:\s*([^();\n]{1,40})", folded)
    if told is not None and _UNIT.match(told.group(1).strip()):
        return told.group(1).strip()
    for inner in _PARENTHESES.findall(folded):
        if _UNIT.match(inner.strip()):
            return str(inner.strip())
    return ""


def tells_unit(text: str) -> bool:
    """Whether a line tells in which unit all numbers below it are.

    *ĐVT: tỷ đồng*, *(Đơn vị tính: triệu đồng)*, *(Số liệu 9 tháng, đơn vị: tỷ đồng)*.
    """
    opens = fold(text[:_UNIT_LINE_REACH]).lstrip("( ").startswith(_UNIT_LINE)
    opens = opens or (text.startswith("(") and _UNIT_CLAUSE.fullmatch(fold(text)) is not None)
    return opens and told_unit(text) != ""


def read_head(cells: Sequence[str]) -> Head:
    """What a head tells; ``cells`` are the texts over the column from above to below."""
    text, unit = cut_unit(expanded(" ".join(cells)))
    plain = text.replace(",", " ").replace("-", " ").replace("/", " ").replace("(", " ").replace(")", " ")
    plain = " ".join(plain.split())
    for role in _ROLES:
        if plain in words().roles[role]:
            return Head(role, text, unit=unit)
    if _OPENING.search(plain):
        return Head("note", text, unit=unit)
    return _data_head(text, unit)


def _data_head(text: str, unit: str) -> Head:
    numerator, base, divided = _ratio(text)
    found = _classes(numerator)
    percent = "%" in text or unit == "%" or "tỷ lệ" in text or "tỉ lệ" in text
    rest = _rest(numerator)
    rises = "rise" in found
    if base is not None:
        percent = percent or divided
        told = Head("data", text, unit=unit, rest=rest, percent=percent, signed=rises, divided=divided)
        return _compared(numerator, base, told)
    status = _status(found, text)
    told = Head("data", text, "level", status, text, unit, rest, percent, signed=rises, before="before" in found)
    if rest:
        return told
    if percent and "plan" in found:
        return replace(told, kind="plan_ratio", status=None, when="")
    if rises:
        return replace(told, kind="growth" if percent or "trưởng" in text or "tốc" in text else "change")
    if percent and found & {"ratio", "done"}:
        return replace(told, kind="plan_ratio")
    return told


def is_head(text: str) -> bool:
    """Whether a text reads as the head of a column that says more than a name: a role, status, time or measure."""
    if not text or len(text) > 80:
        return False
    head = read_head([text])
    if head.role != "data":
        return True
    return not head.rest and (
        head.kind != "level" or head.status is not None or head.before or bool(_YEAR.search(text))
    )


def _ratio(text: str) -> tuple[str, str | None, bool]:
    """Numerator and base of *TH 2012/KH 2012*, *So với cùng kỳ*, *2013/2012*, and whether the one is divided."""
    for match in _SLASH.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        known = _classes(right) & {"plan", "done", "estimate", "before"}
        if (known and _classes(left) & {"plan", "done", "estimate"}) or (_YEAR.match(right) and _YEAR.search(left)):
            return left, right, True
    against = _AGAINST.search(text)
    if against is not None:
        return text[: against.start()], text[against.end() :], False
    return text, None, False


def _compared(numerator: str, base: str, head: Head) -> Head:
    against = _classes(base)
    years = [int(year) for year in _YEAR.findall(base)]
    rises = head.signed or "rise" in against
    if "plan" in against:
        kind: Kind = "plan_ratio"
    elif _OTHER_BASE.search(base) or not (years or against & {"done", "estimate", "before"} or "năm" in base):
        return Head("note", head.told)
    else:
        kind = "change" if rises and not head.percent else "growth"
    status = _status(_classes(numerator), numerator)
    return replace(head, kind=kind, status=status, when=numerator, signed=rises, base_year=years[0] if years else None)


def _status(found: frozenset[str], text: str) -> ObsStatus | None:
    if "estimate" in found:
        return "estimate"
    if "plan" in found and not text.strip().startswith(("thực hiện", "kết quả")):
        return "target"
    return "actual" if found & {"done", "before"} else None


@lru_cache(maxsize=4096)
def _classes(text: str) -> frozenset[str]:
    return frozenset(name for _, _, names in words().kinds.find(_tokens(text)) for name in names)


@lru_cache(maxsize=4096)
def _rest(text: str) -> str:
    """What is left of a head without its times and the words of status and measure."""
    kept = list(text)
    for mention in find_periods(text):
        kept[mention.start : mention.end] = " " * (mention.end - mention.start)
    blanked = "".join(kept)
    tokens = _tokens(blanked)
    taken = [False] * len(tokens)
    for low, high, _ in words().kinds.find(tokens):
        taken[low:high] = [True] * (high - low)
    return " ".join(token.text for token, gone in zip(tokens, taken, strict=True) if not gone and token.text.isalpha())


def _tokens(text: str) -> tuple[Token, ...]:
    return tuple([Token(match.group(), match.start(), match.end(), False) for match in _WORD.finditer(text)])


# Heads of which the blanks between the cells were lost


def _atoms(data: Mapping[str, Any]) -> re.Pattern[str]:
    """One head of a status, time or ratio: *KH 2012*, *Ước TH 9 tháng*, *TH/KH (%)*, *So cùng kỳ (%)*."""
    short: dict[str, str] = data["short"]
    names = [*data["plan"], *data["estimate"], *data["done"], *data["before"]]
    names += [abbreviation for abbreviation, full in short.items() if full in names]
    names += [f"ước {abbreviation}" for abbreviation, full in short.items() if full == "thực hiện"]
    status = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    time = r"(?:\s*(?:cả\s+)?năm)?(?:\s*\d{1,2}\s*(?:tháng|t)(?:\s+đầu\s+năm)?)?(?:\s*/?\s*(?:năm\s+)?(?:19|20)\d\d)?"
    one = rf"(?:(?:{status}){time}|năm\s+(?:19|20)\d\d)"
    unit = r"(?:\s*\([^()]{1,20}\)|\s*%)?"
    against = rf"(?:%\s*)?(?:tăng\s*[,/]?\s*giảm\s+|tăng\s+|tỷ lệ\s+(?:%\s+)?)?so(?:\s+sánh)?(?:\s+với)?\s+{one}{unit}"
    share = r"(?:tỷ lệ|tốc độ tăng|tăng trưởng)\s*(?:đạt\s*)?\(?%\)?"
    return re.compile(rf"(?<!\w)(?:%\s*)?(?:{against}|{one}\s*/\s*{one}{unit}|{one}{unit}|{share})(?!\w)")


def split_heads(line: str) -> tuple[str, list[tuple[int, str]]] | None:
    """Cut *TT Chỉ tiêu ĐVT KH 2012 Ước TH 2012 KH 2013* into its lead and its data heads with their offsets.

    ``None`` where the words between are no heads, so that the cut would be a guess.
    """
    folded = fold(line)
    found = list(words().atoms.finditer(folded))
    if len(found) < 2 or folded[found[-1].end() :].strip():
        return None
    first = len(found) - 1
    while first and not folded[found[first - 1].end() : found[first].start()].strip():
        first -= 1
    lead = expanded(line[: found[first].start()])
    named = words().roles
    rest = lead
    for role in ("index", "unit", "label", "place"):
        for text in sorted(named[role], key=len, reverse=True):
            rest = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", " ", rest)
    if re.sub(r"[\W_]+", "", rest) or not lead.strip():
        return None
    return line[: found[first].start()].rstrip(), [(m.start(), line[m.start() : m.end()]) for m in found[first:]]
