"""Web archives, tables and packed files are read by the same commands as a folder of texts, to the same figures."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from backports import zstd

from tests.articles.archives import record, response, zst_archive

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import Solieu

DISTRICTS = (
    "Gò Quao", "Giồng Riềng", "Tân Hiệp", "An Minh", "Vĩnh Thuận", "U Minh Thượng", "Hòn Đất", "Kiên Lương", "An Biên",
)  # fmt: skip


def article(district: str, number: int) -> str:
    told = f"Năm 2022, thu ngân sách trên địa bàn huyện {district} (Kiên Giang) đạt {80 + number},4 tỷ đồng"
    return f"{district} thu ngân sách\n\nNgày 19/12/2022\n\n{told}, bằng 10{number}% dự toán tỉnh giao.\n"


def page(text: str) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n") if line)
    return f"<html><head><title>Tin</title></head><body><article>{paragraphs}</article></body></html>".encode()


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One article in each kind of source."""
    folder = tmp_path_factory.mktemp("kinds") / "articles"
    folder.mkdir()
    texts = [article(district, number) for number, district in enumerate(DISTRICTS)]
    (folder / "a.txt.zst").write_bytes(zstd.compress(texts[0].encode()))
    (folder / "b.html.gz").write_bytes(gzip.compress(page(texts[1])))
    (folder / "c.jsonl.zst").write_bytes(zstd.compress(json.dumps({"id": "c", "text": texts[2]}).encode()))
    pl.DataFrame({"body": [texts[3]], "link": ["https://vidu.vn/d"]}).write_parquet(folder / "d.parquet")
    other = response("https://vidu.vn/anh.jpg", b"\xff\xd8", kind="image/jpeg")
    archive = [other, response("https://vidu.vn/e", page(texts[4])), other]
    (folder / "e.warc.gz").write_bytes(b"".join(map(gzip.compress, archive)))
    (folder / "f.warc").write_bytes(response("https://vidu.vn/f", page(texts[5])) + other)
    told = response("https://vidu.vn/g", page(texts[6]))
    (folder / "g.warc.zst").write_bytes(zst_archive([other, told, other], "packed"))
    text = record("conversion", "https://vidu.vn/h", texts[7].encode())
    text = text.replace(b"\r\n\r\n", b"\r\nContent-Type: text/plain\r\n\r\n", 1)
    (folder / "h.warc.wet.gz").write_bytes(gzip.compress(text))
    pl.DataFrame({"body": [texts[8]], "link": ["https://vidu.vn/i"]}).write_csv(folder / "i.csv")
    return folder


@pytest.mark.flow
def test_a_run_reads_every_kind_of_source(run: Solieu, archives: Path) -> None:
    done = run("articles", "--json", cwd=archives.parent)
    assert (done.code, done.err) == (0, "")
    assert done.json()["articles"] == len(DISTRICTS)
    told = pl.read_parquet(archives.parent / "lake" / "observations.parquet").filter(measure="level")
    assert dict(zip(told["district_name"], told["obs_value"], strict=True)) == {
        f"Huyện {district}": 80.4 + number for number, district in enumerate(DISTRICTS)
    }
    assert set(told["source_uri"]) == {
        *("articles/a.txt.zst", "articles/b.html.gz", "articles/c.jsonl.zst#1"),
        *(f"https://vidu.vn/{name}" for name in "defghi"),
    }


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("table") / "bang.parquet"
    texts = [article(district, number) for number, district in enumerate(DISTRICTS)]
    pl.DataFrame({"noi_dung": texts, "ma": range(len(texts))}).write_parquet(path)
    return path


def test_a_table_of_unknown_columns_says_what_to_do(solieu: Solieu, table: Path) -> None:
    done = solieu("extract", table)
    assert (done.code, done.out) == (1, "")
    assert "none of its columns (noi_dung, ma) is known to hold the articles' text" in done.err
    assert "--columns text=NAME" in done.err


@pytest.mark.flow
def test_a_run_over_a_table_of_unknown_columns_says_what_to_do(run: Solieu, table: Path, tmp_path: Path) -> None:
    """Not only in the issues: nobody looks for them while all seems well."""
    done = run(table, cwd=tmp_path)
    assert done.code == 0
    said = " ".join(done.out.split())
    assert "none of its columns (noi_dung, ma) is known to hold the articles' text" in said
    assert "--columns text=NAME" in said
    assert run(table, cwd=tmp_path).out.startswith("nothing new")
    again = run(table, "--columns", "text=noi_dung", "--json", cwd=tmp_path)
    assert again.json()["articles"] == len(DISTRICTS)


def test_columns_are_named_by_option_or_environment(solieu: Solieu, table: Path) -> None:
    by_option = solieu("extract", table, "--columns", "text=noi_dung,id=ma", "--json")
    by_environment = solieu("extract", table, "--json", env={"SOLIEU_COLUMNS": "text=noi_dung,id=ma"})
    assert {row["article"] for row in by_option.rows()} == {str(number) for number in range(len(DISTRICTS))}
    assert by_option.out == by_environment.out


def test_a_mapping_that_cannot_be_read_is_bad_usage(solieu: Solieu, table: Path) -> None:
    done = solieu("extract", table, "--columns", "than=noi_dung")
    assert done.code == 2
    assert "'than=noi_dung' says no column of a field; write text=body,url=link" in done.err
