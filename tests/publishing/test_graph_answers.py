"""docs/graph.md: the answers printed are those of the five volumes; no status is claimed without its source."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.building.run import Summary
from tools.refresh_queries import GRAPH, answer, queries

pytestmark = pytest.mark.slow


def test_answers_are_as_printed(built: tuple[Path, Summary]) -> None:
    page = queries(GRAPH.read_text(encoding="utf-8"))
    with duckdb.connect(str(built[0] / "corpus.duckdb"), read_only=True) as connection:
        stale = [query for query, printed in page if answer(connection, query).strip() != printed]
    assert len(page) >= 9
    assert not stale, "run tools/refresh_queries.py"


def test_a_status_has_the_row_that_says_so(built: tuple[Path, Summary]) -> None:
    with duckdb.connect(str(built[0] / "corpus.duckdb"), read_only=True) as connection:
        bare = connection.execute("""
            SELECT s.document_id, s.status FROM document_status s
            LEFT JOIN lifecycle l ON l.document_id = s.source_document_id AND l.line = s.source_line
                AND l.text = s.source_text
            WHERE s.as_of IS NULL OR (s.status = 'unknown') <> (s.source_line IS NULL)
               OR (s.status <> 'unknown' AND l.event IS NULL)
        """).fetchall()
        spoken = connection.execute("SELECT count(*) FROM document_status WHERE status <> 'unknown'").fetchone()
    assert bare == []
    assert spoken is not None and spoken[0] > 10
