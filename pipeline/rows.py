"""From the values of the stages to the rows of the contract, with the ids that stay."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pipeline.knowledge.records import Ids, knowledge_records
from pipeline.knowledge.works import work_ids
from pipeline.splitting.findings import Finding
from pipeline.splitting.stage import Split
from pipeline.splitting.tables import Table
from pipeline.values import Attributes, Block, Cleaned, Document, Volume

Rows = dict[str, list[dict[str, Any]]]


def volume_rows(volume: Volume, cleaned: Cleaned, split: Split, attributes: Sequence[Attributes]) -> Rows:
    """Rows of every table for one volume, by table name, in the contract's order."""
    vid = volume.volume_id
    doc_ids = document_ids(vid, split.documents)
    unit_ids = [f"{doc_ids[u.document]}#{u.eid}" for u in split.units]
    article_ids = [f"{doc_ids[a.document]}#{a.eid}" for a in split.articles]
    _point_blocks(cleaned.blocks, split, unit_ids, article_ids)
    documents = _documents(volume, cleaned.blocks, split, attributes, doc_ids)
    page_of = volume.page_of
    return {
        "volumes": [
            {
                "volume_id": vid,
                "file_name": volume.file_name,
                "sha256": volume.sha256,
                "media_type": volume.media_type,
                "encoding": volume.encoding,
                "byte_count": volume.byte_count,
                "line_count": len(volume.lines),
                "page_count": len(volume.pages),
                "document_count": len(documents),
                "status": "built",
            }
        ],
        "pages": [{"volume_id": vid, **p._asdict()} for p in volume.pages],
        "documents": documents,
        "units": [
            {
                "unit_id": unit_ids[i],
                "document_id": doc_ids[u.document],
                "volume_id": vid,
                "parent_unit_id": None if u.parent is None else unit_ids[u.parent],
                "article_id": None if u.article is None else article_ids[u.article],
                "kind": u.kind,
                "number": u.number,
                "label": u.label,
                "heading": u.heading or None,
                "text": u.text or None,
                "depth": u.depth,
                "ordinal": u.ordinal,
                "line_start": u.line_start,
                "line_end": u.line_end,
            }
            for i, u in enumerate(split.units)
        ],
        "articles": [
            {
                "article_id": article_ids[i],
                "document_id": doc_ids[a.document],
                "volume_id": vid,
                "ordinal": a.ordinal,
                "kind": a.kind,
                "label": a.label,
                "number": a.number,
                "heading": a.heading or None,
                "path": a.path,
                "text": a.text,
                "char_count": len(a.text) - a.text.count("\n"),
                "line_start": a.line_start,
                "line_end": a.line_end,
                "page_start": page_of[a.line_start - 1],
                "page_end": page_of[a.line_end - 1],
                "document_title": split.documents[a.document].title,
            }
            for i, a in enumerate(split.articles)
        ],
        "structure_issues": _structure_issues(vid, split.findings, doc_ids, unit_ids),
        "blocks": _blocks(vid, cleaned.blocks, doc_ids),
        "edits": [
            {
                "volume_id": vid,
                "line": line,
                "column": column,
                "rule": rule,
                "before": before,
                "after": after,
                "confidence": confidence,
            }
            for line, column, rule, before, after, confidence in cleaned.edits
        ],
        "suspects": [{"volume_id": vid, **s._asdict()} for s in cleaned.suspects],
        **_tables(vid, split.tables, doc_ids),
        **knowledge_records(Ids(vid, doc_ids, article_ids), split, cleaned.blocks, attributes),
    }


def document_ids(volume_id: str, documents: Sequence[Document]) -> list[str]:
    """Ids from the volume, the title's characters, and how often that title stood in the volume before."""
    seen: Counter[str] = Counter()
    ids = []
    for document in documents:
        key = title_key(document.title)
        seen[key] += 1
        digest = hashlib.sha256(f"{volume_id}\x1f{key}\x1f{seen[key]}".encode()).hexdigest()
        ids.append(f"{volume_id}.d-{digest[:12]}")
    return ids


def title_key(title: str) -> str:
    """A title's letters, figures and Chinese characters alone."""
    return "".join(c for c in unicodedata.normalize("NFKC", title) if c.isalnum())


def _point_blocks(blocks: Sequence[Block], split: Split, unit_ids: Sequence[str], article_ids: Sequence[str]) -> None:
    for i, unit in enumerate(split.units):
        for b in unit.blocks:
            blocks[b].unit_id = unit_ids[i]
    for i, article in enumerate(split.articles):
        for block in blocks[article.first_block : article.last_block + 1]:
            if block.document == article.document:
                block.article_id = article_ids[i]


