"""The library's own tables, which ship inside the package."""

from __future__ import annotations

from importlib.resources import files
from typing import Any


def read_table(name: str) -> Any:
    """Content of ``data/<name>``, a YAML file. The parser is imported here: who only plans a run needs none."""
    import yaml  # noqa: PLC0415

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files("tasks.articles").joinpath("data", name).read_bytes(), Loader=loader)  # noqa: S506  it is safe
