"""Writes pipeline/vocabulary/words.txt: words that a general dictionary cuts apart, taken from a built dataset.

python tools/make_words.py output/latest/corpus.duckdb

Names of bodies, terms and short names that documents define, as far as they are plain Chinese and stand in the text of
several articles; then the words that people added by hand at the end of the file, which are kept. Review the difference
before committing it: every word in it changes how text is cut.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

WORDS = Path(__file__).resolve().parents[1] / "pipeline" / "vocabulary" / "words.txt"
HAND = "# Added by hand."
_HEAD = "# Words of the field. Made by tools/make_words.py from the knowledge tables, and reviewed."
_FEWEST_ARTICLES = 3

_QUERY = """
    WITH known AS (
        SELECT name AS word FROM agencies WHERE listed
        UNION SELECT unnest(short_names) FROM agencies WHERE listed
        UNION SELECT term FROM definitions
    )
    SELECT word FROM known
    WHERE regexp_full_match(word, '\\p{Han}{3,10}')
        AND (SELECT count(*) FROM articles WHERE contains(text, word)) >= ?
    ORDER BY word
"""


def main(database: str) -> None:
    """Write the file anew, the words added by hand kept."""
    kept = WORDS.read_text(encoding="utf-8").partition(HAND)[2].split()
    with duckdb.connect(database, read_only=True) as connection:
        found = [word for (word,) in connection.execute(_QUERY, [_FEWEST_ARTICLES]).fetchall()]
    lines = [_HEAD, *(w for w in found if w not in kept), HAND, *kept]
    WORDS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
