"""Who does what, in sentences."""

from __future__ import annotations

import pytest

from pipeline.knowledge.agencies import Speaker
from pipeline.knowledge.prose_responsibilities import prose_responsibilities
from tests.knowledge.texts import one

HERE = Speaker(regions=("重庆市",))
Said = list[tuple[str, str]]


def said(*paragraphs: str) -> Said:
    return [(r.name, r.role) for r in prose_responsibilities(one(*paragraphs), HERE)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("认证规则由市场监管总局牵头制定。", [("市场监管总局", "lead")]),
        ("组织实施工作由国家发展改革委、教育部会同有关部门负责。",
         [("国家发展改革委", "joint"), ("教育部", "joint"), ("有关部门", "joint")]),
        ("第四条 市经济信息委负责组织实施中心的认定工作。", [("市经济信息委", "joint")]),
        ("（十）加强领导。税务总局要牵头组织实施，积极研究解决问题。", [("税务总局", "lead")]),
        ("市教委、市发展改革委共同负责平台的建设。", [("市教委", "joint"), ("市发展改革委", "joint")]),
        ("由国家发展改革委牵头，会同财政部、自然资源部等部门，加强信息沟通。",
         [("国家发展改革委", "lead"), ("财政部", "support"), ("自然资源部", "support")]),
        ("生态环境部牵头指导实施制度，会同自然资源部、水利部等相关部门负责指导调查工作。",
         [("生态环境部", "lead"), ("自然资源部", "joint"), ("水利部", "joint")]),
        ("由市商务委牵头，市财政局积极配合。", [("市商务委", "lead"), ("市财政局", "support")]),
        ("各区县政府、市级有关部门按职责分工负责组织实施。", [("各区县政府", "joint"), ("市级有关部门", "joint")]),
    ],
)  # fmt: skip
def test_sentences_that_give_bodies_a_part(sentence: str, found: Said) -> None:
    assert said(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "本办法由财政部负责解释。",
        "本规定由审计署、人力资源社会保障部按职责分工负责解释。",
        "市场监管总局负责同志出席会议。",
        "财政部负责人表示，政策效果明显。",
        "国务院同意建立由市场监管总局牵头的联席会议制度。",
        "费用由项目承担单位统筹安排，项目承担单位负责组织实施。",
        "重大煤矿事故由国家矿山安全监察局省级局牵头组织调查。",
        "经负责牵头调查的矿山安全监察部门认定。",
        "教育部思政司负责活动的具体指导与统筹。",
        "地方财政部门负责本级项目的入库。",
        "各地区要负责落实。",
        "城乡建设用地指标使用应更多由省级政府负责。",
        "（财政部、银保监会及各地区按职责分工负责）",
        "table|由财政部牵头制定。",
    ],
)
def test_sentences_that_give_no_body_a_task(sentence: str) -> None:
    assert said(sentence) == []


def test_the_row_names_its_words_and_its_place() -> None:
    sentence = "支持开展示范建设。市场监管总局、商务部等负责统筹协调有关任务落实，及时评估。"
    passage = one(sentence)
    rows = prose_responsibilities(passage, HERE)
    assert {r.text for r in rows} == {"市场监管总局、商务部等负责统筹协调有关任务落实"}
    assert all(passage.text[r.start : r.end] == r.text and r.open_list for r in rows)


def test_the_line_is_that_of_the_word() -> None:
    passage = one("市场监管总局、商务部负责统筹协调。")
    block = passage.blocks[1]
    block.breaks[:] = [(0, 3), (4, 5), (9, 7)]
    assert {r.line for r in prose_responsibilities(passage, HERE)} == {7}


def test_a_long_paragraph_without_names_is_read_quickly() -> None:
    assert said("由" * 3000 + "负责" * 3000 + "，由某某、某某" * 2000) == []
