"""Views of corpus.duckdb: the questions most people begin with, written once."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.knowledge.graph import GRAPH_VIEWS


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
        "For retrieval: article text in pieces of at most 800 characters (longer only where one sentence is), cut "
        "between sentences, with the document's title and the headings above in front; lines are those of the article",
        r"""WITH headed AS (
                SELECT *, array_to_string(list_concat([document_title], path,
                    CASE WHEN label IS NULL THEN [] ELSE [concat(label, heading)] END), ' › ') AS head
                FROM articles WHERE text <> ''
            ), cut AS (
                SELECT *, list_reduce(
                    list_transform(regexp_extract_all(text, '[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+$'),
                        lambda sentence: [sentence]),
                    lambda done, sentence:
                        CASE WHEN length(done[-1]) + length(sentence[1]) <= greatest(200, 799 - length(head))
                             THEN list_append(done[:-2], done[-1] || sentence[1])
                             ELSE list_append(done, sentence[1]) END) AS pieces
                FROM headed
            ), numbered AS (
                SELECT *, unnest(pieces) AS piece, generate_subscripts(pieces, 1) AS chunk FROM cut
            )
            SELECT article_id || '.c' || chunk AS chunk_id, article_id, chunk, document_id, volume_id, document_title,
                   path, head || chr(10) || rtrim(piece, chr(10)) AS text,
                   length(head) + 1 + length(rtrim(piece, chr(10))) AS char_count,
                   line_start, line_end, page_start, page_end
            FROM numbered""",
    ),
    *(View(*view) for view in GRAPH_VIEWS),
)
