"""From a key to its path and back. Only a closed alphabet passes, so no name can climb out of its partition."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tasks.lake.errors import UnsafePathValueError

RELEASES: Final = "_releases"
STATE: Final = "_state"
RUNS: Final = "_runs"
DATA_DOCS: Final = "data-docs"
DATAPACKAGE: Final = "datapackage.json"

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_LENGTH: Final = 80
_YEARS: Final = range(1900, 2101)
_PARTITION: Final = re.compile(r"(\w+)/city=([a-z0-9-]+)/district=([a-z0-9-]+)/year=(\d{4})/part-0\.parquet")
_DOCS: Final = re.compile(r"data-docs/(\d{8})/.+")
_MANIFEST: Final = re.compile(r"_releases/(\d{8})\.json")


class Partition(NamedTuple):
    """The key of one partition."""

    city: str
    district: str
    year: int


def partition_path(dataset: str, partition: Partition) -> str:
    """``statistics/city=ho-chi-minh/district=quan-1/year=2023/part-0.parquet``."""
    for column, value in (("city", partition.city), ("district", partition.district)):
        if not isinstance(value, str) or len(value) > _SLUG_LENGTH or not _SLUG.fullmatch(value):
            raise UnsafePathValueError(
                f"{column} {value!r} cannot stand in a path",
                "Slugs are lower-case ASCII letters, digits and single hyphens, at most 80; correct the gazetteer.",
            )
    if partition.year not in _YEARS:
        raise UnsafePathValueError(
            f"year {partition.year!r} cannot stand in a path",
            "Years run from 1900 to 2100; refuse the row as an issue.",
        )
    return f"{dataset}/city={partition.city}/district={partition.district}/year={partition.year:04}/part-0.parquet"


def parse_partition(path: str) -> tuple[str, Partition] | None:
    """Dataset and key of a path that :func:`partition_path` made, ``None`` for any other."""
    match = _PARTITION.fullmatch(path)
    if match is None:
        return None
    dataset, city, district, year = match.groups()
    return dataset, Partition(city, district, int(year))


def articles_path(release: int, part: int = 0) -> str:
    """Article texts that a release added."""
    return f"articles/release={release:08}/part-{part}.parquet"


def docs_folder(release: int) -> str:
    """Data Docs of a release."""
    return f"{DATA_DOCS}/{release:08}"


def docs_release(path: str) -> int | None:
    """The release whose docs a path belongs to, ``None`` for any other path."""
    match = _DOCS.fullmatch(path)
    return int(match[1]) if match else None


def delta_path(release: int) -> str:
    """What a release changed, key by key."""
    return f"{RELEASES}/{release:08}/delta.parquet"


def manifest_key(release: int) -> str:
    """The commit itself: whoever creates it has published that release."""
    return f"{RELEASES}/{release:08}.json"


def manifest_number(key: str) -> int | None:
    """The release that a key is the commit of, ``None`` for any other key."""
    match = _MANIFEST.fullmatch(key)
    return int(match[1]) if match else None


def snapshot_key(release: int, name: str, digest: str) -> str:
    """A staged object. The digest keeps two runs that race for one number from writing over each other."""
    stem, dot, suffix = name.rpartition(".")
    return f"{RELEASES}/{release:08}/{stem or suffix}-{digest[:16]}{dot}{suffix if stem else ''}"
