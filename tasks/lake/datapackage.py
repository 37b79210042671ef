"""``datapackage.json``: a release described for people and programs that know nothing of us (Frictionless)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from tasks.lake.datasets import ARTICLES, DATASETS, PARTITION_KEY, SCHEMA_VERSION, Dataset
from tasks.lake.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tasks.lake.manifest import Entry

LICENCE: Final = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_TEXTS: Final = "Article texts and quotes belong to their publishers and are kept as evidence of the figures."
_TYPES: Final = {
    "Boolean": "boolean",
    "Float64": "number",
    "Date": "date",
    "Datetime": "datetime",
    "String": "string",
    "List": "array",
}


def datapackage(
    release: int, files: Mapping[str, Entry], rows: Mapping[str, int], schemas: Mapping[str, Mapping[str, pl.DataType]]
) -> bytes:
    """The descriptor of a release. ``schemas`` has the columns of each dataset that the release holds."""
    resources = [
        _resource(dataset, files, rows, schemas[dataset.name]) for dataset in DATASETS if dataset.name in schemas
    ]
    package = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": "solieu",
        "title": "Số liệu quận, huyện, phường, xã theo báo chí",
        "description": "Figures that Vietnamese news reports about districts, read, checked and reconciled.",
        "version": str(release),
        "release": release,
        "schema_version": SCHEMA_VERSION,
        "licenses": [LICENCE],
        "resources": resources,
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _resource(
    dataset: Dataset, files: Mapping[str, Entry], rows: Mapping[str, int], schema: Mapping[str, pl.DataType]
) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": dataset.name,
        "title": dataset.title.vi,
        "description": dataset.title.en,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rows": rows.get(dataset.name, 0),
    }
    if dataset is ARTICLES:
        resource["path"] = sorted(path for path in files if path.startswith(f"{dataset.name}/"))
        resource["description"] += f". {_TEXTS}"
    else:
        entry = files[dataset.file]
        resource |= {"path": dataset.file, "bytes": entry.size, "hash": f"sha256:{entry.sha256}"}
    if dataset.partitioned:
        tree = f"{dataset.name}/"
        resource["tree"] = {
            "path": f"{tree}**/*.parquet",
            "partitioning": "hive",
            "keys": list(PARTITION_KEY),
            "files": sum(path.startswith(tree) for path in files),
        }
    resource["schema"] = {"fields": [_field(name, kind) for name, kind in schema.items()]}
    return resource


def _field(name: str, kind: pl.DataType) -> dict[str, str]:
    base = str(kind.base_type().__name__) if isinstance(kind, pl.DataType) else str(kind)
    described = {"name": name, "type": _TYPES.get(base, "integer")}
    if name in FIELDS:
        described |= {"title": FIELDS[name].vi, "description": FIELDS[name].en}
    return described
