"""docs/queries.md: every question runs on the five volumes and has the answer that is printed."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.building.run import Summary
from tools.refresh_queries import DOCS, answer, queries

PAGE = queries(DOCS.read_text(encoding="utf-8"))
AS_PRINTED = 0.75
"""Share of the answers that must be as printed: reading gets better between two refreshes of the page."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def answers(built: tuple[Path, Summary]) -> list[str]:
    with duckdb.connect(str(built[0] / "corpus.duckdb"), read_only=True) as connection:
        return [answer(connection, query).strip() for query, _ in PAGE]


def test_there_are_questions_enough() -> None:
    assert len(PAGE) >= 25


def test_every_question_has_an_answer(answers: list[str]) -> None:
    assert [query for (query, _), found in zip(PAGE, answers, strict=True) if found.count("\n") < 2] == []


def test_columns_are_as_printed(answers: list[str]) -> None:
    assert [a.partition("\n")[0] for a in answers] == [printed.partition("\n")[0] for _, printed in PAGE]


def test_answers_are_as_printed(answers: list[str]) -> None:
    stale = [query for (query, printed), found in zip(PAGE, answers, strict=True) if found != printed]
    assert len(stale) <= (1 - AS_PRINTED) * len(PAGE), "run tools/refresh_queries.py: " + "\n\n".join(stale)


def test_chunks_keep_their_bounds_and_lose_nothing(built: tuple[Path, Summary]) -> None:
    with duckdb.connect(str(built[0] / "corpus.duckdb"), read_only=True) as connection:
        lost = connection.execute("""
            WITH joined AS (
                SELECT article_id, string_agg(split_part(text, chr(10), 1), '') AS heads, sum(char_count) AS long,
                       string_agg(regexp_replace(text, '^[^\\n]*\\n', ''), '' ORDER BY chunk) AS text
                FROM chunks GROUP BY article_id)
            SELECT count(*) FROM articles a LEFT JOIN joined j USING (article_id)
            WHERE a.text <> '' AND replace(a.text, chr(10), '') IS DISTINCT FROM replace(j.text, chr(10), '')
        """).fetchone()
        cuttable = r"\n[^。！？；\n]+[。！？；\n].{600}"
        query = "SELECT count(*) FROM chunks WHERE char_count > 800 AND regexp_matches(text, ?)"
        too_long = connection.execute(query, [cuttable]).fetchone()
    assert lost == (0,)
    assert too_long == (0,)
