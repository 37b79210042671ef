"""`solieu extract`: articles to rows without a lake and without Prefect."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tasks.articles.limits import Limits
from tasks.articles.sources import list_sources
from tasks.lake.base import StoreOptions
from tasks.records.observation import OBSERVATION_SCHEMA
from tasks.runs.read import ReadOptions, read_shard

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import Solieu

CHO_GAO = """Chợ Gạo: Thu ngân sách vượt kế hoạch

Ngày 19/12/2022

Năm 2022, thu ngân sách trên địa bàn huyện Chợ Gạo (Tiền Giang) đạt 214,5 tỷ đồng, bằng 117,2% dự toán.
"""


@pytest.fixture(scope="module")
def rows(solieu: Solieu, examples: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    output = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    done = solieu("extract", examples, "--output", output)
    assert done.code == 0
    assert done.out == ""
    assert "11 articles" in done.err
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def test_a_row_an_observation_with_the_published_columns(rows: list[dict[str, object]]) -> None:
    assert len(rows) > 50
    assert all(list(row) == list(OBSERVATION_SCHEMA) for row in rows)


def test_every_figure_stands_in_its_sentence(rows: list[dict[str, object]]) -> None:
    assert all(str(row["raw_value"]) in str(row["quote"]) for row in rows)


def test_articles_are_known_by_file_stem_or_record_id(rows: list[dict[str, object]]) -> None:
    articles = {row["article"] for row in rows}
    assert {"quan-7-ky-hop-cuoi-nam", "long-bien-sau-thang", "tu-liem-2013", "tan-chau-2019"} <= articles


def test_an_article_without_figures_yields_none(rows: list[dict[str, object]]) -> None:
    assert "long-bien-mua-hoa-ban" not in {row["article"] for row in rows}


def test_both_papers_are_heard_where_they_differ(rows: list[dict[str, object]]) -> None:
    told = {
        row["obs_value"]
        for row in rows
        if (row["district_name"], row["indicator"], row["measure"]) == ("Quận 7", "budget_revenue", "level")
        and row["time_period"] == "2023"
    }
    assert told == {5412.0, 5142.0}


def test_a_commune_is_the_subject_since_july_2025(rows: list[dict[str, object]]) -> None:
    tiers = {(row["district_name"], row["city_name"], row["tier"]) for row in rows if row["tier"] == "commune"}
    assert tiers == {("Phường Thủ Dầu Một", "Thành phố Hồ Chí Minh", "commune")}


def test_parquet_holds_the_same_rows(solieu: Solieu, examples: Path, rows: list[object], tmp_path: Path) -> None:
    done = solieu("extract", examples, "--output", tmp_path / "rows.parquet")
    assert done.code == 0
    frame = pl.read_parquet(tmp_path / "rows.parquet")
    assert dict(frame.schema) == OBSERVATION_SCHEMA
    assert [json.loads(line) for line in frame.write_ndjson().splitlines()] == rows


def test_json_goes_to_standard_output(solieu: Solieu, tmp_path: Path) -> None:
    (tmp_path / "cho-gao.txt").write_text(CHO_GAO, encoding="utf-8")
    done = solieu("extract", "cho-gao.txt", "--json", cwd=tmp_path)
    assert done.code == 0
    assert [(row["source_uri"], row["measure"], row["obs_value"]) for row in done.rows()] == [
        ("cho-gao.txt", "level", 214.5),
        ("cho-gao.txt", "plan_ratio", 117.2),
    ]


def test_people_get_a_table(solieu: Solieu, tmp_path: Path) -> None:
    (tmp_path / "cho-gao.txt").write_text(CHO_GAO, encoding="utf-8")
    done = solieu("extract", "cho-gao.txt", cwd=tmp_path)
    assert done.code == 0
    assert "214,5 tỷ đồng" in done.out
    assert "117,2% of plan" in done.out


def test_explain_shows_what_was_recognised_and_why_a_figure_was_refused(solieu: Solieu, tmp_path: Path) -> None:
    (tmp_path / "cho-gao.txt").write_text(CHO_GAO + "\nHuyện Châu Thành giải ngân 100 tỷ đồng vốn đầu tư công.\n")
    done = solieu("extract", "cho-gao.txt", "--explain", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "about    Huyện Chợ Gạo" in done.out
    assert "[thu ngân sách trên địa bàn = budget_revenue]" in done.out
    assert "117,2% → budget_revenue plan_ratio 117,2, Huyện Chợ Gạo, 2022" in done.out
    assert solieu("extract", "cho-gao.txt", "--explain", "--json", cwd=tmp_path).code == 2


def test_more_processes_give_the_same_rows_in_the_same_order(tmp_path: Path) -> None:
    for number in range(250):
        text = CHO_GAO.replace("214,5", f"{200 + number},5")
        (tmp_path / f"{number:03}.txt").write_text(text, encoding="utf-8")
    sources, _ = list_sources([str(tmp_path)], lambda _: pytest.fail("no store is named"))
    options = ReadOptions(date(2026, 1, 1), Limits(), StoreOptions())
    alone = read_shard(sources, options, processes=1)
    together = read_shard(sources, options, processes=3, pool_floor=0)
    assert alone.observations["obs_value"].to_list()[::2] == [200.5 + number for number in range(250)]
    assert together.observations.equals(alone.observations)
    assert together.sources.equals(alone.sources)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("no-such-folder",), 2, "no-such-folder does not exist"),
        (("good.txt", "--output", "rows.csv"), 2, ".jsonl or .parquet"),
        (("good.txt", "--processes", "0"), 2, "--processes"),
        (("ftp://somewhere/x",), 2, "neither a folder nor s3://"),
        (("empty",), 1, "the folder is empty"),
        (("picture.png",), 1, "the endings read are"),
        (("good.txt", "--output", "no-such-folder/rows.jsonl"), 1, "No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_code(
    solieu: Solieu, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    (tmp_path / "good.txt").write_text(CHO_GAO, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "empty").mkdir()
    done = solieu("extract", *arguments, cwd=tmp_path)
    assert done.code == code
    assert says in done.err
    assert "Traceback" not in done.screen


def test_a_wrong_variable_is_bad_usage(solieu: Solieu, tmp_path: Path) -> None:
    done = solieu("extract", tmp_path, env={"SOLIEU_PROCESSES": "many"})
    assert done.code == 2
    assert "SOLIEU_PROCESSES=many" in done.err


def test_verbose_tells_where_it_went_wrong(solieu: Solieu) -> None:
    done = solieu("extract", "no-such-folder", "--verbose")
    assert done.code != 0
    assert "Traceback" in done.err
