"""Tables that take all volumes at once: references and the documents they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.contract import TABLES, Table
from pipeline.knowledge.resolution import Corpus, provision_outline

LINKED = ("citations", "citation_issues")
"""The tables whose rows depend on what other volumes hold."""

_DOCUMENT_COLUMNS = (
    "document_id", "volume_id", "parent_document_id", "role", "title", "doc_number", "issued_date", "line_start",
)  # fmt: skip
_ARTICLE_COLUMNS = ("article_id", "document_id", "ordinal", "kind", "number", "label", "path", "text")


def linked_pieces(table: Table, parts: Sequence[Path]) -> Iterator[pa.Table]:
    """The rows of a linked table, volume by volume; `parts` are the part folders of all volumes built, in order."""
    corpus = read_corpus(parts)
    for part in parts:
        citations = _rows(part, "citations")
        links, issues = corpus.resolve(citations)
        rows: list[dict[str, Any]]
        if table.name == "citations":
            rows = [
                {
                    **citation,
                    "cited_document_id": link.document_id,
                    "cited_article_id": link.article_id,
                    "cited_article_ids": list(link.article_ids),
                    "resolved_by": link.resolved_by,
                }
                for citation, link in zip(citations, links, strict=True)
            ]
        else:
            volume_of = {c["citation_id"]: c["volume_id"] for c in citations}
            rows = [{"volume_id": volume_of[i.citation_id], **i._asdict()} for i in sorted(issues)]
        yield table.arrow_table(table.rows_of(rows))


def read_corpus(parts: Sequence[Path]) -> Corpus:
    """The documents of all volumes under their names, and an outline of their articles."""
    documents: list[dict[str, Any]] = []
    articles: list[Any] = []
    for part in parts:
        documents += _rows(part, "documents", _DOCUMENT_COLUMNS)
        articles += map(provision_outline, _rows(part, "articles", _ARTICLE_COLUMNS))
    return Corpus(documents, articles)


def _rows(part: Path, name: str, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    schema = TABLES[name].schema
    wanted = list(columns or schema.names)
    rows: list[dict[str, Any]] = pq.read_table(part / f"{name}.parquet", columns=wanted).to_pylist()
    return rows
