"""What stands beside the tables, as assets: the figures of their quality, the dataset card, croissant.json."""

from functools import partial
from typing import Any

import dagster as dg

from pipeline.assets.publishing import corpus_duckdb
from pipeline.assets.tables import part_folders
from pipeline.building.workspace import Workspace
from pipeline.contract import PUBLISHED

QUALITY = "quality"


def figures(workspace: Workspace) -> dict[str, Any]:
    """The figures of the dataset."""
    from pipeline.publishing.linked import linked_rates
    from pipeline.publishing.quality import measure

    rates = linked_rates(part_folders(workspace), workspace.scratch)
    return measure(workspace.staging, workspace.raw, rates)


@dg.asset(deps=[corpus_duckdb], group_name="publishing", required_resource_keys={"workspace"})
def quality(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """quality.json and quality.html: how right the dataset is, and what of the structure it has lost."""
    from pipeline.publishing.quality import write_quality
    from pipeline.publishing.quality_page import write_page

    workspace: Workspace = context.resources.workspace
    workspace.step("measuring")
    measured = workspace.ahead.take(QUALITY, partial(figures, workspace))
    write_quality(workspace.staging, measured)
    write_page(workspace.staging, measured)
    accuracy = {f"F1 {name}": dg.MetadataValue.float(c["f1"]) for name, c in measured["accuracy"].items()}
    lost = {name: dg.MetadataValue.int(c["count"]) for name, c in measured["structure"].items()}
    return dg.MaterializeResult(metadata={**accuracy, **lost})


@dg.asset(deps=[corpus_duckdb], group_name="publishing", required_resource_keys={"workspace"})
def dataset_card(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """README.md and croissant.json: what the dataset is, for people and for machine-learning tools."""
    from pipeline.releasing.card import write_card
    from pipeline.releasing.croissant import write_croissant
    from pipeline.releasing.provenance import content_hash

    workspace: Workspace = context.resources.workspace
    sources = [v.source for v in workspace.plan.raw.volumes if v.source is not None]
    write_card(workspace.staging, PUBLISHED, workspace.rows, sources, None)
    content = content_hash(workspace.staging)
    write_croissant(workspace.staging, PUBLISHED, sources, f"0.0.0+{content[:12]}")
    return dg.MaterializeResult(metadata={"content": content})


presenting_assets = [quality, dataset_card]
