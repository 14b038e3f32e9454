"""The tables as assets: each puts the parts of all volumes together into one Parquet file."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

import dagster as dg
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.assets.volumes import STAGES
from pipeline.building.workspace import Workspace
from pipeline.contract import PUBLISHED, TABLES, Table
from pipeline.publishing.corpus_terms import CORPUS_TERMS, term_pieces
from pipeline.publishing.linked import LINKED, linked_pieces
from pipeline.publishing.parquet import read_part, table_files, write_table
from pipeline.publishing.shared import SHARED, shared_pieces

PREVIEW_ROWS = 3
PREVIEW_CHARACTERS = 40


def pieces(workspace: Workspace, table: Table) -> Iterator[pa.Table]:
    """The rows of a table, volume by volume; of a table that volumes share, each row once."""
    if table.name in LINKED:
        yield from linked_pieces(table, part_folders(workspace), workspace.scratch)
    elif table.name in CORPUS_TERMS:
        yield from term_pieces(table, part_folders(workspace), workspace.scratch)
    elif table.name in SHARED:
        yield from shared_pieces(table, part_folders(workspace), workspace.scratch)
    else:
        yield from _parts(workspace, table)


def written(workspace: Workspace, table: Table) -> tuple[list[Path], int]:
    """Write a table; returns its files and its rows."""
    workspace.staging.mkdir(parents=True, exist_ok=True)
    return write_table(workspace.staging, table, pieces(workspace, table))


def part_folders(workspace: Workspace) -> list[Path]:
    """The part folders of all volumes built, in order."""
    return [workspace.part(o) for o in workspace.outcomes() if o.built]


def _parts(workspace: Workspace, table: Table) -> Iterator[pa.Table]:
    for outcome in workspace.outcomes():
        if table.name == "volumes":
            yield table.arrow_table([outcome.row])
        elif outcome.built:
            yield read_part(workspace.part(outcome), table.name)


# One step for all of them: a step of its own for each costs Dagster half as much again to record.
@dg.multi_asset(
    name="write_tables",
    specs=[
        dg.AssetSpec(name, deps=[STAGES[-1]], group_name="tables", kinds={"parquet"}, description=TABLES[name].meaning)
        for name in PUBLISHED
    ],
    required_resource_keys={"workspace"},
)
def write_tables(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    """Write the tables, one after the other."""
    for name in PUBLISHED:
        yield _written_table(context.resources.workspace, TABLES[name])


def _written_table(workspace: Workspace, table: Table) -> dg.MaterializeResult:
    started = perf_counter()
    workspace.step(f"writing {table.name}")
    files, rows = workspace.ahead.take(table.name, partial(written, workspace, table))
    workspace.rows[table.name] = rows
    return dg.MaterializeResult(
        asset_key=table.name,
        metadata={
            "dagster/row_count": rows,
            "bytes": sum(f.stat().st_size for f in files),
            "seconds": round(perf_counter() - started, 3),
            "preview": dg.MetadataValue.md(preview(workspace, table)),
        },
    )


def preview(workspace: Workspace, table: Table) -> str:
    """The first rows of a table as Markdown, long values cut."""
    with pq.ParquetFile(table_files(workspace.staging, table.name)[0]) as file:
        first = next(file.iter_batches(PREVIEW_ROWS), None)
        rows = [] if first is None else first.to_pylist()
    lines = [" | ".join(table.names), " | ".join("---" for _ in table.names)]
    lines += [" | ".join(_cell(row[name]) for name in table.names) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("\n", " ").replace("|", "\\|")
    return text if len(text) <= PREVIEW_CHARACTERS else text[: PREVIEW_CHARACTERS - 1] + "…"
