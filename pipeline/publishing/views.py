"""Views of corpus.duckdb: the questions most people begin with, written once; `chunks.sql` cuts text for retrieval."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import duckdb

from pipeline.knowledge.graph import GRAPH_VIEWS
from pipeline.publishing.copies import COPY_VIEWS
from pipeline.schema import sql_text

CHUNK = 800
"""Characters of a piece of text for retrieval at most."""


class View(NamedTuple):
    """A view: its name, what a row is, and the query."""

    name: str
    meaning: str
    query: str


VIEWS = (
    View(
        "works",
        "Works: each document once, its longest copy, however many volumes hold it",
        """SELECT d.*, count(*) OVER same AS copy_count, list(d.volume_id) OVER same AS volume_ids
           FROM documents d
           WINDOW same AS (PARTITION BY d.work_id)
           QUALIFY row_number() OVER (PARTITION BY d.work_id ORDER BY d.char_count DESC, d.document_id) = 1""",
    ),
    View(
        "statutes",
        "Documents made of 条: laws, regulations, rules",
        "SELECT * FROM documents WHERE statute_article_count > 0",
    ),
    View(
        "notices",
        "通知",
        "SELECT * FROM documents WHERE form = '通知'",
    ),
    View(
        "interpretations",
        "政策解读, 答记者问 and the like, beside what they interpret",
        """SELECT i.document_id, i.title, p.document_id AS interpreted_document_id, p.title AS interpreted_title,
                  p.doc_number AS interpreted_doc_number, i.volume_id, i.line_start, i.line_end
           FROM documents i LEFT JOIN documents p ON p.document_id = i.parent_document_id
           WHERE i.role = 'interpretation'""",
    ),
    View(
        "provisions",
        "Articles with what a citation needs: the document's title, number, issuers and dates",
        """SELECT a.article_id, d.title, d.doc_number, d.issuers, d.issued_date, d.effective_date, a.label, a.heading,
                  a.path, a.text, a.volume_id, a.line_start, a.line_end, a.document_id
           FROM articles a JOIN documents d USING (document_id)""",
    ),
    View(
        "families",
        "Instruments with what they issue or attach, or what interprets them: one row a child",
        """SELECT p.document_id, p.title, p.doc_number, c.role AS child_role, c.document_id AS child_document_id,
                  c.title AS child_title, c.form AS child_form
           FROM documents c JOIN documents p ON p.document_id = c.parent_document_id""",
    ),
    View(
        "chunks",
        f"For retrieval: article text in pieces of at most {CHUNK} characters (longer only where one sentence is), cut "
        "between sentences, the document's title and the headings above in front; lines are those of its paragraphs; "
        "chunks_within(N) cuts at another length",
        f"FROM chunks_within({CHUNK})",
    ),
    *(View(*view) for view in GRAPH_VIEWS),
    *(View(*view) for view in COPY_VIEWS),
)


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views, and the macro that cuts chunks, in the current database, which holds the contract's tables."""
    connection.execute(_chunks_within())
    for view in VIEWS:
        connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
        connection.execute(f"COMMENT ON VIEW {view.name} IS {sql_text(view.meaning)}")


@cache
def _chunks_within() -> str:
    return (files("pipeline.publishing") / "chunks.sql").read_text(encoding="utf-8")
