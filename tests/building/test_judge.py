"""The suites run beside say what they say here, and are run here where the process beside is gone."""

from pathlib import Path

import duckdb
import pytest

from pipeline.building.judge import Judge
from pipeline.checking.suites import Verdict, run_suites

TABLES = ["suspects", "volumes", "pages"]


def said(verdict: Verdict) -> tuple[object, ...]:
    return verdict.table, verdict.rows, verdict.figures


def test_a_process_beside_says_the_same(small_dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = [said(v) for v in run_suites(small_dataset, TABLES)]
    run_here: list[str] = []
    monkeypatch.setattr("pipeline.checking.suites.run_suites", lambda _, tables, **__: run_here.extend(tables) or ())
    with Judge() as judge:
        judge.start()
        process = judge._process
        assert [said(v) for v in judge.verdicts(small_dataset, TABLES)] == here
    assert run_here == []
    assert process is not None
    assert not process.is_alive()


def test_suites_are_run_here_where_the_process_was_killed_or_never_started(small_dataset: Path) -> None:
    here = [said(v) for v in run_suites(small_dataset, TABLES)]
    with Judge() as judge:
        assert [said(v) for v in judge.verdicts(small_dataset, TABLES)] == here
        judge.start()
        assert judge._process is not None
        judge._process.kill()
        judge._process.join()
        assert [said(v) for v in judge.verdicts(small_dataset, TABLES)] == here


def test_what_is_wrong_beside_is_raised_here(tmp_path: Path) -> None:
    with Judge() as judge:
        judge.start()
        with pytest.raises(duckdb.Error, match="non-empty list of paths"):
            list(judge.verdicts(tmp_path, TABLES))
