"""What Dagster loads: assets, checks, jobs, the schedule. `gongwen build` runs these very ones in process."""

from __future__ import annotations

import dagster as dg

from pipeline.assets.checks import checks
from pipeline.assets.jobs import dataset_job, volume_job, volumes_job
from pipeline.assets.presenting import presenting_assets
from pipeline.assets.publishing import publishing_assets
from pipeline.assets.resources import workspace_resource
from pipeline.assets.schedules import scheduled_jobs, schedules
from pipeline.assets.sensors import sensors
from pipeline.assets.tables import write_tables
from pipeline.assets.volumes import stages

defs = dg.Definitions(
    assets=[stages, write_tables, *publishing_assets, *presenting_assets],
    asset_checks=checks,
    jobs=[volume_job, volumes_job, dataset_job, *scheduled_jobs],
    schedules=schedules,
    sensors=sensors,
    resources={"workspace": workspace_resource},
    executor=dg.in_process_executor,
)
