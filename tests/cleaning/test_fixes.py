"""Recognition errors: the sure ones are mended, words that only look odd are not."""

import pytest

from pipeline.cleaning.assembling import Span, assemble, printed_offsets
from pipeline.cleaning.doubled import doubled
from pipeline.cleaning.fixes import find_fixes
from pipeline.cleaning.ledger import undo
from pipeline.cleaning.lost import chinese_number
from pipeline.cleaning.reference import pack, unpack
from pipeline.cleaning.reviewed import corrections, placed_corrections, read_corrections
from pipeline.values import Volume


def mended(*texts):
    """The paragraphs after mending."""
    fixes, _ = find_fixes(texts)
    out = []
    for k, printed in enumerate(texts):
        text = printed
        for r in reversed(fixes.get(k, [])):
            text = text[: r.start] + r.after + text[r.end :]
        out.append(text)
    return out


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("政府承担主体贵任的管理区。", "政府承担主体责任的管理区。"),
        ("提供“一揽子”解诀方案的供应商", "提供“一揽子”解决方案的供应商"),
        ("公园建设保护、信惠网络传播视听节目", "公园建设保护、信息网络传播视听节目"),
        ("习近平法洽思想", "习近平法治思想"),
        ("深化“新闻十政务十服务”", "深化“新闻+政务+服务”"),
        ("学雷锋标.兵，", "学雷锋标兵，"),
        ("人工智能等新一-代信息技术", "人工智能等新一代信息技术"),
        ("光伏建筑-体化建设", "光伏建筑一体化建设"),
        ("—、进一步推动稳增长", "一、进一步推动稳增长"),
        ("推动T0PCon、HJT", "推动TOPCon、HJT"),
        ("光伏与56基站、大数据中心", "光伏与5G基站、大数据中心"),
        ("智能仿生材料、|液态金属", "智能仿生材料、液态金属"),
        ("（三十五）加强党的全的全面面领导", "（三十五）加强党的全面领导"),
        ("慈善组织和活动的监督动的监督管理，", "慈善组织和活动的监督管理，"),
        ("“我的书屋●我的梦”", "“我的书屋·我的梦”"),
    ],
)
def test_what_is_surely_misread_is_mended(printed, meant):
    assert mended(printed) == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "市市场监管局、重庆市市级部门、配制制剂",
        "小型微型企业创业创新示范基地",
        "全域大数据数据库，化学纤维纤维素",
        "3建设方案建设方案目标明确，方案合理",
        "教育部等十部门关于印发“十四五”规划的通知",
        "“双十一”“红十字”“七十周年”",
        "联系人及联系方式：张海泽，010-58556246",
        "充分发挥大秦、唐包、浩吉等线路作用",
        "国家-省-市联动，转让-运营-移交（TOT）",
        "情报和文献.开放系统互连.检索和觅数应用服务定义",
        "年月日年月日",
        "一年一年干下去，一期一期干下去",
        "养犬人不得遗弃犬只；养犬人应当携犬绳牵引",
        "坚持党的全面领导——坚持以人民为中心",
    ],
)
def test_what_only_looks_odd_is_left(text):
    assert mended(text) == [text]


def test_less_is_asked_among_other_errors():
    alone = "宣传党史上杰出草命英雄、建设楷棋和时代先锋。"
    assert mended(alone) == [alone]
    among = mended("习近平法洽思想", alone, "政府承担主体贵任")
    assert among[1] == "宣传党史上杰出革命英雄、建设楷模和时代先锋。"


def test_a_word_the_text_writes_again_and_again_is_no_error():
    once = "政府承担主体贵任的管理区。"
    assert mended(once) != [once]
    assert mended(*[once] * 6) == [once] * 6


def test_what_is_not_sure_is_suspected():
    fixes, suspicions = find_fixes(["推进融媒体中心工程整合创新、提挡升级。"])
    assert not fixes
    assert [(s.suggestion, s.start) for s in suspicions[0]] == [("档", 15)]


