"""`solieu catalog`: for whoever extends the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import Solieu

LIBRARIES = """Huyện Gò Dầu mở thêm thư viện

Ngày 12/12/2023

Đến cuối năm 2023, huyện Gò Dầu (Tây Ninh) có {} thư viện công cộng.
"""


def test_the_catalog_that_ships_is_sound(solieu: Solieu) -> None:
    done = solieu("catalog", "check")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("indicators, sound\n")
    assert solieu("catalog", "check", "--json").json() == []


def test_figures_that_nothing_names_are_ranked_by_their_words(solieu: Solieu, tmp_path: Path) -> None:
    for number in (7, 9):
        (tmp_path / f"{number}.txt").write_text(LIBRARIES.format(number), encoding="utf-8")
    done = solieu("catalog", "gaps", tmp_path, "--json")
    assert done.code == 0
    [gap] = [gap for gap in done.rows() if "thư viện" in gap["head"]]
    assert (gap["articles"], gap["figures"], gap["unit"]) == (2, 2, "count")
    assert "thư viện" in solieu("catalog", "gaps", tmp_path).out


def test_gaps_of_nothing_are_a_failure(solieu: Solieu, tmp_path: Path) -> None:
    assert solieu("catalog", "gaps", tmp_path).code == 1
