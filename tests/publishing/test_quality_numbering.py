"""The share of unbroken numberings, and the breaks as they are published."""

import duckdb
import pytest

from pipeline.contract import TABLES
from pipeline.publishing.quality_numbering import numbering_figures, numbering_section


@pytest.fixture
def corpus() -> duckdb.DuckDBPyConnection:
    """Three documents: one whole, one that its source broke, one that the splitting broke."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE documents AS "
        "SELECT 'd' || n AS document_id, '办法<' || n AS title, 'v' AS volume_id FROM range(1, 5) t(n)"
    )
    connection.execute(
        "CREATE TABLE units AS SELECT 'd' || n AS document_id, '1' AS number, 'article' AS kind FROM range(1, 4) t(n)"
    )
    connection.execute("INSERT INTO units VALUES ('d4', '1', 'paragraph')")
    connection.execute(TABLES["structure_issues"].ddl)
    connection.executemany(
        "INSERT INTO structure_issues VALUES ('v', ?, NULL, ?, ?, ?, '第四条', '3', '4', ?, ?, NULL)",
        [
            ("d2", 9, "missing", "article", "source", "not_printed"),
            ("d3", 20, "missing", "article", "defect", "not_taken"),
            ("d1", 5, "missing", "row", "source", "not_printed"),
            ("d1", 6, "list_without_items", "list", "source", "unnumbered"),
        ],
    )
    return connection


def test_shares_and_list(corpus: duckdb.DuckDBPyConnection) -> None:
    figures = numbering_figures(corpus)
    assert (figures["documents"], figures["unbroken"]) == (3, 1)
    assert (figures["unbroken_share"], figures["without_defect_share"]) == (0.333333, 0.666667)
    assert figures["by_cause"] == {"source": 3, "defect": 1}
    assert [(i["line"], i["cause"], i["reason"]) for i in figures["issues"]] == [
        (20, "defect", "not_taken"), (5, "source", "not_printed"), (6, "source", "unnumbered"),
        (9, "source", "not_printed"),
    ]  # fmt: skip


def test_the_page_shows_them(corpus: duckdb.DuckDBPyConnection) -> None:
    section = numbering_section(numbering_figures(corpus))
    assert "33.3%" in section and "66.7%" in section
    assert "办法&lt;2" in section and "原文未印" in section and "defect: not taken" in section
    assert numbering_section(None) == ""


def test_without_any_numbering(corpus: duckdb.DuckDBPyConnection) -> None:
    corpus.execute("DELETE FROM units")
    figures = numbering_figures(corpus)
    assert figures["unbroken_share"] is None
    assert numbering_section(figures) == ""
