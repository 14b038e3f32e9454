"""The default engine: processes on this machine."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from pipeline.building.parts import Outcome, Task, make_part, refusal

WORTH_A_PROCESS = 100_000
"""Bytes: a process takes longer to start than a lone volume of fewer to build."""


class LocalEngine:
    """Runs tasks in `jobs` processes; in this very process where there is one job only, or next to nothing to do."""

    def __init__(self, jobs: int = 1):
        self.jobs = jobs

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Start all tasks, the largest first; yield outcomes as they come."""
        waiting = sorted(tasks, key=lambda t: (-t.byte_count, t.volume_id))
        little = len(waiting) <= 1 and sum(t.byte_count for t in waiting) < WORTH_A_PROCESS
        if self.jobs <= 1 or little:
            return map(make_part, waiting)
        pool = _pool(min(self.jobs, len(waiting)))
        return _results(pool, {pool.submit(make_part, task): task for task in waiting})


def _results(pool: ProcessPoolExecutor, futures: dict[Future[Outcome], Task]) -> Iterator[Outcome]:
    orphans: list[Task] = []
    with pool:
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                orphans.append(futures[future])
    for task in orphans:
        yield _alone(task)


def _alone(task: Task) -> Outcome:
    """Run a task again in a process of its own, after some task took its process down with it."""
    try:
        with _pool(1) as pool:
            return pool.submit(make_part, task).result()
    except BrokenProcessPool:
        return refusal(
            task,
            f"{task.file_name}: the process that built it was killed, twice; expected it to finish. "
            "Most likely memory ran out: build with fewer --jobs, or split the volume.",
            lasting=False,
        )


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Fresh interpreters: forking a process with threads (Dagster, a progress display) can deadlock.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
