"""search(question) on a small corpus: what comes first, and what no question may break."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.contract import TABLES
from pipeline.publishing.search import create_search, thesaurus
from pipeline.terms import postings

TEXTS = {
    ("数据安全管理办法", "工信部网安〔2022〕166号"): [
        "为了规范数据处理活动，制定本办法。",
        "数据处理者应当将重要数据目录备案。",
    ],
    ("企业名称登记管理规定", "国务院令第734号"): ["为了规范企业名称登记管理。", "企业只能登记一个企业名称。"],
    ("关于优化营商环境的意见", "国办发〔2022〕30号"): ["降低制度性交易成本。", "未成年人、老年人服务应当便利。"],
}


@pytest.fixture(scope="module")
def corpus() -> Iterator[duckdb.DuckDBPyConnection]:
    documents, articles = [], []
    for n, ((title, number), texts) in enumerate(TEXTS.items(), 1):
        document = {"document_id": f"v.d-{n}", "volume_id": "v", "ordinal": n, "title": title, "doc_number": number}
        documents.append(document)
        articles += [
            {
                "article_id": f"v.d-{n}#art_{i}", "document_id": f"v.d-{n}", "volume_id": "v", "ordinal": i,
                "kind": "article", "label": f"第{'一二'[i - 1]}条", "number": str(i), "heading": None, "path": [],
                "text": text, "char_count": len(text), "line_start": 10 * n + i, "line_end": 10 * n + i,
                "page_start": 1, "page_end": 1, "document_title": title,
            }
            for i, text in enumerate(texts, 1)
        ]  # fmt: skip
    counted = postings(articles)
    with duckdb.connect() as connection:
        for name in ("documents", "articles", "postings", "vocabulary", "definitions", "agencies"):
            connection.execute(TABLES[name].ddl.replace(" NOT NULL", ""))
        for name, rows in (("documents", documents), ("articles", articles)):
            columns = ", ".join(rows[0])
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", [list(r.values()) for r in rows])
        connection.register("counted", counted)
        connection.execute("INSERT INTO postings FROM counted")
        connection.execute(
            "INSERT INTO vocabulary SELECT term, count(*), bool_or(word_frequency > 0) FROM postings GROUP BY term"
        )
        create_search(connection)
        yield connection


def found(corpus: duckdb.DuckDBPyConnection, question: str) -> list[str]:
    return [row[0] for row in corpus.execute("SELECT article_id FROM search(?)", [question]).fetchall()]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("重要数据要不要备案？", "v.d-1#art_2"),
        ("国办发2022年30号", "v.d-3#art_1"),
        ("国办发〔2022〕30号", "v.d-3#art_1"),
        ("国务院令734号", "v.d-2#art_1"),
        ("国务院令第734号第二条", "v.d-2#art_2"),
        ("企业名称登记管理规定第二条", "v.d-2#art_2"),
        ("企业名称登记管理规定第2条", "v.d-2#art_2"),
        ("企业名称登记管理规定", "v.d-2#art_1"),
        ("老人和小孩", "v.d-3#art_2"),
    ],
)
def test_what_answers_comes_first(corpus: duckdb.DuckDBPyConnection, question: str, first: str) -> None:
    assert found(corpus, question)[0] == first


@pytest.mark.parametrize("question", ["", " ", "？？？", "'; DROP TABLE articles; --", "%", "什么", "\\", "zzz"])
def test_a_question_without_an_answer_finds_nothing(corpus: duckdb.DuckDBPyConnection, question: str) -> None:
    assert found(corpus, question) == []


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_no_question_breaks_it(corpus: duckdb.DuckDBPyConnection, question: str) -> None:
    scores = corpus.execute("SELECT score FROM search(?)", [question.replace("\0", "")]).fetchall()
    assert scores == sorted(scores, reverse=True)


def test_the_words_that_matched_are_known(corpus: duckdb.DuckDBPyConnection) -> None:
    words = dict(corpus.execute("SELECT word, own FROM search_words('老人的备案')").fetchall())
    assert words["备案"] is True
    assert words["老年人"] is False


def test_the_thesaurus_says_something_of_every_word() -> None:
    assert all(said and all(said) for said in thesaurus().phrases.values())
    assert "什么" in thesaurus().ignored


def test_a_meaning_that_is_asked_for_comes_first(corpus: duckdb.DuckDBPyConnection) -> None:
    query = "INSERT INTO search_definitions SELECT '企业名称', article_no FROM search_articles WHERE article_id = ?"
    corpus.execute(query, ["v.d-2#art_2"])
    try:
        assert found(corpus, "什么是企业名称")[0] == "v.d-2#art_2"
        assert found(corpus, "企业名称")[0] == "v.d-2#art_2"
    finally:
        corpus.execute("DELETE FROM search_definitions")
    assert found(corpus, "企业名称")[0] == "v.d-2#art_1"


def test_pairs_of_latin_letters_are_no_words(corpus: duckdb.DuckDBPyConnection) -> None:
    assert found(corpus, "email") == []
