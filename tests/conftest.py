"""Fixtures for every folder of tests."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def examples() -> Path:
    """The example articles that ship with the project."""
    return ROOT / "examples" / "articles"
