"""Parts: complete or not there, and whatever one volume does to the pipeline becomes its outcome."""

import dataclasses
import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import pipeline.stages
from pipeline.building.parts import Task, kept, make_part
from pipeline.building.plan import make_plan
from pipeline.contract import PUBLISHED, TABLES


@pytest.fixture
def task(raw: Path, tmp_path: Path) -> Task:
    parts = tmp_path / "parts"
    parts.mkdir()
    return make_plan(raw, parts).tasks[0]


def test_a_part_has_every_table_in_the_contracts_schema(task: Task) -> None:
    outcome = make_part(task)
    assert outcome.built, outcome.reason
    assert outcome.rows["documents"] == 1
    assert set(outcome.seconds) == set(pipeline.stages.STAGES)
    for name in outcome.rows:
        table = pq.read_table(task.part / f"{name}.parquet")
        assert table.schema.equals(TABLES[name].schema)
        assert table.num_rows == outcome.rows[name]
    assert {"documents", "articles", "blocks", "edits"} <= set(outcome.rows) <= set(PUBLISHED)
    assert kept(task.part) == outcome
    assert [p.name for p in task.part.parent.iterdir()] == [task.part.name]


def test_a_refused_volume_is_remembered(task: Task) -> None:
    task.path.write_bytes(b"\x00\x01\x02")
    data = task.path.read_bytes()
    outcome = make_part(dataclasses.replace(task, sha256=hashlib.sha256(data).hexdigest(), byte_count=3))
    assert not outcome.built
    assert "a.txt, line 1: found a NUL byte" in str(outcome.reason)
    assert kept(task.part) == outcome
    assert [p.name for p in task.part.iterdir()] == ["outcome.json"]


def test_a_file_that_changed_meanwhile_is_tried_again(task: Task) -> None:
    task.path.write_text("其他文字\n", encoding="utf-8")
    outcome = make_part(task)
    assert "other bytes than a moment ago" in str(outcome.reason)
    assert not outcome.lasting
    assert kept(task.part) is None


def test_a_file_that_vanished_is_tried_again(task: Task) -> None:
    task.path.unlink()
    outcome = make_part(task)
    assert not outcome.built
    assert not outcome.lasting


def test_a_defect_refuses_the_volume_and_says_so(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(pipeline.stages, "split", broken)
    outcome = make_part(task)
    assert "found IndexError: list index out of range" in str(outcome.reason)
    assert "defect of gongwen" in str(outcome.reason)
    assert "broken" in str(outcome.trace)


def test_no_room_for_the_part_is_tried_again(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.publishing.parquet.write_part", full)
    outcome = make_part(task)
    assert "No space left on device" in str(outcome.reason)
    assert not outcome.lasting
    assert kept(task.part) is None


def test_a_damaged_part_is_made_again(task: Task) -> None:
    make_part(task)
    (task.part / "outcome.json").write_text("{")
    assert kept(task.part) is None
    assert not task.part.exists()
    assert make_part(task).built
