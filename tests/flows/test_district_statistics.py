"""The whole run, offline: articles in, a lake out that any reader reads."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import Ended, Solieu

pytestmark = pytest.mark.flow


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def statistics(lake: Path, **key: object) -> list[dict[str, Any]]:
    frame = pl.read_parquet(lake / "statistics.parquet")
    return frame.filter(*(pl.col(name) == value for name, value in key.items())).to_dicts()


@pytest.fixture(scope="module")
def first(solieu: Solieu, examples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Path]:
    """A newcomer's first run: no server, no database, no configuration, the examples as they ship."""
    folder = tmp_path_factory.mktemp("newcomer")
    shutil.copytree(examples, folder / "articles")
    prefect = str(tmp_path_factory.mktemp("prefect"))
    return solieu("run", "articles", cwd=folder, env={"PREFECT_HOME": prefect}), folder / "lake"


@pytest.fixture(scope="module")
def lake(first: tuple[Ended, Path]) -> Path:
    return first[1]


@pytest.fixture
def folder(first: tuple[Ended, Path], tmp_path: Path) -> Path:
    """The newcomer's folder after the first run, to be changed."""
    return shutil.copytree(first[1].parent, tmp_path / "copy")


def test_the_screen_holds_the_summary_and_nothing_else(first: tuple[Ended, Path]) -> None:
    done, _ = first
    assert done.code == 0
    assert done.err == ""
    words = [line.split()[0] for line in done.out.splitlines() if not line.startswith(" ")]
    assert words == ["articles", "observations", "issues", "release", "figures", "refused", "checks"]
    assert "held back Huyện Duy Xuyên, income_per_capita level 2021: 5.120 VND_MN is implausible" in done.out
    assert "11 in 9 sources" in done.out
    assert not re.search(r"Traceback|Warning|WARNING|ERROR|INFO|prefect|great_expectations", done.screen)


def test_partitions_are_named_by_district_and_year(lake: Path) -> None:
    found = {str(path.parent.relative_to(lake)) for path in (lake / "statistics").rglob("*.parquet")}
    assert {
        "statistics/city=ho-chi-minh/district=quan-7/year=2023",
        "statistics/city=ha-noi/district=quan-long-bien/year=2024",
        "statistics/city=ha-noi/district=huyen-tu-liem/year=2013",
        "statistics/city=ben-tre/district=huyen-chau-thanh/year=2023",
        "statistics/city=ho-chi-minh/district=phuong-thu-dau-mot/year=2025",
    } <= found


def test_four_readers_agree_on_both_forms(lake: Path) -> None:
    tree, file = f"{lake}/statistics/**/*.parquet", lake / "statistics.parquet"
    key = ["city", "district", "year", "indicator", "measure", "time_period", "obs_status", "obs_value"]
    shown = pl.read_parquet(file).select(key).sort(key)
    assert pl.read_parquet(tree, hive_partitioning=True).select(key).sort(key).equals(shown.cast({"year": pl.Int64}))
    columns = ", ".join(key)
    duck = duckdb.sql(f"select {columns} from read_parquet('{tree}', hive_partitioning = true) order by all").fetchall()
    assert duck == shown.rows()
    arrow = pq.read_table(lake / "statistics", partitioning="hive").select(key).to_pylist()
    assert sorted(tuple(str(row[name]) for name in key) for row in arrow) == sorted(
        tuple(map(str, row)) for row in shown.rows()
    )
    assert len(pd.read_parquet(lake / "statistics")) == shown.height


def test_the_contradicting_paper_is_shown_as_dissent(lake: Path) -> None:
    [revenue] = statistics(
        lake, district_name="Quận 7", indicator="budget_revenue", measure="level", time_period="2023"
    )
    assert {revenue["obs_value"], *revenue["dissent"]} == {5412.0, 5142.0}
    assert revenue["n_sources"] == 2
    assert len(revenue["observation_ids"]) == 2


def test_the_implausible_income_is_held_back_with_its_reason(lake: Path) -> None:
    assert statistics(lake, district_name="Huyện Duy Xuyên", indicator="income_per_capita") == []
    held = pl.read_parquet(lake / "quarantine.parquet").filter(district_name="Huyện Duy Xuyên")
    [row] = held.filter(indicator="income_per_capita").to_dicts()
    assert row["obs_value"] == 5120.0
    assert "implausible" in row["message"]
    assert "5.120 triệu đồng" in row["quote"]


def test_every_figure_can_be_traced_to_its_sentence(lake: Path) -> None:
    articles = pl.read_parquet(f"{lake}/articles/**/*.parquet").select("article_id", "text")
    told = pl.read_parquet(lake / "observations.parquet").join(articles, on="article_id")
    assert told.height == pl.read_parquet(lake / "observations.parquet").height
    for row in told.iter_rows(named=True):
        assert row["text"][row["char_start"] : row["char_end"]] == row["quote"]


