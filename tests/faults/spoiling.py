"""Bad files, made by chance of good ones: the same seed and number always make the same file."""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.faults.archives import csv, parquet, warc_record, wet_record
from tests.faults.hostile import SPOILERS as HOSTILE
from tests.faults.packing import PACKERS, gz, zst

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT: Final = """Huyện Phú Hòa thu ngân sách vượt dự toán

Ngày 22/12/2023

Năm 2023, tổng thu ngân sách trên địa bàn huyện Phú Hòa (Phú Yên) đạt 268,4 tỷ đồng, bằng 131% dự toán tỉnh giao. Có
1.245 hộ nghèo, giảm 2,15%. Giải ngân vốn đầu tư công được 441,8 tỷ đồng, đạt 90,9% kế hoạch vốn.
"""
PAGE: Final = f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Phú Hòa vượt thu</title>
<meta property="article:published_time" content="2023-12-22T08:00:00+07:00"></head><body><article><h1>Phú Hòa</h1>
<p>{TEXT}</p><table><tr><td>Thu ngân sách</td><td>268,4</td></tr></table></article></body></html>"""
RECORD: Final = {"id": "phu-hoa", "text": TEXT, "url": "https://vidu.vn/phu-hoa", "published_at": "2023-12-22"}


def records(dice: random.Random) -> bytes:
    return b"".join(
        json.dumps({**RECORD, "id": f"bai-{n}"}, ensure_ascii=False).encode() + b"\n" for n in range(dice.randint(1, 5))
    )


def good(dice: random.Random) -> tuple[str, bytes]:
    """The ending and content of a file with which nothing is wrong."""
    if dice.random() < 0.25:
        archive = b"".join(warc_record(PAGE.encode()) for _ in range(dice.randint(1, 4)))
        texts = b"".join(wet_record(TEXT.encode()) for _ in range(dice.randint(1, 4)))
        rows = [{**RECORD, "id": f"bai-{n}"} for n in range(dice.randint(1, 50))]
        return dice.choice((
            (".warc", archive), (".warc.gz", gz(archive)), (".warc.zst", zst(archive)), (".wet.gz", gz(texts)),
            (".parquet", parquet(rows)), (".csv", csv(rows)), (".csv.zst", zst(csv(rows))),
        ))  # fmt: skip
    ending, content = dice.choice(((".txt", TEXT.encode()), (".html", PAGE.encode()), (".jsonl", records(dice))))
    if dice.random() < 0.3:
        packing = dice.choice(list(PACKERS))
        return ending + packing, PACKERS[packing](content)
    return ending, content


ENDINGS: Final = (
    ".txt", ".html", ".jsonl", ".jsonl.gz", ".txt.gz", ".html.zst", ".jsonl.zst", ".warc", ".warc.gz", ".warc.zst",
    ".wet", ".csv", ".csv.gz", ".parquet",
)  # fmt: skip


def cut(dice: random.Random) -> tuple[str, bytes, bool]:
    ending, content = good(dice)
    kept = content[: dice.randrange(1, len(content))]
    return ending, kept, ending.endswith((*PACKERS, ".parquet"))


def flipped(dice: random.Random) -> tuple[str, bytes, bool]:
    ending, content = good(dice)
    changed = bytearray(content)
    for _ in range(dice.choice((1, 5, 50, 500))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return ending, bytes(changed), False


def spliced(dice: random.Random) -> tuple[str, bytes, bool]:
    ending, one = good(dice)
    _, other = good(dice)
    at, to = dice.randrange(len(one)), dice.randrange(len(other))
    return ending, one[:at] + other[to:], False


def recoded(dice: random.Random) -> tuple[str, bytes, bool]:
    """A good text, page or record in an encoding that nobody should use, now and then with a wrong mark."""
    ending, content = dice.choice(((".txt", TEXT), (".html", PAGE), (".jsonl", records(dice).decode())))
    encoding = dice.choice((
        "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp1258", "cp1252", "cp037", "shift-jis", "big5",
        "koi8-r", "gb18030", "iso2022_jp", "hz", "punycode", "idna", "quopri", "rot13",
    ))  # fmt: skip
    try:
        told = content.encode(encoding, "replace")
    except (LookupError, UnicodeError):
        told = content.encode("ascii", "xmlcharrefreplace")
    mark = dice.choice((b"", b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff", b"\xef\xbb"))
    return ending, mark + told, False


def noise(dice: random.Random) -> tuple[str, bytes, bool]:
    ending = dice.choice(ENDINGS)
    return ending, dice.randbytes(dice.choice((1, 2, 3, 10, 1000, 30_000))), ending.endswith(tuple(PACKERS))


def foreign(dice: random.Random) -> tuple[str, bytes, bool]:
    """Another kind of file under an ending that is read."""
    start = dice.choice((
        b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"\xd0\xcf\x11\xe0",
        b"\x7fELF", b"MZ\x90", b"Rar!\x1a\x07", b"7z\xbc\xaf", b"PAR1", b"SQLite format 3\x00", b"\x28\xb5\x2f\xfd",
        b"BZh91AY", b"\x1f\x8b\x08\x00",
    ))  # fmt: skip
    return dice.choice(ENDINGS), start + dice.randbytes(2000), True


def empty(dice: random.Random) -> tuple[str, bytes, bool]:
    nothing = dice.choice((b"", b" ", b"\n" * 1000, b"\r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\x00" * 999))
    ending = dice.choice(ENDINGS)
    pack = PACKERS.get("." + ending.rpartition(".")[2])
    return ending, pack(nothing) if pack and dice.random() < 0.5 else nothing, True


def odd_name(dice: random.Random) -> str:
    """A name that a file can have although nobody would give it one."""
    return dice.choice((
        "a b", "a\nb", "a\tb", "'", '"', "`id`", "$(id)", ";", "%2e%2e%2f", "..", "...", "-rf", "--lake", "a#1", "a?b",
        "a*", "[a]", "{a}", "city=..", "year=2023", "Qua\u0323\u0302n", "QUẬN", "🙂", "\u202egpj", "\u200b", "\x01",
        "a\\b", "C:", "NUL", "a" * 180, "ậ" * 60, "\x7f", "&amp;", "<script>", "s3:", "http:", "=1+1", "@x", "|",
    ))  # fmt: skip


SPOILERS: Final[dict[str, tuple[float, Callable[[random.Random], tuple[str, bytes, bool]]]]] = {
    "cut": (12, cut), "flipped": (12, flipped), "spliced": (8, spliced), "recoded": (8, recoded), "noise": (6, noise),
    "foreign": (5, foreign), "empty": (3, empty), **HOSTILE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planted:
    """A bad file that lies somewhere. ``told``: it is bad whatever chance did, so that an issue must name it;
    ``vanishing``: it is to be removed once it has been listed."""

    number: int
    how: str
    path: Path
    told: bool
    vanishing: bool = False


def planted(folder: Path, seed: int, number: int) -> Planted:
    """The bad file of this number, written into ``folder``."""
    dice = random.Random(f"{seed}/{number}")
    folder.mkdir(parents=True, exist_ok=True)
    if dice.random() < 0.02:
        return _no_file(folder, dice, number)
    ways = list(SPOILERS)
    how = dice.choices(ways, [SPOILERS[way][0] for way in ways])[0]
    ending, content, told = SPOILERS[how][1](dice)
    odd = f" {odd_name(dice)}" if dice.random() < 0.1 else ""
    path = folder / f"{number:05}{odd}{dice.choice((ending, ending, ending.upper()))}"
    path.write_bytes(content)
    return Planted(number, how, path, told)


def _no_file(folder: Path, dice: random.Random, number: int) -> Planted:
    """What only looks like a file that can be read."""
    how = dice.choice(("link outside", "link in a circle", "link to nothing", "pipe", "sparse", "bad name", "gone"))
    path = folder / f"{number:05}.txt"
    match how:
        case "link outside":
            path.symlink_to("/etc/hosts")
        case "link in a circle":
            path.symlink_to(path)
        case "link to nothing":
            path.symlink_to(folder.parent / "nothing")
        case "pipe":
            os.mkfifo(path)
        case "sparse":
            path.write_bytes(b"")
            os.truncate(path, 1 << 40)
        case "bad name":
            path = Path(os.fsdecode(os.fsencode(folder) + f"/{number:05}".encode() + b"\xff\xfe.txt"))
            path.write_bytes(TEXT.encode())
        case _:
            path.write_bytes(TEXT.encode())
    return Planted(number, how, path, told=True, vanishing=how == "gone")
