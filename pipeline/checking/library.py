"""Great Expectations, made quick to load and to run: nothing of what it finds is otherwise for it.

Loading it takes seconds, so it is loaded only where a suite is run, without what only drawing, statistics, databases or
clouds need; and each rule's configuration is worked out once, for the library asks for it some ninety times.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from threading import get_ident
from types import ModuleType, new_class
from typing import TYPE_CHECKING, Any

from pipeline.collecting import uncollected

if TYPE_CHECKING:
    import great_expectations as gx
    import pandas as pd
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.expectations.expectation import Expectation

POSITION = "position"
"""Where the `meta` of a runnable expectation has its place in the suite: results come in any order."""

_LATER = ("scipy.stats", "altair")
"""What Great Expectations imports for expectations and plots that no suite here has: a quarter of its loading time."""

_WITHOUT = ("boto3", "botocore", "pyspark", "sqlalchemy")
"""What it can be installed without, and loads where it finds it, for data not in pandas: a fifth of the rest."""


def runnable(suite: Mapping[str, Any]) -> gx.ExpectationSuite:
    """A suite as the library takes it; each expectation carries its position.

    Raises:
        great_expectations.exceptions.ExpectationNotFoundError: it names a kind of expectation that is not there.
    """
    library = load_library()
    from great_expectations.expectations.registry import get_expectation_impl

    expectations = [
        _settled(get_expectation_impl(e["type"]))(**e["kwargs"], meta={**e.get("meta", {}), POSITION: n})
        for n, e in enumerate(suite["expectations"])
    ]
    return library.ExpectationSuite(name=suite["name"], expectations=expectations)


def batch_of(frame: pd.DataFrame) -> Batch:
    """Rows as the library takes them."""
    return _batch_definition().get_batch({"dataframe": frame})


class _LeftOut(MetaPathFinder):
    """Finds the modules of `_LATER` such that each is loaded when something of it is first asked for, and none of
    `_WITHOUT`: the library then is as it is where these are not installed.

    That holds for the thread that loads the library, and no longer than it does: others import these modules as ever,
    meanwhile and afterwards. One that was there before is seen, for nothing is found that is loaded.
    """

    def __init__(self) -> None:
        self._thread = get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module, with a lazy loader; None for all other modules.

        Raises:
            ModuleNotFoundError: the library does without it.
        """
        if get_ident() != self._thread:
            return None
        if fullname in _WITHOUT:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        spec = PathFinder.find_spec(fullname, path, target) if fullname in _LATER else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@cache
def load_library() -> Any:
    """Load Great Expectations, with its telemetry off."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    finder = _LeftOut()
    sys.meta_path.insert(0, finder)
    try:
        with uncollected():
            import great_expectations
    finally:
        sys.meta_path.remove(finder)
    return great_expectations


@cache
def _batch_definition() -> Any:
    context = load_library().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    return (
        context.data_sources.add_pandas("frames")
        .add_dataframe_asset("frame")
        .add_batch_definition_whole_dataframe("batch")
    )


@cache
def _settled(kind: type[Expectation]) -> type[Expectation]:
    """The same kind of expectation, whose configuration is worked out once: its fields do not change while it runs."""
    from great_expectations.compatibility import pydantic

    def configuration(self: Any) -> Any:
        if self._configuration is None:
            self._configuration = kind.configuration.fget(self)  # type: ignore[attr-defined]
        return self._configuration

    body = {
        "__module__": __name__,
        "_configuration": pydantic.PrivateAttr(None),
        "configuration": property(configuration),
    }
    return new_class(f"{kind.__name__}Settled", (kind,), exec_body=lambda namespace: namespace.update(body))
