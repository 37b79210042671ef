"""The version of the rules: a hash of the code and data that decide what is read, and of the catalog's data."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.resources import files
from importlib.util import find_spec
from typing import Final

_PACKAGES: Final = ("tasks.catalog", "tasks.grammar", "tasks.spelling")


@lru_cache(maxsize=8)
def rules_digest(catalog_version: str) -> str:
    """Sixteen hex digits that change whenever a rule, a word or the catalog does."""
    digest = hashlib.sha256(catalog_version.encode())
    for package in _PACKAGES:
        for item in sorted(files(package).iterdir(), key=lambda item: item.name):
            if item.name.endswith((".py", ".yaml")):
                digest.update(f"{package}/{item.name}".encode())
                digest.update(item.read_bytes())
    return digest.hexdigest()[:16]


def is_compiled() -> bool:
    """Whether this Python runs the grammar as machine code (``python -m infra.native.compile``)."""
    found = find_spec("tasks.grammar.extract")
    return found is not None and str(found.origin).endswith(tuple(EXTENSION_SUFFIXES))
