"""Whatever lies in the folder: each bad source is an issue that names it, and the good one is published."""

from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tasks.records.article import content_hash

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import Solieu

pytestmark = pytest.mark.flow

GOOD = """Huyện Phú Hòa thu ngân sách vượt dự toán

Ngày 22/12/2023

Năm 2023, tổng thu ngân sách trên địa bàn huyện Phú Hòa (Phú Yên) đạt 268,4 tỷ đồng, bằng 131% dự toán tỉnh giao.
"""
FIGURE = "thu ngân sách trên địa bàn đạt 268,4 tỷ đồng, bằng 131% dự toán."


@pytest.fixture(scope="module")
def issues(run: Solieu, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("bad")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "good.txt").write_text(GOOD, encoding="utf-8")
    (articles / "empty.txt").write_bytes(b"")
    (articles / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (articles / "broken.html").write_text("<html><body><p>Chưa đóng thẻ <div><table><tr><td", encoding="utf-8")
    (articles / "cut.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": GOOD}).encode() * 50)[:-30])
    (articles / "lines.jsonl").write_text('{"text": \n[]\n{"id": "x"}\n', encoding="utf-8")
    (articles / "long.jsonl").write_text('{"text": "' + "a" * 3000 + '"}\n', encoding="utf-8")
    (articles / "future.txt").write_text(f"Chuyện mai sau\n\nNgày 2/9/2045\n\nHuyện Phú Hòa {FIGURE}", encoding="utf-8")
    (articles / "unknown.txt").write_text(
        f"Ngày 22/12/2023\n\nNăm 2023, huyện Hoa Sơn Trang {FIGURE}\n", encoding="utf-8"
    )
    (articles / "ambiguous.txt").write_text(
        f"Châu Thành về đích\n\nNgày 22/12/2023\n\nNăm 2023, huyện Châu Thành {FIGURE}\n", encoding="utf-8"
    )
    (articles / "notes.docx").write_bytes(b"PK")
    outside = folder / "outside.txt"
    outside.write_text(GOOD.replace("268,4", "999,9"), encoding="utf-8")
    (articles / "link.txt").symlink_to(outside)
    os.mkfifo(articles / "pipe.txt")
    done = run("articles", cwd=folder, env={"SOLIEU_MAX_LINE_BYTES": "2000"})
    assert (done.code, done.err) == (0, "")
    lake = folder / "lake"
    statistics = pl.read_parquet(lake / "statistics.parquet")
    assert set(statistics["district_name"]) == {"Huyện Phú Hòa"}
    assert 268.4 in statistics["obs_value"].to_list()
    assert 999.9 not in statistics["obs_value"].to_list()
    return pl.read_parquet(lake / "issues.parquet").to_dicts()


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("articles/empty.txt", "is empty"),
        ("articles/picture.txt", "picture.txt"),
        ("articles/cut.jsonl.gz", "cut short"),
        ("articles/lines.jsonl#1", "no JSON record"),
        ("articles/lines.jsonl#2", "no"),
        ("articles/lines.jsonl#3", 'no "text" or "html"'),
        ("articles/long.jsonl#1", "longer than 2000 bytes"),
        ("articles/future.txt", "2045"),
        ("articles/link.txt", "leads out of"),
        ("articles/pipe.txt", "no regular file"),
        ("articles", "1 files under articles are skipped"),
    ],
)
def test_each_bad_source_is_named(issues: list[dict[str, Any]], source: str, says: str) -> None:
    told = [issue["message"] for issue in issues if issue["source_uri"] == source]
    assert any(says in message for message in told), told


@pytest.mark.parametrize("article", ["unknown", "ambiguous"])
def test_a_figure_of_a_district_that_cannot_be_told_is_refused(issues: list[dict[str, Any]], article: str) -> None:
    refused = [issue for issue in issues if issue["article"] == article and issue["stage"] == "parse"]
    assert refused, "the figure has vanished"
    assert any("268,4" in str(issue["raw_value"]) for issue in refused)


def test_an_issue_points_at_the_words(issues: list[dict[str, Any]]) -> None:
    spans = [issue for issue in issues if issue["quote"] is not None]
    assert all(issue["char_end"] - issue["char_start"] == len(issue["quote"]) for issue in spans)
    assert all(len(issue["article_id"]) == len(content_hash("")) for issue in spans)


def test_an_empty_folder_is_a_failure_that_says_so(run: Solieu, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    done = run("articles", cwd=tmp_path)
    assert done.code == 1
    assert "articles: the folder is empty" in done.err
    assert not (tmp_path / "lake" / "_releases").exists()


def test_a_folder_that_is_not_there_is_bad_usage(run: Solieu, tmp_path: Path) -> None:
    done = run("no-such-folder", cwd=tmp_path)
    assert done.code == 2
    assert done.err.startswith("solieu: no-such-folder does not exist")


def test_a_lake_that_cannot_be_written_is_named(run: Solieu, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    done = run("good.txt", "--lake", "file/lake", cwd=tmp_path)
    assert done.code == 1
    assert "file/lake" in done.err
    assert "Traceback" not in done.err
