"""What the guides show on a screen is what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.flows.conftest import Solieu

DOCS = Path(__file__).parents[2] / "docs"
_SHOWN = re.compile(r"```\n\$ uv run solieu ((?:[^\n]*\\\n)*[^\n]*)\n(.*?)```", re.DOTALL)


def shown() -> list[tuple[str, str, str]]:
    return [
        (guide, command.replace("\\\n", ""), screen)
        for guide in ("grammar.md", "how_to_add_an_indicator.md")
        for command, screen in _SHOWN.findall((DOCS / guide).read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("guide", "command", "screen"), shown(), ids=lambda told: told[:30])
def test_a_command_prints_what_the_guide_shows(solieu: Solieu, guide: str, command: str, screen: str) -> None:
    done = solieu(*shlex.split(command), env={"COLUMNS": "100"})
    assert (done.code, done.err) == (0, "")
    assert done.out.strip("\n") == screen.strip("\n"), f"write what it prints into docs/{guide}"
