"""The view chunks: pieces of article text within a length, cut between sentences only, with the lines to cite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.building.run import Summary
from pipeline.contract import TABLES
from pipeline.publishing.views import CHUNK, create_views

ENDED = re.compile(r"[。！？\n][”’」』）》〉】\n]*$")
SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]+[”’」』）》〉】\n]*|[^。！？\n]+$")


class Chunk(NamedTuple):
    head: str
    text: str
    char_count: int
    line_start: int
    line_end: int


@pytest.fixture(scope="module")
def corpus() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for table in TABLES.values():
            connection.execute(table.ddl.replace(" NOT NULL", ""))
        create_views(connection)
        yield connection


def chunks(
    corpus: duckdb.DuckDBPyConnection, text: str, longest: int | None, title: str = "某通知", heading: str = ""
) -> list[Chunk]:
    """The chunks of one article, of which each paragraph stands on two lines from line 11 on."""
    corpus.execute("DELETE FROM articles; DELETE FROM blocks")
    paragraphs = [heading, *text.split("\n")] if heading else text.split("\n")
    corpus.execute(
        "INSERT INTO articles (article_id, document_id, volume_id, label, path, text, document_title, line_start, "
        "line_end) VALUES ('a', 'd', 'v', '第一条', ['第一章 总则'], ?, ?, 11, ?)",
        [text, title, 10 + 2 * len(paragraphs)],
    )
    for n, paragraph in enumerate(paragraphs):
        corpus.execute(
            "INSERT INTO blocks (block_id, article_id, ordinal, text, line_start, line_end) "
            "VALUES (?, 'a', ?, ?, ?, ?)",
            [str(n), n, paragraph, 11 + 2 * n, 12 + 2 * n],
        )
    source = "chunks" if longest is None else f"chunks_within({longest})"
    rows = corpus.execute(f"SELECT text, char_count, line_start, line_end FROM {source} ORDER BY chunk").fetchall()
    return [Chunk(*text.split("\n", 1), *rest) for text, *rest in rows]


def test_a_short_article_is_one_chunk_under_its_title_and_headings(corpus: duckdb.DuckDBPyConnection) -> None:
    whole = Chunk("某通知 › 第一章 总则 › 第一条", "为了规范管理。", 26, 11, 12)
    assert chunks(corpus, "为了规范管理。", None) == [whole]


def test_a_closing_mark_stays_with_its_sentence(corpus: duckdb.DuckDBPyConnection) -> None:
    text = "他说：“" + "甲" * 30 + "。”" + "乙" * 30 + "（" + "丙" * 30 + "。）尾。"
    found = chunks(corpus, text, 60)
    assert [c.text[-2:] for c in found] == ["。”", "。）", "尾。"]


def test_a_semicolon_ends_no_sentence(corpus: duckdb.DuckDBPyConnection) -> None:
    assert len(chunks(corpus, "甲" * 60 + "；" + "乙" * 60 + "。", 100)) == 1


def test_lines_are_those_of_the_paragraphs(corpus: duckdb.DuckDBPyConnection) -> None:
    text = "\n".join(["甲" * 30 + "。", "乙" * 30 + "。", "丙" * 30 + "。" + "丁" * 30 + "。"])
    assert [(c.line_start, c.line_end) for c in chunks(corpus, text, 60)] == [(11, 12), (13, 14), (15, 16), (15, 16)]
    with_heading = chunks(corpus, text, 60, heading="总则")
    assert [(c.line_start, c.line_end) for c in with_heading] == [(13, 14), (15, 16), (17, 18), (17, 18)]


def test_a_long_head_takes_half_of_a_chunk_at_most(corpus: duckdb.DuckDBPyConnection) -> None:
    found = chunks(corpus, "规范。" * 60, 100, title="关于" + "很" * 200 + "长的通知")
    assert {len(c.head) for c in found} == {50}
    assert found[0].head.startswith("…")
    assert found[0].head.endswith("第一条")


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="甲乙丙 ，；、。！？”）\n2.A𠮷", min_size=1, max_size=400).filter(lambda t: t.strip("\n")),
    st.sampled_from([40, 60, 100, 250, None]),
)
def test_no_sentence_is_cut_and_nothing_is_lost(
    corpus: duckdb.DuckDBPyConnection, text: str, longest: int | None
) -> None:
    found = chunks(corpus, text, longest)
    limit = longest or CHUNK
    position = 0
    for chunk in found:
        start = text.index(chunk.text, position) if chunk.text else position
        assert not text[position:start].strip("\n"), "something is left out between two chunks"
        assert start == 0 or ENDED.search(text[:start]), "a chunk begins inside a sentence"
        position = start + len(chunk.text)
        sentences = SENTENCE.findall(chunk.text)
        assert chunk.char_count <= limit or len(sentences) == 1
        assert chunk.char_count == len(chunk.head) + 1 + len(chunk.text)
    assert not text[position:].strip("\n"), "the end is left out"
    lines = [(c.line_start, c.line_end) for c in found]
    assert lines == sorted(lines)
    assert all(first <= last for first, last in lines)


@pytest.mark.slow
def test_chunks_of_the_volumes_keep_within_their_length_and_lose_nothing(built: tuple[Path, Summary]) -> None:
    with duckdb.connect(str(built[0] / "corpus.duckdb"), read_only=True) as connection:
        query = """
            WITH joined AS (
                SELECT article_id, max(char_count) AS longest, min(line_start) AS first, max(line_end) AS last,
                       string_agg(substr(text, instr(text, chr(10)) + 1), '' ORDER BY chunk) AS text
                FROM chunks GROUP BY article_id)
            SELECT count(*), count(*) FILTER (longest > ?), count(*) FILTER (first < line_start OR last > line_end),
                   count(*) FILTER (replace(a.text, chr(10), '') IS DISTINCT FROM replace(j.text, chr(10), ''))
            FROM articles a LEFT JOIN joined j USING (article_id) WHERE a.text <> ''
        """
        articles, *wrong = connection.execute(query, [CHUNK]).fetchone() or ()
        chunks = connection.execute("SELECT count(*) FROM chunks").fetchone() or ()
    assert wrong == [0, 0, 0]
    assert chunks[0] > articles
