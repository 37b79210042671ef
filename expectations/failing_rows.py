"""What a rule over rows asks the library for: how many rows there are, and which of them fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.registry import get_metric_kwargs
from great_expectations.validator.metric_configuration import MetricConfiguration

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROWS: Final = "table.row_count"


class FailingRows(BatchExpectation):
    """Stands before a map expectation of the library that every row must hold for.

    The library would have failing values, counts and a query worked out as well, by five metrics more a rule, some of
    which copy the whole frame. Here the truth of each row says it all.
    """

    map_metric: ClassVar[Any]
    _configuration: Any = PrivateAttr(default=None)

    @property
    def configuration(self) -> Any:
        """Made once: a check asks a hundred times for what nothing changes."""
        if self._configuration is None:
            self._configuration = super().configuration
        return self._configuration

    @classmethod
    def is_abstract(cls) -> bool:
        return getattr(cls, "map_metric", None) is None or super().is_abstract()

    def get_validation_dependencies(
        self, execution_engine: Any = None, runtime_configuration: Any = None, **_more: Any
    ) -> Any:
        """The two metrics; a condition is what the library calls the rows that do not hold."""
        dependencies = BatchExpectation.get_validation_dependencies(self, execution_engine, runtime_configuration)
        for name in (_ROWS, self._broken):
            given = get_metric_kwargs(name, self.configuration, runtime_configuration)
            metric = MetricConfiguration(name, given["metric_domain_kwargs"], given["metric_value_kwargs"])
            dependencies.set_metric_configuration(name, metric)
        return dependencies

    def _validate(
        self,
        metrics: Mapping[str, Any],
        runtime_configuration: Any = None,  # noqa: ARG002  the library names both
        execution_engine: Any = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        broken, _, _ = metrics[self._broken]
        failing = broken.index[broken].tolist()
        found = {
            "element_count": metrics[_ROWS],
            "unexpected_count": len(failing),
            "unexpected_index_list": failing,
        }
        return {"success": not failing, "result": found}

    @property
    def _broken(self) -> str:
        return f"{self.map_metric}.condition"
