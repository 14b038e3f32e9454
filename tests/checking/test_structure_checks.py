"""条 run from 1 or are listed: the rule looks at the published rows, the list is made while splitting."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checking.frames import Frames
from pipeline.checking.promises import BrokenPromise
from pipeline.checking.rules import check_tables
from pipeline.cleaning.stage import clean
from pipeline.contract import PUBLISHED, TABLES
from pipeline.knowledge.attributes import read_attributes
from pipeline.reading import read_volume
from pipeline.rows import volume_rows
from pipeline.splitting.numerals import write_numeral
from pipeline.splitting.stage import split
from pipeline.stages import build_volume

RULES = {
    "articles": "runs_or_is_listed",
    "units": "follows_or_is_listed AND led_in_or_listed AND ascends_or_is_listed",
    "blocks": "items_follow_or_it_is_listed AND counts_agree_or_it_is_listed",
}
HEAD = (
    "某某市人民政府关于印发某某市停车管理办法的通知\n\n某政发〔2022〕8号\n\n"
    "各区人民政府：\n\n现将办法印发给你们，请遵照执行。\n\n"
)
FOOT = "\n\n某某市人民政府\n\n2022年6月6日\n"


def statute(*lines: str) -> bytes:
    return (HEAD + "某某市停车管理办法\n\n" + "\n\n".join(lines) + FOOT).encode()


def issues(data: bytes) -> list[tuple[str, str, str]]:
    """What is listed of a volume that is built, its own rules checked on the way."""
    built = build_volume("v.txt", data)
    check_tables(built.tables)
    return [(r["what"], r["label"], r["cause"]) for r in built.rows["structure_issues"]]


def rows_of(data: bytes) -> dict[str, list[dict[str, Any]]]:
    volume = read_volume("v.txt", data)
    cleaned = clean(volume)
    parts = split(volume, cleaned)
    return volume_rows(volume, cleaned, parts, read_attributes(parts.documents, cleaned.blocks, cleaned.edits))


def broken(rows: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    """How many rows break the rules of the structure."""
    tables = {n: TABLES[n].arrow_table(rows[n]) for n in PUBLISHED if n in rows}
    with Frames.of_tables(tables) as frames:
        return {name: frames.counts(TABLES[name], [f"NOT ({rule})"])[0] for name, rule in RULES.items()}


ARTICLES = tuple(
    f"第{write_numeral(n)}条 {what}应当遵守本办法的规定，维护停车秩序。"
    for n, what in enumerate(("停车人", "管理人", "经营人", "主管部门", "区人民政府", "居民委员会"), 1)
)


@pytest.mark.parametrize(
    ("lines", "listed"),
    [
        (ARTICLES, []),
        ((*ARTICLES[:2], *ARTICLES[3:]), [("missing", "第四条", "source")]),
        ((*ARTICLES[:2], *ARTICLES[1:]), [("repeated", "第二条", "source")]),
        (
            (*ARTICLES[:3], ARTICLES[1], *ARTICLES[3:]),
            [("jumped", "第二条", "source"), ("missing", "第四条", "source")],
        ),
        ((*ARTICLES[:2], "第二条之一 残疾人停车应当免费。", "第二条之二 军人停车应当免费。", *ARTICLES[2:]), []),
        (("第一章 总则", *ARTICLES[:3], "第二章 附则", *ARTICLES[3:]), []),
        (
            (
                *ARTICLES[:2],
                "第三条 将原办法第九条修改为：",
                "“第九条 停车人应当遵守秩序。",
                "违者处以罚款。”",
                *ARTICLES[3:],
            ),
            [],
        ),
    ],
    ids=["whole", "gap", "repeat", "jump back", "inserted", "through chapters", "quoted"],
)
def test_a_volume_is_built_and_its_breaks_are_listed(lines: tuple[str, ...], listed: list[tuple[str, ...]]) -> None:
    assert issues(statute(*lines)) == listed


def test_a_break_that_is_not_listed_is_refused() -> None:
    built = build_volume("v.txt", statute(*ARTICLES[:2], *ARTICLES[3:]))
    built.tables["structure_issues"] = built.tables["structure_issues"].slice(0, 0)
    with pytest.raises(BrokenPromise, match=r"articles: .*runs_or_is_listed"):
        check_tables(built.tables)


@pytest.mark.parametrize(
    ("lines", "table"),
    [
        (("一、总体要求", "二、主要任务", "四、组织实施", "各区要抓好落实。"), "units"),
        (("第一条 停车人有下列情形之一的：", "第二条 本办法自公布之日起施行。"), "blocks"),
        (("本办法共二章四条。", "第一章 总则", *ARTICLES[:2], "第二章 附则", ARTICLES[2]), "blocks"),
        (("第一章 甲则", ARTICLES[0], "第三章 乙则", ARTICLES[1], "第二章 丙则", ARTICLES[2]), "units"),
        (("第一条", "（一）停车人；", "（二）管理人。", ARTICLES[1]), "units"),
    ],
    ids=["number", "list", "count", "chapter", "orphan"],
)
def test_each_rule_sees_what_is_not_listed(lines: tuple[str, ...], table: str) -> None:
    rows = rows_of(statute(*lines))
    assert broken(rows) == {"articles": 0, "units": 0, "blocks": 0}
    assert rows["structure_issues"]
    assert broken({**rows, "structure_issues": []})[table] > 0


_LABELS = st.one_of(
    st.integers(1, 12).map(lambda n: f"第{write_numeral(n)}条 "),
    st.tuples(st.integers(1, 6), st.integers(1, 3)).map(lambda n: f"第{write_numeral(n[0])}条之{write_numeral(n[1])} "),
    st.integers(1, 5).map(lambda n: f"第{write_numeral(n)}章 "),
    st.integers(1, 6).map(lambda n: f"{write_numeral(n)}、"),
    st.integers(1, 6).map(lambda n: f"（{write_numeral(n)}）"),
    st.integers(1, 6).map(lambda n: f"{n}."),
    st.tuples(st.integers(1, 3), st.integers(1, 4)).map(lambda n: f"{n[0]}.{n[1]} "),
    st.integers(1, 5).map(lambda n: "①②③④⑤"[n - 1]),
    st.sampled_from(("", "—— ", "专栏 2 ")),
)
_BODIES = st.sampled_from(
    (
        "停车管理",
        "停车人应当遵守秩序。",
        "有下列情形之一的：",
        "按照以下要求办理：",
        "本办法共二章六条。",
        "应当",
        "（略）",
    )
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(_LABELS, _BODIES).map("".join).filter(bool), min_size=1, max_size=25))
def test_whatever_is_printed_is_listed_and_nothing_is_refused(lines: list[str]) -> None:
    assert broken(rows_of(statute(*lines))) == {"articles": 0, "units": 0, "blocks": 0}
