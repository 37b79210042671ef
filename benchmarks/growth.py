"""Whether a run grows with what it reads and with nothing else: time, memory, Prefect's database, and what is added.

    python benchmarks/growth.py [--articles 1000 10000 100000] [--texts FILE] [--new 1000] [--times 1]

For each number of ordinary articles, `solieu run` reads them from one file into an empty lake, on a fresh Prefect
database; then it reads a further file of ``--new`` articles, ``--times`` after each other, and each of them also into
an empty lake, in turns. Articles are those of ``--texts`` (a .parquet or .jsonl with a column `text`), repeated with
other figures and names, or made up here: three in a hundred tell figures of a district. The floor, a run on one
article, is taken off where a speed is told. Beside wall-clock seconds stand processor seconds, of the run and of all
that it starts: they tell of growth where a machine has other work to do.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

SOLIEU = Path(sys.executable).with_name("solieu")
_FIGURE = re.compile(r"(?<![\d/.-])(?!(?:19|20)\d\d(?!\d))\d+")
_FAMILY = re.compile(r"\b(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Phan|Vũ|Đặng|Bùi|Đỗ)\b")
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
_STREET = (
    "Sáng {d}/{m}, trời {city} se lạnh, {name} mở cửa hàng sớm hơn mọi ngày và bán được {n} phần quà sáng.",
    "Theo {name}, đội bóng đã tập luyện {n} ngày liền trước trận gặp đội chủ nhà trên sân có {n} khán giả.",
    "Cảnh sát giao thông đã lập biên bản {n} trường hợp vi phạm tốc độ, tạm giữ {n} phương tiện trong đêm.",
    "Giá vàng trong nước chiều nay tăng {n} nghìn đồng mỗi lượng, người mua xếp hàng dài trước các cửa hàng.",
    "Bộ phim mới của đạo diễn {name} dài {n} phút, kể chuyện một gia đình ba thế hệ sống bên bờ sông.",
    "Nhóm nghiên cứu của {name} đã khảo sát {n} học sinh và thấy các em ngủ ít hơn {n} phút so với năm trước.",
    "Chuyến tàu chở {n} hành khách đến ga trễ {n} phút vì mưa lớn, không ai bị thương.",
    "{name} nói bà vẫn giữ thói quen đọc sách mỗi tối, và mỗi năm tặng thư viện phường chừng {n} cuốn.",
)
_DISTRICT = (
    "Năm {y}, thu ngân sách trên địa bàn huyện {h} đạt {n},{k} tỷ đồng, bằng 1{k}2,4% dự toán tỉnh giao.",
    "Đến hết năm {y}, tỷ lệ hộ nghèo của huyện {h} còn {k},8%; thu nhập bình quân đầu người đạt 5{k} triệu đồng.",
)
_HUYEN = (
    "Cai Lậy (Tiền Giang)",
    "Đông Hưng (Thái Bình)",
    "Diễn Châu (Nghệ An)",
    "Quế Võ (Bắc Ninh)",
    "Lạng Giang (Bắc Giang)",
)


@dataclass(frozen=True)
class Outcome:
    """One run. ``used`` are processor seconds; ``memory`` is the peak of each kind of process in MiB; ``tasks`` counts
    task runs; ``database`` is in MiB."""

    seconds: float
    used: float
    report: dict[str, int]
    memory: dict[str, float]
    tasks: int
    database: float


def made_up(number: int) -> str:
    dice = random.Random(number)
    values = {
        "d": dice.randint(1, 28), "m": dice.randint(1, 12), "y": dice.randint(2012, 2024), "k": dice.randint(1, 9),
        "city": dice.choice(("Hà Nội", "Huế", "Đà Lạt", "Cần Thơ")), "h": dice.choice(_HUYEN),
    }  # fmt: skip
    story = [dice.choice(_STREET) for _ in range(16)]
    if number % 33 == 0:
        story[2:2] = _DISTRICT
    lines = (
        line.format(**values, n=dice.randint(2, 990), name=f"{dice.choice(_FAMILIES)} Văn {dice.choice('ABCDGHKLMN')}")
        for line in story
    )
    return "\n\n".join(lines)


def altered(text: str, number: int) -> str:
    """The same story with other figures and other families, so that no two are one text."""
    dice = random.Random(number)

    def figure(match: re.Match[str]) -> str:
        digits = len(match.group())
        return str(dice.randint(10 ** (digits - 1), 10**digits - 1))

    text = _FIGURE.sub(figure, text)
    return _FAMILY.sub(lambda _: dice.choice(_FAMILIES), text)


def articles(first: int, count: int, texts: list[str] | None) -> Iterator[str]:
    for number in range(first, first + count):
        if texts is None:
            text = made_up(number)
        else:
            text = texts[number % len(texts)]
            text = text if number < len(texts) else altered(text, number)
        yield json.dumps({"id": f"bai-{number}", "text": text}, ensure_ascii=False) + "\n"


def write(path: Path, first: int, count: int, texts: list[str] | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(articles(first, count, texts))


def run(sources: Path, lake: Path, home: Path, processes: int | None) -> Outcome:
    """`solieu run` with the Prefect database in ``home``, watched from outside."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PREFECT_HOME": str(home / "prefect")}
    command = [str(SOLIEU), "run", str(sources), "--lake", str(lake), "--json", "--accept-volume-change"]
    command += [] if processes is None else ["--processes", str(processes)]
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    peaks: dict[int, tuple[str, float]] = {}
    over = threading.Event()
    watcher = threading.Thread(target=watch, args=(process.pid, peaks, over))
    watcher.start()
    assert process.stdout is not None
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    over.set()
    watcher.join()
    process.stdout.close()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    database = home / "prefect" / "prefect.db"
    with sqlite3.connect(database) as connection:
        [tasks] = connection.execute("select count(*) from task_run").fetchone()
    size = sum(path.stat().st_size for path in database.parent.glob("prefect.db*")) / (1 << 20)
    memory: dict[str, float] = {}
    for name, peak in peaks.values():
        memory[name] = max(memory.get(name, 0.0), peak)
    return Outcome(seconds, usage.ru_utime + usage.ru_stime, json.loads(out), memory, tasks, size)


