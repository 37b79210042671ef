"""Modules whose import waits until they are used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from expectations.deferred import deferred


@pytest.fixture
def unused(tmp_path, monkeypatch):
    """A module that nobody has imported, and what its import leaves behind."""
    (tmp_path / "solieu_unused.py").write_text("value = 7\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "solieu_unused"
    sys.modules.pop("solieu_unused", None)


def test_a_module_is_imported_when_it_is_used(unused):
    with deferred(unused):
        import solieu_unused as stands_for_it

    assert unused not in sys.modules
    assert stands_for_it.value == 7
    assert unused in sys.modules


def test_whoever_imports_it_afterwards_has_the_module_itself(unused):
    with deferred(unused):
        import solieu_unused as stands_for_it
    import solieu_unused

    assert "value" in vars(solieu_unused)
    assert "value" not in vars(stands_for_it)


def test_what_was_imported_before_stays(unused):
    import solieu_unused

    with deferred(unused):
        assert sys.modules[unused] is solieu_unused
    assert sys.modules[unused] is solieu_unused


def test_checks_do_without_charts_and_distributions():
    program = (
        "import sys; from expectations.run import warm_up; warm_up();"
        "print([name for name in ('altair', 'scipy.stats') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
