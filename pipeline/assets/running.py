"""Running the assets in this process: the volumes that changed, many in one run, then one run for the dataset."""

from collections.abc import Iterable
from functools import partial

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from pipeline.assets.presenting import QUALITY, figures
from pipeline.assets.publishing import DATABASE, database
from pipeline.assets.tables import written
from pipeline.assets.volumes import VOLUMES, stages_of_volumes
from pipeline.building.parts import Outcome
from pipeline.building.run import CheckReport, Reporter
from pipeline.building.workspace import Workspace
from pipeline.contract import PUBLISHED, TABLES
from pipeline.definitions import defs
from pipeline.publishing.corpus_terms import CORPUS_TERMS

IN_ONE_RUN = 100
"""Volumes recorded in one run: many, for a run costs as much as five volumes; few, for it is seen when it has ended."""
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_volumes(
    workspace: Workspace, outcomes: Iterable[Outcome], instance: dg.DagsterInstance, report: Reporter
) -> None:
    """Record the stages of each volume as outcomes come: many that were built in one run, each refused in its own.

    Dagster knows no partition that fails in a run in which others do not. Once the last has come, what the dataset
    takes is begun.
    """
    instance.add_dynamic_partitions(str(VOLUMES.name), list(workspace.plan.volume_ids))
    resources = {"workspace": workspace}
    built: list[str] = []

    def record() -> None:
        config = {**_QUIET, "ops": {stages_of_volumes.name: {"config": {"volumes": list(built)}}}}
        defs.resolve_job_def("volumes").execute_in_process(run_config=config, instance=instance, resources=resources)
        built.clear()

    try:
        for outcome in outcomes:
            report.volume(outcome)
            if outcome.built:
                built.append(outcome.volume_id)
            else:
                defs.resolve_job_def("volume").execute_in_process(
                    run_config=_QUIET,
                    instance=instance,
                    partition_key=outcome.volume_id,
                    resources=resources,
                    raise_on_error=False,
                )
            if len(built) == IN_ONE_RUN:
                record()
        _begin(workspace)
    finally:
        if built:
            record()


def run_dataset(
    workspace: Workspace, instance: dg.DagsterInstance, report: Reporter
) -> tuple[list[CheckReport], str | None]:
    """Write, check and publish the tables; returns the checks, and why nothing was published if nothing was."""
    result = defs.resolve_job_def("dataset").execute_in_process(
        run_config=_QUIET, instance=instance, resources={"workspace": workspace}, raise_on_error=False
    )
    checks = [
        CheckReport(
            e.asset_key.to_user_string(),
            bool(e.passed),
            int(str(e.metadata["expectations"].value)),
            e.description or "",
        )
        for e in result.get_asset_check_evaluations()
    ]
    if result.success:
        return checks, None
    if any(not c.passed for c in checks):
        return checks, "a check failed"
    errors = [e.step_failure_data.error for e in result.all_events if e.is_step_failure]
    messages = [_root_message(e) for e in errors if e is not None]
    return checks, messages[0] if messages else "the dataset run failed"


def _begin(workspace: Workspace) -> None:
    """Begin what the steps will ask for: in one lane what DuckDB works out, in the other what is put together here."""
    ahead = workspace.ahead
    if ahead.lanes < 2 or not workspace.built or workspace.passing is not None:
        return
    for name in PUBLISHED:
        ahead.begin(int(name in CORPUS_TERMS), name, partial(written, workspace, TABLES[name]))
    ahead.begin(1, DATABASE, partial(database, workspace), after=PUBLISHED)
    ahead.begin(1, QUALITY, partial(figures, workspace), after=PUBLISHED)


def _root_message(error: SerializableErrorInfo) -> str:
    while error.cause is not None:
        error = error.cause
    return error.message.strip()
