"""Sources of the grammar as mypyc compiles them best: records and cached properties made plain.

mypyc gives a class the layout of a C struct and reads its members directly. It cannot do so where another library lays
the class out (``Record``, a struct of msgspec), where a decorator makes it anew (``dataclass``), nor where a cached
property needs a ``__dict__``. So the methods of those are written out before they are compiled, ``replace`` as one of
each record: that of dataclasses goes through the fields in Python. Records are passed over by the garbage collector, as
those of msgspec are.

Constant tuples stay the objects that they are: of a tuple whose length it knows mypyc makes a new one wherever one is
handed on, which costs time, and its ``id`` would tell nothing. Tokens and items come as tuples everywhere, which are
read faster than what may be any sequence. Everything else stays as it is, and nearly on its line.
"""

from __future__ import annotations

import ast
from typing import Final

_FUTURE: Final = "from __future__ import annotations"
_NEEDED: Final = (
    "from dataclasses import make_dataclass as _made; from typing import Any as _Any, ClassVar as _ClassVar"
)
# For the compiler alone, which leaves it out again: their package may be missing where compiled modules run.
_DECORATOR: Final = "with __import__('contextlib').suppress(ImportError): from mypy_extensions import mypyc_attr"
_ACYCLIC: Final = "@mypyc_attr(acyclic=True)"
_LINES: Final = {
    _FUTURE: f"{_FUTURE}; {_NEEDED}",
    "from tasks.records.record import Record": _DECORATOR,
    "from msgspec.structs import replace": "",
}


def rewrite(source: str) -> str:
    """The same module with plain classes. Its first import has to be that of annotations."""
    lines = _with_own_replace(source).split("\n")
    for number in _constant_tuples(source):
        lines[number - 1] = lines[number - 1].replace(": Final = (", ": Final[tuple[str, ...]] = (", 1)
    # From the last class to the first, so that the lines of those before keep their numbers.
    for node in sorted(_classes(source), key=lambda found: -found.lineno):
        for function in reversed(_cached(node)):
            _write_out_property(lines, function)
        if _is_record(node) or _dataclass(node) is not None:
            _write_out_record(lines, node)
    rewritten = "\n".join(_LINES.get(line, line) for line in lines)
    return rewritten.replace("Sequence[Token]", "tuple[Token, ...]").replace("Sequence[Item]", "tuple[Item, ...]")


def _constant_tuples(source: str) -> list[int]:
    """The lines on which constants begin that are tuples of strings."""
    constants = [node for node in ast.parse(source).body if isinstance(node, ast.AnnAssign)]
    return [node.lineno for node in constants if ast.unparse(node.annotation) == "Final" and _is_of_words(node.value)]


def _is_of_words(value: ast.expr | None) -> bool:
    parts = value.elts if isinstance(value, ast.Tuple) else []
    return bool(parts) and all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts)


def _with_own_replace(source: str) -> str:
    """``replace(quantity, kind="money")`` as ``(quantity)._with(kind="money")``, in modules that copy records so."""
    if "\nfrom msgspec.structs import replace\n" not in source:
        return source
    text = source.encode()
    starts = [0, *(n + 1 for n, char in enumerate(text) if char == ord("\n"))]  # of lines; columns are told in bytes
    edits: list[tuple[int, int, bytes]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "replace":
            record, change = node.args[0], node.keywords[0]
            called = starts[node.lineno - 1] + node.col_offset
            closed = starts[(record.end_lineno or record.lineno) - 1] + (record.end_col_offset or 0)
            changed = starts[change.lineno - 1] + change.col_offset
            edits += [(called, called + len("replace"), b""), (closed, changed, b")._with(")]
    for begin, end, written in sorted(edits, reverse=True):
        text = text[:begin] + written + b"\n" * text.count(b"\n", begin, end) + text[end:]
    return text.decode()


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
    kept = ", ".join(f"{name}: _Any = ..." for name in names)
    copied = ", ".join(f"self.{name} if {name} is ... else {name}" for name in names)
    written = [
        declared,
        f"__dataclass_fields__: _ClassVar[_Any] = vars(_made({node.name!r}, {names!r}))['__dataclass_fields__']",
        f"def __init__(self, {', '.join(parameters)}) -> None: {'; '.join(members)}",
        f"def __eq__(self, other: object) -> bool: return {same}",
        f"def __repr__(self) -> str: return {node.name!r} + repr({values['self']})",
    ]
    if _is_record(node):
        written.append(f"def _with(self, *, {kept}) -> {node.name}: return {node.name}({copied})")
    if _hashes(node):
        written.append(f"def __hash__(self) -> int: return hash({values['self']})")
    low, high = fields[0].lineno - 1, fields[-1].end_lineno or fields[-1].lineno
    blank = [""] * (high - low - len(written))
    lines[low:high] = [*(f"    {line}" for line in written), *blank]
    lines[node.lineno - 1] = f"class {node.name}:"
    for decorator in node.decorator_list:
        lines[decorator.lineno - 1] = ""
    if _is_record(node):
        lines[node.lineno - 2] = _ACYCLIC  # in the place of a blank line


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
