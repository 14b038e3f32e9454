"""The Great Expectations suites: one file a table in expectations/, run on pandas batches of the table's frame.

Great Expectations is imported only when a suite is run; it takes seconds to load.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from pipeline.building.fingerprint import EXPECTATIONS
from pipeline.checking.frames import TIMES, Frames
from pipeline.checking.library import POSITION, batch_of, runnable
from pipeline.contract import TABLES, Table

if TYPE_CHECKING:
    import great_expectations as gx
    import pandas as pd

_COLUMN_KEYS = ("column", "column_A", "column_B")
_EXAMPLES = 3
_LONG = ("before", "text", "rule")
"""Key columns that are left out when a row is named."""


@dataclass(slots=True)
class Figure:
    """What one expectation found over all batches."""

    rule: str
    why: str
    checked: int = 0
    unexpected: int = 0
    examples: tuple[str, ...] = ()
    error: str | None = None

    @property
    def passed(self) -> bool:
        """Whether nothing unexpected was found."""
        return not self.unexpected and self.error is None

    @property
    def sentence(self) -> str:
        """The figure in words."""
        if self.error is not None:
            return f"{self.rule}: could not be checked: {self.error}"
        if self.passed:
            return f"{self.rule}: held for {self.checked:,} rows"
        return f"{self.rule}: {self.unexpected:,} of {self.checked:,} rows are otherwise, as {'; '.join(self.examples)}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a suite found in a table."""

    table: str
    rows: int
    figures: tuple[Figure, ...]
    seconds: float

    @property
    def failed(self) -> list[Figure]:
        """The expectations that did not hold."""
        return [f for f in self.figures if not f.passed]

    @property
    def passed(self) -> bool:
        """Whether all expectations held."""
        return not self.failed

    @property
    def markdown(self) -> str:
        """All figures as a table."""
        lines = ["| expectation | checked | unexpected | why |", "| --- | ---: | ---: | --- |"]
        lines += [f"| {f.rule} | {f.checked:,} | {f.error or f.unexpected} | {f.why} |" for f in self.figures]
        return "\n".join(lines)


def load_suite(table: str, folder: Path = EXPECTATIONS) -> dict[str, Any]:
    """The suite of a table as it stands in its file.

    Raises:
        ValueError: there is none, or it is no suite.
    """
    path = folder / f"{table}.json"
    try:
        suite = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: found {error}; expected a suite for the table {table}. Restore the file.") from error
    if not isinstance(suite, dict) or not isinstance(suite.get("expectations"), list):
        raise ValueError(f"{path}: found no list of expectations; expected a suite. Restore the file.")
    return suite


def run_suites(
    data: Path, tables: Iterable[str], expectations: Path = EXPECTATIONS, scratch: Path | None = None
) -> Iterator[Verdict]:
    """Run the suites of some tables on a dataset folder; what memory cannot hold goes to `scratch`.

    Raises:
        ValueError: a suite cannot be read, or names what is not there.
    """
    with Frames.of_folder(data, scratch) as frames:
        for table in tables:
            yield _run_suite(frames, table, load_suite(table, expectations))


def _run_suite(frames: Frames, table: str, suite: Mapping[str, Any]) -> Verdict:
    started = perf_counter()
    rules = runnable(suite)
    figures, rows = _judge(frames, TABLES[table], suite, rules)
    if not all(f.passed for f in figures):
        figures, rows = _judge_each_row(frames, TABLES[table], suite, rules)
    return Verdict(table, rows, tuple(figures), perf_counter() - started)


def _judge(
    frames: Frames, table: Table, suite: Mapping[str, Any], rules: gx.ExpectationSuite
) -> tuple[list[Figure], int]:
    """Whether the expectations hold in the columns they name, rows that are alike there judged once."""
    figures = _figures(suite)
    columns = _columns(suite["expectations"]) or key_columns(table)
    alike_once = all(_names_columns(e) for e in suite["expectations"])
    rows = 0
    for batch in frames.batches(table, columns, alike_once=alike_once):
        stand_for = int(batch.pop(TIMES).sum()) if alike_once else len(batch)
        rows += stand_for
        for result in batch_of(batch).validate(rules, result_format="BOOLEAN_ONLY").results:
            _add(_figure_of(result, figures), result, stand_for)
    return figures, rows


