"""Time against length: a pathological article four times as long may take about four times as long, not sixteen.

    uv run python benchmarks/linear_time.py

Each kind of text is read at 250 kB and at 1 MB; the exponent is log(t2 / t1) / log(s2 / s1), 1 for linear time. The
program fails where an exponent is above the limit, so that a rule that looks at every pair of words is found here.
"""

from __future__ import annotations

import argparse
import gc
import math
import sys
import time
from datetime import date

from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader
from tasks.records.article import Article

SMALL, LARGE = 250_000, 1_000_000
_SENTENCE = (
    "Tính đến hết tháng 6/2023, quận 7 thu ngân sách 1.390,9 tỷ đồng, bằng 48,5% dự toán, tăng 7,5% so với cùng kỳ. "
)
KINDS = {
    "dense article": _SENTENCE,
    "one paragraph a sentence": _SENTENCE + "\n\n",
    "one sentence without an end": "thu ngân sách quận 7 đạt 512 tỷ đồng, ",
    "one sentence of clauses": "quận 7 thu ngân sách 512 tỷ đồng; chi ngân sách 480 tỷ đồng; ",
    "numbers": "1.390,9 ",
    "numbers and scales": "15 nghìn 500 tỷ ",
    "one number": "1",
    "digits and points": "1.234.",
    "fractions": "23/25 ",
    "ranges": "từ 90 đến 95 ",
    "words that are numbers": "mười lăm hai mươi mốt ",
    "places": "quận Bình Thạnh, ",
    "bare names": "Bình Thạnh Tân Bình ",
    "one place many times": "Châu Thành ",
    "types without a name": "quận huyện xã ",
    "periods": "tháng 6 năm 2023 đến ",
    "until": "tính đến hết cuối ",
    "years": "2021-2025 ",
    "indicators": "thu ngân sách chi ngân sách giải ngân vốn đầu tư công ",
    "targets": "23/25 chỉ tiêu hoàn thành ",
    "capitals": "THU NGÂN SÁCH QUẬN BÌNH THẠNH ĐẠT ",
    "one word of capitals": "ĐA5",
    "signs": "!?…,;:()-/",
    "one word": "ngân",
    "blanks": " \n ",
    "line breaks": "thu\n",
    "bullets": "- Thu ngân sách: 512 tỷ đồng\n",
    "nested parentheses": "(((quận 7 (5%) 512 tỷ) ",
    "only opening": "(",
    "one year": "năm 2020 ",
    "no punctuation": "quận 7 thu ngân sách 512 tỷ đồng bằng 48% dự toán ",
    "brackets": "(quận 7 (thu ngân sách ",
    "bounds": "hơn khoảng gần trên ",
    "rows with bars": "Quận 7 | 1.250 | 97,5 | 8,2\n",
    "a number a line": "Quận 7\n1.250\n97,5\n",
    "respectively": "quận 1, quận 3 thu ngân sách lần lượt là 5 tỷ, 3 tỷ đồng; ",
    "one list of districts": "quận 1, 3, 5, 7, 8, 10, 11, ",
    "headings": "Thu ngân sách quận 7:\n",
    "communes": "quận 7 có 10 phường, ",
    "quotation marks": "“thu ngân sách” ",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--limit", type=float, default=1.25, help="highest exponent (default 1.25)")
    parser.add_argument("--once", action="store_true", help="read each text once, not twice for the better time")
    parser.add_argument("--kind", choices=sorted(KINDS), action="append", help="only this kind of text")
    options = parser.parse_args()
    reader = Reader(load_catalog())
    _seconds(reader, _SENTENCE, 20_000)  # whatever is built at the first reading
    print(f"{'text':<32}{'250 kB, s':>11}{'1 MB, s':>11}{'exponent':>11}")
    worse = []
    for kind in options.kind or KINDS:
        small, large = (_seconds(reader, KINDS[kind], size, 1 if options.once else 2) for size in (SMALL, LARGE))
        exponent = math.log(large / small) / math.log(LARGE / SMALL)
        print(f"{kind:<32}{small:>11.2f}{large:>11.2f}{exponent:>11.2f}", flush=True)
        if exponent > options.limit:
            worse.append(kind)
    if worse:
        sys.exit(f"worse than linear: {', '.join(worse)}")


def _seconds(reader: Reader, piece: str, size: int, times: int = 1) -> float:
    """Processor time of screening and reading an article of ``size`` bytes made of one piece; the best of ``times``."""
    text = piece * (size // len(piece.encode()) + 1)
    article = Article("bai", "bai.txt", text, title="Quận 7", publisher=None, published_at=date(2023, 7, 5))
    best = math.inf
    gc.disable()  # the collector looks at all that is alive now and then, the whole catalog with it
    for _ in range(times):
        begin = time.process_time()
        reader.may_tell(article)
        reader.read(article)
        best = min(best, time.process_time() - begin)
    gc.enable()
    return max(best, 1e-6)


if __name__ == "__main__":
    main()
