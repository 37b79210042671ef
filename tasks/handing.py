"""Tasks that work on frames. Prefect holds what tasks return until their flow ends, so these return nothing to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

if TYPE_CHECKING:
    from collections.abc import Callable

Given = ParamSpec("Given")
Made = TypeVar("Made")


class Handed(Generic[Given, Made]):
    """A function that runs as a Prefect task, whose result goes to the caller alone. ``fn`` is the function itself."""

    def __init__(self, function: Callable[Given, Made]) -> None:
        self.fn = function

        @task(name=function.__name__, description=function.__doc__, cache_policy=NO_CACHE)
        def step(call: _Call) -> None:
            call.made = function(*call.given, **call.named)

        self._step = step

    def __call__(self, *given: Given.args, **named: Given.kwargs) -> Made:
        call = _Call(given, named)
        self._step(call)
        made: Made = call.taken()
        return made


class _Call:
    """One call on its way there and back: Prefect does not look into objects of classes that it does not know."""

    def __init__(self, given: tuple[Any, ...], named: dict[str, Any]) -> None:
        self.given, self.named = given, named
        self.made: Any = None

    def taken(self) -> Any:
        """The result; the call lets go of all it holds, for Prefect holds the call."""
        made = self.made
        self.given, self.named, self.made = (), {}, None
        return made
