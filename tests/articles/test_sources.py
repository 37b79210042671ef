"""What there is to read is listed once, in one order; what is passed over is told."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tasks.articles.sources import Source, SourceNotFoundError, SourceStore, kind_of, list_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tasks.records.issue import Issue


@dataclass(frozen=True)
class Stored:
    key: str
    size: int = 3
    etag: str = "e"


class Bucket:
    """A bucket as the lake's store lists it: by key prefix, in no promised order."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys

    def list(self, prefix: str) -> Iterator[Stored]:
        return (Stored(key) for key in self.keys if key.startswith(prefix))


def no_store(uri: str) -> SourceStore:
    raise AssertionError(f"no store is needed here, least of all {uri}")


def listed(*patterns: str) -> tuple[list[Source], list[Issue]]:
    return list_sources(patterns, no_store)


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("chữ", encoding="utf-8")


def names(sources: list[Source], root: Path) -> list[str]:
    return [source.uri.removeprefix(f"{root.as_posix()}/") for source in sources]


def test_folder_is_read_with_all_below_it(tmp_path: Path) -> None:
    put(
        tmp_path,
        "b.txt",
        "a/c.HTML",
        "a/d.jsonl",
        "a/e/f.jsonl.gz",
        "a/g.htm",
        "a/anh.jpg",
        "h.gz",
        ".an.txt",
        ".x/i.txt",
    )
    sources, issues = listed(str(tmp_path))
    assert names(sources, tmp_path) == ["a/c.HTML", "a/d.jsonl", "a/e/f.jsonl.gz", "a/g.htm", "b.txt"]
    assert [source.kind for source in sources] == ["html", "jsonl", "jsonl.gz", "html", "txt"]
    assert [(issue.reason, issue.raw_value) for issue in issues] == [("unknown_ending", "2")]


def test_a_source_named_twice_is_listed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    sources, _ = listed("a.txt", "./a.txt", str(tmp_path), "*.txt")
    assert [source.uri for source in sources] == ["a.txt"]


def test_globs(tmp_path: Path) -> None:
    put(tmp_path, "2023/a.txt", "2024/b.txt", "2024/c.md", "2024/q1/d.txt")
    assert names(listed(f"{tmp_path}/2024/*.txt")[0], tmp_path) == ["2024/b.txt"]
    assert names(listed(f"{tmp_path}/**/*.txt")[0], tmp_path) == ["2023/a.txt", "2024/b.txt", "2024/q1/d.txt"]
    assert names(listed(f"{tmp_path}/20*")[0], tmp_path) == ["2023/a.txt", "2024/b.txt", "2024/q1/d.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tmp_path: Path) -> None:
    put(tmp_path, "bài [1].txt")
    assert names(listed(f"{tmp_path}/bài [1].txt")[0], tmp_path) == ["bài [1].txt"]


def test_links_out_of_the_named_folder_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "ngoai/bi-mat.txt", "trong/a.txt")
    inside = tmp_path / "trong"
    (inside / "thoat.txt").symlink_to(tmp_path / "ngoai" / "bi-mat.txt")
    (inside / "thu-muc").symlink_to(tmp_path / "ngoai")
    (inside / "lai.txt").symlink_to(inside / "a.txt")
    for pattern in (str(inside), f"{inside}/**/*.txt", f"{inside}/*"):
        sources, issues = listed(pattern)
        assert names(sources, inside) == ["a.txt"], pattern
        assert {issue.reason for issue in issues} == {"link_outside"}


def test_a_link_named_by_the_user_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "kho/a.txt")
    (tmp_path / "bai.txt").symlink_to(tmp_path / "kho" / "a.txt")
    assert names(listed(f"{tmp_path}/bai.txt")[0], tmp_path) == ["bai.txt"]


def test_what_does_not_exist_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match=r"khong-co\.txt does not exist; name a file"):
        listed(f"{tmp_path}/khong-co.txt")
    with pytest.raises(SourceNotFoundError):
        listed("x" * 5000)


@pytest.mark.parametrize("pattern", ["", "/*.txt"])
def test_nothing_to_read_is_an_issue(tmp_path: Path, pattern: str) -> None:
    sources, issues = listed(f"{tmp_path}{pattern}")
    assert sources == []
    assert [issue.reason for issue in issues] == ["nothing_to_read"]


