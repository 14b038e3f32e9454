"""The stages as assets, a partition a volume: what each stage found and how long it took."""

from collections.abc import Iterator

import dagster as dg

from pipeline.building.parts import Outcome

VOLUMES = dg.DynamicPartitionsDefinition(name="volumes")
STAGES = ("reading", "cleaning", "splitting", "knowledge", "terms")
_MEANINGS = {
    "reading": "Bytes to lines and pages",
    "cleaning": "Lines to paragraphs, every change in the ledger",
    "splitting": "Paragraphs to documents, units, articles",
    "knowledge": "What each document says of itself, and the rows of the contract, their promises checked",
    "terms": "Which terms stand how often in which article",
}
_SPECS = [
    dg.AssetSpec(
        stage, deps=[STAGES[i - 1]] if i else [], description=_MEANINGS[stage], group_name="stages", kinds={"python"}
    )
    for i, stage in enumerate(STAGES)
]
_DATA_VERSION = "dagster/data_version"
"""The tag under which Dagster keeps what data it was: here the part, named by what it was made from."""
_FOUND = {
    "reading": ("pages",),
    "cleaning": ("blocks", "edits", "suspects"),
    "splitting": ("documents", "units", "articles"),
    "knowledge": ("documents",),
    "terms": ("postings",),
}


@dg.multi_asset(
    name="stages",
    specs=_SPECS,
    partitions_def=VOLUMES,
    required_resource_keys={"workspace"},
    op_tags={"kind": "volume"},
)
def stages(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    """Build one volume; its part is kept for the tables."""
    outcome: Outcome = context.resources.workspace.outcome(context.partition_key)
    if not outcome.built:
        raise dg.Failure(
            description=outcome.reason,
            metadata={"volume": outcome.volume_id, **({"trace": outcome.trace} if outcome.trace else {})},
            allow_retries=not outcome.lasting,
        )
    for stage in STAGES:
        version = dg.DataVersion(str(outcome.part))
        yield dg.MaterializeResult(asset_key=stage, metadata=_metadata(outcome, stage), data_version=version)


# Not a run of `stages` over a range of partitions: there all fail as soon as one does, and a range has no gaps.
@dg.op(
    config_schema={"volumes": dg.Field([str], description="Ids of the volumes")},
    required_resource_keys={"workspace"},
    tags={"kind": "volume"},
)
def stages_of_volumes(context: dg.OpExecutionContext) -> None:
    """Build many volumes in one run, each a partition of every stage as if it had a run of its own."""
    refused = []
    for volume_id in context.op_config["volumes"]:
        outcome: Outcome = context.resources.workspace.outcome(volume_id)
        if not outcome.built:
            refused.append(f"{volume_id}: {outcome.reason}")
            continue
        tags = {_DATA_VERSION: str(outcome.part)}
        for stage in STAGES:
            metadata = _metadata(outcome, stage)
            context.log_event(dg.AssetMaterialization(stage, partition=volume_id, metadata=metadata, tags=tags))
    if refused:
        raise dg.Failure(description="\n".join(refused), allow_retries=False)


def _metadata(outcome: Outcome, stage: str) -> dict[str, dg.MetadataValue]:
    row = outcome.row
    found = {name: dg.MetadataValue.int(outcome.rows[name]) for name in _FOUND[stage] if name in outcome.rows}
    own = {"encoding": dg.MetadataValue.text(row["encoding"]), "lines": dg.MetadataValue.int(row["line_count"])}
    return {
        **found,
        **(own if stage == "reading" else {}),
        "seconds": dg.MetadataValue.float(round(outcome.seconds.get(stage, 0.0), 3)),
    }
