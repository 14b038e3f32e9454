"""What takes all volumes at once: references and the documents they mean, and how many of them mean one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.arrays import arrow_array
from pipeline.building.fingerprint import code_fingerprint, digest
from pipeline.contract import TABLES, Table
from pipeline.knowledge.resolution import Corpus, Issue, Link
from pipeline.knowledge.resolution_rates import Rate, added_up, resolution_rates
from pipeline.publishing.corpus_index import CorpusIndex, Rows
from pipeline.publishing.parquet import read_part, write_part

LINKED = ("citations", "citation_issues")
"""The tables whose rows depend on what other volumes hold."""


_RATES = "rates.json"
_NEEDED = (
    "citation_id", "volume_id", "document_id", "article_id", "char_start", "char_end", "cited_title", "full_title",
    "cited_doc_number", "cited_article", "relation", "method",
)  # fmt: skip


def linked_pieces(table: Table, parts: Sequence[Path], scratch: Path) -> Iterator[pa.Table]:
    """The rows of a linked table, volume by volume; `parts` are the part folders of all volumes built, in order.

    References are resolved when the first of the tables is asked for; in the folder `scratch` both wait to be read.
    Memory is bounded by one volume, what its references can mean, and DuckDB's own bound.
    """
    resolved = _resolved(parts, scratch)
    for volume in range(len(parts)):
        yield read_part(resolved / str(volume), table.name)


def linked_rates(parts: Sequence[Path], scratch: Path) -> list[Rate]:
    """How many references of all volumes are resolved, and why the others are not; arguments as for `linked_pieces`."""
    return [Rate(*rate) for rate in json.loads((_resolved(parts, scratch) / _RATES).read_text(encoding="utf-8"))]


def _resolved(parts: Sequence[Path], scratch: Path) -> Path:
    """The folder with the linked tables of each volume and the rates of all, made if it is not there."""
    folder = scratch / "linked" / digest((code_fingerprint(), *(p.name for p in parts)))[:32]
    if not folder.is_dir():
        beside = folder.with_suffix(".new")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        rates = added_up(_resolve(parts, beside))
        (beside / _RATES).write_text(json.dumps(rates), encoding="utf-8")
        beside.rename(folder)
    return folder


def _resolve(parts: Sequence[Path], folder: Path) -> Iterator[Rate]:
    """Write the linked tables, a folder a volume; yields the rates of each volume."""
    database = folder / "index"
    database.mkdir()
    with CorpusIndex(parts, database) as index:
        for volume, part in enumerate(parts):
            given = read_part(part, "citations")
            citations: Rows = given.select(_NEEDED).to_pylist()
            corpus = Corpus(index.documents(volume), index.articles(volume))
            links, issues = corpus.resolve(citations)
            tables = (_linked(given, links), TABLES["citation_issues"].arrow_table(_issues(citations, issues)))
            write_part(folder / str(volume), dict(zip(LINKED, tables, strict=True)))
            yield from resolution_rates(corpus, citations, links, issues)
    shutil.rmtree(database)


def _linked(given: pa.Table, links: Sequence[Link]) -> pa.Table:
    """The references of a volume with what they mean."""
    columns: dict[str, Sequence[Any]] = {
        "cited_document_id": [x.document_id for x in links],
        "cited_article_id": [x.article_id for x in links],
        "cited_article_ids": [x.article_ids for x in links],
        "resolved_by": [x.resolved_by for x in links],
    }
    for name, values in columns.items():
        field = TABLES["citations"].schema.field(name)
        given = given.set_column(given.column_names.index(name), field, arrow_array(values, field.type))
    return given


def _issues(citations: Rows, issues: Sequence[Issue]) -> list[dict[str, Any]]:
    volume_of = {c["citation_id"]: c["volume_id"] for c in citations}
    return [{"volume_id": volume_of[i.citation_id], **i._asdict()} for i in sorted(issues)]
