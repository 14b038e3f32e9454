"""The local engine: the same outcomes with one process and with several; one process lost loses no other volume."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.building.parts import Outcome, Task
from pipeline.building.plan import make_plan
from pipeline.engines import local
from pipeline.engines.local import LocalEngine


def tasks(raw: Path, parts: Path) -> list[Task]:
    parts.mkdir()
    return list(make_plan(raw, parts).tasks)


def told(outcomes: list[Outcome]) -> dict[str, tuple]:
    return {o.volume_id: (o.built, o.row, o.rows) for o in outcomes}


def test_one_process_and_two_find_the_same(raw: Path, tmp_path: Path) -> None:
    one = told(list(LocalEngine(1).run(tasks(raw, tmp_path / "one"))))
    two = told(list(LocalEngine(2).run(tasks(raw, tmp_path / "two"))))
    assert one == two
    assert set(one) == {"a", "b"}


def test_nothing_to_do_starts_nothing() -> None:
    assert list(LocalEngine(4).run([])) == []


def made_in(task: Task) -> Outcome:
    """Stands for the work on a volume: says which process does it."""
    return Outcome(task.volume_id, {"status": "built", "reason": None, "process": os.getpid()})


def test_a_lone_volume_has_a_process_of_its_own_unless_it_is_small(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "make_part", made_in)
    small = tasks(raw, tmp_path / "parts")[0]
    large = replace(small, byte_count=local.WORTH_A_PROCESS)
    for jobs, task, here in ((2, small, True), (2, large, False), (1, large, True)):
        (outcome,) = LocalEngine(jobs).run([task])
        assert (outcome.row["process"] == os.getpid()) == here


def killed_by_a(task: Task) -> Outcome:
    """Stands for the work on a volume: that of `a` takes its process down."""
    if task.volume_id == "a":
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(task.volume_id, {"status": "built", "reason": None})


def test_a_volume_that_takes_its_process_down_is_refused_alone(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "make_part", killed_by_a)
    both = tasks(raw, tmp_path / "parts")
    third = replace(both[1], volume_id="c", part=both[1].part.with_name("c"))
    outcomes = {o.volume_id: o for o in LocalEngine(2).run([*both, third])}
    assert {v for v, o in outcomes.items() if o.built} == {"b", "c"}
    assert "the process that built it was killed, twice" in str(outcomes["a"].reason)
    assert not outcomes["a"].lasting
