"""What people decide acts on the next run, and lasts as long as what they decided about."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import Solieu

pytestmark = pytest.mark.flow

INCOME = "huyen-duy-xuyen/income_per_capita/level/2021"
BY = ("--by", "Nguyễn Thị Lan")


def rows(folder: Path, dataset: str, **key: object) -> list[dict[str, Any]]:
    return pl.read_parquet(folder / "lake" / f"{dataset}.parquet").filter(**key).to_dicts()


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "here")


def test_decisions_alone_make_the_next_run_publish_and_are_kept(folder: Path, run: Solieu, solieu: Solieu) -> None:
    [paper] = rows(folder, "observations", district="quan-7", measure="level", obs_value=5142.0)
    [jobs] = rows(folder, "observations", district="quan-7", indicator="jobs_created", measure="level")
    accepted = solieu("decide", "accept", INCOME, "--reason", "số của cả hộ, đúng như bài", *BY, cwd=folder)
    assert (accepted.code, accepted.out) == (0, "1 decision taken; the next run applies it\n")
    for words in (
        ("reject", paper["observation_id"], "--reason", "gõ nhầm 5.412"),
        ("correct", jobs["observation_id"], "6390", "--reason", "gõ nhầm"),
    ):
        assert solieu("decide", *words, *BY, cwd=folder).code == 0
    waiting = solieu("decide", "list", "--json", cwd=folder).rows()
    assert [row["state"] for row in waiting] == ["pending"] * 3
    assert rows(folder, "decisions") == []

    done = run("articles", "--json", cwd=folder)
    assert (done.code, done.err) == (0, "")
    assert (done.json()["release"], done.json()["decisions"], done.json()["articles"]) == (2, 3, 0)

    [income] = rows(folder, "statistics", district="huyen-duy-xuyen", indicator="income_per_capita")
    assert (income["obs_value"], income["flags"]) == (5120.0, ["accepted_by_hand"])
    [now] = rows(
        folder,
        "statistics",
        district="quan-7",
        indicator=jobs["indicator"],
        measure="level",
        time_period=jobs["time_period"],
    )
    assert (now["obs_value"], "corrected_by_hand" in now["flags"]) == (6390.0, True)
    [revenue] = rows(
        folder, "statistics", district="quan-7", indicator="budget_revenue", measure="level", time_period="2023"
    )
    assert (revenue["obs_value"], revenue["dissent"]) == (5412.0, [])
    [held] = rows(folder, "quarantine", observation_id=paper["observation_id"])
    assert (held["suite"], held["expectation"]) == ("decisions", "rejected")
    assert held["message"].endswith("gõ nhầm 5.412")
    assert len(rows(folder, "decisions")) == 3
    described = json.loads((folder / "lake" / "datapackage.json").read_text(encoding="utf-8"))
    [resource] = [one for one in described["resources"] if one["name"] == "decisions"]
    assert resource["rows"] == 3
    assert all("description" in field for field in resource["schema"]["fields"])
    assert run("articles", cwd=folder).out.startswith("nothing new")
    assert solieu("verify", "--lake", "lake", cwd=folder).code == 0


def test_an_article_that_changes_opens_the_decision_again(folder: Path, run: Solieu, solieu: Solieu) -> None:
    assert solieu("decide", "accept", INCOME, "--reason", "đúng như bài", *BY, cwd=folder).code == 0
    article = folder / "articles" / "duy-xuyen-khoi-sac.txt"
    article.write_text(article.read_text(encoding="utf-8").replace("5.120 triệu", "5.130 triệu"), encoding="utf-8")
    assert run("articles", cwd=folder).code == 0
    [issue] = rows(folder, "issues", reason="decision_reopened")
    assert "Nguyễn Thị Lan read 5120" in issue["message"]
    assert "5130 is read there now" in issue["message"]
    assert issue["raw_value"].startswith("5.130")
    assert rows(folder, "statistics", district="huyen-duy-xuyen", indicator="income_per_capita") == []
    [row] = solieu("decide", "list", "--json", cwd=folder).rows()
    assert (row["state"], row["now"]) == ("reopened", 5130.0)


def test_decisions_go_out_to_a_spreadsheet_and_come_back(folder: Path, solieu: Solieu) -> None:
    [income] = solieu("decide", "readings", "Duy Xuyên", "--json", cwd=folder).rows()
    assert "implausible" in income["message"]
    with (folder / "new.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("observation_id", "action", "value", "reason", "reviewer"))
        writer.writerow((income["observation_id"], "correct", "51.2", "nhầm đơn vị, phải là 51,2", "Lan"))
    assert solieu("decide", "import", "new.csv", cwd=folder).out.startswith("1 decision taken")
    for name in ("all.csv", "all.jsonl"):
        assert solieu("decide", "export", name, cwd=folder).code == 0
        again = solieu("decide", "import", name, cwd=folder)
        assert (again.code, again.out) == (0, "nothing new: all of that was decided already\n")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("accept", "0123456789abcdef", "--reason", "x"), "no such observation in this lake"),
        (("accept", "quan-7/budget_revenue/level/2023", "--reason", "x"), "not one reading; there are 2"),
        (("reject", "quan-7/budget_revenue", "--reason", "x"), "district/indicator/measure/time_period"),
        (("correct", INCOME, "nan", "--reason", "x"), "not a number"),
        (("reject", INCOME, "--reason", " "), "give a reason"),
        (("import", "decisions.txt"), "must be .csv or .jsonl"),
    ],
)
def test_a_decision_that_cannot_be_taken_says_why(
    folder: Path, solieu: Solieu, words: tuple[str, ...], why: str
) -> None:
    by = BY if words[0] != "import" else ()
    done = solieu("decide", *words, *by, cwd=folder)
    assert (done.code, done.out) == (2, "")
    assert why in " ".join(done.err.replace("│", " ").split())
    assert "Traceback" not in done.err
