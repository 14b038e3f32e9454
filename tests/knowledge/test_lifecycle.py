from __future__ import annotations

import datetime

from pipeline.knowledge.citations import find_citations
from pipeline.knowledge.definitions import find_definitions
from pipeline.knowledge.lifecycle import Statement, find_statements
from pipeline.values import Attributes
from tests.knowledge.texts import Text, texts

DAY = datetime.date


def statements(*wanted: Text, said: list[Attributes] | None = None) -> list[Statement]:
    found = texts(*wanted)
    citations = find_citations(found, [find_definitions(p) for p in found], [None] * len(found))
    return find_statements(found, said or [Attributes() for _ in found], citations)


def events(found: list[Statement]) -> list[tuple[str, datetime.date | None, bool]]:
    return [(s.event, s.date, s.citation is not None) for s in found]


def test_what_a_document_repeals_from_when() -> None:
    said = Attributes(effective_date=DAY(2021, 1, 1), issued_date=DAY(2020, 5, 28))
    found = statements(
        (
            "关于规范工作的通知",
            "main",
            None,
            ["五、本通知自2021年1月1日起施行。《旧通知》同时废止，《减税公告》第一条停止执行。"],
        ),
        said=[said],
    )
    assert events(found) == [("repeals", DAY(2021, 1, 1), True), ("repeals_part", DAY(2021, 1, 1), True)]


def test_last_days() -> None:
    paragraphs = [
        "本意见自2022年9月1日起施行，有效期至2027年8月31日。",
        "三、本公告执行期限为2021年1月1日至2022年12月31日。",
        "营业执照有效期三年，许可证有效期至2030年1月1日。",
    ]
    found = statements(("某意见", "main", None, paragraphs))
    assert events(found) == [("expires", DAY(2027, 8, 31), False), ("expires", DAY(2022, 12, 31), False)]


def test_years_count_from_the_day_it_takes_effect() -> None:
    notice: Text = ("关于印发《矿业权交易规则》的通知", "main", None, ["现印发。"])
    rules: Text = ("矿业权交易规则", "issued", 0, ["（四十三）本规则自印发之日起施行，有效期五年。"])
    dated = [Attributes(issued_date=DAY(2023, 1, 3)), Attributes()]
    assert events(statements(notice, rules, said=dated)) == [("expires", DAY(2028, 1, 2), False)]
    assert events(statements(notice, rules)) == [("expires", None, False)]


def test_leap_day() -> None:
    said = [Attributes(issued_date=DAY(2024, 2, 29))]
    found = statements(("某办法", "main", None, ["本办法自印发之日起施行，有效期2年。"]), said=said)
    assert events(found) == [("expires", DAY(2026, 2, 28), False)]


def test_trial_is_said_of_the_instrument_not_of_its_notice() -> None:
    found = statements(
        ("关于印发《数据安全管理办法（试行）》的通知", "main", None, ["现印发《数据安全管理办法（试行）》。"]),
        ("数据安全管理办法（试行）", "issued", 0, ["第一条 为了规范。"]),
    )
    assert [(s.event, s.document) for s in found] == [("trial", 1)]


def test_the_history_under_a_title() -> None:
    history = (
        "note|（1991年5月6日国务院批准 根据2012年11月9日《国务院关于修改和废止部分行政法规的决定》修订 "
        "2020年12月14日国务院第118次常务会议修订通过）"
    )
    found = statements(("企业名称登记管理规定", "main", None, [history, "第一条 为了规范企业名称登记管理。"]))
    assert events(found) == [("revised", DAY(2012, 11, 9), False), ("revised", DAY(2020, 12, 14), False)]


def test_plans_to_revise_are_no_statement_of_having_revised() -> None:
    assert statements(("某计划", "main", None, ["加快推动修订《反洗钱法》。"])) == []
