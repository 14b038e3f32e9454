"""The jobs that a build runs: one for the volumes that changed, one for each that is refused, one for all tables."""

import dagster as dg

from pipeline.assets.presenting import presenting_assets
from pipeline.assets.publishing import publishing_assets
from pipeline.assets.volumes import STAGES, stages_of_volumes
from pipeline.contract import PUBLISHED

volume_job = dg.define_asset_job(
    "volume",
    selection=dg.AssetSelection.assets(*STAGES),
    executor_def=dg.in_process_executor,
    description="The stages of one volume",
)


@dg.job(name="volumes", executor_def=dg.in_process_executor, description="The stages of many volumes")
def volumes_job() -> None:
    """The stages of many volumes."""
    stages_of_volumes()


dataset_job = dg.define_asset_job(
    "dataset",
    selection=dg.AssetSelection.assets(*PUBLISHED, *(a.key for a in (*publishing_assets, *presenting_assets))),
    executor_def=dg.in_process_executor,
    description="The tables of all volumes, checked and published",
)
