"""Dates: their forms, 成文日期 in foot and head, 施行日期."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge_pages import lines_of, sheet

from pipeline.knowledge.dates import (
    date_in_title,
    date_lines,
    dateline_date,
    dates_in,
    effective_date,
    history_date,
    history_under_title,
    metadata_date,
    parse_date,
)

DAY = datetime.date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022年6月6日", DAY(2022, 6, 6)),
        ("二〇二一年十二月三十一日", DAY(2021, 12, 31)),
        ("二○二一年二月七日", DAY(2021, 2, 7)),
        ("2021-09-06", DAY(2021, 9, 6)),
        ("2021年2月30日", None),
        ("2022年底", None),
    ],
)
def test_forms(text: str, day: datetime.date | None) -> None:
    assert parse_date(text) == day


def test_date_lines_of_a_foot() -> None:
    foot = lines_of("国务院", "2022 年 6 月 6 日", "（此件公开发布）")
    assert [(d.date, d.start, d.end, d.before) for d in date_lines(foot)] == [(DAY(2022, 6, 6), 1, 1, "")]
    wrapped = lines_of("国务院办公厅", "2021 年 12 月 1", "6 日")
    assert [(d.date, d.start, d.end) for d in date_lines(wrapped)] == [(DAY(2021, 12, 16), 1, 2)]
    one_line = lines_of("市场监管总局 商务部 2021 年 11 月 25日")
    assert [(d.date, d.before) for d in date_lines(one_line)] == [(DAY(2021, 11, 25), "市场监管总局 商务部")]


def test_the_day_of_printing_is_no_date_line() -> None:
    assert not list(date_lines(lines_of("生态环境部办公厅 2021 年 1 月 11 日印发")))


def test_history_under_the_title() -> None:
    head = lines_of(
        "（1991 年 5 月 6 日中华人民共和国国家工商行政管理局令第 7",
        "号发布 根据 2012年 11 月 9 日《国务院关于修改和废止部分行政法",
        "规的决定》第一次修订 2020 年 12 月 14 日国务院第 118 次常务会议修订通过）",
        "第一条 为了规范企业名称登记管理",
    )
    history = history_under_title(head)
    assert history_date(history) == DAY(2020, 12, 14)
    assert history is not None and history.by_decree


def test_history_keeps_the_day_in_force_apart() -> None:
    history = history_under_title(lines_of("（2023年4月17日最高人民法院审判委员会第1885次会议通过 2023年9月1日施行）"))
    assert history is not None
    assert (history_date(history), history.in_force) == (DAY(2023, 4, 17), DAY(2023, 9, 1))


def test_a_bare_date_or_a_bracket_under_the_title() -> None:
    assert history_date(history_under_title(lines_of("2022 年 9月 4 日", "新华社北京 9 月 4 日电"))) == DAY(2022, 9, 4)
    assert history_date(history_under_title(lines_of("（2021年2月7日国务院反垄断委员会印发）"))) == DAY(2021, 2, 7)
    assert history_under_title(lines_of("（六个方面 33项措施）")) is None
    assert history_under_title(lines_of("（没有右括号 2022年1月1日", *["正文"] * 20)) is None


def test_title_dateline_and_web_page() -> None:
    assert date_in_title("政府工作报告——2020年5月22日在第十三届全国人民代表大会第三次会议") == DAY(2020, 5, 22)
    assert dateline_date(lines_of("新华社北京2021年9月1日电 近日，中共中央办公厅")) == DAY(2021, 9, 1)
    assert dateline_date(lines_of("新华社北京9月1日电 近日，中共中央办公厅")) is None
    assert metadata_date(["发文机关：商务部 国家市场监督管理总局 发布日期：2021-12-", "16"]) == DAY(2021, 12, 16)
    assert metadata_date(["字号 大 中 小 文章来源：沟通交流 2021-12-29 20:00:00"]) == DAY(2021, 12, 29)
    assert metadata_date(["2021-09-22 18:55 来源： 新华社"]) == DAY(2021, 9, 22)
    assert metadata_date(["— 12 —"]) is None


def effective(*body: str, issued: datetime.date | None = None, title: str = "某管理办法") -> datetime.date | None:
    return effective_date(sheet(title, body), issued)


def test_in_force_on_a_day() -> None:
    assert effective("第二十六条 本规定自 2021 年 3 月 1日起施行。") == DAY(2021, 3, 1)
    assert effective("第十五条 本办法由应急管理部矿山救援中心负责解释，自2023年1月1日起实施。") == DAY(2023, 1, 1)
    assert effective("《尾矿污染环境防治管理办法》已审议通过，现予公布，自2022年7月1日起施行。") == DAY(2022, 7, 1)
    assert effective("上述规定自 2022 年 1 月 1 日起执行。各地方要深刻认识") == DAY(2022, 1, 1)
    assert effective("三、本公告执行期限为2021年1月1日至2022年12月31日。") == DAY(2021, 1, 1)


def test_in_force_on_issue() -> None:
    issued = DAY(2022, 7, 16)
    assert effective("本通知自印发之日起执行，有效期3年。", issued=issued) == issued
    assert effective("第三十一条 本办法自印发之日起施行。") is None
    assert effective("第十五条 本管理办法自公布之日起三十日施行", issued=issued) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "（二）改革目标。自 2021 年 7 月 1 日起，在全国范围内实施涉企经营许可事项全覆盖清单管理。",
        "《中华人民共和国城市维护建设税法》已由全国人民代表大会常务委员会通过，自2021年9月1日起施行。",
        "六、本通知第二条、第五条自2022年1月1日起执行，存量业务自然结清。",
        "一、自 2021年 4 月 1 日起，同时符合以下条件的先进制造业纳税人",
    ],
)
def test_what_it_governs_and_other_instruments_are_not_meant(sentence: str) -> None:
    assert effective(sentence, issued=DAY(2021, 8, 24)) is None


@given(st.dates(datetime.date(1949, 10, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_back(day: datetime.date) -> None:
    arabic = f"{day.year} 年 {day.month} 月 {day.day} 日"
    assert [d.date for d in date_lines(lines_of("国务院", arabic))] == [day]
    assert set(dates_in(f"于{arabic}印发")) == {day}


@given(st.lists(st.text(alphabet="0123456789年月日 二〇一十（）国务院", max_size=24), max_size=12))
def test_any_lines_are_read_without_error(texts: list[str]) -> None:
    lines = lines_of(*texts)
    for dated in date_lines(lines):
        assert 0 <= dated.start <= dated.end < len(lines)
    history_under_title(lines)
