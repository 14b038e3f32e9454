"""What a table of the contract is: its columns and keys, and the forms they take elsewhere.

Belongs here: Arrow schemas, DuckDB DDL and comments, rows to Arrow. The tables themselves stand in `pipeline.contract`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.arrays import arrow_array

SCHEMA_VERSION = "1.0.0"
"""Semantic: the first number changes when a name or meaning does, the second when a table or column is added."""

_ARROW: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "VARCHAR[]": pa.list_(pa.string()),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `values` closes its vocabulary; `references` is the table whose key it holds."""

    name: str
    type: str
    meaning: str
    example: Any
    nullable: bool = False
    values: tuple[str, ...] = ()
    references: str | None = None

    @property
    def arrow(self) -> pa.Field:
        """The Arrow field, its meaning in the metadata."""
        return pa.field(self.name, _ARROW[self.type], self.nullable, {"description": self.meaning})


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Rows are sorted by `order` (ids follow reading order within it); `key` is unique."""

    name: str
    meaning: str
    key: tuple[str, ...]
    order: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, with descriptions."""
        return pa.schema(
            [c.arrow for c in self.columns], {"description": self.meaning, "schema_version": SCHEMA_VERSION}
        )

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [c.name for c in self.columns]

    @property
    def ddl(self) -> str:
        """CREATE TABLE for DuckDB."""
        columns = ", ".join(f'"{c.name}" {c.type}{"" if c.nullable else " NOT NULL"}' for c in self.columns)
        return f'CREATE TABLE "{self.name}" ({columns})'

    @property
    def comments(self) -> list[str]:
        """COMMENT ON for DuckDB: the table's and every column's meaning."""
        table = f'COMMENT ON TABLE "{self.name}" IS {sql_text(self.meaning)}'
        columns = [f'COMMENT ON COLUMN "{self.name}"."{c.name}" IS {sql_text(c.meaning)}' for c in self.columns]
        return [table, *columns]

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(c for c in self.columns if c.name == name)

    def arrow_table(self, records: Sequence[Mapping[str, Any]]) -> pa.Table:
        """Rows, by column name, as an Arrow table of the declared schema; a missing nullable column is NULL.

        Raises:
            ValueError: a value does not fit its column, or NULL where none may be.
        """
        arrays = []
        for column in self.columns:
            values = [r.get(column.name) for r in records]
            try:
                array = arrow_array(values, _ARROW[column.type])
            except (TypeError, ValueError, OverflowError) as error:
                raise ValueError(f"{self.name}.{column.name}: {error}") from error
            if array.null_count and not column.nullable:
                at = next(i for i, v in enumerate(values) if v is None)
                raise ValueError(f"{self.name}.{column.name} is NULL in row {at}, which the contract forbids")
            arrays.append(array)
        return pa.Table.from_arrays(arrays, schema=self.schema)


def sql_text(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
