"""The jobs that a build runs: one for each volume that changed, one for all tables."""

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
