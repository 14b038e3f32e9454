"""Blocking asset checks: a table that fails its suite keeps everything from being published."""

from collections.abc import Iterator

import dagster as dg

from pipeline.building.workspace import Workspace
from pipeline.contract import PUBLISHED

_SPECS = [
    dg.AssetCheckSpec(
        "expectations",
        asset=table,
        blocking=True,
        description=f"The Great Expectations suite expectations/{table}.json",
    )
    for table in PUBLISHED
]


# One step for all tables: a suite looks into the other tables too, so all must be written before any is checked.
@dg.multi_asset_check(name="expectations", specs=_SPECS, required_resource_keys={"workspace"})
def expectations(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
    """Run every table's suite."""
    workspace: Workspace = context.resources.workspace
    workspace.step("checking")
    for verdict in workspace.judge.verdicts(workspace.staging, PUBLISHED, workspace.scratch):
        yield dg.AssetCheckResult(
            asset_key=verdict.table,
            check_name="expectations",
            passed=verdict.passed,
            description="; ".join(f.sentence for f in verdict.failed) or None,
            metadata={
                "rows": verdict.rows,
                "expectations": len(verdict.figures),
                "failed": len(verdict.failed),
                "seconds": round(verdict.seconds, 3),
                "figures": dg.MetadataValue.md(verdict.markdown),
            },
        )


checks = [expectations]