def test_tables_for_readers_come_along(lake: Path) -> None:
    districts = pl.read_parquet(lake / "districts.parquet")
    [came_from] = districts.filter(district_name="Thành phố Thủ Đức")["predecessor_names"].to_list()
    assert set(came_from) == {"Quận 2", "Quận 9", "Quận Thủ Đức"}
    indicators = pl.read_parquet(lake / "indicators.parquet")
    assert "Thu ngân sách nhà nước" in indicators["label_vi"].to_list()
    described = json.loads((lake / "datapackage.json").read_text(encoding="utf-8"))
    assert {"statistics", "observations", "districts", "indicators"} <= {one["name"] for one in described["resources"]}
    assert (lake / "data-docs" / "index.html").exists()


def test_a_second_run_leaves_every_byte_as_it_is(first: tuple[Ended, Path], run: Solieu) -> None:
    """Nor does it matter that files are dated anew, as copying or checking them out does."""
    _, lake = first
    before = digests(lake)
    times = {path: path.stat().st_mtime_ns for path in (lake.parent / "articles").iterdir()}
    for path in times:
        os.utime(path)
    again = run("articles", cwd=lake.parent)
    for path, changed in times.items():
        os.utime(path, ns=(changed, changed))
    assert again.code == 0
    assert again.out.strip() == f"nothing new: 9 sources known to {lake.name}"
    assert digests(lake) == before


def test_reading_everything_again_publishes_nothing_new(first: tuple[Ended, Path], run: Solieu) -> None:
    _, lake = first
    before = digests(lake)
    again = run("articles", "--reparse", "--json", cwd=lake.parent)
    assert again.code == 0
    assert again.json()["release"] is None
    assert again.json()["articles"] == 11
    assert digests(lake) == before


def test_it_does_not_matter_which_run_read_what(lake: Path, examples: Path, run: Solieu, tmp_path: Path) -> None:
    articles = sorted(examples.iterdir(), key=lambda path: path.name[::-1])
    (tmp_path / "articles").mkdir()
    for half in (articles[::2], articles[1::2]):
        for article in half:
            shutil.copy(article, tmp_path / "articles")
        assert run("articles", cwd=tmp_path).code == 0
    one, two = digests(lake), digests(tmp_path / "lake")
    datasets = [path for path in one if path.startswith(("statistics", "observations", "issues"))]
    assert datasets
    assert {path: two[path] for path in datasets} == {path: one[path] for path in datasets}


def test_a_changed_and_a_withdrawn_article_change_what_they_touched(folder: Path, run: Solieu, solieu: Solieu) -> None:
    article = folder / "articles" / "quan-7-ky-hop-cuoi-nam.txt"
    article.write_text(article.read_text(encoding="utf-8").replace("2.845 doanh", "2.854 doanh"), encoding="utf-8")
    (folder / "articles" / "an-nhon-nhiem-vu-2025.txt").unlink()
    untouched = "statistics/city=ha-noi/district=quan-long-bien/year=2024/part-0.parquet"
    before = digests(folder / "lake")[untouched]

    done = run("articles", "--json", "--accept-volume-change", cwd=folder)
    assert (done.code, done.err) == (0, "")
    assert (done.json()["release"], done.json()["sources_removed"]) == (2, 1)
    lake = folder / "lake"
    [enterprises] = statistics(lake, district_name="Quận 7", indicator="new_enterprises", measure="level")
    assert enterprises["obs_value"] == 2854.0
    assert statistics(lake, district_name="Thị xã An Nhơn") == []
    assert not list((lake / "statistics" / "city=binh-dinh").rglob("*.parquet"))
    assert digests(lake)[untouched] == before
    assert solieu("verify", "--lake", lake).code == 0

    changed = pl.read_parquet(lake / "_releases" / "00000002" / "delta.parquet").filter(change="changed")
    moved = changed.filter(pl.col("old_value") != pl.col("new_value"))
    assert moved.select("indicator", "old_value", "new_value").rows() == [("new_enterprises", 2845.0, 2854.0)]
    narrow = {"COLUMNS": "80"}
    told = solieu("releases", 2, "--lake", lake, env=narrow)
    assert "2.845 → 2.854" in " ".join(told.out.split())
    assert "removed   Thị xã An Nhơn" in told.out
    headings = solieu("releases", "--lake", lake, env=narrow).out.splitlines()[1].split()
    assert headings == ["release", "made", "what", "statistics", "new", "changed", "gone", "quarantined"]
    asked_for = solieu("releases", 2, "--json", "--lake", lake).json()
    assert {row["change"] for row in asked_for["changes"]} == {"changed", "removed"}


