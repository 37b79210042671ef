"""What the gazetteer refuses to load, with the file and the line."""

from __future__ import annotations

import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from tasks.catalog.gazetteer import Gazetteer, GazetteerError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for source in files("tasks.catalog").joinpath("data").iterdir():
        if source.name.endswith(".csv") and source.name != "former_communes.csv":
            tmp_path.joinpath(source.name).write_bytes(source.read_bytes())
    return tmp_path


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replaces one line's text and returns the number of that line."""
    text = folder.joinpath(file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    folder.joinpath(file).write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("districts.csv", "088,2020-01-01,", "088,2020-13-01,", "is no date"),
        ("districts.csv", "088,2020-01-01,", "088,2019-06-01,", "overlaps 088@2008-01-01"),
        ("districts.csv", "088,2020-01-01,2025-07-01", "088,2020-01-01,2019-07-01", "is not after valid_from"),
        ("districts.csv", "088,2020-01-01,2025-07-01", "088,2020-01-01,", "ended on 2025-07-01"),
        ("districts.csv", "Thị xã Sa Pa,", "Thị Xã Sa Pa,", "does not open with a type word"),
        ("districts.csv", "Thị xã Sa Pa,", "Phường Sa Pa,", "cannot be a district"),
        ("districts.csv", "Thị xã Sa Pa,", "Thị xã  Sa Pa,", "stray spaces"),
        ("districts.csv", "Thị xã Sa Pa,", unicodedata.normalize("NFD", "Thị xã Sa Pa,"), "not NFC"),
        ("districts.csv", "thi-xa-sa-pa,10", "thi-xa-sa-pa,99", "'99' is not in provinces.csv"),
        ("districts.csv", "thi-xa-sa-pa,10", "thi_xa_sa_pa,10", "leaves the alphabet"),
        ("districts.csv", "thi-xa-sa-pa,10", "huyen-bao-yen,10", "is taken by 087@2008-01-01 Huyện Bảo Yên"),
        ("districts.csv", "thi-xa-sa-pa,10", "thi-xa-sa-pa", "5 cells where the header has 6"),
        ("communes.csv", "26740,2025-07-01,", "2674,2025-07-01,", "5 digits of a commune"),
        ("communes.csv", "26740,2025-07-01,", "26740,2025-01-01,", "where the commune tier begins"),
        ("provinces.csv", "code,valid_from", "gso,valid_from", "the columns are"),
        ("unit_successors.csv", "088,2008-01-01,088,2020-01-01", "088,2008-01-01,088,2020-01-02", "not among"),
        ("unit_successors.csv", "088,2020-01-01,upgraded", "088,2020-01-01,promoted", "is none of"),
        ("unit_successors.csv", "088,2020-01-01,upgraded,2020-01-01", "088,2020-01-01,upgraded,2020-01-02", "neither"),
        ("unit_aliases.csv", "Sa Pa,SaPa,", "Sa Bà,SaPa,", "no unit's short name"),
        ("unit_aliases.csv", "Sa Pa,SaPa,", "Sa Pa,Sa Pa,", "the name itself"),
    ],
)
def test_refuses_with_file_and_line(folder: Path, file: str, old: str, new: str, reason: str) -> None:
    line = edit(folder, file, old, new)
    with pytest.raises(GazetteerError) as refused:
        Gazetteer.load(folder)
    assert str(refused.value).startswith(f"{file}:{line}: ")
    assert reason in str(refused.value)


def test_refuses_a_missing_file(folder: Path) -> None:
    folder.joinpath("communes.csv").unlink()
    with pytest.raises(GazetteerError, match=r"communes\.csv: cannot be read"):
        Gazetteer.load(folder)


def test_an_unspoilt_copy_loads_and_says_the_same(folder: Path) -> None:
    assert Gazetteer.load(folder).units == Gazetteer.load().units
