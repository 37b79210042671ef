"""Publishing: nothing new changes nothing, an article's rows come and go with it, and readers agree."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from tasks.lake.batch import Batch
from tasks.lake.datasets import OBSERVATIONS, SCHEMA_VERSION, STATISTICS
from tasks.lake.errors import TableRejectedError
from tasks.lake.layout import manifest_key
from tasks.lake.ledger import SOURCES
from tasks.lake.materialise import materialise
from tasks.lake.release import list_releases, publish
from tasks.lake.snapshot import head, read_frame, read_ledger
from tasks.lake.stage import Stage
from tasks.lake.store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path


def contents(store: Store) -> dict[str, bytes]:
    """Everything a reader of the lake can see."""
    return {item.key: store.read(item.key) for item in store.list("") if not item.key.startswith("_")}


def statistics(store: Store) -> list[tuple[Any, ...]]:
    frame = read_frame(store, head(store), STATISTICS)
    return list(frame.select("district", "year", "indicator", "obs_value", "n_sources").iter_rows())


@pytest.fixture
def first(sample: Any) -> Any:
    return sample.batch(
        sample.Read("tin/a.txt", "Quận 1 thu 15.500 tỷ đồng.", (sample.Told("quan-1", 2023, 15500.0),)),
        sample.Read(
            "tin/b.txt",
            "Quận 3 thu 4.201 tỷ đồng; năm trước 3.900 tỷ đồng.",
            (sample.Told("quan-3", 2024, 4201.0), sample.Told("quan-3", 2023, 3900.0)),
            ("không hiểu 12%",),
        ),
        sample.Read("tin/c.txt", "Quận Hoàng Mai chi 9 triệu tỷ.", (sample.Told("hoang-mai", 2023, 9e6, held=True),)),
    )


def test_a_first_release_has_all_the_files_of_the_lake(store: Store, sample: Any, first: Any) -> None:
    release = publish(store, first, sample.reconcile, sample.context())
    assert release is not None
    assert release.number == 1
    assert sorted(contents(store)) == [
        "articles/release=00000001/part-0.parquet",
        "datapackage.json",
        "decisions.parquet",
        "districts.parquet",
        "indicators.parquet",
        "issues.parquet",
        "observations.parquet",
        "observations/city=ho-chi-minh/district=quan-1/year=2023/part-0.parquet",
        "observations/city=ho-chi-minh/district=quan-3/year=2023/part-0.parquet",
        "observations/city=ho-chi-minh/district=quan-3/year=2024/part-0.parquet",
        "quarantine.parquet",
        "statistics.parquet",
        "statistics/city=ho-chi-minh/district=quan-1/year=2023/part-0.parquet",
        "statistics/city=ho-chi-minh/district=quan-3/year=2023/part-0.parquet",
        "statistics/city=ho-chi-minh/district=quan-3/year=2024/part-0.parquet",
    ]
    assert dict(release.manifest.rows) == {
        "statistics": 3, "observations": 3, "quarantine": 1, "issues": 1, "articles": 3, "districts": 3,
        "indicators": 1, "sources": 3, "decisions": 0,
    }  # fmt: skip
    assert release.delta["change"].to_list() == ["quarantined", "added", "added", "added"]
    assert release.manifest.sources_added.first == ("tin/a.txt", "tin/b.txt", "tin/c.txt")


def test_a_manifest_tells_what_a_release_holds_and_how_it_came_about(folder: Store, sample: Any, first: Any) -> None:
    """Object by object: what stands at the path and what is kept of it have the size, rows and checksum it names."""
    publish(folder, first, sample.reconcile, sample.context("run-1"))
    read = sample.Read("tin/a.txt", "Quận 1 thu 16.000 tỷ.", (sample.Told("quan-1", 2023, 16000.0),), etag="2")
    more = sample.Read("tin/d.txt", "Quận 3 thu 5 tỷ.", (sample.Told("quan-3", 2022, 5.0),))
    batch = sample.batch(read, more, removed=("tin/b.txt",))
    publish(folder, batch, sample.reconcile, sample.context("run-2", code_version="0.1.1"))
    manifest = json.loads(folder.read("_releases/00000002.json"))
    told = {name: manifest[name] for name in ("release", "parent", "kind", "run_id", "schema_version")}
    assert told == {"release": 2, "parent": 1, "kind": "publish", "run_id": "run-2", "schema_version": SCHEMA_VERSION}
    versions = [manifest[f"{name}_version"] for name in ("code", "catalog", "rules")]
    assert versions == ["0.1.1", "catalog-1", "r1"]
    assert {name: each["first"] for name, each in manifest["sources"].items()} == {
        "added": ["tin/d.txt"], "changed": ["tin/a.txt"], "removed": ["tin/b.txt"],
    }  # fmt: skip
    assert manifest["delta"]["statistics"] == {"added": 1, "changed": 1, "removed": 2}
    assert set(manifest["files"]) == set(contents(folder))
    assert set(manifest["state"]) >= {"sources.parquet", "holdings.parquet", "withdrawn.parquet", "delta.parquet"}
    for path, values in {**manifest["files"], **manifest["state"]}.items():
        entry = dict(zip(manifest["entry"], values, strict=True))
        kept = folder.read(entry["at"])[entry["offset"] or 0 :][: entry["size"]]
        stands = folder.read(path) if path in manifest["files"] else kept
        assert hashlib.sha256(kept).hexdigest() == hashlib.sha256(stands).hexdigest() == entry["sha256"], path
        assert hashlib.md5(kept).hexdigest() == entry["md5"]
        if path.endswith(".parquet"):
            assert pl.read_parquet(io.BytesIO(kept)).height == entry["rows"], path


def test_the_same_again_is_no_release_and_leaves_every_byte(store: Store, sample: Any, first: Any) -> None:
    publish(store, first, sample.reconcile, sample.context())
    before = contents(store)
    assert publish(store, first, sample.reconcile, sample.context("run-2")) is None
    assert contents(store) == before
    assert len(list_releases(store)) == 1


def test_an_empty_lake_stays_empty_without_input(folder: Store, sample: Any) -> None:
    assert publish(folder, sample.batch(), sample.reconcile, sample.context()) is None
    assert contents(folder) == {}


def test_folder_and_bucket_hold_the_same_bytes(bucket: Any, tmp_path: Path, sample: Any, first: Any) -> None:
    stores = [open_store(str(tmp_path / "lake")), open_store(bucket.uri, bucket.options)]
    for store in stores:
        publish(store, first, sample.reconcile, sample.context())
    assert contents(stores[0]) == contents(stores[1])


def test_the_order_in_which_batches_arrive_leaves_no_trace(new_store: Any, tmp_path: Path, sample: Any) -> None:
    """Texts aside, which stand in the file of the release that brought them."""
    reads = [
        sample.Read("tin/b.txt", "Quận 1 thu 15.500 tỷ đồng.", (sample.Told("quan-1", 2023, 15500.0),)),
        sample.Read("tin/a.txt", "Quận 1 thu 15.500 tỷ đồng.", (sample.Told("quan-1", 2023, 15500.0),)),
        sample.Read("tin/c.txt", "Quận 1 thu 15.400 tỷ đồng.", (sample.Told("quan-1", 2023, 15400.0),)),
    ]
    seen = []
    for number, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 2, 0])):
        store = open_store(str(tmp_path / str(number)))
        for position in order:
            publish(store, sample.batch(reads[position]), sample.reconcile, sample.context())
        seen.append({k: v for k, v in contents(store).items() if not k.startswith(("articles/", "datapackage"))})
    assert seen[0] == seen[1] == seen[2]


def test_a_changed_article_moves_its_rows_to_other_partitions(store: Store, sample: Any, first: Any) -> None:
    publish(store, first, sample.reconcile, sample.context())
    changed = sample.Read(
        "tin/a.txt", "Quận 1 thu 16.000 tỷ năm 2022.", (sample.Told("quan-1", 2022, 16000.0),), etag="2"
    )
    release = publish(store, sample.batch(changed), sample.reconcile, sample.context())
    assert release is not None
    assert sorted(path for path in contents(store) if path.startswith("statistics/") and "quan-1" in path) == [
        "statistics/city=ho-chi-minh/district=quan-1/year=2022/part-0.parquet"
    ]
    assert sorted(release.delta["change"].to_list()) == ["added", "removed"]
    assert release.manifest.sources_changed.first == ("tin/a.txt",)


def test_a_removed_source_takes_its_rows_texts_and_issues_along(store: Store, sample: Any, first: Any) -> None:
    publish(store, first, sample.reconcile, sample.context())
    release = publish(store, sample.batch(removed=("tin/b.txt",)), sample.reconcile, sample.context())
    assert release is not None
    assert statistics(store) == [("quan-1", 2023, "budget_revenue", 15500.0, 1)]
    assert release.manifest.rows["issues"] == 0
    assert release.manifest.rows["articles"] == 2
    assert release.manifest.sources_removed.first == ("tin/b.txt",)
    texts = pl.read_parquet(store.read("articles/release=00000001/part-0.parquet"))
    assert not texts["text"].str.contains("Quận 3").any()


def test_one_text_under_two_addresses_is_one_article_until_both_are_gone(store: Store, sample: Any) -> None:
    told = (sample.Told("quan-1", 2023, 15500.0),)
    text = "Quận 1 thu 15.500 tỷ đồng."
    publish(store, sample.batch(sample.Read("x/2.txt", text, told)), sample.reconcile, sample.context())
    publish(
        store,
        sample.batch(sample.Read("x/1.txt", text, told, publisher="Tuổi Trẻ")),
        sample.reconcile,
        sample.context(),
    )
    observations = pl.read_parquet(store.read("observations.parquet"))
    assert observations.select("source_uri", "publisher", "article").rows() == [("x/1.txt", "Tuổi Trẻ", "1")]
    assert statistics(store) == [("quan-1", 2023, "budget_revenue", 15500.0, 1)]

    publish(store, sample.batch(removed=("x/1.txt",)), sample.reconcile, sample.context())
    observations = pl.read_parquet(store.read("observations.parquet"))
    assert observations.select("source_uri", "publisher", "article").rows() == [
        ("x/2.txt", "Báo Sài Gòn Giải Phóng", "2")
    ]
    texts = pl.read_parquet(store.read("articles/release=00000001/part-0.parquet"))
    assert texts.select("source_uri", "publisher").rows() == [("x/2.txt", "Báo Sài Gòn Giải Phóng")]

    publish(store, sample.batch(removed=("x/2.txt",)), sample.reconcile, sample.context())
    assert statistics(store) == []
    assert not [path for path in contents(store) if path.startswith(("articles/", "statistics/", "observations/"))]


def test_a_held_back_row_keeps_the_release_that_first_held_it(folder: Store, sample: Any, first: Any) -> None:
    publish(folder, first, sample.reconcile, sample.context())
    held = sample.Told("hoang-mai", 2023, 9e6, held=True)
    text = "Quận Hoàng Mai chi 9 triệu tỷ."
    publish(
        folder,
        sample.batch(
            sample.Read("tin/c.txt", text, (held,), etag="2"), sample.Read("tin/d.txt", text + " Thật.", (held,))
        ),
        sample.reconcile,
        sample.context(),
    )
    rows = pl.read_parquet(folder.read("quarantine.parquet"))
    assert sorted(rows["release"].to_list()) == [1, 2]


def test_figures_are_judged_with_all_others_of_their_district(tmp_path: Path, sample: Any) -> None:
    """Whichever article was read first, and in whichever run."""

    def judge(told: pl.DataFrame, *_: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        high = told.filter(pl.col("obs_value") > 100 * pl.col("obs_value").min().over("district"))
        verdict = {"suite": "rows", "expectation": "out_of_line", "severity": "critical", "message": "Gấp trăm lần"}
        return (
            told.join(high, on="observation_id", how="anti"),
            high.with_columns(**{name: pl.lit(value) for name, value in verdict.items()}),
        )

    low = sample.batch(sample.Read("a.txt", "Quận 1 thu 15.", (sample.Told("quan-1", 2022, 15.0),)))
    high = sample.batch(sample.Read("b.txt", "Quận 1 thu 15.000.", (sample.Told("quan-1", 2023, 15000.0),)))
    seen = []
    for name, order in (("low first", (low, high)), ("high first", (high, low))):
        store = open_store(str(tmp_path / name))
        for batch in order:
            publish(store, batch, sample.reconcile, sample.context(), judge=judge)
        assert publish(store, high, sample.reconcile, sample.context(), judge=judge) is None
        held = pl.read_parquet(store.read("quarantine.parquet"))
        assert held.select("obs_value", "first_seen", "release").rows() == [(15000.0, 2, 2)]
        seen.append({k: v for k, v in contents(store).items() if not k.startswith(("articles/", "datapackage"))})
    assert seen[0] == seen[1]

    publish(store, sample.batch(removed=("a.txt",)), sample.reconcile, sample.context(), judge=judge)
    assert statistics(store) == [("quan-1", 2023, "budget_revenue", 15000.0, 1)]


def test_what_is_published_does_not_depend_on_how_many_districts_are_worked_on_at_once(
    tmp_path: Path, sample: Any, first: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = (
        sample.Told("quan-3", 2022, 7.0),
        sample.Told("hoang-mai", 2023, 9.5),
        sample.Told("quan-1", 2023, 1.0, held=True),
    )
    more = sample.batch(sample.Read("tin/d.txt", "Quận 3: 7; Hoàng Mai: 9,5; Quận 1: 1.", told))
    steps = (first, more, sample.batch(removed=("tin/d.txt",)), replace(more, observations=more.observations.clear()))
    seen = []
    for rows_at_once, whole_bytes in ((30_000, 4 << 20), (1, 1)):
        monkeypatch.setattr("tasks.lake.build.ROWS_AT_ONCE", rows_at_once)
        for module in ("snapshot", "stage", "materialise", "deltas"):
            monkeypatch.setattr(f"tasks.lake.{module}.WHOLE_BYTES", whole_bytes)
        store = open_store(str(tmp_path / str(rows_at_once)))
        manifests = []
        for number, batch in enumerate(steps):
            pieces = list(batch.observations.iter_slices(1))
            loose = replace(
                batch,
                observations=batch.observations.clear(),
                told=lambda names, all_=pieces: (p.select(names) for p in all_),
            )
            release = publish(
                store, loose if rows_at_once == 1 else batch, sample.reconcile, sample.context(f"run-{number}")
            )
            assert release is not None
            manifests.append((release.manifest.rows, release.manifest.delta, release.delta.rows()))
        seen.append((contents(store), manifests))
    assert seen[0] == seen[1]


def test_the_check_sees_the_whole_table_and_can_stop_it(folder: Store, sample: Any, first: Any) -> None:
    publish(folder, first, sample.reconcile, sample.context())
    before = contents(folder)

    def refuse(candidate: Any) -> None:
        assert sum(part.statistics.height for part in candidate.parts) == 4
        assert sum(part.old_statistics.height for part in candidate.parts) == 3
        raise TableRejectedError("Statistics of quan-1 doubled", "Look at the run's report.")

    more = sample.batch(sample.Read("tin/d.txt", "Quận 1: 9.", (sample.Told("quan-1", 2022, 9.0),)))
    with pytest.raises(TableRejectedError, match="doubled"):
        publish(folder, more, sample.reconcile, sample.context(), check=refuse)
    assert contents(folder) == before
    assert len(list_releases(folder)) == 1


def test_files_of_the_check_are_published_with_the_release(folder: Store, sample: Any, first: Any) -> None:
    publish(folder, first, sample.reconcile, sample.context(), check=lambda _: {"data-docs/index.html": b"<p>1"})
    assert folder.read("data-docs/index.html") == b"<p>1"
    publish(folder, first, sample.reconcile, sample.context(), check=lambda _: {"data-docs/index.html": b"<p>2"})
    assert folder.read("data-docs/index.html") == b"<p>1"


def test_new_code_recomputes_all_statistics(folder: Store, sample: Any, first: Any) -> None:
    publish(folder, first, sample.reconcile, sample.context())

    def doubled(observations: pl.DataFrame, prints: pl.DataFrame) -> pl.DataFrame:
        return sample.reconcile(observations, prints).with_columns(pl.col("obs_value") * 2)

    release = publish(folder, sample.batch(), doubled, sample.context(code_version="0.2.0"))
    assert release is not None
    assert [row[3] for row in statistics(folder)] == [31000.0, 7800.0, 8402.0]
    assert publish(folder, sample.batch(), doubled, sample.context(code_version="0.2.0")) is None


def test_all_readers_agree_on_the_tree_and_the_copy(tmp_path: Path, sample: Any, first: Any) -> None:
    publish(open_store(str(tmp_path)), first, sample.reconcile, sample.context())
    for name, key in (("statistics", ["district", "year", "indicator"]), ("observations", ["observation_id"])):
        tree, copy = f"{tmp_path}/{name}", f"{tmp_path}/{name}.parquet"
        columns = pq.read_schema(copy).names

        def rows(table: Any, key: list[str] = key, columns: list[str] = columns) -> list[dict[str, Any]]:
            return sorted(table.select(columns).to_pylist(), key=lambda row: [row[name] for name in key])

        pandas_tree = pd.read_parquet(tree, dtype_backend="pyarrow").astype({"city": "str", "district": "str"})
        found = {
            "duckdb tree": duckdb.sql(
                f"from read_parquet('{tree}/**/*.parquet', hive_partitioning=true)"
            ).to_arrow_table(),
            "duckdb copy": duckdb.sql(f"from '{copy}'").to_arrow_table(),
            "polars tree": pl.read_parquet(f"{tree}/**/*.parquet", hive_partitioning=True).to_arrow(),
            "polars copy": pl.read_parquet(copy).to_arrow(),
            "pyarrow tree": ds.dataset(tree, partitioning="hive").to_table(),
            "pandas tree": ds.dataset(pl.from_pandas(pandas_tree).to_arrow()).to_table(),
            "pandas copy": pl.from_pandas(pd.read_parquet(copy, dtype_backend="pyarrow")).to_arrow(),
        }
        expected = rows(pq.read_table(copy))
        assert expected
        for reader, table in found.items():
            assert rows(table) == expected, reader


def test_files_tell_what_their_columns_mean(tmp_path: Path, sample: Any, first: Any) -> None:
    publish(open_store(str(tmp_path)), first, sample.reconcile, sample.context())
    for path in tmp_path.rglob("statistics/**/*.parquet"):
        described = json.loads(pq.read_schema(path).metadata[b"solieu"])
        assert described["schema_version"] == SCHEMA_VERSION
        assert described["fields"]["obs_value"]["vi"].startswith("Giá trị")
        assert "year" not in pq.read_schema(path).names
    assert str(pq.read_schema(tmp_path / "statistics.parquet").field("year").type) == "int32"
    package = json.loads((tmp_path / "datapackage.json").read_text())
    assert package["release"] == 1
    fields = {f["name"]: f for r in package["resources"] if r["name"] == "statistics" for f in r["schema"]["fields"]}
    assert fields["obs_value"]["type"] == "number"
    assert fields["year"]["type"] == "integer"
    assert fields["dissent"]["type"] == "array"


def test_a_lake_of_an_older_schema_is_brought_to_this_one(folder: Store, sample: Any, first: Any) -> None:
    """As if ``contested`` had not been published, nor the ledger kept publication days: version 0 of the schema."""
    publish(folder, first, sample.reconcile, sample.context())
    made = head(folder)
    assert made is not None
    stage = Stage(folder, 1)
    for dataset in (STATISTICS, OBSERVATIONS):
        old = pl.read_parquet(folder.read(dataset.file)).drop("contested", strict=False)
        for path in [path for path in made.files if path.startswith(f"{dataset.name}/")]:
            stage.add(path, b"a file of the older schema", 1)
        stage.add(dataset.file, to_parquet(old), old.height)
    ledger = read_frame(folder, made, SOURCES).drop("first_published", "last_published", "read_by")
    stage.add_state(SOURCES.file, to_parquet(ledger), ledger.height)
    stage.finish()
    older = replace(made, schema_version=0, files={**made.files, **stage.files}, state={**made.state, **stage.state})
    folder.write(manifest_key(1), older.to_bytes())
    materialise(folder, check=True)

    release = publish(folder, Batch(), sample.reconcile, sample.context())
    assert release is not None
    assert (release.number, release.manifest.schema_version) == (2, SCHEMA_VERSION)
    tree = pl.read_parquet(f"{folder.uri}/statistics/**/*.parquet", hive_partitioning=True)
    assert tree["contested"].null_count() == 3
    assert tree["obs_value"].to_list() == [15500.0, 3900.0, 4201.0]
    assert read_ledger(folder, release.manifest).sources["read_by"].null_count() == 3
    assert publish(folder, Batch(), sample.reconcile, sample.context()) is None


def to_parquet(frame: pl.DataFrame) -> bytes:
    sink = io.BytesIO()
    frame.write_parquet(sink)
    return sink.getvalue()


def test_texts_may_be_handed_over_some_at_a_time(
    sample: Any, first: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, one_by_one = (open_store(str(tmp_path / name)) for name in ("at-once", "one-by-one"))
    monkeypatch.setattr("tasks.lake.articles.PART_ROWS", 2)
    publish(at_once, first, sample.reconcile, sample.context())
    texts = list(first.articles.select("article_id", "text").iter_slices(1))
    bare = first.articles.with_columns(text=pl.lit(None, pl.String))
    publish(one_by_one, replace(first, articles=bare, texts=lambda: iter(texts)), sample.reconcile, sample.context())
    assert contents(one_by_one) == contents(at_once)
    parts = [key for key in contents(at_once) if key.startswith("articles/")]
    assert len(parts) == 2
    assert None not in pl.read_parquet(io.BytesIO(at_once.read(parts[0])))["text"]