def test_a_source_withdrawn_by_name_stays_out_until_it_is_reinstated(
    folder: Path, run: Solieu, solieu: Solieu, prefect_api: str
) -> None:
    lake = folder / "lake"
    reported = {"PREFECT_API_URL": prefect_api}

    gone = solieu("withdraw", "articles/quoc-oai-chin-thang.txt", cwd=folder, env=reported)
    assert (gone.code, gone.err) == (0, "")
    assert gone.out.startswith("release 2: ")
    assert statistics(lake, district_name="Huyện Quốc Oai") == []
    assert run("articles", cwd=folder).out.startswith("nothing new")

    back = solieu("withdraw", "--reinstate", "articles/quoc-oai-chin-thang.txt", cwd=folder, env=reported)
    assert (back.code, back.err) == (0, "")
    assert run("articles", cwd=folder).code == 0
    assert statistics(lake, district_name="Huyện Quốc Oai") != []


def test_a_release_that_the_table_check_refuses_is_not_made(
    folder: Path, run: Solieu, solieu: Solieu, prefect_api: str
) -> None:
    before = digests(folder / "lake")
    for article in sorted((folder / "articles").glob("*.*"))[1:]:
        article.unlink()
    done = run("articles", cwd=folder)
    assert done.code == 1
    assert done.out == ""
    assert "The last release stays as it is" in done.err
    after = digests(folder / "lake")
    assert {path: after[path] for path in before} == before
    failed = asked(prefect_api, "flow_runs/filter", flow_runs={"state": {"type": {"any_": ["FAILED"]}}})
    assert any(
        "row_count: The release has lost no more than 20 % of the rows" in one["state"]["message"] for one in failed
    )

    assert run("articles", "--accept-volume-change", cwd=folder).code == 0
    [_, accepted] = solieu("releases", "--lake", "lake", cwd=folder).out.strip().splitlines()[-2:]
    assert "volume change accepted by hand" in accepted


def asked(api: str, path: str, **body: object) -> Any:
    request = Request(f"{api}/{path}", json.dumps(body).encode(), {"content-type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def test_prefect_shows_the_run_with_its_artifacts(
    examples: Path, run: Solieu, prefect_api: str, tmp_path: Path
) -> None:
    shutil.copytree(examples, tmp_path / "articles")
    evil = (tmp_path / "articles" / "duy-xuyen-khoi-sac.txt").read_text(encoding="utf-8")
    evil = evil.replace("Thu nhập bình quân", "<script>alert(1)</script> | Thu nhập bình quân")
    (tmp_path / "articles" / "duy-xuyen-khoi-sac.txt").write_text(evil, encoding="utf-8")
    done = run("articles", "--json", cwd=tmp_path, env={"SOLIEU_MAX_AGE_DAYS": "1"})
    assert done.code == 0
    flow_run = done.json()["run_id"]

    assert (
        asked(prefect_api, "flow_runs/filter", flow_runs={"id": {"any_": [flow_run]}})[0]["state_type"] == "COMPLETED"
    )
    tasks = asked(prefect_api, "task_runs/filter", flow_runs={"id": {"any_": [flow_run]}})
    steps = {
        "list_articles",
        "read shard",
        "validate_rows",
        "reconcile_observations",
        "validate_table",
        "publish_release",
    }
    assert {re.split(r"-\w+$", task["name"])[0] for task in tasks} == steps

    artifacts = asked(prefect_api, "artifacts/filter", flow_runs={"id": {"any_": [flow_run]}})
    pages = {artifact["key"]: artifact["data"] for artifact in artifacts}
    assert set(pages) >= {"run-summary", "quarantined", "statistics-changed", "statistics-by-city", "data-docs"}
    held = [row for row in json.loads(pages["quarantined"]) if row["indicator"] == "income_per_capita"]
    assert "implausible" in held[0]["why"]
    assert "&lt;script&gt;" in held[0]["sentence"]
    assert not any("<script" in str(data) for data in pages.values())
    assert {row["city"] for row in json.loads(pages["statistics-by-city"])} >= {"Thành phố Hà Nội", "Tỉnh Bến Tre"}
    assert "data-docs/00000001/index.html" in pages["data-docs"]
    assert (tmp_path / "lake" / "data-docs" / "00000001" / "index.html").exists()
    assert "worth knowing" in pages["run-summary"]
    assert "The newest article is no older than 1 days" in pages["run-summary"]


def test_parameters_are_validated_before_anything_is_read(run: Solieu, tmp_path: Path) -> None:
    done = run("articles", "--processes", "0", cwd=tmp_path)
    assert done.code == 2
    assert not (tmp_path / "lake").exists()


def test_an_api_that_does_not_answer_is_named(solieu: Solieu, examples: Path, tmp_path: Path) -> None:
    done = solieu("run", examples, cwd=tmp_path, env={"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert done.code == 1
    assert "no Prefect API answers at http://127.0.0.1:9/api" in done.err
