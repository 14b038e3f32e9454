"""Jobs and the schedule. `gongwen build` and the nightly run call the same function, `pipeline.building.run.build`."""

import dagster as dg

from pipeline.assets.presenting import presenting_assets
from pipeline.assets.publishing import publishing_assets
from pipeline.assets.tables import table_assets
from pipeline.assets.volumes import STAGES

volume_job = dg.define_asset_job(
    "volume",
    selection=dg.AssetSelection.assets(*STAGES),
    executor_def=dg.in_process_executor,
    description="The stages of one volume",
)
dataset_job = dg.define_asset_job(
    "dataset",
    selection=dg.AssetSelection.assets(*(a.key for a in (*table_assets, *publishing_assets, *presenting_assets))),
    executor_def=dg.in_process_executor,
    description="The tables of all volumes, checked and published",
)


@dg.op(description="Build what changed, check it, publish it: what `gongwen build` does")
def build(context: dg.OpExecutionContext) -> None:
    """Run the volume job for each volume that changed, then the dataset job, on this very instance."""
    import os
    from pathlib import Path

    from pipeline.assets.resources import OUTPUT, RAW
    from pipeline.building.run import Settings
    from pipeline.building.run import build as run_build

    settings = Settings(Path(os.environ.get(RAW, "raw")), Path(os.environ.get(OUTPUT, "output")))
    summary = run_build(settings, instance=context.instance)
    context.log.info(summary.sentence)
    if summary.exit_code:
        raise dg.Failure(description=summary.sentence, allow_retries=False)


@dg.job(executor_def=dg.in_process_executor, description="Build what changed, check it, publish it")
def nightly_build() -> None:
    """The scheduled build."""
    build()


nightly = dg.ScheduleDefinition(
    name="nightly", job=nightly_build, cron_schedule="30 2 * * *", execution_timezone="Asia/Shanghai"
)
