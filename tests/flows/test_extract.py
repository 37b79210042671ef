"""`solieu extract`: articles to rows without a lake and without Prefect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tasks.records.observation import OBSERVATION_SCHEMA

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


def test_explain_shows_in_words_what_decided_each_field_and_why_a_figure_was_refused(
    solieu: Solieu, tmp_path: Path
) -> None:
    (tmp_path / "cho-gao.txt").write_text(CHO_GAO + "\nTrong đó thuế thu nhập cá nhân 12 tỷ đồng.\n", encoding="utf-8")
    shared = "Chợ Gạo và Cái Bè thu ngân sách lần lượt là 1, 2 và 3 tỷ đồng."
    refused = f"Tỉnh Tiền Giang thu ngân sách 11.500 tỷ đồng.\n\n{shared}\n"
    (tmp_path / "tinh.txt").write_text(refused, encoding="utf-8")
    done = solieu("extract", "cho-gao.txt", "tinh.txt", "--explain", cwd=tmp_path, env={"COLUMNS": "80"})
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    out = " ".join(done.out.split())
    assert "about Huyện Chợ Gạo: named in the sentence (named)" in out
    assert "places huyện Chợ Gạo = district Huyện Chợ Gạo; Tiền Giang = province Tỉnh Tiền Giang" in out
    assert "periods Năm 2022 = year 2022" in out
    assert "quantities 214,5 tỷ đồng = money 214,500,000,000; 117,2% = percent 117.2" in out
    assert "214,5 tỷ đồng → budget_revenue level 214.5, Huyện Chợ Gạo, 2022" in out
    assert "measure a plan word stands beside the percentage (plan_ratio:of-plan)" in out
    assert "not read: 12 tỷ đồng because no indicator's; 'thuế thu nhập cá nhân' before it is not budget_revenue" in out
    assert "refused: 11.500 tỷ đồng → budget_revenue level 11500 because the figure is the province's" in out
    assert "refused: 1, 2 và 3 tỷ đồng because 3 values are told respectively of 2 subjects" in out


def test_explain_tells_the_same_to_machines(solieu: Solieu, tmp_path: Path) -> None:
    (tmp_path / "cho-gao.txt").write_text(CHO_GAO, encoding="utf-8")
    done = solieu("extract", "cho-gao.txt", "--explain", "--json", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    [row] = done.rows()
    assert (row["source_uri"], row["published_at"], row["about"]) == ("cho-gao.txt", "2022-12-19", "Huyện Chợ Gạo")
    level, ratio = row["figures"]
    assert (level["obs_value"], level["district"], level["time_period"]) == (214.5, "Huyện Chợ Gạo", "2022")
    assert {why["field"]: why["rule"] for why in ratio["why"]}["measure"] == "plan_ratio:of-plan"
    assert {"kind": "word", "words": "dự toán", "meaning": "plan"} in row["recognised"]


def test_one_sentence_is_explained_as_one_of_a_report(solieu: Solieu) -> None:
    sentence = ("--sentence", "Toàn xã còn 214 hộ cận nghèo.", "--title", "Xã Đông Anh (Hà Nội): Kết quả năm 2025")
    done = solieu("extract", *sentence, "--published", "2025-12-22")
    assert (done.code, done.err) == (0, "")
    assert "214 → near_poor_households level 214, Xã Đông Anh, 2025" in done.out
    assert "64 triệu đồng" not in done.out  # the rest of the report is not shown


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("no-such-folder",), 2, "no-such-folder does not exist"),
        (("good.txt", "--output", "rows.csv"), 2, ".jsonl or .parquet"),
        (("good.txt", "--processes", "0"), 2, "--processes"),
        (("ftp://somewhere/x",), 2, "neither a folder nor s3://"),
        ((), 2, "name what to read, or a --sentence"),
        (("good.txt", "--sentence", "Thu ngân sách 5 tỷ đồng."), 2, "one of the two"),
        (("good.txt", "--title", "Quận 7"), 2, "are for --sentence"),
        (("good.txt", "--explain", "--output", "rows.jsonl"), 2, "explanations go to the screen"),
        (("--sentence", "Thu ngân sách", "--published", "22/12/2025"), 2, "--published"),
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
