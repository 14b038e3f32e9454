"""The engine of a Ray cluster: each volume a task on whichever node is free.

Ray's tasks rather than Ray Data: a volume is a file that becomes a folder of files, and no two are ever looked at
together, so there are no rows to batch, sort or shuffle between nodes. Ray Data would take all raw bytes into its
blocks before it began, and would give up the whole run when the task of one volume keeps taking its worker down; a task
of its own for each volume keeps no more volumes in flight than are worked on, begins the largest first, gives back each
part as it is done, and loses no other volume with it.

Nodes need no disk in common: a task is sent the raw bytes and gives back the bytes of the part's files. They need the
same gongwen, and say so where they have another. A task whose node dies is run again elsewhere.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.building.fingerprint import stage_fingerprint
from pipeline.building.parts import Outcome, Task, make_part, refusal, take_part
from pipeline.building.raw_folder import WrongUse

RETRIES = 3
"""How often a task is run again when its worker or node dies."""

Part = tuple[Outcome | None, dict[str, bytes]]


class RayEngine:
    """Runs tasks on the cluster at `address`, on one made on this machine where there is none; `jobs` at a time.

    Where this process is connected to a cluster already (by a Dagster resource), that one is used.

    Raises:
        WrongUse: Ray is not installed, or no cluster answers at the address.
    """

    def __init__(self, address: str | None = None, jobs: int | None = None):
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        try:
            import ray
        except ImportError:
            raise WrongUse(
                "--engine ray: found no Ray; expected it beside gongwen. "
                "Install gongwen[ray], or build with --engine local."
            ) from None
        self._ray: Any = ray
        self._address = address
        self._jobs = jobs

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Start tasks, the largest first, as many as there are cores or `jobs`; yield outcomes as they come."""
        waiting = sorted(tasks, key=lambda t: (t.byte_count, t.volume_id))
        if not waiting:
            return
        own = self._connect()
        try:
            yield from self._results(waiting)
        finally:
            if own:
                self._ray.shutdown()

    def _connect(self) -> bool:
        """Connect to the cluster; whether it was not connected before."""
        if self._ray.is_initialized():
            return False
        here = {} if self._address else {"num_cpus": self._jobs, "include_dashboard": False}
        try:
            self._ray.init(address=self._address or "local", log_to_driver=False, logging_level="ERROR", **here)
        except (ConnectionError, OSError, ValueError, RuntimeError) as error:
            raise WrongUse(
                f"--address: found no Ray cluster at {self._address or 'this machine'} ({error}); "
                "expected one that answers. Start it, or name another."
            ) from error
        return True

    def _results(self, waiting: list[Task]) -> Iterator[Outcome]:
        remote = self._ray.remote(num_cpus=1, max_retries=RETRIES)(build_elsewhere)
        running: dict[Any, Task] = {}
        while waiting or running:
            # Nodes come and go, and so do places for tasks. One more than there are cores: none waits for bytes.
            places = self._jobs or int(self._ray.cluster_resources().get("CPU", 1)) + 1
            while waiting and len(running) < places:
                task = waiting.pop()
                try:
                    data = task.path.read_bytes()
                except OSError:
                    yield make_part(task)  # which says what is amiss
                    continue
                running[remote.remote(task.file_name, data, task.sha256, stage_fingerprint())] = task
            done, _ = self._ray.wait(list(running), num_returns=1, timeout=1) if running else ([], [])
            for reference in done:
                yield self._outcome(reference, running.pop(reference))

    def _outcome(self, reference: Any, task: Task) -> Outcome:
        try:
            outcome, files = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            return refusal(
                task,
                f"{task.file_name}: the Ray worker that built it was lost, {RETRIES + 1} times "
                f"({type(error).__name__}); expected it to finish. "
                "Most likely memory ran out: give the nodes more of it, or split the volume.",
                lasting=False,
            )
        if outcome is None:
            return refusal(
                task,
                f"{task.file_name}: found another gongwen on a node of the Ray cluster; expected the one that builds "
                "here. Install the same on all nodes and build again.",
                lasting=False,
            )
        return take_part(task, replace(outcome, part=task.part.name), files)


def build_elsewhere(file_name: str, data: bytes, sha256: str, stages: str) -> Part:
    """Build a volume on a node: its outcome and the bytes of its part's files; no outcome where the code is another."""
    if stage_fingerprint() != stages:
        return None, {}
    folder = Path(tempfile.mkdtemp(prefix="gongwen-"))
    try:
        path = folder / "raw" / file_name
        path.parent.mkdir()
        path.write_bytes(data)
        part = folder / "part"
        outcome = make_part(Task(path.stem, file_name, path, sha256, len(data), part))
        files = {p.name: p.read_bytes() for p in sorted(part.glob("*.parquet"))}
        return outcome, files
    finally:
        shutil.rmtree(folder, ignore_errors=True)
