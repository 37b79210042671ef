"""Every text of the project is NFC: a decomposed letter in a rule or a catalog matches nothing and looks right."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".csv", ".txt", ".html", ".jsonl", ".json", ".tf"}
FOLDERS = ("benchmarks", "docs", "examples", "expectations", "flows", "infra", "tasks", "tests")


def project_files() -> list[Path]:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in TEXT]
    return sorted([*files, *ROOT.glob("*.md"), ROOT / "pyproject.toml"])


@pytest.mark.parametrize("folder", ["", *FOLDERS])
def test_text_is_nfc(folder: str) -> None:
    decomposed = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in project_files()
        if path.relative_to(ROOT).parts[0] == folder or (not folder and path.parent == ROOT)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if not unicodedata.is_normalized("NFC", line)
    ]
    assert not decomposed, f"write these lines in NFC (NFD on purpose goes in as an escape): {decomposed}"
