"""Views of corpus.duckdb that lay texts beside each other: which documents say nearly the same, and where they differ.

A `work_id` is made of number and title alone, so that no volume added moves an id (`pipeline.knowledge.works`). What
the texts say over all volumes is seen here instead: near-identical documents, of one work or of two, with the sentences
they share and those that only one has. Belongs here: how texts are compared.
"""

from __future__ import annotations

SHORTEST = 8
"""Characters of a sentence that is compared: shorter ones stand anywhere."""
MOST_COPIES = 50
"""Documents that may hold a sentence for it to be compared: 特此通知 says nothing of whose text it is."""
LIKENESS = 0.8
"""Share of the longer document's sentences that must stand in both."""
FEWEST = 3
"""Sentences that must stand in both: less is a form of words."""

_SENTENCES = rf"""
    said AS (
        SELECT document_id, sentence, hash(sentence) AS h, min(place) AS place
        FROM (SELECT document_id, unnest(sentences) AS sentence, generate_subscripts(sentences, 1) AS place FROM (
                SELECT document_id,
                    string_split_regex(regexp_replace(text, '[ \x{{3000}}]', '', 'g'), '[。；！？\n]') AS sentences
                FROM documents))
        WHERE length(sentence) >= {SHORTEST} GROUP BY ALL
    )"""

COPY_VIEWS = (
    (
        "same_text",
        f"Pairs of documents that say nearly the same (at least {LIKENESS:.0%} of the longer one's sentences), each "
        "pair once: sentences shared and of each alone; `same_work` tells whether number and title make them one work",
        f"""WITH {_SENTENCES},
            compared AS (SELECT h FROM said GROUP BY h HAVING count(*) BETWEEN 2 AND {MOST_COPIES}),
            counted AS (SELECT document_id, count(*) AS n FROM said GROUP BY ALL),
            pairs AS (
                SELECT a.document_id, b.document_id AS other_document_id, count(*) AS shared
                FROM said a SEMI JOIN compared c ON c.h = a.h JOIN said b ON b.h = a.h AND b.sentence = a.sentence
                WHERE a.document_id < b.document_id GROUP BY ALL HAVING count(*) >= {FEWEST}
            )
            SELECT p.document_id, p.other_document_id, round(p.shared / greatest(x.n, y.n), 4) AS likeness,
                   p.shared AS shared_sentences, x.n - p.shared AS own_sentences, y.n - p.shared AS other_sentences,
                   d.work_id = o.work_id AS same_work, d.title, o.title AS other_title
            FROM pairs p JOIN counted x ON x.document_id = p.document_id
            JOIN counted y ON y.document_id = p.other_document_id
            JOIN documents d ON d.document_id = p.document_id JOIN documents o ON o.document_id = p.other_document_id
            WHERE p.shared >= {LIKENESS} * greatest(x.n, y.n)""",
    ),
    (
        "text_differences",
        "Sentences that only one document of a pair in same_text has: `stands_in` is the one that has it",
        f"""WITH {_SENTENCES},
            sides AS (
                SELECT document_id, other_document_id, document_id AS stands_in, other_document_id AS lacks_in
                FROM same_text
                UNION ALL
                SELECT document_id, other_document_id, other_document_id, document_id FROM same_text
            )
            SELECT s.document_id, s.other_document_id, s.stands_in, x.place, x.sentence
            FROM sides s JOIN said x ON x.document_id = s.stands_in
            ANTI JOIN said y ON y.document_id = s.lacks_in AND y.h = x.h AND y.sentence = x.sentence""",
    ),
)
"""Name, meaning and query of each view, as in `pipeline.publishing.views`."""
