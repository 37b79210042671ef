"""The sources as they are handed to mypyc read what the sources read. No compiler is needed to see that."""

from __future__ import annotations

from pathlib import Path

from benchmarks.compiled import ROOT, read_with
from infra.native.compile import copy_rewritten, modules
from infra.native.rewrite import rewrite


def test_rewritten_sources_read_the_same(tmp_path: Path) -> None:
    copy_rewritten(tmp_path / "rewritten")
    texts = tmp_path / "texts"
    texts.mkdir()
    for path in sorted((ROOT / "tests" / "golden").glob("own-00*.txt")):
        (texts / path.name).write_bytes(path.read_bytes())
    rewritten, plain = read_with(tmp_path / "rewritten", texts), read_with(ROOT, texts)
    assert Path(rewritten.grammar).is_relative_to(tmp_path)
    assert rewritten.rows == plain.rows > 50
    assert rewritten.digest == plain.digest


def test_no_class_is_left_that_another_library_lays_out() -> None:
    left = [name for name in modules() if "(Record" in rewrite((ROOT / name).read_text(encoding="utf-8"))]
    assert left == []


def test_a_rewritten_record_is_made_compared_hashed_and_copied_as_before() -> None:
    source = '''"""Two records."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from msgspec.structs import replace

from tasks.records.record import Record


class Share(Record, frozen=True):
    """Of something."""

    percent: float
    of: str = "dân số"


@dataclass
class Told:
    shares: list[Share] = field(default_factory=list)
    made: int = 0

    @cached_property
    def total(self) -> float:
        self.made += 1
        return sum(share.percent for share in self.shares)


def risen(share: Share, by: float) -> Share:
    """Nested and over several lines, as the sources have it."""
    return replace(
        replace(share, of="hộ"),
        percent=share.percent + by,
    )
'''
    rewritten = rewrite(source)
    assert "Record)" not in rewritten
    assert " replace(" not in rewritten
    assert "@" not in rewritten.replace("@property", "").replace("@mypyc_attr(acyclic=True)", "")
    names: dict[str, object] = {}
    exec(rewritten, names)  # the module's own words
    checks = """
assert Share(12.5) == Share(12.5, "dân số") != Share(12.5, of="hộ")
assert len({Share(1), Share(1), Share(2)}) == 2
assert risen(Share(1), by=2) == Share(3, "hộ")
told = Told()
told.shares.append(Share(4))
assert Told().shares == []
assert (told.total, told.total, told.made) == (4, 4, 1)
"""
    exec(checks, names)
