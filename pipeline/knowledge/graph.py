"""Views over what documents say of each other and of who does what: the corpus as a graph one can ask in SQL.

Belongs here: the views, each with what a row of it is. Does not belong here: making the database (`publishing`). They
need the tables documents, articles, citations, responsibilities, lifecycle and agencies.
"""

from __future__ import annotations

from typing import NamedTuple


class GraphView(NamedTuple):
    """A view: its name, what a row is, and the query."""

    name: str
    meaning: str
    query: str


CITES = GraphView(
    "cites",
    "What each document refers to: one row a reference, with what is meant, in the corpus or not, and where it stands",
    """
    SELECT c.document_id, d.title, d.doc_number, d.issued_date, c.relation,
           coalesce(t.title, c.full_title, c.cited_title, c.cited_doc_number) AS cited,
           c.cited_article, c.cited_document_id, c.cited_article_ids,
           coalesce(t.doc_number, c.cited_doc_number) AS cited_doc_number, t.issued_date AS cited_issued_date,
           c.text, c.article_id, c.volume_id, c.line, c.citation_id
    FROM citations c
    JOIN documents d ON d.document_id = c.document_id
    LEFT JOIN documents t ON t.document_id = c.cited_document_id
    WHERE c.method <> 'own'
    """,
)

CITED_BY = GraphView(
    "cited_by",
    "Who refers to each document: one row a reference to a document or provision of the corpus from another document",
    """
    SELECT c.cited_document_id AS document_id, t.title, t.doc_number, c.relation, c.cited_article,
           unnest(CASE WHEN len(c.cited_article_ids) = 0 THEN [NULL] ELSE c.cited_article_ids END) AS article_id,
           c.document_id AS citing_document_id, d.title AS citing_title, d.doc_number AS citing_doc_number,
           d.issued_date AS citing_issued_date, c.article_id AS citing_article_id, c.text, c.volume_id, c.line,
           c.citation_id
    FROM citations c
    JOIN documents t ON t.document_id = c.cited_document_id
    JOIN documents d ON d.document_id = c.document_id
    WHERE c.cited_document_id <> c.document_id
    """,
)

AUTHORITY_CHAIN = GraphView(
    "authority_chain",
    "What a document rests on, step by step: what it names as its basis (依据), what that names, and so on; a notice "
    "rests on what the text it issues rests on. `cited_document_id` is NULL where the chain leaves the corpus",
    """
    WITH RECURSIVE step AS (
        SELECT DISTINCT c.document_id, c.cited_document_id, c.relation,
               coalesce(t.title, c.full_title, c.cited_title, c.cited_doc_number) AS rests_on
        FROM citations c LEFT JOIN documents t ON t.document_id = c.cited_document_id
        WHERE c.relation = 'based_on' AND c.cited_document_id IS DISTINCT FROM c.document_id
        UNION ALL
        SELECT parent_document_id, document_id, 'issues', title FROM documents
        WHERE role = 'issued' AND parent_document_id IS NOT NULL
    ), chain AS (
        SELECT document_id, 1 AS depth, relation, rests_on, cited_document_id, [document_id] AS path FROM step
        UNION ALL
        SELECT chain.document_id, chain.depth + 1, step.relation, step.rests_on, step.cited_document_id,
               list_append(chain.path, step.document_id)
        FROM chain JOIN step ON step.document_id = chain.cited_document_id
        WHERE NOT list_contains(chain.path, step.document_id)
    )
    SELECT chain.document_id, d.title, chain.depth, chain.relation, chain.rests_on, chain.cited_document_id, chain.path
    FROM chain JOIN documents d ON d.document_id = chain.document_id
    """,
)

TASKS_OF_AGENCY = GraphView(
    "tasks_of_agency",
    "What each body has to do: one row a body, part (lead, joint, support) and provision, with the clause that says so",
    """
    SELECT r.agency_id, coalesce(g.name, r.agency_as_printed) AS agency, r.agency_as_printed, r.role,
           a.label, a.heading, a.path, a.text AS task, r.text AS clause, r.open_list, d.title, d.doc_number,
           d.issued_date, r.document_id, r.article_id, r.volume_id, r.line
    FROM responsibilities r
    JOIN documents d ON d.document_id = r.document_id
    LEFT JOIN articles a ON a.article_id = r.article_id
    LEFT JOIN agencies g ON g.agency_id = r.agency_id
    """,
)

