"""Who may import whom. A layer that leaks is found here, not in a worker that cannot start."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("flows", "tasks", "expectations")

# Among the libraries: which others each may import. `records` is everybody's.
LIBRARIES = {
    "tasks.records": set(),
    "tasks.spelling": set(),
    "tasks.articles": {"tasks.records", "tasks.spelling"},
    "tasks.catalog": {"tasks.records", "tasks.spelling"},
    "tasks.grammar": {"tasks.records", "tasks.catalog", "tasks.spelling"},
    "tasks.audit": {"tasks.records", "tasks.catalog", "tasks.grammar"},
    "tasks.decisions": {"tasks.records"},
    "tasks.reconciliation": {"tasks.records", "expectations"},
    "tasks.lake": {"tasks.records"},
    "tasks.runs": {
        "tasks.records",
        "tasks.articles",
        "tasks.catalog",
        "tasks.grammar",
        "tasks.lake",
        "tasks.reconciliation",
        "expectations",
    },
    "tasks.dictionary": {"tasks.records", "tasks.catalog", "expectations"},
    "expectations": set(),
}


@cache
def modules() -> dict[str, Path]:
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


@cache
def imports_of(module: str, *, while_typing: bool = True) -> frozenset[str]:
    """Dotted names that a module imports, anywhere in it; without those under ``if TYPE_CHECKING`` if asked."""
    found: set[str] = set()
    pending: list[ast.AST] = [ast.parse(modules()[module].read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not while_typing:
            pending += node.orelse
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively; write the whole name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
        pending += ast.iter_child_nodes(node)
    return frozenset(found)


def importers(*libraries: str) -> set[str]:
    return {
        module
        for module in modules()
        if any(
            name == library or name.startswith(f"{library}.") for name in imports_of(module) for library in libraries
        )
    }


def library_of(module: str) -> str | None:
    return next((name for name in LIBRARIES if module == name or module.startswith(f"{name}.")), None)


def is_step(module: str) -> bool:
    return module.startswith("tasks.") and module.count(".") == 1 and modules()[module].name != "__init__.py"


def test_prefect_is_known_to_flows_and_steps_only() -> None:
    assert {
        module for module in importers("prefect") if not module.startswith("flows") and not is_step(module)
    } == set()


def test_boto3_is_known_to_the_store_only() -> None:
    assert importers("boto3", "botocore", "s3transfer") <= {"tasks.lake.store"}


def test_pandas_and_great_expectations_are_known_to_expectations_only() -> None:
    assert {name.split(".")[0] for name in importers("pandas", "great_expectations")} <= {"expectations"}


def test_every_library_has_its_place() -> None:
    unknown = [module for module in modules() if not module.startswith("flows") and not library_of(module)]
    assert [module for module in unknown if module != "tasks" and not is_step(module)] == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_libraries_import_only_what_stands_below_them(library: str) -> None:
    own = [module for module in modules() if library_of(module) == library]
    wrong = {
        f"{module} imports {name}"
        for module in own
        for name in imports_of(module)
        if name.split(".")[0] in PACKAGES
        and (other := library_of(name)) not in {library, *LIBRARIES[library]}
        and (other is not None or name not in PACKAGES)
    }
    assert wrong == set()


def test_no_import_goes_in_a_circle() -> None:
    graph = {
        module: {
            name
            for name in imports_of(module, while_typing=False)
            if name in modules() and name not in {module, *PACKAGES}
        }
        for module in modules()
    }
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join((*path[path.index(module) :], module))
        if module not in done:
            for name in sorted(graph[module]):
                visit(name, (*path, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_the_environment_is_read_by_flows_only() -> None:
    readers = {
        module
        for module, path in modules().items()
        if any(word in path.read_text(encoding="utf-8") for word in ("os.environ", "getenv"))
    }
    assert readers <= {"flows.settings", "flows.server"}


@pytest.mark.parametrize(
    ("first", "unwanted"),
    [
        ("flows.cli", "prefect polars pandas great_expectations boto3 trafilatura"),
        ("flows.extract", "prefect pandas great_expectations boto3"),
        ("tasks.grammar.extract", "prefect pandas great_expectations boto3"),
        ("tasks.lake.release", "prefect pandas great_expectations"),
        ("expectations.parameters", "prefect pandas great_expectations"),
    ],
)
def test_what_is_not_needed_is_not_loaded(first: str, unwanted: str) -> None:
    program = f"import sys, {first}; print(*sorted(set({unwanted.split()!r}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == ""
