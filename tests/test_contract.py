"""The contract is consistent with itself, and what is generated from it is fresh."""

import datetime

import duckdb
import pytest

from pipeline.contract import PUBLISHED, TABLES, table
from pipeline.dictionary import generated
from pipeline.schema import Column

TYPES = {"VARCHAR": str, "INTEGER": int, "BIGINT": int, "DOUBLE": float, "BOOLEAN": bool, "DATE": datetime.date}


@pytest.mark.parametrize("name", list(TABLES))
def test_a_table_is_consistent(name: str) -> None:
    t = TABLES[name]
    assert t.meaning
    assert len(set(t.names)) == len(t.names)
    assert set(t.key) <= set(t.names)
    assert set(t.order) <= set(t.names)
    assert not any(t.column(k).nullable for k in t.key)
    for column in t.columns:
        assert column.meaning, column.name
        assert fits(column), f"{column.name}: {column.example!r} is no {column.type}"
        if column.references:
            assert len(TABLES[column.references].key) == 1
        if column.values and column.example is not None:
            assert column.example in column.values


def fits(column: Column) -> bool:
    if column.example is None:
        return column.nullable
    if column.type == "VARCHAR[]":
        return all(isinstance(x, str) for x in column.example)
    return isinstance(column.example, TYPES[column.type])


@pytest.mark.parametrize("name", list(TABLES))
def test_the_ddl_and_comments_are_sql(name: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(TABLES[name].ddl)
        for comment in TABLES[name].comments:
            connection.execute(comment)
        columns = connection.execute(
            "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    assert columns == [(c.name, c.type, c.nullable, c.meaning) for c in TABLES[name].columns]


def test_what_is_published_refers_to_what_is_published() -> None:
    for name in PUBLISHED:
        assert all(c.references in (None, *PUBLISHED) for c in TABLES[name].columns), name


def test_values_that_do_not_fit_are_named() -> None:
    pages = table("pages")
    with pytest.raises(ValueError, match=r"pages\.page: "):
        pages.arrow_table([{"volume_id": "v", "page": "one", "line_start": 1, "line_end": 2}])
    with pytest.raises(ValueError, match=r"pages\.line_start is NULL in row 1"):
        first = {"volume_id": "v", "page": 1, "line_start": 1, "line_end": 2}
        pages.arrow_table([first, {**first, "page": 2, "line_start": None}])


def test_an_unknown_table_is_answered_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="no table 'document'; there are volumes, pages, documents"):
        table("document")


@pytest.mark.parametrize("path", list(generated()), ids=lambda p: p.name)
def test_what_is_generated_is_fresh(path) -> None:
    assert path.read_text(encoding="utf-8") == generated()[path], f"{path} is stale: run python -m pipeline.dictionary"