def test_running_numbers_bring_back_lost_characters():
    assert mended("专栏1 一", "二", "专栏2 三", "栏3 四") == ["专栏1 一", "二", "专栏2 三", "专栏3 四"]
    assert mended("栏3 四")[0] == "栏3 四"
    articles = ["第二十四条 甲", "第二十五开展乙", "第二十六条 丙"]
    assert mended(*articles)[1] == "第二十五条 开展乙"
    assert mended("第二十四条 甲", "第二十五届大会", "第二十六条 丙")[1] == "第二十五届大会"
    assert [chinese_number(n) for n in ("三", "十", "十二", "二十五", "一百零三", "二百一十")] == [
        3,
        10,
        12,
        25,
        103,
        210,
    ]


def test_print_read_twice_names_where_it_stands():
    assert [tuple(d) for d in doubled("加强党的全的全面面领导")] == [(3, 9, "的全面")]


def volume(lines):
    return Volume("v", "v.txt", "", "text/plain", "utf-8", 0, lines, [1] * len(lines), [])


def test_fixes_over_a_wrap_can_be_undone():
    lines = ["加强对慈善组织和活动的监督动的监", "", "督管理，政府承担主体贵任。"]
    cleaned = assemble(volume(lines), [Span(0, len("\n".join(lines)))], [])
    assert cleaned.blocks[0].text == "加强对慈善组织和活动的监督管理，政府承担主体责任。"
    assert {e.rule for e in cleaned.edits} == {"fix_doubled", "fix_lookalike"}
    assert undo(cleaned.blocks, cleaned.edits, 3) == lines


def test_an_earlier_assembling_is_made_again_in_a_part():
    lines = ["宣传党史上杰出草命英雄、建设楷棋和时代先锋。"]
    whole = [*lines, "习近平法洽思想。", "政府承担主体贵任。"]
    first = assemble(volume(whole), [Span(start, end) for _, start, end in printed_offsets(volume(whole))], [])
    fixes = [e for e in first.edits if e.rule.startswith("fix_") and e.line == 1]
    assert len(fixes) == 2
    again = assemble(volume(lines), [Span(0, len(lines[0]))], [], fixes)
    assert again.blocks[0].text == first.blocks[0].text
    assert again.edits == fixes


CORRECTION = '[[correction]]\nvolume = "v"\nline = 2\nbefore = "诚信之屋"\nafter = "诚信之星"\nby = "李某"\n'


def test_reviewed_corrections_apply_only_where_they_fit(monkeypatch):
    made = read_corrections(CORRECTION)
    monkeypatch.setattr("pipeline.cleaning.assembling.corrections", lambda: made)
    lines = ["诚信之屋", "宣传“诚信之屋”。"]
    cleaned = assemble(volume(lines), [Span(0, 4), Span(5, 14)], [])
    assert [b.text for b in cleaned.blocks] == ["诚信之屋", "宣传“诚信之星”。"]
    assert [(e.line, e.column, e.rule) for e in cleaned.edits] == [(2, 4, "fix_reviewed")]
    assert undo(cleaned.blocks, cleaned.edits, 2) == lines
    placed, lost = placed_corrections("v", ["诚信之屋", "别的"], [0, 5], made)
    assert not placed
    assert lost[0].reason == "a correction by 李某 does not fit: it wants '诚信之屋' once on line 2"


def test_corrections_that_say_nothing_are_refused():
    with pytest.raises(ValueError, match="correction 1: 'by' is missing"):
        read_corrections(CORRECTION.replace("by =", "who ="))
    with pytest.raises(ValueError, match="corrects nothing"):
        read_corrections(CORRECTION.replace("之星", "之屋"))
    assert isinstance(corrections(), tuple)


def test_the_reference_survives_packing():
    known = unpack(
        pack({"革": 9, "命": 8, "革命": 7, "\n革": 3, "革命\n": 4, "命运": 1, "运": 1}, {"革命": 30, "革命家": 5})
    )
    assert round(known.count_text("革命")) == 7
    assert known.count_text("命运") == 0
    assert round(known.word_text("革命家")) == 5
    assert known.count_text("革x") == 0
