"""The build: plan, run the assets, sum up. `gongwen build` and the schedule both come here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.building.ahead import Ahead
from pipeline.building.judge import Judge
from pipeline.building.parts import Outcome
from pipeline.building.plan import Plan
from pipeline.building.state import Output, State, file_marks, read_state, write_state
from pipeline.building.workspace import Workspace
from pipeline.collecting import settled, uncollected
from pipeline.engines import Engine
from pipeline.engines.choosing import LOCAL, choose_engine

if TYPE_CHECKING:
    from dagster import DagsterInstance

_LOADING_BYTES = 2_000_000
"""Of volumes: to build them takes about as long as to load the library of the suites."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is asked to do. `jobs` None: one for each core. `engine` and `address`: see `engines.choosing`."""

    raw: Path
    output: Path
    jobs: int | None = None
    engine: str = LOCAL
    address: str | None = None

    @property
    def processes(self) -> int:
        """How many processes work on the volumes."""
        return self.jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else self.jobs or 1


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A check of a table: how many expectations it made, and what it found if it failed."""

    table: str
    passed: bool
    expectations: int
    found: str


@dataclass(slots=True)
class Summary:
    """What a build came to."""

    volumes: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    checks: list[CheckReport] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0
    worked: bool = True
    failure: str | None = None

    @property
    def refused(self) -> dict[str, str]:
        """Why volumes were refused, by volume."""
        return {v: row["reason"] for v, row in self.volumes.items() if row["status"] == "refused"}

    @property
    def built(self) -> int:
        """Volumes in the dataset."""
        return len(self.volumes) - len(self.refused)

    @property
    def exit_code(self) -> int:
        """0 all built and published, 1 a volume or a check refused."""
        return 1 if self.refused or self.failure else 0

    @property
    def sentence(self) -> str:
        """The build in one sentence."""
        if self.failure:
            return f"Nothing was published: {self.failure}. The latest dataset is as it was."
        refused = f", {len(self.refused)} refused" if self.refused else ""
        return f"{self.built} volumes built{refused}, {sum(c.passed for c in self.checks)} checks passed."


class Reporter(Protocol):
    """Hears how a build goes."""

    def planned(self, plan: Plan, warnings: list[str]) -> None:
        """The plan is made, work begins."""

    def volume(self, outcome: Outcome) -> None:
        """A volume is done."""

    def step(self, name: str) -> None:
        """A step over all volumes begins."""


class Silent:
    """Reports nothing."""

    def planned(self, plan: Plan, warnings: list[str]) -> None:
        """Nothing."""

    def volume(self, outcome: Outcome) -> None:
        """Nothing."""

    def step(self, name: str) -> None:
        """Nothing."""


def build(settings: Settings, report: Reporter | None = None, instance: DagsterInstance | None = None) -> Summary:
    """Build what changed, check it, and make it the latest.

    Raises:
        WrongUse: the raw folder or the output folder cannot be used.
        OutputBusy: another build works there.
    """
    output = Output(settings.output)
    output.prepare()
    with output.locked():
        return build_held(settings, report, instance)


def build_held(settings: Settings, report: Reporter | None = None, instance: DagsterInstance | None = None) -> Summary:
    """As `build`, for who holds the output folder already."""
    started = monotonic()
    report = report or Silent()
    workspace = Workspace(settings.raw, settings.output, report.step)
    plan = workspace.plan
    state = read_state(workspace.output)
    if state is not None and state.fingerprint == plan.fingerprint and not plan.tasks:
        return _unchanged(state, started)
    engine = choose_engine(settings.engine, settings.jobs, settings.processes, settings.address)
    report.planned(plan, list(plan.raw.warnings))
    workspace.clear_staging()
    try:
        with workspace.judge:
            return _worked(settings, engine, workspace, report=report, instance=instance, started=started)
    finally:
        workspace.remove_staging()


def _worked(
    settings: Settings,
    engine: Engine,
    workspace: Workspace,
    *,
    report: Reporter,
    instance: DagsterInstance | None,
    started: float,
) -> Summary:
    plan, processes = workspace.plan, settings.processes
    before = workspace.output.latest.resolve()
    workspace.ahead = Ahead(lanes=2 if processes > 1 else 0)
    outcomes = workspace.start(engine)
    if processes > 1:
        outcomes = _heard(outcomes, plan, workspace.judge)

    with uncollected():  # the workers have begun: Dagster takes a while to load
        from dagster import DagsterInstance

        import pipeline.assets.running  # noqa: F401

        instance = instance or DagsterInstance.ephemeral()

    summary = Summary(warnings=list(plan.raw.warnings))
    with settled():
        _run_assets(workspace, outcomes, summary, instance=instance, report=report)
    summary.volumes = {o.volume_id: o.row for o in workspace.outcomes()}
    workspace.clear_scratch()
    summary.rows = dict(workspace.rows)
    summary.seconds = monotonic() - started
    if summary.failure is None:
        _remember(workspace, plan, summary, before)
    return summary


def _run_assets(
    workspace: Workspace, outcomes: Iterator[Outcome], summary: Summary, *, instance: DagsterInstance, report: Reporter
) -> None:
    """Run the assets of the volumes, then those of the dataset: again without the volumes at fault, if any are."""
    from pipeline.assets.running import run_dataset, run_volumes

    def publish() -> None:
        summary.failure = "no volume could be built"
        if workspace.built:
            summary.checks, summary.failure = run_dataset(workspace, instance, report)

    with workspace.ahead:
        run_volumes(workspace, outcomes, instance, report)
        if workspace.passing is not None:
            summary.failure = workspace.passing.removesuffix(".")
            return
        publish()
    while summary.failure and (faulty := _refuse_faulty(workspace)):
        run_volumes(workspace, faulty, instance, report)
        publish()


def _refuse_faulty(workspace: Workspace) -> list[Outcome]:
    """Refuse the volumes at fault that nothing could be published, if any are, so that the others can be."""
    from pipeline.building.faulty import refuse_faulty

    refused = refuse_faulty(workspace)
    if refused:
        workspace.clear_staging()
        workspace.ahead = Ahead()
    return refused


def _heard(outcomes: Iterator[Outcome], plan: Plan, judge: Judge) -> Iterator[Outcome]:
    """The outcomes; the judge is started when what is left takes about as long to build as its library to load."""
    left = sum(task.byte_count for task in plan.tasks)
    if left <= _LOADING_BYTES:
        judge.start()
    for outcome in outcomes:
        left -= outcome.row["byte_count"] or 0
        if left <= _LOADING_BYTES:
            judge.start()
        yield outcome


def _unchanged(state: State, started: float) -> Summary:
    kept = dict(state.summary)
    kept["checks"] = [CheckReport(**c) for c in kept["checks"]]
    return Summary(**{**kept, "worked": False, "seconds": monotonic() - started})


def _remember(workspace: Workspace, plan: Plan, summary: Summary, before: Path) -> None:
    from pipeline.publishing.place import remove_old_builds

    output = workspace.output
    if all(o.lasting for o in workspace.outcomes()):
        latest = output.latest.resolve()
        made_from, marks = asdict(plan.inputs), file_marks(latest)
        with suppress(OSError):  # it only spares the next build work
            write_state(output, State(plan.fingerprint, latest.name, marks, asdict(summary), made_from))
    remove_old_builds(output.builds, output.latest, before)
    workspace.prune_parts()
