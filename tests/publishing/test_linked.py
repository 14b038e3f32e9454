"""Linked tables: references resolved volume by volume mean what they mean with all volumes at hand."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.contract import TABLES, Table
from pipeline.knowledge.resolution import Corpus, Issue, Link, provision_outline
from pipeline.knowledge.resolution_rates import Rate, added_up, as_figures, resolution_rates
from pipeline.publishing.corpus_index import CorpusIndex
from pipeline.publishing.linked import linked_pieces, linked_rates
from pipeline.publishing.parquet import write_part

TITLES = (
    "企业名称登记管理规定", "国务院关于优化营商环境的意见", "重庆市人民政府关于优化营商环境的意见", "认定管理办法",
    "认定管理办法（试行）", "认定管理办法（2021年版）", "工业和信息化部关于印发《认定管理办法》的通知", "申请表",
    "政府工作报告", "政府工作报告——2021年5月7日在第十三届全国人民代表大会上", "政府工作报告——2019年1月5日在重庆市",
    "关于优化和改善营商环境的意见", "收费结算办法", "收费和结算办法（试行）",
)  # fmt: skip
NUMBERS = (None, "国发〔2021〕4号", "工信部企业〔2017〕156号", "渝府发〔2020〕7号")
DAYS = (None, datetime.date(2019, 1, 1), datetime.date(2021, 5, 6), datetime.date(2021, 5, 7))
FILLED = {"VARCHAR": "x", "INTEGER": 1, "DATE": DAYS[1], "VARCHAR[]": []}


def whole(table: Table, **row: Any) -> dict[str, Any]:
    """A row with something in every column that must not be NULL."""
    return {**{c.name: FILLED[c.type] for c in table.columns if not c.nullable}, **row}


def volume(name: str, draw: random.Random) -> dict[str, list[dict[str, Any]]]:
    """Documents with families, articles, and references that may mean anything."""
    rows: dict[str, list[dict[str, Any]]] = {"documents": [], "articles": [], "citations": []}
    for n in range(draw.randint(1, 6)):
        document_id = f"{name}.d-{draw.randrange(10**6)}-{n}"
        parent = draw.choice([None, None, *(d["document_id"] for d in rows["documents"][-2:])])
        role = draw.choice(["issued", "attachment", "interpretation"]) if parent else "main"
        rows["documents"].append(
            whole(
                TABLES["documents"], document_id=document_id, volume_id=name, ordinal=n + 1, role=role,
                parent_document_id=parent, title=draw.choice(TITLES), doc_number=draw.choice(NUMBERS),
                issued_date=draw.choice(DAYS), line_start=10 * (n // 2),
            )
        )  # fmt: skip
        for number in range(1, draw.randint(0, 3) + 1):
            rows["articles"].append(
                whole(
                    TABLES["articles"], article_id=f"{document_id}#art_{number}", document_id=document_id,
                    volume_id=name, ordinal=number, kind=draw.choice(["article", "section"]), number=str(number),
                    label=f"第{number}条", text="甲\n（一）乙", line_start=10 * n + number,
                )
            )  # fmt: skip
        for number in range(draw.randint(0, 5)):
            method = draw.choice(["title", "number", "short_name", "own"])
            rows["citations"].append(
                whole(
                    TABLES["citations"], citation_id=f"{document_id}.c-{number}", volume_id=name, line=10 * n + number,
                    document_id=document_id, char_start=20 * number, char_end=20 * number + 9, method=method,
                    cited_title=None if method in ("own", "number") else draw.choice(TITLES),
                    cited_doc_number=draw.choice(NUMBERS), relation=draw.choice(["cites", "repeals", "based_on"]),
                    cited_article=draw.choice([None, "第一条", "第二条第三款", "第一条至第三条", "第一条第（二）项"]),
                )
            )  # fmt: skip
    return {n: [{**dict.fromkeys(TABLES[n].names), **r} for r in table] for n, table in rows.items()}


def write(folder: Path, volumes: list[dict[str, list[dict[str, Any]]]]) -> list[Path]:
    parts = []
    for n, rows in enumerate(volumes):
        parts.append(folder / f"part-{n}")
        write_part(parts[-1], {name: TABLES[name].arrow_table(r) for name, r in rows.items()})
    return parts


def with_all_at_hand(
    volumes: list[dict[str, list[dict[str, Any]]]],
) -> Iterator[tuple[list[Link], list[Issue], list[Rate]]]:
    documents = [d for v in volumes for d in v["documents"]]
    articles = [provision_outline({"label": None, **a}) for v in volumes for a in v["articles"]]
    corpus = Corpus(documents, articles)
    for v in volumes:
        citations = [{**dict.fromkeys(TABLES["citations"].names), **c} for c in v["citations"]]
        links, issues = corpus.resolve(citations)
        yield links, issues, resolution_rates(corpus, citations, links, issues)


@pytest.mark.parametrize("seed", range(4))
def test_volume_by_volume_means_the_same_as_all_at_once(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    volumes = [volume(f"v{i:02}", draw) for i in range(12)]
    parts = write(tmp_path, volumes)
    pieces = zip(
        *(linked_pieces(TABLES[name], parts, tmp_path) for name in ("citations", "citation_issues")), strict=True
    )
    found = 0
    for (links, issues, _), (citations, amiss) in zip(with_all_at_hand(volumes), pieces, strict=True):
        keys = ("cited_document_id", "cited_article_id", "cited_article_ids", "resolved_by")
        expected = [dict(zip(keys, (x[0], x[1], list(x[2]), x[3]), strict=True)) for x in links]
        assert citations.select(keys).to_pylist() == expected
        assert amiss.select(["citation_id", "reason", "detail"]).to_pylist() == [i._asdict() for i in sorted(issues)]
        found += sum(x.document_id is not None for x in links)
    assert found > 50


def test_references_of_few_volumes_are_counted_as_with_all_at_hand(tmp_path: Path) -> None:
    """Of few volumes, for in many next to nothing is unresolved."""
    found = []
    for seed in range(12):
        draw = random.Random(seed)
        volumes = [volume(f"v{i}", draw) for i in range(3)]
        rates = [rate for _, _, counted in with_all_at_hand(volumes) for rate in counted]
        parts = write(tmp_path / str(seed), volumes)
        assert linked_rates(parts, tmp_path / str(seed)) == added_up(rates)
        found += rates
    total = as_figures(found)["total"]
    assert min(total[why] for why in ("absent", "other_version", "not_found", "provisions_missing")) > 2, total


def test_a_document_alike_in_name_is_looked_for_among_all_of_other_volumes(tmp_path: Path) -> None:
    """The last that bears the name came too late; the one before it may be meant."""
    titles = (("收费结算办法", 2019), ("收费结算办法", 2021), ("某局关于收费的通知", 2020))
    documents = [
        whole(
            TABLES["documents"], document_id=f"v{n}.d-1", volume_id=f"v{n}", role="main", title=title,
            doc_number=f"国发〔{year}〕1号", issued_date=datetime.date(year, 1, 1),
        )
        for n, (title, year) in enumerate(titles)
    ]  # fmt: skip
    citation = whole(
        TABLES["citations"], citation_id="v2.c-1", volume_id="v2", document_id="v2.d-1", method="title",
        cited_title="收费和结算办法（试行）", relation="cites",
    )  # fmt: skip
    volumes = [{"documents": [d], "articles": [], "citations": []} for d in documents]
    volumes[2]["citations"] = [citation]
    (rate,) = linked_rates(write(tmp_path, volumes), tmp_path)
    assert rate == Rate("cites", "title", 1, 0, 0, 0, not_found=1, provisions=0, provisions_missing=0)


def test_what_was_resolved_waits_for_the_second_table(tmp_path: Path) -> None:
    parts = write(tmp_path, [volume("v", random.Random(1))])
    (first,) = linked_pieces(TABLES["citations"], parts, tmp_path)
    (parts[0] / "documents.parquet").unlink()
    (second,) = linked_pieces(TABLES["citation_issues"], parts, tmp_path)
    assert first.num_rows > 0
    assert second.schema.equals(TABLES["citation_issues"].schema)


def test_another_set_of_volumes_is_resolved_anew(tmp_path: Path) -> None:
    draw = random.Random(2)
    parts = write(tmp_path, [volume("v", draw), volume("w", draw)])
    both = list(linked_pieces(TABLES["citations"], parts, tmp_path))
    (one,) = linked_pieces(TABLES["citations"], parts[1:], tmp_path)
    assert one.num_rows == both[1].num_rows
    own = {r["document_id"] for r in pq.read_table(parts[1] / "documents.parquet").to_pylist()}
    assert {i for i in one["cited_document_id"].to_pylist() if i} <= own


def edition(n: int) -> dict[str, list[dict[str, Any]]]:
    """A volume with its own edition of a text that all have, of another number and date, and a reference to it."""
    name, title = f"v{n:03}", "企业名称登记管理规定"
    day = datetime.date(2000, 1, 1) + datetime.timedelta(days=n)
    document = {"volume_id": name, "role": "main", "issued_date": day}
    regulation, notice = f"{name}.d-1", f"{name}.d-2"
    table = TABLES["documents"]
    documents = [
        whole(table, **document, document_id=regulation, title=title, doc_number=f"国发〔2000〕{n}号"),
        whole(table, **document, document_id=notice, title=f"第{n}号通知", line_start=9),
    ]
    numbers = (None, f"国发〔2000〕{n // 2}号", "国发〔1999〕1号")
    citations = [
        whole(
            TABLES["citations"], citation_id=f"{name}.c-{i}", volume_id=name, document_id=notice, line=9,
            char_start=20 * i, char_end=20 * i + 9, method="title", cited_title=title, cited_doc_number=number,
            relation="repeals",
        )
        for i, number in enumerate(numbers)
    ]  # fmt: skip
    return {"documents": documents, "articles": [], "citations": citations}


def test_a_name_of_many_numbers_and_dates_weighs_no_more_than_one_of_few(tmp_path: Path) -> None:
    """The documents at hand for all volumes together grow with the volumes, not with their square."""
    at_hand = {}
    for times in (4, 16, 64):
        folder = tmp_path / str(times)
        parts = write(folder, [edition(n) for n in range(times)])
        with CorpusIndex(parts, folder) as index:
            at_hand[times] = sum(len(index.documents(v)) for v in range(times))
    assert at_hand[64] / 64 <= 1.2 * at_hand[16] / 16 <= 1.2 * 1.2 * at_hand[4] / 4 + 2
