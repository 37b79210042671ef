"""Put the compiled grammar into the wheel where HATCH_BUILD_HOOKS_ENABLE=1 asks for it: uv build --wheel."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledGrammar(BuildHookInterface):  # type: ignore[misc]
    """Compiles when a wheel is built, not when a checkout is installed to be worked on."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and have the files taken into a wheel of this machine's tag."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from infra.native.compile import compile_grammar  # noqa: PLC0415 - the folder is not installed

        self._folder = tempfile.TemporaryDirectory()
        compiled = compile_grammar(Path(self._folder.name))
        build_data["force_include"].update({f"{self._folder.name}/{path}": str(path) for path in compiled})
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was compiled once the wheel holds it."""
        if version != "editable":
            self._folder.cleanup()
