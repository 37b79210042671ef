"""Sources of the grammar as mypyc compiles them best: records and cached properties made plain.

mypyc gives a class the layout of a C struct and reads its members directly. It cannot do so where another library lays
the class out (``Record``, a struct of msgspec), where a decorator makes it anew (``dataclass``), nor where a cached
property needs a ``__dict__``. So the methods of those are written out before they are compiled. Everything else stays
as it is, and nearly on its line.
"""

from __future__ import annotations

import ast
from typing import Final

_FUTURE: Final = "from __future__ import annotations"
_NEEDED: Final = (
    "from dataclasses import make_dataclass as _made; from typing import Any as _Any, ClassVar as _ClassVar"
)
_LINES: Final = {
    _FUTURE: f"{_FUTURE}; {_NEEDED}",
    "from msgspec.structs import replace": "from dataclasses import replace",
}


def rewrite(source: str) -> str:
    """The same module with plain classes. Its first import has to be that of annotations."""
    lines = source.split("\n")
    # From the last class to the first, so that the lines of those before keep their numbers.
    for node in sorted(_classes(source), key=lambda found: -found.lineno):
        for function in reversed(_cached(node)):
            _write_out_property(lines, function)
        if _is_record(node) or _dataclass(node) is not None:
            _write_out_record(lines, node)
    return "\n".join(_LINES.get(line, line) for line in lines)


def _classes(source: str) -> list[ast.ClassDef]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]


def _called(node: ast.expr) -> str:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


def _is_record(node: ast.ClassDef) -> bool:
    return [ast.unparse(base) for base in node.bases] == ["Record"]


def _dataclass(node: ast.ClassDef) -> ast.expr | None:
    return next((decorator for decorator in node.decorator_list if _called(decorator) == "dataclass"), None)


def _cached(node: ast.ClassDef) -> list[ast.FunctionDef]:
    functions = [part for part in node.body if isinstance(part, ast.FunctionDef)]
    return [part for part in functions if any(_called(d) == "cached_property" for d in part.decorator_list)]


def _write_out_property(lines: list[str], function: ast.FunctionDef) -> None:
    """A property that keeps what it found in a member of its own; None is no value of any of them."""
    assert function.returns is not None
    name, type_ = function.name, ast.unparse(function.returns)
    lines[function.decorator_list[0].lineno - 1 : function.lineno] = [
        f"    _kept_{name}: {type_} | None = None",
        "    @property",
        f"    def {name}(self) -> {type_}:",
        f"        if self._kept_{name} is None: self._kept_{name} = self._find_{name}()",
        f"        return self._kept_{name}",
        f"    def _find_{name}(self) -> {type_}:",
    ]


def _write_out_record(lines: list[str], node: ast.ClassDef) -> None:
    """The class with the methods that its base or decorator would have made, in the place of its fields."""
    fields = [part for part in node.body if isinstance(part, ast.AnnAssign)]
    names = [ast.unparse(field.target) for field in fields]
    declared = "; ".join(f"{name}: {ast.unparse(f.annotation)}" for name, f in zip(names, fields, strict=True))
    values = {who: f"({''.join(f'{who}.{name}, ' for name in names)})" for who in ("self", "other")}
    same = f"self is other or (isinstance(other, {node.name}) and {values['self']} == {values['other']})"
    parameters, members = zip(*map(_parameter, fields), strict=True)
    written = [
        declared,
        f"__dataclass_fields__: _ClassVar[_Any] = vars(_made({node.name!r}, {names!r}))['__dataclass_fields__']",
        f"def __init__(self, {', '.join(parameters)}) -> None: {'; '.join(members)}",
        f"def __eq__(self, other: object) -> bool: return {same}",
        f"def __repr__(self) -> str: return {node.name!r} + repr({values['self']})",
    ]
    if _hashes(node):
        written.append(f"def __hash__(self) -> int: return hash({values['self']})")
    low, high = fields[0].lineno - 1, fields[-1].end_lineno or fields[-1].lineno
    blank = [""] * (high - low - len(written))
    lines[low:high] = [*(f"    {line}" for line in written), *blank]
    lines[node.lineno - 1] = f"class {node.name}:"
    for decorator in node.decorator_list:
        lines[decorator.lineno - 1] = ""


def _hashes(node: ast.ClassDef) -> bool:
    if any(isinstance(part, ast.FunctionDef) and part.name == "__hash__" for part in node.body):
        return False
    maker = _dataclass(node)
    return maker is None or (isinstance(maker, ast.Call) and any(keyword.arg == "frozen" for keyword in maker.keywords))


def _parameter(field: ast.AnnAssign) -> tuple[str, str]:
    """The parameter of a field, and how the field is set from it."""
    name, type_, default = ast.unparse(field.target), ast.unparse(field.annotation), field.value
    if default is None:
        return f"{name}: {type_}", f"self.{name} = {name}"
    if isinstance(default, ast.Call) and _called(default) == "field":
        factory = next(keyword.value for keyword in default.keywords if keyword.arg == "default_factory")
        made = ast.unparse(factory.body) if isinstance(factory, ast.Lambda) else f"{ast.unparse(factory)}()"
        return f"{name}: {type_} | None = None", f"self.{name} = {made} if {name} is None else {name}"
    return f"{name}: {type_} = {ast.unparse(default)}", f"self.{name} = {name}"
