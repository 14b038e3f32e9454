"""The views of the graph, and every example in docs/graph.md, on a few documents."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipeline.contract import TABLES
from pipeline.knowledge.graph import GRAPH_VIEWS
from pipeline.knowledge.records import Ids, knowledge_records
from pipeline.knowledge.resolution import resolve
from pipeline.splitting.stage import Split
from pipeline.values import Attributes
from tests.knowledge.texts import Text, texts

DOCS = Path(__file__).resolve().parents[2] / "docs" / "graph.md"
DAY = datetime.date

RULES = "国家中小企业公共服务示范平台认定管理办法"
CALL = "工业和信息化部办公厅关于组织推荐2021年度国家中小企业公共服务示范平台的通知"
LIST = "工业和信息化部关于公布2021年度国家中小企业公共服务示范平台名单的通告"
CREDIT = "关于进一步提高科技型中小企业研发费用税前加计扣除比例的公告"

WANTED: tuple[tuple[Text, Attributes], ...] = (
    (
        (f"工业和信息化部关于印发《{RULES}》的通知", "main", None, [f"制定《{RULES}》。现印发给你们。"]),
        Attributes(doc_number="工信部企业〔2017〕156号", issued_date=DAY(2017, 7, 3)),
    ),
    (
        (
            RULES, "issued", 0,
            ["第一条 根据《中华人民共和国中小企业促进法》相关规定，制定本办法。",
             "第二条 国家中小企业公共服务示范平台（以下简称示范平台）是指提供服务的平台。",
             "第二十三条 认定有效期为三年，按照本办法第二条执行。"],
        ),
        Attributes(),
    ),
    (
        (
            CALL, "main", None,
            [f"根据《{RULES}》（工信部企业〔2017〕156号，以下简称《管理办法》），现就有关事项通知如下：",
             "一、根据《管理办法》第二十三条规定，认定有效期为三年。（重庆市市场监管局牵头）"],
        ),
        Attributes(doc_number="工信厅企业函〔2021〕90号", issued_date=DAY(2021, 4, 25)),
    ),
    (
        (LIST, "main", None, [f"按照《{CALL}》（工信厅企业函〔2021〕90号），现将名单予以公布。"]),
        Attributes(issued_date=DAY(2021, 12, 2)),
    ),
    ((CREDIT, "main", None, ["本公告自公布之日起执行。"]), Attributes(issued_date=DAY(2022, 3, 23))),
    (
        ("关于进一步完善研发费用政策的公告", "main", None, [f"三、本公告自2023年1月1日起执行，《{CREDIT}》同时废止。"]),
        Attributes(issued_date=DAY(2023, 3, 26), effective_date=DAY(2023, 1, 1)),
    ),
    (
        (
            "企业名称登记管理规定", "main", None,
            ["note|（2020年12月14日国务院第118次常务会议修订）", "第一条 为了规范企业名称登记管理。"],
        ),
        Attributes(issued_date=DAY(2020, 12, 14), effective_date=DAY(2021, 3, 1)),
    ),
)  # fmt: skip


def rows() -> dict[str, list[dict[str, Any]]]:
    passages = texts(*(text for text, _ in WANTED))
    said = [attributes for _, attributes in WANTED]
    ids = Ids("v", [f"v.d{i}" for i in range(len(passages))], [])
    blocks = [b for p in passages for b in p.blocks]
    found = knowledge_records(ids, Split([p.document for p in passages]), blocks, said)
    documents = [
        {
            "document_id": ids.documents[i],
            "volume_id": "v",
            "parent_document_id": None if p.document.parent is None else ids.documents[p.document.parent],
            "role": p.document.role,
            "title": p.document.title,
            "doc_number": said[i].doc_number,
            "issued_date": said[i].issued_date,
            "effective_date": said[i].effective_date,
            "line_start": p.document.title_line,
            "text": p.text,
        }
        for i, p in enumerate(passages)
    ]
    articles = [_article(f"v.d{p.index}", n) for p in passages for n in sorted(p.numbers, key=int)]
    links, _ = resolve(documents, articles, found["citations"])
    for citation, link in zip(found["citations"], links, strict=True):
        citation |= {
            "cited_document_id": link.document_id,
            "cited_article_id": link.article_id,
            "cited_article_ids": list(link.article_ids),
            "resolved_by": link.resolved_by,
        }
    return {**found, "documents": documents, "articles": articles}


def _article(document_id: str, number: str) -> dict[str, Any]:
    return {
        "article_id": f"{document_id}#art_{number}",
        "document_id": document_id,
        "volume_id": "v",
        "ordinal": int(number),
        "kind": "article",
        "number": number,
        "label": f"第{number}条",
        "path": [],
        "text": "",
        "paragraphs": 1,
        "items": 0,
    }


@pytest.fixture(scope="module")
def corpus() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    tables = rows()
    for name in ("documents", "articles", "citations", "definitions", "responsibilities", "lifecycle", "agencies"):
        schema = pa.schema([f.with_nullable(True) for f in TABLES[name].schema])
        table = pa.Table.from_pylist(tables[name], schema=schema)
        connection.register(f"rows_{name}", table)
        connection.execute(f"CREATE TABLE {name} AS FROM rows_{name}")
    for view in GRAPH_VIEWS:
        connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
    return connection


def ask(corpus: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = corpus.execute(query).fetchall()
    return found


def test_the_chain_goes_on_until_it_leaves_the_corpus(corpus: duckdb.DuckDBPyConnection) -> None:
    query = (
        f"SELECT DISTINCT depth, rests_on, cited_document_id FROM authority_chain WHERE title = '{LIST}' ORDER BY ALL"
    )
    assert ask(corpus, query) == [(1, CALL, "v.d2"), (2, RULES, "v.d1"), (3, "中华人民共和国中小企业促进法", None)]


def test_a_notice_rests_on_what_its_text_rests_on(corpus: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT depth, relation, rests_on FROM authority_chain WHERE document_id = 'v.d0' ORDER BY depth"
    assert ask(corpus, query) == [(1, "issues", RULES), (2, "based_on", "中华人民共和国中小企业促进法")]


def test_an_article_knows_who_cites_it(corpus: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT citing_document_id, cited_article FROM cited_by WHERE article_id = 'v.d1#art_23'"
    assert ask(corpus, query) == [("v.d2", "第二十三条")]


def test_status_is_not_claimed_beyond_what_is_said(corpus: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT document_id, status, source_document_id FROM document_status ORDER BY document_id"
    said = {d: (status, source) for d, status, source in ask(corpus, query)}
    assert said.pop("v.d4") == ("repealed", "v.d5")
    assert set(said.values()) == {("unknown", None)}


def test_status_waits_for_the_day(corpus: duckdb.DuckDBPyConnection) -> None:
    later = corpus.cursor()
    later.execute("BEGIN")
    later.execute("UPDATE lifecycle SET event_date = DATE '2030-01-01'")
    assert ask(later, "SELECT status FROM document_status WHERE document_id = 'v.d4'") == [("unknown",)]
    later.execute("ROLLBACK")


def test_tasks(corpus: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT agency, role, clause, document_id FROM tasks_of_agency"
    assert ask(corpus, query) == [("重庆市市场监督管理局", "lead", "重庆市市场监管局牵头", "v.d2")]


EXAMPLES = re.findall(r"## ([^\n]+)\n(?:(?!## ).)*?```sql\n(.+?)```", DOCS.read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize(("heading", "query"), EXAMPLES, ids=[h.split(":")[0] for h, _ in EXAMPLES])
def test_every_example_of_the_docs_runs(corpus: duckdb.DuckDBPyConnection, heading: str, query: str) -> None:
    assert ask(corpus, query), heading


def test_every_view_has_an_example_and_a_comment() -> None:
    shown = {heading.split(":")[0] for heading, _ in EXAMPLES}
    assert {view.name for view in GRAPH_VIEWS} <= shown
    assert all(len(view.meaning) > 40 for view in GRAPH_VIEWS)