def test_a_file_of_unknown_ending_is_told(tmp_path: Path) -> None:
    put(tmp_path, "bai.docx")
    sources, issues = listed(f"{tmp_path}/bai.docx")
    assert sources == []
    assert "the endings read are .txt, .html, .htm, .jsonl, .ndjson, .csv" in issues[0].message


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CC-NEWS-20230501-00012.WARC.GZ", "warc.gz"),
        ("kho #1 100%.warc", "warc"),
        ("bài.báo.2023.jsonl.zst", "jsonl.zst"),
        ("a.ndjson", "jsonl"),
        ("a.HTM.gz", "html.gz"),
        (".parquet.txt.zst", "txt.zst"),
        ("a.Parquet", "parquet"),
        ("a.parquet.gz", None),
        ("a.warc.zst", "warc.zst"),
        ("CC-MAIN-20240221-00000.warc.wet.gz", "wet.gz"),
        ("CC-MAIN-20240221-00000.warc.wat.gz", None),
        ("bai.csv", "csv"),
        ("bai.TSV.gz", "csv.gz"),
        ("a.gz", None),
        ("jsonl", None),
    ],
)
def test_kinds_go_by_the_end_of_the_name(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_special_files_and_names_that_are_no_text(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "ong.txt")
    (tmp_path / "gãy.txt").symlink_to(tmp_path / "khong-co.txt")
    (tmp_path / "vòng.txt").symlink_to(tmp_path / "vòng.txt")
    os.close(os.open(os.fsencode(tmp_path) + b"/b\xff.txt", os.O_CREAT))
    sources, issues = listed(str(tmp_path))
    assert names(sources, tmp_path) == ["a.txt"]
    assert sorted(issue.reason for issue in issues) == ["bad_name", "link_to_nothing", "link_to_nothing", "not_a_file"]


def test_odd_names_are_names(tmp_path: Path) -> None:
    """Two forms of one letter are two files; a name is a path, never a pattern, an address or a switch."""
    odd = [
        "Quận.txt",
        "Qua\u0323\u0302n.txt",
        "a b.txt",
        "a+b.txt",
        "a%2Fb.txt",
        "a#1.txt",
        "a?b.txt",
        "[a].txt",
        "*.txt",
    ]
    odd += ["-rf.txt", "a\nb.txt", "a\\b.txt", "a;b.txt", "$HOME.txt", "s3:b.txt", "\u202e.txt", "~.txt"]
    for name in odd:
        put(tmp_path, name)
    sources, issues = listed(str(tmp_path))
    assert names(sources, tmp_path) == sorted(odd)
    assert issues == []
    for source in sources:
        assert [one.uri for one in listed(source.uri)[0]] == [source.uri]


def test_a_changed_file_has_another_etag(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.utime(tmp_path / "a.txt", ns=(1, 1))
    before = listed(str(tmp_path))[0][0]
    os.utime(tmp_path / "a.txt", ns=(2, 2))
    after = listed(str(tmp_path))[0][0]
    assert before.etag != after.etag


def test_object_store() -> None:
    bucket = Bucket("tin/b.txt", "tin/a?x=1&y.txt", "tin/ảnh.png", "tin-cu/c.txt", "tin/", "d.jsonl.gz")
    sources, issues = list_sources(["s3://kho/tin"], {"s3://kho": bucket}.__getitem__)
    assert [source.uri for source in sources] == ["s3://kho/tin/a?x=1&y.txt", "s3://kho/tin/b.txt"]
    assert [issue.reason for issue in issues] == ["unknown_ending"]
    assert [s.uri for s in list_sources(["s3://kho/d.jsonl.gz"], lambda _: bucket)[0]] == ["s3://kho/d.jsonl.gz"]
    assert len(list_sources(["s3://kho"], lambda _: bucket)[0]) == 4
    assert [s.uri for s in list_sources(["s3://kho/tin-"], lambda _: bucket)[0]] == ["s3://kho/tin-cu/c.txt"]


def test_empty_prefix_is_an_issue() -> None:
    sources, issues = list_sources(["s3://kho/khong-co"], lambda _: Bucket("a.txt"))
    assert (sources, [issue.reason for issue in issues]) == ([], ["nothing_to_read"])
