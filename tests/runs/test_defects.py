"""A defect of the grammar concerns the article that shows it, and is told with place and remedy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tasks.articles.limits import Limits
from tasks.grammar.extract import Reader
from tasks.lake.base import StoreOptions
from tasks.runs import read

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tasks.runs.rows import ShardRows

FIGURE = (
    "Năm 2023, tổng thu ngân sách trên địa bàn huyện Phú Hòa (Phú Yên) đạt {} tỷ đồng, bằng 131% dự toán tỉnh giao.\n"
)


def rows_of(folder: Path) -> ShardRows:
    for name, value in (("mot", "268,4"), ("hai", "271,9"), ("ba", "305,1")):
        (folder / f"{name}.txt").write_text(FIGURE.format(value), encoding="utf-8")
    options = read.ReadOptions(date(2024, 1, 5), Limits(), StoreOptions())
    sources, _ = read.sources_under([str(folder)], options)
    return read.read_parts([part for source in sources for part in read.parts_of(source, options)], options)


def test_an_article_that_cannot_be_read_is_an_issue_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = Reader.read

    def fails(self: Reader, article: Any, **options: Any) -> Any:
        if "271,9" in article.text:
            raise IndexError("tuple index out of range")
        return reads(self, article, **options)

    monkeypatch.setattr(Reader, "read", fails)
    rows = rows_of(tmp_path)
    assert sorted(rows.observations.filter(measure="level")["obs_value"].to_list()) == [268.4, 305.1]
    assert rows.n_articles == 3
    [issue] = rows.issues.to_dicts()
    assert (issue["stage"], issue["reason"], issue["article"]) == ("parse", "defect", "hai")
    assert "IndexError in test_defects.py, line" in issue["message"]
    assert "report" in issue["message"]
    assert issue["article_id"] in rows.articles["article_id"].to_list()
