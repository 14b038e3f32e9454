"""Resources: the workspace that assets share, and where it looks when nobody says."""

import os

import dagster as dg

from pipeline.building.workspace import Workspace
from pipeline.storage.places import raw_folder, target

RAW = "GONGWEN_RAW"
OUTPUT = "GONGWEN_OUTPUT"


def default_workspace() -> Workspace:
    """The workspace of the places named in the environment, `raw` and `output` of the working directory otherwise."""
    workspace = Workspace(raw_folder(os.environ.get(RAW, "raw")), target(os.environ.get(OUTPUT, "output")).folder)
    workspace.output.prepare()
    return workspace


workspace_resource = dg.ResourceDefinition(
    resource_fn=lambda _: default_workspace(), description="Raw folder, parts, staging folder"
)
