"""Publishing as assets: the database, the manifest, and the step that makes the build the latest."""

from functools import partial
from pathlib import Path

import dagster as dg

from pipeline.assets.alarms import FRESH
from pipeline.building.workspace import Workspace
from pipeline.contract import PUBLISHED
from pipeline.publishing.manifest import CHECKSUMS, write_checksums, write_datapackage
from pipeline.publishing.place import content_name, put_into_place

DATABASE = "corpus.duckdb"


def database(workspace: Workspace) -> Path:
    """Write corpus.duckdb."""
    from pipeline.publishing.database import write_database

    return write_database(workspace.staging, PUBLISHED, workspace.scratch)


@dg.asset(deps=list(PUBLISHED), group_name="publishing", kinds={"duckdb"}, required_resource_keys={"workspace"})
def corpus_duckdb(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """corpus.duckdb: all tables with comments and views, for DuckDB 1.4 and later."""
    workspace: Workspace = context.resources.workspace
    workspace.step("publishing")
    path = workspace.ahead.take(DATABASE, partial(database, workspace))
    return dg.MaterializeResult(metadata={"bytes": path.stat().st_size, "path": dg.MetadataValue.path(path)})


@dg.asset(deps=["quality", "dataset_card"], group_name="publishing", required_resource_keys={"workspace"})
def datapackage(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """datapackage.json and SHA256SUMS: what is in the dataset, and how to tell that it is whole."""
    workspace: Workspace = context.resources.workspace
    sources = [v.source for v in workspace.plan.raw.volumes if v.source is not None]
    write_datapackage(workspace.staging, PUBLISHED, workspace.rows, sources)
    sums = write_checksums(workspace.staging)
    return dg.MaterializeResult(metadata={"files": len(sums.read_text(encoding="utf-8").splitlines())})


@dg.asset(deps=[datapackage], freshness_policy=FRESH, group_name="publishing", required_resource_keys={"workspace"})
def latest(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """OUTPUT/latest: points to this build, changed in one step."""
    output = context.resources.workspace.output
    target = put_into_place(output.staging, output.builds, output.latest, content_name(output.staging / CHECKSUMS))
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(target)})


publishing_assets = [corpus_duckdb, datapackage, latest]
