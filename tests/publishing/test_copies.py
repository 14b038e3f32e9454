"""Documents that say nearly the same are found whatever their titles, and what differs is listed."""

import duckdb
import pytest

from pipeline.publishing.views import VIEWS

COMMON = [f"第{n}项任务是加强停车设施建设并提高服务质量" for n in range(20)]
FORM = ["特此通知请遵照执行并报告落实情况"]


@pytest.fixture
def corpus() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    texts = {
        "a": ("关于停车的意见", "w-1", [*COMMON, *FORM]),
        "b": ("停车工作若干意见", "w-2", [*COMMON[:18], "第十八项任务是加强充电设施建设", *COMMON[19:], *FORM]),
        "c": ("关于道路的意见", "w-3", ["修路" * 6, "养路" * 6, *FORM]),
        "d": ("关于桥梁的意见", "w-4", ["修桥" * 6, "养桥" * 6, *FORM]),
    }
    rows = [(k, w, t, "。\n".join([t, *s]) + "。") for k, (t, w, s) in texts.items()]
    connection.execute("CREATE TABLE documents (document_id VARCHAR, work_id VARCHAR, title VARCHAR, text VARCHAR)")
    connection.executemany("INSERT INTO documents VALUES (?, ?, ?, ?)", rows)
    for view in VIEWS:
        if view.name in ("same_text", "text_differences"):
            connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
    return connection


def test_near_identical_texts_under_other_titles(corpus: duckdb.DuckDBPyConnection) -> None:
    found = corpus.execute(
        "SELECT document_id, other_document_id, shared_sentences, own_sentences, other_sentences, same_work "
        "FROM same_text"
    ).fetchall()
    # Titles of fewer than eight characters are not compared; 停车工作若干意见 has eight.
    assert found == [("a", "b", 20, 1, 2, False)]


def test_what_differs_is_countable(corpus: duckdb.DuckDBPyConnection) -> None:
    found = corpus.execute("SELECT stands_in, place, sentence FROM text_differences ORDER BY ALL").fetchall()
    assert [(where, sentence) for where, _, sentence in found] == [
        ("a", COMMON[18]),
        ("b", "停车工作若干意见"),
        ("b", "第十八项任务是加强充电设施建设"),
    ]


def test_one_more_document_changes_no_other_pair(corpus: duckdb.DuckDBPyConnection) -> None:
    before = corpus.execute("SELECT * FROM same_text").fetchall()
    corpus.execute("INSERT INTO documents SELECT 'e', 'w-5', title, text FROM documents WHERE document_id = 'c'")
    after = corpus.execute("SELECT * FROM same_text ORDER BY ALL").fetchall()
    assert [row for row in after if "e" not in row[:2]] == before
    assert [row[:2] for row in after if "e" in row[:2]] == [("c", "e")]
