"""From what this package finds in a volume to the records of the contract, with ids that stay.

An id depends on the document and on what is said there for the how-manieth time, never on other volumes. References
leave here without the document they mean: that takes all volumes (`resolution`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.knowledge.agencies import Speaker, agency_of, regions_of
from pipeline.knowledge.bodies import agency_records, document_bodies
from pipeline.knowledge.citations import Citation, find_citations
from pipeline.knowledge.definitions import Definition, find_definitions
from pipeline.knowledge.instruments import name_key
from pipeline.knowledge.lifecycle import Statement, find_statements
from pipeline.knowledge.passages import Passage, passages
from pipeline.knowledge.prose_responsibilities import prose_responsibilities
from pipeline.knowledge.responsibilities import Responsibility, find_responsibilities
from pipeline.knowledge.task_tables import table_responsibilities
from pipeline.splitting.stage import Split
from pipeline.splitting.tables import Table
from pipeline.values import Attributes, Block, Document

Records = dict[str, list[dict[str, Any]]]


class Ids:
    """The ids of a volume's documents and articles, by index."""

    def __init__(self, volume_id: str, documents: Sequence[str], articles: Sequence[str]):
        self.volume_id, self.documents, self.articles = volume_id, documents, articles

    def place(self, found: Definition | Citation | Responsibility | Statement) -> dict[str, Any]:
        """The columns that say where something stands."""
        return {
            "volume_id": self.volume_id,
            "document_id": self.documents[found.document],
            "article_id": None if found.article is None else self.articles[found.article],
            "line": found.line,
            "char_start": found.start,
            "char_end": found.end,
        }


def knowledge_records(
    ids: Ids,
    split: Split,
    blocks: Sequence[Block],
    attributes: Sequence[Attributes],
) -> Records:
    """Records of `citations`, `definitions`, `responsibilities` and `lifecycle` of one volume, in their order."""
    documents = split.documents
    texts = passages(documents, blocks, split.articles)
    defined = [find_definitions(p) for p in texts]
    cited = find_citations(texts, defined, [a.doc_number for a in attributes])
    citation_ids = _citation_ids(ids, cited)
    statements = find_statements(texts, attributes, cited)
    speakers = _speakers(documents, attributes)
    records = {
        "citations": [_citation(ids, c, citation_ids[i]) for i, c in enumerate(cited)],
        "definitions": [_definition(ids, d) for found in defined for d in found],
        "responsibilities": [
            _responsibility(ids, r, speakers[r.document]) for r in _responsibilities(texts, split.tables, speakers)
        ],
        "lifecycle": [_statement(ids, s, texts, citation_ids) for s in statements],
    }
    records |= _body_records(ids, documents, attributes, speakers, records["responsibilities"])
    records["citations"].sort(key=lambda r: (r["line"], r["citation_id"]))
    for name in ("definitions", "responsibilities", "lifecycle"):
        records[name].sort(key=lambda r: (r["line"], r["document_id"], r["char_start"]))
    return records


def _responsibilities(
    texts: Sequence[Passage], tables: Sequence[Table], speakers: Sequence[Speaker]
) -> Iterator[Responsibility]:
    for text in texts:
        yield from find_responsibilities(text)
        yield from prose_responsibilities(text, speakers[text.index])
    for table in tables:
        yield from table_responsibilities(table, texts[table.document], speakers[table.document])


def _citation_ids(ids: Ids, citations: Iterable[Citation]) -> list[str]:
    seen: Counter[tuple[int, str]] = Counter()
    found = []
    for c in citations:
        key = name_key(c.text)
        seen[c.document, key] += 1
        digest = hashlib.sha256(f"{key}\x1f{seen[c.document, key]}".encode()).hexdigest()
        found.append(f"{ids.documents[c.document]}.c-{digest[:12]}")
    return found


def _citation(ids: Ids, citation: Citation, citation_id: str) -> dict[str, Any]:
    return {
        "citation_id": citation_id,
        **ids.place(citation),
        "text": citation.text,
        "cited_title": citation.title,
        "full_title": citation.full_title,
        "cited_doc_number": citation.number,
        "cited_article": citation.provision,
        "relation": citation.relation,
        "method": citation.method,
        "cited_document_id": None,
        "cited_article_id": None,
        "cited_article_ids": [],
        "resolved_by": None,
    }


def _definition(ids: Ids, definition: Definition) -> dict[str, Any]:
    return {
        **ids.place(definition),
        "term": definition.term,
        "meaning": definition.meaning,
        "kind": definition.kind,
    }


def _responsibility(ids: Ids, found: Responsibility, speaker: Speaker) -> dict[str, Any]:
    agency = agency_of(found.name, speaker)
    return {
        **ids.place(found),
        "agency_id": agency.agency_id if agency else None,
        "agency_as_printed": found.name,
        "role": found.role,
        "text": found.text,
        "open_list": found.open_list,
    }


def _body_records(
    ids: Ids,
    documents: Sequence[Document],
    attributes: Sequence[Attributes],
    speakers: Sequence[Speaker],
    responsibilities: Sequence[dict[str, Any]],
) -> Records:
    """Rows of `document_agencies`, and of `agencies` for every body that a row of the volume names."""
    named = set()
    rows = []
    for i, document in enumerate(documents):
        for agency, role in document_bodies(document, attributes[i], speakers[i].regions):
            named.add(agency)
            rows.append({"document_id": ids.documents[i], "agency_id": agency.agency_id, "role": role})
    rows.sort(key=lambda r: (r["document_id"], r["role"], r["agency_id"]))
    tasks = {(r["agency_as_printed"], r["document_id"]) for r in responsibilities if r["agency_id"]}
    speaker_of = dict(zip(ids.documents, speakers, strict=True))
    named.update(a for name, document in tasks if (a := agency_of(name, speaker_of[document])))
    return {"agencies": agency_records(named), "document_agencies": rows}


def _statement(ids: Ids, statement: Statement, texts: Sequence[Passage], citation_ids: Sequence[str]) -> dict[str, Any]:
    return {
        **ids.place(statement),
        "text": texts[statement.document].text[statement.start : statement.end],
        "event": statement.event,
        "event_date": statement.date,
        "citation_id": None if statement.citation is None else citation_ids[statement.citation],
    }


def _speakers(documents: Sequence[Document], attributes: Sequence[Attributes]) -> list[Speaker]:
    """Who speaks in each document: its issuers, else those of what it belongs to."""
    found: list[Speaker] = []
    for document, said in zip(documents, attributes, strict=True):
        own = Speaker(tuple(said.issuers), regions_of(said.issuers))
        above = found[document.parent] if document.parent is not None and document.parent < len(found) else Speaker()
        found.append(Speaker(own.issuers or above.issuers, own.regions or above.regions))
    return found
