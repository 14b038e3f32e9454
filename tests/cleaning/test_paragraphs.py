"""Paragraph starts, on pages copied from the volumes and on generated ones."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning import paragraphs
from pipeline.cleaning.cues import cue_matrix
from pipeline.cleaning.layout import measure
from pipeline.cleaning.paragraphs import paragraph_starts
from pipeline.reading.pages import find_pages

REGULATION = """第二条 本条例所称政治协商，是在中国共产党领导下，中国共产党同各民主党派和各
.界代表人士围绕党和国家大政方针、经济社会发展重要问题以及其他重要事项开展的协商。
政治协商是中国共产党领导的多党合作和政治协商制度的重要组成部分，是社会主义协
.商民主的重要形式，是凝聚智慧、增进共识、促进科学民主决策的重要途径。
第三条 政治协商的基本方式是：
（一）中国共产党同各民主党派、无党派人士直接开展的协商，简称政党协商；
（二）中国共产党在人民政协同各民主党派和各界代表人士开展的协商，简称人民政协
.政治协商。
第四条 政治协商工作坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻习
.近平总书记关于加强和改进统一战线工作的重要思想、关于加强和改进人民政协工作的重要
.思想，增强“四个意识”、坚定“四个自信”、做到“两个维护”，贯彻落实发展全过程人
.民民主要求，坚持和完善中国共产党领导的多党合作和政治协商制度，坚持大团结大联合，
.坚持一致性和多样性相统一，通过党领导下的政治协商工作的制度体系和工作机制，提升政
.治协商效能，为全面建设社会主义现代化国家、实现中华民族伟大复兴凝聚起共同奋斗的力
.量。
第五条 政治协商工作应当遵循以下原则：
（一）坚持党的全面领导；"""

HEAD = """国务院办公厅转发国家发展改革委关于在重点工程项目中
.大力实施以工代赈促进当地群众就业增收工作方案的通知
国办函〔2022〕58 号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
国家发展改革委《关于在重点工程项目中大力实施以工代赈促进当地群众就业增收的工
.作方案》已经国务院同意，现转发给你们，请认真贯彻落实。
国务院办公厅
2022 年 7 月 5 日
（此件公开发布）
关于在重点工程项目中大力实施以工代赈促进当地群众就业增收的工作方案
国家发展改革委
以工代赈是促进群众就近就业增收、提高劳动技能的一项重要政策，能为群众特别是农
.民工、脱贫人口等规模性提供务工岗位，是完善收入分配制度、支持人民群众通过劳动增加
.收入创造幸福生活的重要方式。重点工程项目投资规模大、受益面广、带动效应强，吸纳当
.地群众就业潜力巨大，是实施以工代赈的重要载体。在重点工程项目中大力实施以工代赈，
.既是促进有效投资、稳就业保民生、拉动县域消费、稳住经济大盘的重要举措，也是推动人
.民群众共享改革发展成果、提高劳动者素质的有效手段。"""

CITED = """属于享受西部大开发政策区域内的服务平台，上述（一）、
.（二）、（三）和（六）的条件可适度放宽。 
第十三条  示范平台应满足以下至少一项功能要求： """


def _spread(marked: str) -> tuple[list[str], list[int], list[bool]]:
    """Raw lines (an empty one between two), the printed lines, the starts ('.' marks a line that goes on)."""
    lines, starts = [], []
    for line in marked.split("\n"):
        starts.append(not line.startswith("."))
        lines += [line.removeprefix("."), ""]
    return lines, list(range(1, len(lines), 2)), starts


@pytest.mark.parametrize("marked", [REGULATION, HEAD, CITED], ids=["regulation", "head", "cited items"])
def test_pages_of_the_volumes(marked):
    lines, numbers, starts = _spread(marked)
    assert paragraph_starts(lines, numbers, [1] * len(lines)) == starts


def test_a_paragraph_goes_on_over_the_page():
    lines, numbers, starts = _spread(HEAD)
    lines[2 * 13] = " " + lines[2 * 13]  # the page turns within the last paragraph
    del lines[2 * 13 - 1]
    numbers = numbers[:13] + [n - 1 for n in numbers[13:]]
    page_of = find_pages(lines)[0]
    assert len(set(page_of)) == 2
    assert paragraph_starts(lines, numbers, page_of) == starts


def test_the_shipped_model_was_trained_on_these_cues():
    page = measure(["一、总则", "第一条 为了"], [1, 2], [1, 1])
    names, cues = cue_matrix(page)
    first, second = paragraphs._readings()
    assert first.names == names
    assert second.names == paragraphs.second_rows(page, names, cues, first.scores(cues))[0]


def test_no_lines_no_starts():
    assert paragraph_starts(["", ""], [], [1, 1]) == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.text(alphabet="（）一二三、。；：1.2第条附件年月日 号通知关于国务院“”《》abc\u3000", max_size=45), min_size=1
    )
)
def test_any_page_is_decided_and_its_first_line_starts(texts):
    numbers = [i for i, t in enumerate(texts, 1) if t.strip()]
    found = paragraph_starts(texts, numbers, find_pages(texts)[0])
    assert len(found) == len(numbers)
    assert not found or found[0] is True


def test_the_same_lines_give_the_same_starts_wherever_they_are_cut_off():
    """What a stretch far away holds changes nothing here."""
    lines, _, starts = _spread(HEAD)
    filler, _, _ = _spread("\n".join([REGULATION] * 30))
    both = lines + filler
    found = paragraph_starts(both, range(1, len(both), 2), [1] * len(both))
    assert found[: len(starts)] == starts


def _set_page(paragraphs: list[str], width: int) -> tuple[list[str], list[bool]]:
    """Set paragraphs as the volumes are: a first line two glyphs shorter, no stop at the head of a line."""
    lines, starts = [], []
    for text in paragraphs:
        at, room, first = 0, width - 2, True
        while at < len(text):
            end = at + room
            if text[end : end + 1] in ("，", "。", "、", "；"):
                end += 1
            lines.append(text[at:end])
            starts.append(first)
            at, room, first = end, width, False
    return lines, starts


@pytest.mark.parametrize("width", [26, 31, 37, 40])
def test_pages_set_at_any_width(width):
    source = "".join(t.lstrip(".") for t in HEAD.split("\n")[11:])
    draw = random.Random(width)
    pieces = [p for p in source.replace("。", "，").split("，") if p]
    pieces_of = ["，".join(draw.choices(pieces, k=draw.randint(2, 9))) + "。" for _ in range(60)]
    lines, starts = _set_page(pieces_of, width)
    raw = [t for line in lines for t in (line, "")]
    found = paragraph_starts(raw, range(1, len(raw), 2), [1] * len(raw))
    wrong = sum(a != b for a, b in zip(found, starts, strict=True))
    assert wrong <= 0.03 * len(starts)
