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
