"""docs/grammar.md tells of the code as it is: every module, and a rule to the letter."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "grammar.md").read_text(encoding="utf-8")
GRAMMAR = ROOT / "tasks" / "grammar"


def test_every_module_is_told_of_and_every_module_told_of_is_there() -> None:
    told = set(re.findall(r"`([a-z_]+\.(?:py|yaml))`", GUIDE)) - {"test_explain.py", "test_golden.py"}
    there = {path.name for path in GRAMMAR.iterdir() if path.suffix in {".py", ".yaml"}} - {"__init__.py"}
    assert told <= there
    kin = ("table_", "respectively_")  # told of as the kin of tables.py and respectively.py
    data = {"places.yaml", "anchors.yaml", "wards.yaml", "tables.yaml"}  # words of the module of their name
    assert {name for name in there - told - data if not name.startswith(kin)} == set()


def test_the_rule_it_shows_is_the_shipped_one() -> None:
    [shown] = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
    assert shown in (GRAMMAR / "ahead.py").read_text(encoding="utf-8")
