"""A dataset folder against a folder of truth: all figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.evaluating.documents import judge_documents
from pipeline.evaluating.figures import MEANINGS, Count, Miss, Tally
from pipeline.evaluating.knowledge import Place, Slice, judge_knowledge, read_slices
from pipeline.evaluating.text import (
    judge_artefacts,
    judge_characters,
    judge_markers,
    judge_paragraphs,
    judge_tables,
)
from pipeline.evaluating.truth import VolumeTruth, read_truth
from pipeline.publishing.bounded import connect
from pipeline.publishing.parquet import table_files

_COLUMNS = {
    "documents": "document_id, parent_document_id, line_start, line_end, title, role, doc_number, issuers, "
    "issuers_as_printed, issued_date, effective_date, statute_article_count",
    "blocks": "line_start, line_end, kind, text",
    "edits": "line, rule, before, after",
    "units": "line_start, label",
    "table_rows": "line_start, cells",
    "citations": "line, text, cited_title, cited_doc_number, cited_article, relation, cited_document_id",
    "definitions": "line, term, kind",
    "responsibilities": "line, agency_as_printed, role",
}
_WANTED = {"edits": "volume_id = ? AND (starts_with(rule, 'drop_') OR starts_with(rule, 'fix_'))"}
"""Which rows of a volume are judged, where not all are."""
KNOWLEDGE = "knowledge"
"""The folder beside that of the truth, with the truth of citations, definitions and responsibilities."""


@dataclass(frozen=True, slots=True)
class Report:
    """Counts by figure, in the order of `MEANINGS`, and every disagreement."""

    counts: dict[str, Count]
    misses: list[Miss]


def evaluate(dataset: Path, raw: Path, truth: Path, only: Collection[str] | None = None) -> Report:
    """Figures of a dataset on the volumes that the truth covers, or on those whose number is in `only`.

    Citations, definitions and responsibilities are judged where the folder `knowledge` stands beside `truth`.

    Raises:
        ValueError: no truth, no dataset, or a volume of the truth that is not in it.
    """
    tally = Tally()
    texts = {volume.number: volume for volume in read_truth(truth)}
    slices = read_slices(truth.parent / KNOWLEDGE)
    numbers = dict.fromkeys([*texts, *(s.number for s in slices)])
    with connect() as connection:
        connection.execute("SET threads = 1")
        for number in numbers:
            if only is not None and number not in only:
                continue
            tables = _Tables(connection, dataset, number)
            printed = _printed(raw / tables.file_name)
            if number in texts:
                _judge(tally, texts[number], tables, printed)
            own = [s for s in slices if s.number == number]
            if own:
                _judge_knowledge(tally, own, tables, printed)
    return Report({name: tally.counts[name] for name in MEANINGS if name in tally.counts}, tally.misses)


class _Tables:
    """The rows of one volume, in the order of the tables."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, dataset: Path, number: str):
        self._connection, self._dataset = connection, dataset
        volumes = self._select("volumes", "volume_id, file_name", "starts_with(volume_id, ?)", number)
        if len(volumes) != 1:
            raise ValueError(
                f"{dataset}: found {len(volumes)} volumes whose names begin with {number}; expected one, "
                "for the truth has one. Build the volumes that the truth was made from."
            )
        self._volume_id: str = volumes[0]["volume_id"]
        self.file_name: str = volumes[0]["file_name"]

    def __getitem__(self, table: str) -> list[dict[str, Any]]:
        return self._select(table, _COLUMNS[table], _WANTED.get(table, "volume_id = ?"), self._volume_id)

    def titles(self, document_ids: Collection[str]) -> dict[str, tuple[str, int]]:
        """Volume and first line of some documents of the dataset."""
        columns, where = "document_id, volume_id, line_start", "list_contains(?, document_id)"
        rows = self._select("documents", columns, where, list(document_ids))
        return {r["document_id"]: (r["volume_id"], r["line_start"]) for r in rows}

    def volumes(self) -> list[str]:
        """The volumes that the dataset holds."""
        return [r["volume_id"] for r in self._select("volumes", "volume_id", "status = ?", "built")]

    def _select(self, table: str, columns: str, where: str, value: Any) -> list[dict[str, Any]]:
        files = [str(f) for f in table_files(self._dataset, table)]
        if not files:
            if table == "table_rows":
                return []
            raise ValueError(
                f"{self._dataset}: found no {table}.parquet; expected a dataset. Run `gongwen build` first."
            )
        result = self._connection.execute(f"SELECT {columns} FROM read_parquet(?) WHERE {where}", [files, value])
        names = [d[0] for d in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _judge(tally: Tally, truth: VolumeTruth, tables: _Tables, printed: set[int]) -> None:
    blocks, edits = tables["blocks"], tables["edits"]
    judge_documents(tally, truth, tables["documents"], printed)
    judge_paragraphs(tally, truth, blocks)
    judge_artefacts(tally, truth, edits, printed)
    judge_characters(tally, truth, blocks, edits)
    judge_markers(tally, truth, tables["units"])
    judge_tables(tally, truth, blocks, tables["table_rows"], printed)


def _judge_knowledge(tally: Tally, slices: list[Slice], tables: _Tables, printed: set[int]) -> None:
    rows = {name: tables[name] for name in ("citations", "definitions", "responsibilities")}
    cited = {r["cited_document_id"] for r in rows["citations"] if r["cited_document_id"]}
    place = Place.of(printed, tables.titles(cited), tables.volumes())
    for part in slices:
        judge_knowledge(tally, part, rows, place)


def _printed(path: Path) -> set[int]:
    """Raw lines on which something is printed."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise ValueError(
            f"{path}: found {error.strerror}; expected the raw volume. Name its folder with --raw."
        ) from error
    return {number for number, line in enumerate(lines, 1) if line and not line.isspace()}