def _documents(
    volume: Volume,
    blocks: Sequence[Block],
    split: Split,
    attributes: Sequence[Attributes],
    ids: Sequence[str],
) -> list[dict[str, Any]]:
    own: list[list[Block]] = [[] for _ in split.documents]
    for block in blocks:
        if block.document is not None:
            own[block.document].append(block)
    ends = _own_ends(blocks)
    statute_articles = Counter(a.document for a in split.articles if a.kind == "article")
    texts = ["\n".join(b.text for b in mine) for mine in own]
    works = work_ids(split.documents, attributes, texts)
    rows = []
    for i, (document, said) in enumerate(zip(split.documents, attributes, strict=True)):
        text = texts[i]
        line_end = ends[i]
        rows.append(
            {
                "document_id": ids[i],
                "volume_id": volume.volume_id,
                "part": document.part,
                "ordinal": i + 1,
                "parent_document_id": None if document.parent is None else ids[document.parent],
                "role": document.role,
                "title": document.title,
                "form": said.form,
                "doc_number": said.doc_number,
                "doc_number_prefix": said.doc_number_prefix,
                "doc_number_year": said.doc_number_year,
                "doc_number_serial": said.doc_number_serial,
                "issuers": said.issuers,
                "issuers_as_printed": said.issuers_as_printed,
                "addressees": said.addressees,
                "issued_date": said.issued_date,
                "effective_date": said.effective_date,
                "hierarchy_level": said.hierarchy_level,
                "disclosure": said.disclosure,
                "text": text,
                "char_count": len(text) - text.count("\n"),
                "statute_article_count": statute_articles[i],
                "line_start": document.title_line,
                "line_end": line_end,
                "page_start": volume.page_of[document.title_line - 1],
                "page_end": volume.page_of[line_end - 1],
                "work_id": works[i],
                "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
                "evidence": document.evidence,
            }
        )
    return rows


def _own_ends(blocks: Sequence[Block]) -> dict[int, int]:
    """Last raw line of each document before another document's block: a closing after an attachment is left out."""
    ends: dict[int, int] = {}
    current: int | None = None
    for block in blocks:
        if block.document is not None and (block.document == current or block.document not in ends):
            current = block.document
            ends[current] = block.line_end
        elif block.document is not None:
            current = None
    return ends


def _structure_issues(
    volume_id: str, findings: Sequence[Finding], doc_ids: Sequence[str], unit_ids: Sequence[str]
) -> list[dict[str, Any]]:
    rows = [
        {
            "volume_id": volume_id,
            "document_id": doc_ids[f.at.document],
            "unit_id": None if f.at.unit is None else unit_ids[f.at.unit],
            "line": f.at.line,
            "what": f.at.what,
            "kind": f.at.kind,
            "label": f.at.label,
            "expected": f.at.expected,
            "found": f.at.found,
            "cause": f.cause,
            "reason": f.reason,
            "seen_line": f.seen_line,
        }
        for f in findings
    ]
    return sorted(rows, key=lambda r: (r["line"], r["document_id"], r["what"], r["kind"], r["label"]))


def _tables(volume_id: str, tables: Sequence[Table], doc_ids: Sequence[str]) -> Rows:
    ids = [f"{doc_ids[t.document]}.t{t.ordinal}" for t in tables]
    return {
        "tables": [
            {
                "table_id": table_id,
                "document_id": doc_ids[t.document],
                "volume_id": volume_id,
                "ordinal": t.ordinal,
                "caption": t.caption,
                "columns": t.columns or None,
                "row_count": None if t.rows is None else len(t.rows),
                "line_start": t.line_start,
                "line_end": t.line_end,
            }
            for table_id, t in zip(ids, tables, strict=True)
        ],
        "table_rows": [
            {"table_id": table_id, "volume_id": volume_id, "row": number, **row._asdict()}
            for table_id, t in zip(ids, tables, strict=True)
            for number, row in enumerate(t.rows or (), 1)
        ],
    }


def _blocks(volume_id: str, blocks: Sequence[Block], doc_ids: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    position: Counter[str] = Counter()
    for ordinal, block in enumerate(blocks, 1):
        document_id = None if block.document is None else doc_ids[block.document]
        owner = document_id or volume_id
        position[owner] += 1
        rows.append(
            {
                "block_id": f"{owner}.b{position[owner]}",
                "volume_id": volume_id,
                "document_id": document_id,
                "unit_id": block.unit_id,
                "article_id": block.article_id,
                "ordinal": ordinal,
                "kind": block.kind,
                "text": block.text,
                "line_start": block.line_start,
                "line_end": block.line_end,
                "page": block.page,
            }
        )
    return rows