def watch(pid: int, peaks: dict[int, tuple[str, float]], over: threading.Event) -> None:
    """The high-water mark of a process and of all that it started, as long as they live."""
    while not over.wait(0.1):
        for child in family(pid):
            try:
                status = Path(f"/proc/{child}/status").read_text()
                command = Path(f"/proc/{child}/cmdline").read_bytes().decode()
            except OSError:
                continue
            peak = re.search(r"VmHWM:\s+(\d+) kB", status)
            if peak:
                role = "run" if child == pid else "server" if "flows.server" in command else "reader"
                peaks[child] = (role, int(peak[1]) / 1024)


def family(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in family(child))]


def sizes(lake: Path) -> str:
    told = Counter({path.name: path.stat().st_size for path in lake.glob("*.parquet")})
    return ", ".join(f"{name} {size / (1 << 20):.2f}" for name, size in told.most_common(4))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--processes", type=int)
    parser.add_argument("--folder", type=Path, help="where to work; by default a temporary folder")
    options = parser.parse_args()
    texts: list[str] | None = None
    if options.texts:
        frame = pl.read_parquet(options.texts) if options.texts.suffix == ".parquet" else pl.read_ndjson(options.texts)
        texts = frame["text"].to_list()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        write(folder / "one" / "one.jsonl", 0, 1, texts)
        run(folder / "one", folder / "lake-0", folder / "home", options.processes)  # makes Prefect's database
        floor = run(folder / "one", folder / "lake-1", folder / "home", options.processes)
        say(f"one article: {told(floor)}")
        say("articles | MB | seconds | of processor | articles/s | a core | MiB run, reader, server | tasks | database")
        for count in options.articles:
            sources, lake, home = folder / f"bai-{count}", folder / f"lake-{count}", folder / f"home-{count}"
            write(sources / "all.jsonl", 0, count, texts)
            size = (sources / "all.jsonl").stat().st_size / 1e6
            shutil.copytree(folder / "home", home)
            with sqlite3.connect(home / "prefect" / "prefect.db") as connection:
                connection.execute("delete from task_run")
            done = run(sources, lake, home, options.processes)
            memory = ", ".join(f"{done.memory.get(role, 0):.0f}" for role in ("run", "reader", "server"))
            wall, used = (count / max(x - y, 1e-9) for x, y in ((done.seconds, floor.seconds), (done.used, floor.used)))
            say(
                f"{count:,} | {size:.0f} | {done.seconds:.1f} | {done.used:.1f} | {wall:,.0f} | {used:,.0f} | "
                f"{memory} | {done.tasks} | {done.database:.1f}"
            )
            say(f"  {done.report['observations']:,} observations, {done.report['issues']:,} issues; MiB: {sizes(lake)}")
            for turn in range(options.times):
                new = folder / f"new-{count}-{turn}" / f"new-{turn}.jsonl"
                write(new, count + turn * options.new, options.new, texts)
                alone = run(new.parent, folder / f"lake-{new.parent.name}", folder / "home", options.processes)
                shutil.copy(new, sources)
                added = run(sources, lake, home, options.processes)
                say(
                    f"  {options.new:,} more: {told(added)}; into an empty lake: {told(alone)}; "
                    f"{added.used / alone.used - 1:+.0%} of processor, {added.report['observations']:,} observations"
                )
            shutil.rmtree(sources)
    return 0


def told(outcome: Outcome) -> str:
    return f"{outcome.seconds:.1f} s, {outcome.used:.1f} of processor"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
