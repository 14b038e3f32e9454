"""Clean text: what blanks mean, and which marks are another dress of one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.cleaning.cleaners import CLEANERS, chosen, run_cleaners
from pipeline.cleaning.ledger import Draft


def cleaned(text):
    draft = Draft(text)
    run_cleaners(draft)
    return draft.text


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        (" 2022 年 6 月", "2022年6月"),
        ("推进 5G和 “互联网 + 政务”", "推进5G和“互联网+政务”"),
        ("第一章 总 则", "第一章 总则"),
        ("总  则", "总则"),
        ("财 政 部", "财政部"),
        ("财 政 部  税 务 总 局", "财政部 税务总局"),
        ("生 态 环 境 部", "生态环境部"),
        ("总 理　李克强", "总理 李克强"),
        ("部长 黄润秋", "部长 黄润秋"),
        ("第四条 政治协商工作坚持以人民为中心，依法开展。", "第四条 政治协商工作坚持以人民为中心，依法开展。"),
        ("专栏 1 电力装备", "专栏1 电力装备"),
        ("附件 2 和附件 3 一并报送，不另行文。", "附件2和附件3一并报送，不另行文。"),
        ("《中共中央 国务院关于深化改革的意见》精 神，", "《中共中央 国务院关于深化改革的意见》精神，"),
        ("教育部办公厅 生态环境部办公厅", "教育部办公厅 生态环境部办公厅"),
        ("财政部 税务总局公告 2022年第 32号", "财政部 税务总局公告2022年第32号"),
        ("重庆市商务委员会 重庆市市场监督管理局", "重庆市商务委员会 重庆市市场监督管理局"),
        ("发展改革委、 财政厅（局）、 生态环境厅", "发展改革委、财政厅（局）、生态环境厅"),
        ("各部门要加大对制造业的支持，强化部 门协同", "各部门要加大对制造业的支持，强化部门协同"),
        ("激发 市场主体活力", "激发市场主体活力"),
        ("李 明 王小红 张 三", "李明 王小红 张三"),
        ("全国总工会         中国科协", "全国总工会 中国科协"),
        ("地址：北京市西城区 邮编：100804", "地址：北京市西城区 邮编：100804"),
        ("负 责 “ 全 国 技 术 ” 的", "负责“全国技术”的"),
        ("Search and Access Control 系统", "Search and Access Control系统"),
        ("GB/T 25070-2019 信息安全技术", "GB/T 25070-2019信息安全技术"),
        ("占 13. 1%，", "占13.1%，"),
        ("8. 16 万亿元", "8. 16万亿元"),
        ("达到 8. 16 万亿元", "达到8.16万亿元"),
        ("1. 2022 年底前", "1. 2022年底前"),
        ("（ 一） 加强", "（一）加强"),
        ("a) 能够在", "a）能够在"),
        ("□联盟标准 □企业标准", "□联盟标准 □企业标准"),
        ("85093754 85093757", "85093754 85093757"),
    ],
)
def test_blanks(printed, clean):
    assert cleaned(printed) == clean


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("教育:组织开展(含试点),并", "教育：组织开展（含试点），并"),
        ("第六版(IPv6) 部署", "第六版（IPv6）部署"),
        ("（一)加强", "（一）加强"),
        ("(见附件 2)。", "（见附件2）。"),
        ("(Access Control, AC)", "(Access Control, AC)"),
        ("https://www.gov.cn/a?b=1;c", "https://www.gov.cn/a?b=1;c"),
        ("时间为12:30,地点另行通知", "时间为12:30，地点另行通知"),
        ("工信部企业[2017]156 号", "工信部企业〔2017〕156号"),
        ("国发﹝2005﹞40 号", "国发〔2005〕40号"),
        ("国办发（2021）5 号", "国办发〔2021〕5号"),
        ("[以下称《实施方案》]", "[以下称《实施方案》]"),
        ("《关于印发<高等学校办法>的通知》", "《关于印发〈高等学校办法〉的通知》"),
        ("a<b>c", "a<b>c"),
        ("<“0>)", "〈“0〉）"),
        ("中<a b>,<cd>", "中〈a b〉，〈cd〉"),
        ("“价值观\"主题展览", "“价值观”主题展览"),
        ("\"十四五\"规划", "\"十四五\"规划"),
        ("\"十四五”规划与“3D\"技术", "“十四五”规划与“3D”技术"),
        ("1．加强", "1.加强"),
        ("8﹒支持", "8.支持"),
        ("5．获得国家科学技术奖；6．其他", "5.获得国家科学技术奖；6.其他"),
        ("不低于 70％，互联网＋", "不低于70%，互联网+"),
        ("2021－2025 年", "2021—2025年"),
        ("第２号", "第2号"),
        ("管理平台•申报系统", "管理平台·申报系统"),
        ("⼈⺠⽹⻓", "人⺠网长"),
    ],
)  # fmt: skip
def test_widths(printed, clean):
    assert cleaned(printed) == clean


@given(st.text(alphabet="中国务院部长第一章条（()）:，,;。 　\t“<>[2022]号A.b１％•", max_size=40))
@example("<“0>)")
@example("中<a b>,<cd>")
@example("“, (")
def test_cleaning_a_clean_text_changes_nothing_but_blanks_that_lost_their_reason(text):
    once = cleaned(text)
    assert "".join(cleaned(once).split()) == "".join(once.split())
    assert cleaned(text) == once


@given(st.text(max_size=60))
def test_letters_and_figures_are_never_lost(text):
    def words(s):
        return [c for c in s if c.isascii() and c.isalnum()]

    assert words(cleaned(text)) == words("".join(CLEANERS_FOLD.get(c, c) for c in text))


CLEANERS_FOLD = {
    chr(c): chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}


def test_an_unknown_cleaner_is_answered_with_the_valid_names():
    with pytest.raises(ValueError, match="unknown cleaner 'nfkc'; valid names: drop_unprintable, "):
        chosen(("nfkc",))
    assert next(iter(CLEANERS)) == "drop_unprintable"