TIMELINE = GraphView(
    "timeline",
    "What happened to documents and when: issued, effective, repealed, amended, expires … with the row that says so",
    """
    WITH event AS (
        SELECT document_id, issued_date AS event_date, 'issued' AS event, document_id AS source_document_id,
               line_start AS line, volume_id
        FROM documents WHERE issued_date IS NOT NULL
        UNION ALL
        SELECT document_id, effective_date, 'effective', document_id, line_start, volume_id
        FROM documents WHERE effective_date IS NOT NULL
        UNION ALL
        SELECT document_id, event_date, event, document_id, line, volume_id
        FROM lifecycle WHERE citation_id IS NULL AND event_date IS NOT NULL
        UNION ALL
        SELECT c.cited_document_id, l.event_date,
               CASE l.event WHEN 'repeals' THEN 'repealed' WHEN 'repeals_part' THEN 'repealed_in_part'
                            ELSE 'amended' END,
               l.document_id, l.line, l.volume_id
        FROM lifecycle l JOIN citations c ON c.citation_id = l.citation_id
        WHERE c.cited_document_id IS NOT NULL AND l.event_date IS NOT NULL
    )
    SELECT e.event_date, e.event, e.document_id, d.title, d.doc_number, e.source_document_id, s.title AS source_title,
           e.volume_id, e.line
    FROM event e
    JOIN documents d ON d.document_id = e.document_id
    JOIN documents s ON s.document_id = e.source_document_id
    """,
)

DOCUMENT_STATUS = GraphView(
    "document_status",
    "What the corpus itself says of each document's validity, as of the day its newest document was issued: "
    "`repealed`, `replaced` (repealed by one of the same title), `expired`, `repealed_in_part`, `amended`, `unexpired` "
    "(the last day it names has not come), `trial`, else `unknown`; with the day, and the row that says so. What other "
    "documents did to it is not known here",
    """
    WITH today AS (SELECT max(issued_date) AS as_of FROM documents),
    said AS (
        SELECT c.cited_document_id AS document_id,
               CASE WHEN l.event = 'repeals' AND s.title = d.title THEN 'replaced'
                    WHEN l.event = 'repeals' THEN 'repealed'
                    WHEN l.event = 'repeals_part' THEN 'repealed_in_part' ELSE 'amended' END AS status,
               l.event_date, l.document_id AS source_document_id, l.line AS source_line, l.text AS source_text
        FROM lifecycle l
        JOIN citations c ON c.citation_id = l.citation_id
        JOIN documents d ON d.document_id = c.cited_document_id
        JOIN documents s ON s.document_id = l.document_id
        CROSS JOIN today
        WHERE l.event_date <= today.as_of
        UNION ALL
        SELECT l.document_id,
               CASE WHEN l.event = 'trial' THEN 'trial' WHEN l.event_date < today.as_of THEN 'expired'
                    ELSE 'unexpired' END,
               l.event_date, l.document_id, l.line, l.text
        FROM lifecycle l CROSS JOIN today
        WHERE l.event = 'trial' OR (l.event = 'expires' AND l.event_date IS NOT NULL)
    ),
    ranked AS (
        SELECT said.*, row_number() OVER (
            PARTITION BY document_id
            ORDER BY list_position(
                ['repealed', 'replaced', 'expired', 'repealed_in_part', 'amended', 'unexpired', 'trial'], status),
            event_date DESC NULLS LAST, source_document_id, source_line) AS rank
        FROM said
    )
    SELECT d.document_id, d.title, d.doc_number, d.issued_date, coalesce(r.status, 'unknown') AS status, r.event_date,
           r.source_document_id, r.source_line, r.source_text, today.as_of
    FROM documents d CROSS JOIN today
    LEFT JOIN ranked r ON r.document_id = d.document_id AND r.rank = 1
    """,
)

GRAPH_VIEWS: tuple[GraphView, ...] = (CITES, CITED_BY, AUTHORITY_CHAIN, TASKS_OF_AGENCY, TIMELINE, DOCUMENT_STATUS)
"""In an order in which they can be created."""
