"""What is said of targets, in plain words: *cán đích*, *cao hơn mức đề ra*, *thực hiện xong*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLANS: Final = (
    *("yêu cầu", "kế hoạch", "nghị quyết", "mục tiêu", "dự kiến", "chỉ tiêu", "mong đợi"),
    *(f"mức {whose}" for whose in ("nghị quyết", "kế hoạch", "yêu cầu", "phấn đấu", "đề ra", "đặt ra", "giao", "được")),
    *(f"so với {what}" for what in ("kế hoạch", "nghị quyết", "yêu cầu", "mục tiêu")),
)
_MANNERS: Final = ("", "làm ", "đạt ", "đạt mức ", "đạt ở mức ", "thực hiện ", "về đích ", "cán đích ", "hoàn thành ")
_BEYOND: Final = ("cao hơn", "tốt hơn", "trội hơn", "hơn", "với mức cao hơn", "ở mức cao hơn", "trên mức", "lớn hơn")
_DONE: Final = (
    *(f"thực hiện {how}" for how in ("thắng lợi", "thành công", "xong", "trọn vẹn", "đạt")),
    *("làm xong", "đã xong", "hoàn tất", "cán đích", "cán mốc", "chạm đích", "tới đích", "đến đích", "chạm mốc"),
)
_PLAIN: Final = {
    **{f"{manner}{beyond} {plan}": "vượt kế hoạch" for manner in _MANNERS for beyond in _BEYOND for plan in _PLANS},
    **{
        f"{reached} {joint} {beyond}": "đạt và vượt"
        for reached in ("bằng", "ngang", "chạm", "đạt", "hoàn thành", "ngang bằng")
        for joint in ("hoặc", "hay")
        for beyond in ("vượt", "cao hơn", "hơn", "trội hơn", "vượt mốc", "vượt mức")
    },
    **dict.fromkeys(_DONE, "hoàn thành"),
}
_FOUND: Final = {tuple(words.split()): tuple(plain.split()) for words, plain in _PLAIN.items()}
_LONGEST: Final = max(map(len, _FOUND))
_BEGINS: Final = frozenset(words[0] for words in _FOUND)

_DENIALS: Final = frozenset({"chưa", "không", "chẳng"})
_RATHER: Final = frozenset({"những", "chỉ"})  # "không những đạt mà còn vượt"
_DONE_WORDS: Final = frozenset({"đạt", "hoàn", "đích", "vượt"})
_FAILED: Final = frozenset({"còn", "nợ", "lỡ", "trượt", "hụt", "lỗi", "dang"})
_FAILED_REACH: Final = 2  # words from the targets to how they were missed
_ALMOST: Final = tuple(
    f"{almost} {done}"
    for almost in ("xấp xỉ", "gần", "suýt", "suýt soát", "tiệm cận", "sắp", "cận")
    for done in ("đạt", "hoàn thành", "về đích")
)
_SHORT_OF: Final = ("tiệm cận", "trượt", "lỡ hẹn", "lỡ", "hụt", "còn nợ", "nợ", "còn vướng", "thiếu", "chưa xong")


def plainly(words: Sequence[str]) -> list[str]:
    """The words, with each wording that stands for another put in that one's place."""
    out: list[str] = []
    n = 0
    while n < len(words):
        found = None
        if words[n] in _BEGINS:
            lengths = range(min(_LONGEST, len(words) - n), 1, -1)
            found = next((length for length in lengths if tuple(words[n : n + length]) in _FOUND), None)
        out += [words[n]] if found is None else _FOUND[tuple(words[n : n + found])]
        n += found or 1
    return out


def tells_failure(left: Sequence[str], right: Sequence[str]) -> bool:
    """*xấp xỉ đạt 3 chỉ tiêu*, *4 chỉ tiêu bị đánh giá là không hoàn thành*, *2 chỉ tiêu còn dang dở*."""
    if " ".join(left).endswith((*_ALMOST, *_SHORT_OF)) or not _FAILED.isdisjoint(right[:_FAILED_REACH]):
        return True
    done = next((n for n, word in enumerate(right) if word in _DONE_WORDS), 0)
    return any(
        word in _DENIALS and right[n + 1] not in _RATHER for n, word in enumerate(right[:done]) if n + 1 < len(right)
    )
