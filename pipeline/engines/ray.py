"""The engine of a Ray cluster: Ray Data maps a dataset of volumes to a dataset of parts.

A row of the first is a volume by name; a row of the second is its outcome with the bytes of the part's files. Ray Data
gives a volume to whichever node has a core free, the largest first, and streams each part back as it is done.

- **Nodes need no disk in common.** The task that builds a volume asks an actor on this machine for its raw bytes; parts
  come back as rows. Nodes need the same gongwen, and say so where they have another.
- **Memory.** So there are no more raw volumes in memory than are being built. Parts that are done wait for this process
  in the nodes' object stores, to whose size Ray Data keeps. A dataset has some hundred volumes for each core, not all:
  each costs milliseconds before the first is begun, and kilobytes here.
- **What is lost is done again.** Ray Data runs a task whose worker or node died again, elsewhere, and again. The actor
  counts: a volume asked for too often is refused, and no other with it.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pipeline.building.fingerprint import stage_fingerprint
from pipeline.building.parts import Outcome, Task, make_part, refusal, take_part
from pipeline.building.raw_folder import WrongUse
from pipeline.engines.elsewhere import LOST, OTHER_CODE, TRIES, UNREADABLE, Make, Shelf, build_elsewhere

VOLUMES_A_CORE = 200
"""How many volumes a dataset has for each core of the cluster."""


class RayEngine:
    """Runs tasks on the cluster at `address`, on one made on this machine where there is none; `jobs` at a time.

    Where this process is connected to a cluster already (by a Dagster resource), that one is used. This machine must be
    one of its nodes: Ray Data does not run through Ray Client (ray://host:port). `make` is what builds a volume and
    writes its part.

    Raises:
        WrongUse: Ray is not installed, no cluster answers at the address, or only Ray Client would.
    """

    def __init__(self, address: str | None = None, jobs: int | None = None, make: Make = make_part):
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        try:
            import ray
            import ray.data
        except ImportError:
            raise WrongUse(
                "--engine ray: found no Ray; expected it beside gongwen. "
                "Install gongwen[ray], or build with --engine local."
            ) from None
        self._ray: Any = ray
        self._address = address
        self._jobs = jobs
        self._make = make

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Start tasks, the largest first, as many as there are cores or `jobs`; yield outcomes as they come."""
        waiting = sorted(tasks, key=lambda t: (-t.byte_count, t.volume_id))
        if not waiting:
            return
        own = self._connect()
        try:
            with self._shelf() as shelf, _quiet():
                size = VOLUMES_A_CORE * max(1, int(self._ray.cluster_resources().get("CPU", 1)))
                for start in range(0, len(waiting), size):
                    yield from self._outcomes(waiting[start : start + size], shelf)
        finally:
            if own:
                self._ray.shutdown()

    def _connect(self) -> bool:
        """Connect to the cluster; whether it was not connected before."""
        connected = self._ray.is_initialized()
        if (self._address or "").startswith("ray://") or (connected and self._ray.util.client.ray.is_connected()):
            raise WrongUse(
                f"--address: found {self._address or 'a connection'} of Ray Client; expected host:port of a cluster "
                "with this machine as a node. Make it one: ray start --address host:port --num-cpus 0."
            )
        if connected:
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

    @contextmanager
    def _shelf(self) -> Iterator[Any]:
        """The actor that hands out raw volumes, on the node this process is on."""
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        here = NodeAffinitySchedulingStrategy(self._ray.get_runtime_context().get_node_id(), soft=False)
        remote = self._ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1, scheduling_strategy=here)
        shelf = remote(Shelf).remote()
        try:
            yield shelf
        finally:
            self._ray.kill(shelf)

    def _outcomes(self, volumes: list[Task], shelf: Any) -> Iterator[Outcome]:
        left = {task.volume_id: task for task in volumes}
        parts = self._parts(volumes, shelf)
        # Nothing is fetched ahead: a part would be held back until the next is done.
        for table in parts.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
            for row in table.to_pylist():
                yield _outcome(left.pop(row["volume_id"]), row)
        for task in left.values():
            yield refusal(
                task,
                f"{task.file_name}: found an error of its task on the Ray cluster; expected it to finish. "
                "The log of Ray Data (ray-data.log) says which: mend that and build again.",
                lasting=False,
            )

    def _parts(self, volumes: list[Task], shelf: Any) -> Any:
        """The dataset of parts, not begun."""
        data = self._ray.data
        context = data.DataContext.get_current().copy()
        context.enable_progress_bars = context.print_on_execution_start = False
        context.execution_options.preserve_order = False
        context.max_errored_blocks = -1  # one volume's error is no other's
        rows = [
            {"volume_id": t.volume_id, "file_name": t.file_name, "path": str(t.path.absolute()), "sha256": t.sha256}
            for t in volumes
        ]
        with data.DataContext.current(context):
            # A block for each volume: a block is what a task is given, and what is run again.
            return data.from_items(rows, override_num_blocks=len(rows)).map_batches(
                build_elsewhere,
                batch_size=None,
                batch_format="pyarrow",
                num_cpus=1,
                compute=data.TaskPoolStrategy(min(self._jobs, len(rows)) if self._jobs else None),
                fn_args=(shelf, stage_fingerprint(), self._make),
            )


def _outcome(task: Task, row: dict[str, Any]) -> Outcome:
    """The outcome of a task by its row of the dataset of parts; its part is kept."""
    if row["trouble"] == UNREADABLE:
        return make_part(task)  # which says what is amiss
    if row["trouble"] == LOST:
        return refusal(
            task,
            f"{task.file_name}: the Ray worker that built it was lost, {TRIES} times; expected it to finish. "
            "Most likely memory ran out: give the nodes more of it, or split the volume.",
            lasting=False,
        )
    if row["trouble"] == OTHER_CODE:
        return refusal(
            task,
            f"{task.file_name}: found another gongwen on a node of the Ray cluster; expected the one that builds "
            "here. Install the same on all nodes and build again.",
            lasting=False,
        )
    return take_part(task, replace(Outcome(**json.loads(row["outcome"])), part=task.part.name), dict(row["files"]))


@contextmanager
def _quiet() -> Iterator[None]:
    """Ray Data without its lines of progress."""
    logger = logging.getLogger("ray.data")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
