"""发文字号 in all forms they are printed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge_pages import sheet

from pipeline.knowledge.numbers import Number, own_number, parse_number, with_body


@pytest.mark.parametrize(
    ("printed", "normal", "prefix", "year", "serial"),
    [
        ("国办发〔2022〕27 号", "国办发〔2022〕27号", "国办发", 2022, 27),
        ("  国办发 [2022] 27号 ", "国办发〔2022〕27号", "国办发", 2022, 27),
        ("工信部联信发﹝2021﹞62 号", "工信部联信发〔2021〕62号", "工信部联信发", 2021, 62),
        ("渝府办发（2021）50号", "渝府办发〔2021〕50号", "渝府办发", 2021, 50),
        ("（人社部发〔2020〕90 号）", "人社部发〔2020〕90号", "人社部发", 2020, 90),
        ("其他〔2020〕4 号", "其他〔2020〕4号", "其他", 2020, 4),
        ("特急 发改电〔2022〕5号", "发改电〔2022〕5号", "发改电", 2022, 5),
        ("财政部 税务总局公告 2021 年第 12 号", "财政部税务总局公告2021年第12号", "财政部税务总局公告", 2021, 12),
        ("公告 2023 年第 7号", "公告2023年第7号", "公告", 2023, 7),
        ("生态环境部令 第 26号", "生态环境部令第26号", "生态环境部令", None, 26),
        ("中华人民共和国国务院令第734号", "国务院令第734号", "国务院令", None, 734),
        ("中华人民共和国主席令第三十四号", "主席令第34号", "主席令", None, 34),
        ("中国人民银行令〔2021〕第 4 号", "中国人民银行令〔2021〕第4号", "中国人民银行令", 2021, 4),
        ("国家市场监督管理总局令第二十六号", "国家市场监督管理总局令第26号", "国家市场监督管理总局令", None, 26),
    ],
)
def test_forms(printed: str, normal: str, prefix: str, year: int | None, serial: int) -> None:
    assert parse_number(printed) == Number(normal, prefix, year, serial)


@pytest.mark.parametrize(
    "line",
    [
        "（工信部企业〔2017〕156 号，以下简称《管理办法》），现就组织推荐",
        "信部企业〔2016〕194 号，以下简称《管理办法》），现就组织推荐",
        "2021 年第 12 期",
        "第十三条、第十四条规定",
        "号",
        "72 号）",
        "各省、自治区、直辖市人民政府：",
        "",
    ],
)
def test_no_number(line: str) -> None:
    assert parse_number(line) is None


def test_decree_number_alone_on_its_line() -> None:
    own = own_number(
        sheet("中华人民共和国国务院令（企业名称登记管理规定）", ["第 734 号", "《企业名称登记管理规定》已经"])
    )
    assert own is not None and own.text == "国务院令第734号"


def test_number_wrapped_over_two_lines() -> None:
    own = own_number(sheet("教育部关于做好工作的通知", ["教社科〔2022〕", "3 号", "各高等学校："]))
    assert own is not None and own.text == "教社科〔2022〕3号"


def test_number_in_the_title() -> None:
    own = own_number(
        sheet("中国人民银行令〔2021〕第4号（征信业务管理办法）", ["《征信业务管理办法》已经2021年9月17日"])
    )
    assert own is not None and own.text == "中国人民银行令〔2021〕第4号"


def test_number_before_the_title() -> None:
    own = own_number(sheet("关于开展试点工作的通知", ["各区县："], before=["渝府办发〔2022〕8号"]))
    assert own is not None and own.text == "渝府办发〔2022〕8号"


def test_a_citation_is_not_the_own_number() -> None:
    rest = [
        "各有关单位：",
        "根据《关于开展工作的通知》",
        "（国办发〔2018〕37 号）",
        "精神，现通知如下。",
        "国办发〔2018〕37号",
    ]
    assert own_number(sheet("工业和信息化部办公厅关于开展工作的通知", rest)) is None


def test_number_under_a_title_printed_again_below_a_news_paragraph() -> None:
    title = "工业和信息化部关于印发《保障中小企业款项支付投诉处理暂行办法》的通知"
    rest = [
        "为促进机关、事业单位和大型企业及时支付中小企业款项，工业和信息化部印发了《办法》。",
        "工业和信息化部关于印发《保障中小企业款项支付投诉处理",
        "暂行办法》的通知",
        "工信部企业〔2021〕224 号",
        "各省、自治区、直辖市及新疆生产建设兵团工业和信息化主管部门：",
    ]
    own = own_number(sheet(title, rest))
    assert own is not None and own.text == "工信部企业〔2021〕224号"


def test_a_number_without_body_gets_the_issuers() -> None:
    number = parse_number("公告 2023 年第 7号")
    assert number is not None
    assert with_body(number, ["财政部", "税务总局"]).text == "财政部税务总局公告2023年第7号"
    full = parse_number("财政部公告2021年第8号")
    assert full is not None and with_body(full, ["财政部"]) == full


@given(st.text(alphabet="国办发令公告第号年〔〕[]（）()0123456789一二〇 　《》，。", max_size=60))
def test_any_text_is_read_without_error_and_normal_form_is_stable(text: str) -> None:
    number = parse_number(text)
    if number is not None:
        again = parse_number(number.text)
        assert again == number
