"""Resources: the workspace that assets share, and where it looks when nobody says."""

import os
from pathlib import Path

import dagster as dg

from pipeline.building.workspace import Workspace

RAW = "GONGWEN_RAW"
OUTPUT = "GONGWEN_OUTPUT"


def default_workspace() -> Workspace:
    """The workspace of the folders named in the environment, `raw` and `output` of the working directory otherwise."""
    workspace = Workspace(Path(os.environ.get(RAW, "raw")), Path(os.environ.get(OUTPUT, "output")))
    workspace.output.prepare()
    return workspace


workspace_resource = dg.ResourceDefinition(
    resource_fn=lambda _: default_workspace(), description="Raw folder, parts, staging folder"
)
