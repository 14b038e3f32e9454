"""Tables that take all volumes at once: references and the documents they mean."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.building.fingerprint import code_fingerprint, digest
from pipeline.contract import TABLES, Table
from pipeline.knowledge.resolution import Corpus, Issue, Link
from pipeline.publishing.corpus_index import CorpusIndex, Rows, read_rows

LINKED = ("citations", "citation_issues")
"""The tables whose rows depend on what other volumes hold."""


def linked_pieces(table: Table, parts: Sequence[Path], scratch: Path) -> Iterator[pa.Table]:
    """The rows of a linked table, volume by volume; `parts` are the part folders of all volumes built, in order.

    References are resolved when the first of the tables is asked for; in the folder `scratch` both wait to be read.
    Memory is bounded by one volume, what its references can mean, and DuckDB's own bound.
    """
    resolved = scratch / "linked" / digest((code_fingerprint(), *(p.name for p in parts)))[:32]
    if not resolved.is_dir():
        beside = resolved.with_suffix(".new")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        _resolve(parts, beside)
        beside.rename(resolved)
    for volume in range(len(parts)):
        yield pq.read_table(_file(resolved, table.name, volume), schema=table.schema)


def _file(folder: Path, table: str, volume: int) -> Path:
    return folder / f"{table}-{volume}.parquet"


def _resolve(parts: Sequence[Path], folder: Path) -> None:
    """Write the linked tables, a file a volume.

    What a reference means is found twice: first the document, for the articles of those cited by provision are looked
    up for all volumes together, then the provision too.
    """
    database = folder / "index"
    database.mkdir()
    with CorpusIndex(parts, database) as index:
        for volume, part in enumerate(parts):
            citations = [c for c in _citations(part) if c["method"] != "own" and c["cited_article"]]
            links, _ = Corpus(index.documents(volume), []).resolve(citations)
            own = {d["document_id"] for d in read_rows(part, "documents", ["document_id"])}
            index.add_cited(volume, sorted({x.document_id for x in links if x.document_id} - own))
        index.gather_articles()
        for volume, part in enumerate(parts):
            citations = _citations(part)
            links, issues = Corpus(index.documents(volume), index.articles(volume)).resolve(citations)
            for name, rows in zip(LINKED, (_linked(citations, links), _issues(citations, issues)), strict=True):
                table = TABLES[name]
                pq.write_table(table.arrow_table(rows), _file(folder, name, volume))
    shutil.rmtree(database)


def _citations(part: Path) -> Rows:
    return read_rows(part, "citations", TABLES["citations"].schema.names)


def _linked(citations: Rows, links: Sequence[Link]) -> Rows:
    return [
        {
            **citation,
            "cited_document_id": link.document_id,
            "cited_article_id": link.article_id,
            "cited_article_ids": list(link.article_ids),
            "resolved_by": link.resolved_by,
        }
        for citation, link in zip(citations, links, strict=True)
    ]


def _issues(citations: Rows, issues: Sequence[Issue]) -> list[dict[str, Any]]:
    volume_of = {c["citation_id"]: c["volume_id"] for c in citations}
    return [{"volume_id": volume_of[i.citation_id], **i._asdict()} for i in sorted(issues)]
