"""A dataset folder against a folder of truth: all figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.evaluating.documents import judge_documents
from pipeline.evaluating.figures import MEANINGS, Count, Miss, Tally
from pipeline.evaluating.text import (
    judge_artefacts,
    judge_characters,
    judge_markers,
    judge_paragraphs,
    judge_tables,
)
from pipeline.evaluating.truth import VolumeTruth, read_truth
from pipeline.publishing.parquet import table_files

_COLUMNS = {
    "documents": "document_id, parent_document_id, line_start, line_end, title, role, doc_number, issuers, "
    "issuers_as_printed, issued_date, effective_date, statute_article_count",
    "blocks": "line_start, line_end, kind, text",
    "edits": "line, rule, before, after",
    "units": "line_start, label",
    "table_rows": "line_start, cells",
}


@dataclass(frozen=True, slots=True)
class Report:
    """Counts by figure, in the order of `MEANINGS`, and every disagreement."""

    counts: dict[str, Count]
    misses: list[Miss]


def evaluate(dataset: Path, raw: Path, truth: Path, only: Collection[str] | None = None) -> Report:
    """Figures of a dataset on the volumes that the truth covers, or on those whose number is in `only`.

    Raises:
        ValueError: no truth, no dataset, or a volume of the truth that is not in it.
    """
    tally = Tally()
    with duckdb.connect() as connection:
        for volume in read_truth(truth):
            if only is not None and volume.number not in only:
                continue
            _judge(tally, volume, _Tables(connection, dataset, volume.number), raw)
    return Report({name: tally.counts[name] for name in MEANINGS if name in tally.counts}, tally.misses)


class _Tables:
    """The rows of one volume."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, dataset: Path, number: str):
        self._connection, self._dataset, self._number = connection, dataset, number
        volumes = self._select("volumes", "file_name")
        if len(volumes) != 1:
            raise ValueError(
                f"{dataset}: found {len(volumes)} volumes whose names begin with {number}; expected one, "
                "for the truth has one. Build the volumes that the truth was made from."
            )
        self.file_name: str = volumes[0]["file_name"]

    def __getitem__(self, table: str) -> list[dict[str, Any]]:
        return self._select(table, _COLUMNS[table])

    def _select(self, table: str, columns: str) -> list[dict[str, Any]]:
        files = [str(f) for f in table_files(self._dataset, table)]
        if not files:
            if table == "table_rows":
                return []
            raise ValueError(
                f"{self._dataset}: found no {table}.parquet; expected a dataset. Run `gongwen build` first."
            )
        where = (
            "starts_with(volume_id, ?) ORDER BY ALL"
            if table != "documents"
            else "starts_with(volume_id, ?) ORDER BY line_start"
        )
        result = self._connection.execute(f"SELECT {columns} FROM read_parquet(?) WHERE {where}", [files, self._number])
        names = [d[0] for d in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _judge(tally: Tally, truth: VolumeTruth, tables: _Tables, raw: Path) -> None:
    printed = _printed(raw / tables.file_name)
    blocks, edits = tables["blocks"], tables["edits"]
    judge_documents(tally, truth, tables["documents"], printed)
    judge_paragraphs(tally, truth, blocks)
    judge_artefacts(tally, truth, edits, printed)
    judge_characters(tally, truth, blocks, edits)
    judge_markers(tally, truth, tables["units"])
    judge_tables(tally, truth, blocks, tables["table_rows"], printed)


def _printed(path: Path) -> set[int]:
    """Raw lines on which something is printed."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise ValueError(
            f"{path}: found {error.strerror}; expected the raw volume. Name its folder with --raw."
        ) from error
    return {number for number, line in enumerate(lines, 1) if line.strip()}
