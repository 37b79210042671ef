"""Compile the grammar to machine code with mypyc: reading takes half the time then. Needs a C compiler.

    uv run --group build python -m infra.native.compile FOLDER        # some minutes
    PYTHONPATH=FOLDER uv run solieu --version
    uv run --group build python -m infra.native.compile --check       # only whether mypyc takes the sources; seconds

FOLDER gets a copy of the packages with the compiled modules beside their sources: Python takes those first. The version
of the rules is that of the sources, compiled or not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from infra.native.rewrite import rewrite

ROOT: Final = Path(__file__).parents[2]
_PACKAGES: Final = ("expectations", "flows", "tasks")
_NOT_COMPILED: Final = frozenset({"__init__.py", "explain.py", "version.py"})  # run once an article at most
_BESIDE: Final = ("tasks/catalog/names.py", "tasks/catalog/units.py", "tasks/spelling/tones.py")

_TO_C: Final = """
from mypyc.build import mypycify
extensions = mypycify({arguments!r}, opt_level={level!r}, debug_level="0", multi_file=True, group_name="solieu")
for extension in extensions:
    extension.extra_compile_args += {flags!r}
"""
_TO_MACHINE_CODE: Final = """
import sys
from setuptools import setup
sys.argv[1:] = ["build_ext", "--inplace"]
setup(name="solieu", packages=[], ext_modules=extensions)
"""
# Types are checked by themselves; here mypy need not go through the packages that the grammar stands on: mypyc has it
# keep every tree, which takes two minutes.
_TYPES: Final = """[mypy]
ignore_missing_imports = True
disable_error_code = import-untyped
[mypy-numpy.*,pandas.*,polars.*,pyarrow.*]
follow_imports = skip
"""


class NotCompiledError(Exception):
    """mypyc or the C compiler refused; what they said stands in the message."""


def modules() -> list[str]:
    """The modules that are compiled, by their paths."""
    grammar = sorted(path.name for path in (ROOT / "tasks" / "grammar").glob("*.py"))
    return [*(f"tasks/grammar/{name}" for name in grammar if name not in _NOT_COMPILED), *_BESIDE]


def copy_rewritten(folder: Path) -> None:
    """A copy of tasks/ in ``folder``, with the modules that are compiled as mypyc is to see them."""
    _copy("tasks", folder)
    for name in modules():
        path = folder / name
        path.write_text(rewrite(path.read_text(encoding="utf-8")), encoding="utf-8")


def check() -> None:
    """See whether mypyc takes the sources; raises NotCompiledError if not."""
    with tempfile.TemporaryDirectory() as work:
        _build(Path(work), _TO_C.format(arguments=_arguments(), level="0", flags=_flags()))


def compile_grammar(folder: Path, level: str = "2") -> list[Path]:
    """Fill ``folder`` with the packages and the compiled modules; the paths of those, relative to it.

    Raises:
        NotCompiledError: mypyc or the C compiler refused a module.
        FileExistsError: the folder holds packages already.
    """
    for package in _PACKAGES:
        _copy(package, folder)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _build(work, _TO_C.format(arguments=_arguments(), level=level, flags=_flags()) + _TO_MACHINE_CODE)
        built = [path.relative_to(work) for suffix in ("so", "pyd") for path in sorted(work.rglob(f"*.{suffix}"))]
        compiled = [path for path in built if path.parts[0] != "build"]
        for path in compiled:
            shutil.move(work / path, folder / path)
    return compiled


def _copy(package: str, folder: Path) -> None:
    shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd"))


def _flags() -> list[str]:
    """Functions that only call each other need not be found by name, which costs a jump at each call."""
    return [] if sys.platform == "win32" else ["-fvisibility=hidden"]


def _arguments() -> list[str]:
    return ["--config-file=types.ini", *modules()]


def _build(work: Path, script: str) -> None:
    """Run the script in ``work`` beside a rewritten copy of tasks/."""
    copy_rewritten(work)
    (work / "types.ini").write_text(_TYPES, encoding="utf-8")
    (work / "script.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(work)},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        said = [line for line in done.stdout.splitlines() if "error" in line.lower() and "-Werror" not in line]
        raise NotCompiledError("\n".join(said or done.stdout.splitlines()[-20:]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--check", action="store_true", help="compile nothing, see whether mypyc takes the sources")
    parser.add_argument("--level", default="2", help="how hard the C compiler tries, 0 to 3 (2)")
    options = parser.parse_args()
    if options.check == bool(options.folder):
        parser.error("give either a folder or --check")
    try:
        if options.check:
            check()
        else:
            sys.stderr.write(f"{len(compile_grammar(options.folder, options.level))} files compiled\n")
    except (NotCompiledError, FileExistsError) as error:
        sys.exit(f"not compiled: {error}")


if __name__ == "__main__":
    main()
