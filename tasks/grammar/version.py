"""The version of the rules: a hash of the grammar's code and data and of the catalog."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=8)
def rules_digest(catalog_version: str) -> str:
    """Sixteen hex digits that change whenever a rule, a word or the catalog does."""
    digest = hashlib.sha256(catalog_version.encode())
    folder = files("tasks.grammar")
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name.endswith((".py", ".yaml")):
            digest.update(item.name.encode())
            digest.update(item.read_bytes())
    return digest.hexdigest()[:16]
