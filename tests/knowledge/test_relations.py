"""What is done to an instrument and what is only to be done; what a title issues and what it mentions."""

from __future__ import annotations

import pytest

from pipeline.knowledge.lifecycle import find_statements
from pipeline.values import Attributes
from tests.knowledge.texts import cited, cited_in, texts


@pytest.mark.parametrize(
    "task",
    [
        "修订《供电营业规则》，研究取消电费保证金。",
        "（一）降低用电成本。压减办电时间。修订《供电营业规则》和《供电服务》等标准。",
        "将修订《供电营业规则》。",
        "抓紧修订《供电营业规则》。",
        "推动修订《供电营业规则》，加快修订《供电服务标准》。",
        "适时修订了《供电营业规则》。",
        "各部门要及时修订、废止《供电营业规则》。",
        "研究废止《供电营业规则》。",
        "推动废止《供电营业规则》。",
        "贯彻新修订的《供电营业规则》。",
    ],
)
def test_a_task_amends_and_repeals_nothing(task: str) -> None:
    assert {c.relation for c in cited_in(task)} == {"cites"}
    passages = texts(("某部关于某事的通知", "main", None, [task]))
    assert find_statements(passages, [Attributes()], cited_in(task)) == []


@pytest.mark.parametrize(
    ("done", "relation"),
    [
        ("国务院决定修改《供电营业规则》。", "amends"),
        ("近年来修订了《供电营业规则》。", "amends"),
        ("我们对2012年印发的《供电营业规则》进行了修订，现予印发。", "amends"),
        ("商务部会同各地区对《供电营业规则（2020年版）》开展全面修订，形成《供电规则》。", "amends"),
        ("经研究，决定废止原电力工业部印发的《供电营业规则》。", "repeals"),
        ("应急管理部决定废止《供电营业规则》。", "repeals"),
        ("自即日起，停止执行《供电营业规则》。", "repeals"),
        ("《供电营业规则》同时废止。", "repeals"),
    ],
)
def test_what_is_done(done: str, relation: str) -> None:
    assert cited_in(done)[0].relation == relation


def test_a_title_that_repeals_what_another_issued() -> None:
    title = "应急管理部关于废止原国家安全监管总局印发的《关于推进保险的指导意见》的通知"
    assert [c.relation for c in cited_in("特此通知。", title=title)] == ["repeals"]


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("办公厅关于印发《贸易协定》的通知", "issues"),
        ("办公厅关于印发《贸易协定》（试行）等文件的通知", "issues"),
        ("办公厅关于印发《贸易协定》行动计划的通知", "cites"),
        ("办公厅关于印发高质量实施《贸易协定》（RCEP）行动计划的通知", "cites"),
    ],
)
def test_a_title_issues_what_it_names_alone(title: str, relation: str) -> None:
    assert [c.relation for c in cited_in("特此通知。", title=title)] == [relation]


def test_names_inside_names() -> None:
    found = cited(
        (
            "某部关于某事的通知", "main", None,
            ["执行《国务院关于修改〈立项决定〉的决定》、《关于印发〈甲办法〉、〈乙办法〉的通知》、"
             "《关于发布实施〈丙规定〉的决定》和《关于印发〈《评价办法》实施细则〉的通知》。"],
        )
    )  # fmt: skip
    assert [c.title for c in found] == [
        "国务院关于修改〈立项决定〉的决定",
        "立项决定",
        "关于印发〈甲办法〉、〈乙办法〉的通知",
        "关于发布实施〈丙规定〉的决定",
        "关于印发〈《评价办法》实施细则〉的通知",
        "评价办法",
    ]