def _judge_each_row(
    frames: Frames, table: Table, suite: Mapping[str, Any], rules: gx.ExpectationSuite
) -> tuple[list[Figure], int]:
    """The same row by row, with the keys of rows that are otherwise. It costs: for suites that do not hold."""
    figures = _figures(suite)
    key = key_columns(table)
    rows = 0
    for batch in frames.batches(table, list(dict.fromkeys([*key, *_columns(suite["expectations"])]))):
        rows += len(batch)
        _validate(batch, key, rules, figures)
    return figures, rows


def _figures(suite: Mapping[str, Any]) -> list[Figure]:
    return [Figure(_rule(e), e.get("meta", {}).get("why", "")) for e in suite["expectations"]]


def key_columns(table: Table) -> list[str]:
    """The columns by which a row is named: its key, long texts left out."""
    return [c for c in table.key if c not in _LONG]


def _validate(
    batch: pd.DataFrame,
    key: Sequence[str],
    rules: gx.ExpectationSuite,
    figures: Sequence[Figure],
) -> None:
    loaded = batch_of(batch)
    for result in loaded.validate(rules, result_format="BASIC").results:
        figure = _figure_of(result, figures)
        _add(figure, result, len(batch))
        if not result.success and figure.error is None:
            again = rules.expectations[_position(result)]
            _add_examples(figure, loaded.validate(again, result_format=_with_rows(key)))


def _figure_of(result: Any, figures: Sequence[Figure]) -> Figure:
    return figures[_position(result)]


def _position(result: Any) -> int:
    return int(result.expectation_config.meta[POSITION])


def _with_rows(key: Sequence[str]) -> dict[str, Any]:
    """The result format that names rows. It costs, so it is asked for only where something is amiss."""
    return {
        "result_format": "SUMMARY",
        "partial_unexpected_count": _EXAMPLES,
        "unexpected_index_column_names": list(key),
    }


def _add(figure: Figure, result: Any, rows: int) -> None:
    error = _error(result.exception_info)
    if error is not None:
        figure.error = error
        return
    figure.checked += rows
    if not result.success:
        figure.unexpected += int(result.result.get("unexpected_count", 1))


def _add_examples(figure: Figure, result: Any) -> None:
    found = result.result
    examples = found.get("partial_unexpected_index_list") or [{"rows": found.get("observed_value")}]
    figure.examples = (*figure.examples, *map(_example, examples))[:_EXAMPLES]


def _error(info: Mapping[str, Any] | None) -> str | None:
    """What was raised, if anything; Great Expectations says it once, or once for each metric."""
    for one in [info or {}, *(v for v in (info or {}).values() if isinstance(v, dict))]:
        if one.get("exception_message"):
            return str(one["exception_message"])
    return None


def _example(row: Mapping[str, Any]) -> str:
    values = {k: getattr(v, "item", lambda v=v: v)() for k, v in row.items()}
    return ", ".join(f"{k} {v}" for k, v in values.items())


def _columns(expectations: Sequence[Mapping[str, Any]]) -> list[str]:
    columns: dict[str, None] = {}
    for expectation in expectations:
        kwargs = expectation["kwargs"]
        for key in _COLUMN_KEYS:
            if key in kwargs:
                columns[kwargs[key]] = None
    return list(columns)


def _names_columns(expectation: Mapping[str, Any]) -> bool:
    """Whether an expectation looks at the values of columns rather than at the table."""
    return any(key in expectation["kwargs"] for key in _COLUMN_KEYS)


def _rule(expectation: Mapping[str, Any]) -> str:
    kwargs = expectation["kwargs"]
    columns = [kwargs[k] for k in _COLUMN_KEYS if k in kwargs]
    name = expectation["type"].removeprefix("expect_").replace("_", " ")
    return f"{' and '.join(columns)}: {name}" if columns else name
