"""Modules that a library imports and our use of it never needs."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Deferred(ModuleType):
    """Stands for a module, which is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """Within it, an import of one of these modules waits until the module is used.

    Whoever imports one of them afterwards has the module itself. What was imported before stays as it is.
    ``importlib.util.LazyLoader`` would not do: the import statement itself asks its modules for an attribute.
    """
    placed = {name: _Deferred(name) for name in names if name not in sys.modules}
    for name, module in placed.items():
        sys.modules[name] = module
    try:
        yield
    finally:
        for name, module in placed.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
