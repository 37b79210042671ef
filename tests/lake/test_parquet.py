"""Frames to bytes: the same rows are the same bytes, and every reader finds the published types."""

from __future__ import annotations

import io
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from tasks.lake.datasets import DISTRICTS, INDICATORS, OBSERVATIONS, SCHEMA_VERSION, STATISTICS
from tasks.lake.errors import NewerLakeError, SchemaMismatchError
from tasks.lake.layout import Partition, partition_path
from tasks.lake.parquet import WholeFile, decode, encode, schema_version
from tasks.lake.partitions import partitions
from tasks.records.observation import OBSERVATION_SCHEMA
from tasks.records.statistic import STATISTIC_SCHEMA


def files(observations: pl.DataFrame, wanted: frozenset[Partition] | None = None) -> dict[str, bytes]:
    found = partitions(OBSERVATIONS, OBSERVATIONS.ordered(observations), wanted)
    return {one.path: one.encoded() for one in found}


@pytest.fixture
def observations(sample: Any) -> pl.DataFrame:
    told = [sample.Told(district, year, year + 0.5) for year in (2022, 2023) for district in ("quan-3", "quan-1")]
    frame: pl.DataFrame = sample.batch(sample.Read("a.txt", "Thu ngân sách tăng.", tuple(told))).observations
    return frame


def test_the_order_of_rows_and_columns_does_not_show(observations: pl.DataFrame) -> None:
    shuffled = observations.select(reversed(observations.columns)).sample(fraction=1.0, shuffle=True, seed=3)
    assert encode(OBSERVATIONS, shuffled) == encode(OBSERVATIONS, observations)
    assert list(files(shuffled).items()) == list(files(observations).items())


def test_what_is_encoded_is_decoded(observations: pl.DataFrame) -> None:
    assert decode(OBSERVATIONS, encode(OBSERVATIONS, observations)).equals(OBSERVATIONS.ordered(observations))
    empty = pl.DataFrame(schema=STATISTIC_SCHEMA)
    assert decode(STATISTICS, encode(STATISTICS, empty)).equals(empty)


def test_a_partition_has_its_rows_and_not_its_path_columns(observations: pl.DataFrame) -> None:
    found = files(observations)
    assert list(found) == [
        f"observations/city=ho-chi-minh/district={district}/year={year}/part-0.parquet"
        for district in ("quan-1", "quan-3")
        for year in (2022, 2023)
    ]
    first = pq.read_table(io.BytesIO(next(iter(found.values()))), partitioning=None)
    assert first.num_rows == 1
    assert first.column_names == [name for name in OBSERVATION_SCHEMA if name not in {"city", "district", "year"}]


def test_many_partitions_come_out_in_path_order(observations: pl.DataFrame) -> None:
    years = pl.DataFrame({"year": list(range(1990, 2090))}, {"year": pl.Int32})
    many = observations.drop("year").head(1).join(years, how="cross").select(*OBSERVATION_SCHEMA)
    paths = list(files(many))
    assert len(paths) == 100
    assert paths == sorted(paths)


def test_a_file_of_several_row_groups_has_all_rows_in_order(
    observations: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    years = pl.DataFrame({"year": list(range(1990, 2090))}, {"year": pl.Int32})
    many = OBSERVATIONS.ordered(observations.drop("year").join(years, how="cross").select(*OBSERVATION_SCHEMA))
    monkeypatch.setattr("tasks.lake.parquet.ROW_GROUP", 64)
    data = encode(OBSERVATIONS, many)
    assert pq.read_metadata(io.BytesIO(data)).num_row_groups == 7
    assert decode(OBSERVATIONS, data).equals(many)
    some = frozenset(Partition("ho-chi-minh", "quan-3", year) for year in (1990, 1991, 2050))
    assert list(files(many, some)) == [partition_path("observations", key) for key in sorted(some)]


def test_types_are_plain_parquet_types(observations: pl.DataFrame) -> None:
    data = encode(OBSERVATIONS, observations)
    schema = pq.read_schema(io.BytesIO(data))
    types = {name: str(schema.field(name).type) for name in ("city", "year", "period_end", "obs_value", "flags")}
    assert types == {
        "city": "string", "year": "int32", "period_end": "date32[day]", "obs_value": "double",
        "flags": "list<element: string>",
    }  # fmt: skip


def test_readers_can_pass_over_rows_by_all_columns_that_have_an_order(observations: pl.DataFrame) -> None:
    [group] = [pq.read_metadata(io.BytesIO(encode(OBSERVATIONS, observations))).row_group(0)]
    columns = [group.column(number) for number in range(group.num_columns)]
    told = {column.path_in_schema for column in columns if column.is_stats_set}
    assert {"city", "district", "year", "indicator", "period_end", "obs_value", "source_uri"} <= told
    assert [column.path_in_schema for column in columns if "PLAIN" in column.encodings and not column.is_stats_set] == [
        "observation_id"
    ]


def test_duckdb_reads_the_meaning_of_columns(observations: pl.DataFrame, tmp_path: Any) -> None:
    path = tmp_path / "observations.parquet"
    path.write_bytes(encode(OBSERVATIONS, observations))
    found = duckdb.sql(f"select value from parquet_kv_metadata('{path}') where key = 'solieu'").fetchall()
    assert "The sentence that holds the figure" in bytes(found[0][0]).decode()


def test_a_missing_or_unfit_column_is_named(observations: pl.DataFrame) -> None:
    with pytest.raises(SchemaMismatchError, match="observations lacks quote"):
        encode(OBSERVATIONS, observations.drop("quote"))
    with pytest.raises(SchemaMismatchError, match="does not fit"):
        encode(OBSERVATIONS, observations.with_columns(year=pl.lit("năm nay")))
    with pytest.raises(SchemaMismatchError, match="No published type"):
        encode(DISTRICTS, pl.DataFrame({"x": [{"a": 1}]}))


def test_files_of_a_newer_schema_are_refused(observations: pl.DataFrame) -> None:
    data = encode(OBSERVATIONS, observations)
    assert schema_version(data) == SCHEMA_VERSION
    table = pq.read_table(io.BytesIO(data)).replace_schema_metadata({b"solieu": b'{"schema_version": 99}'})
    newer = io.BytesIO()
    pq.write_table(table, newer)
    with pytest.raises(NewerLakeError, match="Update solieu"):
        schema_version(newer.getvalue())


def test_a_copy_has_the_same_bytes_however_its_rows_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.lake.parquet.ROW_GROUP", 3)
    rows = pl.DataFrame({"id": [f"chỉ tiêu {n}" for n in range(8)], "values": [[n, n + 1] for n in range(8)]})
    seen = set()
    for at_once in (1, 2, 5, 8):
        sink = io.BytesIO()
        with WholeFile(INDICATORS, sink) as file:
            for part in rows.iter_slices(at_once):
                file.add(part)
        assert file.rows == 8
        seen.add(sink.getvalue())
    (data,) = seen
    assert pl.read_parquet(data).equals(rows)
    assert [pq.ParquetFile(io.BytesIO(data)).metadata.row_group(n).num_rows for n in range(3)] == [3, 3, 2]
