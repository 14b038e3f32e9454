"""What is generated from the contract for people to read and review: docs/tables.md, and the basic expectations.

python -m pipeline.dictionary          writes both; a test says when they are stale
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.building.fingerprint import EXPECTATIONS, PACKAGE
from pipeline.checking.frames import COPIES_OF_KEY, DANGLING_REFERENCES, MISSING_COLUMNS
from pipeline.contract import PUBLISHED, SCHEMA_VERSION, TABLES, Column, Table

DOCS = PACKAGE.parent / "docs" / "tables.md"
ORIGIN = "contract"
_NEVER_EMPTY = ("volumes", "pages", "blocks", "edits")


def data_dictionary() -> str:
    """docs/tables.md."""
    parts = [
        "# The tables",
        f"Schema version {SCHEMA_VERSION}. Generated from `pipeline/contract.py` by `python -m pipeline.dictionary`.",
        "Lines and columns count from 1; ranges are inclusive and name the first and last printed line. "
        "Absent is NULL, never an empty string.",
    ]
    for name in PUBLISHED:
        parts += _table(TABLES[name])
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> list[str]:
    rows = ["| column | type | | meaning | example |", "| --- | --- | --- | --- | --- |"]
    rows += [_row(c) for c in table.columns]
    key = ", ".join(f"`{k}`" for k in table.key)
    order = ", ".join(f"`{k}`" for k in table.order)
    return [f"## {table.name}", f"{table.meaning}. Key: {key}. Sorted by {order}.", "\n".join(rows)]


def _row(column: Column) -> str:
    notes = [] if not column.nullable else ["may be NULL"]
    if column.references:
        notes.append(f"→ [{column.references}](#{column.references})")
    meaning = column.meaning
    if column.values:
        meaning += ": " + ", ".join(f"`{v}`" for v in column.values if f"`{v}`" not in meaning)
    example = "" if column.example is None else f"`{column.example}`"
    cells = (f"`{column.name}`", column.type, ", ".join(notes), meaning.removesuffix(": "), example)
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"


def basic_expectations(table: Table) -> list[dict[str, Any]]:
    """What the contract alone expects of a table."""
    expected: list[dict[str, Any]] = []
    if table.name in _NEVER_EMPTY:
        expected.append(
            _expect("expect_table_row_count_to_be_between", "a dataset without any is no dataset", min_value=1)
        )
    expected.append(_in_set("the key is unique", COPIES_OF_KEY, [1]))
    expected.append(_in_set("no required column is NULL", MISSING_COLUMNS, [""]))
    if any(c.references for c in table.columns):
        expected.append(_in_set("every row that is referred to is there", DANGLING_REFERENCES, [""]))
    expected += [_in_set("a closed list", c.name, list(c.values)) for c in table.columns if c.values]
    return expected


def _in_set(why: str, column: str, values: list[Any]) -> dict[str, Any]:
    return _expect("expect_column_values_to_be_in_set", why, column=column, value_set=values)


def _expect(type_: str, why: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": type_, "kwargs": kwargs, "meta": {"origin": ORIGIN, "why": why}}


def suite_text(table: Table, rules: list[Mapping[str, Any]]) -> str:
    """A suite file: the basic expectations, then the rules that people wrote, one a line."""
    expectations = [*basic_expectations(table), *rules]
    lines = ",\n".join("  " + json.dumps(e, ensure_ascii=False) for e in expectations)
    return f'{{\n "name": {json.dumps(table.name)},\n "expectations": [\n{lines}\n ]\n}}\n'


def written_rules(path: Path) -> list[Mapping[str, Any]]:
    """The rules in a suite file that people wrote."""
    if not path.exists():
        return []
    suite = json.loads(path.read_text(encoding="utf-8"))
    return [e for e in suite["expectations"] if e.get("meta", {}).get("origin") != ORIGIN]


def generated() -> dict[Path, str]:
    """All generated files with what must stand in them."""
    suites = {EXPECTATIONS / f"{name}.json": TABLES[name] for name in PUBLISHED}
    return {DOCS: data_dictionary(), **{p: suite_text(t, written_rules(p)) for p, t in suites.items()}}


if __name__ == "__main__":
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
