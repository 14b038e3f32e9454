"""Resources: the workspace that assets share, and where it looks when nobody says."""

import os
from typing import Any

import dagster as dg

from pipeline.building.workspace import Workspace
from pipeline.engines.choosing import RAY
from pipeline.storage.places import raw_folder, target

RAW = "GONGWEN_RAW"
OUTPUT = "GONGWEN_OUTPUT"
ENGINE = "GONGWEN_ENGINE"
RAY_ADDRESS = "GONGWEN_RAY_ADDRESS"


def default_workspace() -> Workspace:
    """The workspace of the places named in the environment, `raw` and `output` of the working directory otherwise."""
    workspace = Workspace(raw_folder(os.environ.get(RAW, "raw")), target(os.environ.get(OUTPUT, "output")).folder)
    workspace.output.prepare()
    return workspace


workspace_resource = dg.ResourceDefinition(
    resource_fn=lambda _: default_workspace(), description="Raw folder, parts, staging folder"
)


def ray_resource() -> Any:
    """The Ray cluster of GONGWEN_RAY_ADDRESS where GONGWEN_ENGINE is `ray`; nothing otherwise."""
    if os.environ.get(ENGINE) != RAY:
        return dg.ResourceDefinition.none_resource(f"No cluster: {ENGINE} is not {RAY}")
    from pipeline.assets.ray_cluster import RayCluster

    return RayCluster(address=os.environ.get(RAY_ADDRESS))
