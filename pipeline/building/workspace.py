"""What the assets share in one build: the plan, the outcome of every volume, the folder being written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipeline.building.ahead import Ahead
from pipeline.building.judge import Judge
from pipeline.building.parts import Outcome, Task, make_part
from pipeline.building.plan import Plan, make_plan
from pipeline.building.state import Output
from pipeline.engines import Engine


class Workspace:
    """One build's view of raw folder and output.

    Outcomes come from kept parts, from an engine that was started (`start`), or are made here and now when an asset
    asks for a volume that nobody built yet. `step` hears what begins. `ahead` holds what was begun before its turn,
    `judge` runs the suites.
    """

    def __init__(self, raw: Path, output: Path, step: Callable[[str], None] = lambda _: None):
        self.raw = raw
        self.step = step
        self.output = Output(output)
        self.rows: dict[str, int] = {}
        self.ahead = Ahead()
        self.judge = Judge()
        self._plan: Plan | None = None
        self._outcomes: dict[str, Outcome] = {}

    @property
    def plan(self) -> Plan:
        """The plan, made once.

        Raises:
            WrongUse: the raw folder cannot be used.
        """
        if self._plan is None:
            self._plan = make_plan(self.raw, self.output.parts)
            self._outcomes.update((o.volume_id, o) for o in self._plan.outcomes)
        return self._plan

    @property
    def staging(self) -> Path:
        """Where this build's dataset is written until it is put into place."""
        return self.output.staging

    @property
    def scratch(self) -> Path:
        """Where steps over all volumes put what does not fit into memory."""
        return self.output.scratch

    def clear_staging(self) -> None:
        """Begin with an empty staging folder, and without what a killed build left among the parts."""
        self.remove_staging()
        self.staging.mkdir(parents=True)
        self.clear_scratch()
        for left in self.output.parts.glob("*.new"):
            shutil.rmtree(left, ignore_errors=True)
        for left in self.output.folder.glob(".latest.*"):
            left.unlink()

    def remove_staging(self) -> None:
        """Leave nothing of a build that was not published: it may be what fills the disk."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def clear_scratch(self) -> None:
        """Forget what steps put there."""
        shutil.rmtree(self.scratch, ignore_errors=True)

    def start(self, engine: Engine) -> Iterator[Outcome]:
        """Start all planned tasks; yields outcomes as they come."""
        return self._collect(engine.run(self.plan.tasks))

    def _collect(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        for outcome in outcomes:
            self._outcomes[outcome.volume_id] = outcome
            yield outcome

    def outcome(self, volume_id: str) -> Outcome:
        """How a volume fared; it is built now if it was not yet.

        Raises:
            KeyError: no such volume in the raw folder.
        """
        plan = self.plan
        if volume_id not in self._outcomes:
            task = next((t for t in plan.tasks if t.volume_id == volume_id), None)
            if task is None:
                raise KeyError(f"no volume {volume_id!r} in {self.raw}")
            self._outcomes[volume_id] = make_part(task)
        return self._outcomes[volume_id]

    def outcomes(self) -> list[Outcome]:
        """The outcomes of all volumes, in order of their ids."""
        return [self.outcome(v) for v in self.plan.volume_ids]

    @property
    def built(self) -> bool:
        """Whether any volume was built."""
        return any(o.built for o in self.outcomes())

    @property
    def passing(self) -> str | None:
        """Why nothing is to be published at all, if so: a volume could not be built at this moment."""
        return next((o.reason or "" for o in self.outcomes() if o.passing), None)

    def replace(self, outcomes: Iterable[Outcome]) -> None:
        """Take other outcomes for some volumes."""
        self._outcomes.update((o.volume_id, o) for o in outcomes)

    def task(self, outcome: Outcome) -> Task:
        """The task that an outcome came of."""
        row = outcome.row
        path = self.raw / row["file_name"]
        return Task(outcome.volume_id, path.name, path, row["sha256"], row["byte_count"], self.part(outcome))

    def part(self, outcome: Outcome) -> Path:
        """The folder of a built volume's part."""
        assert outcome.part is not None
        return self.output.parts / outcome.part

    def prune_parts(self) -> None:
        """Forget the parts that this build did not use."""
        used = {o.part for o in self._outcomes.values()}
        for part in self.output.parts.iterdir():
            if part.name not in used:
                shutil.rmtree(part, ignore_errors=True)
