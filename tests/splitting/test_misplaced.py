"""A closing after the attachment and a letter before the title belong to the notice."""

from __future__ import annotations

import pytest

from pipeline.stages import build_volume

NOTICE = """工业和信息化部办公厅关于组织推荐2021年度示范基地的通知

工信厅企业函〔2021〕88号

各省、自治区、直辖市中小企业主管部门：

根据有关规定，现就组织推荐示范基地工作通知如下，请认真做好各项推荐工作。

一、各地按照自愿原则进行申报，由主管部门审核后推荐。

二、请于2021年6月20日前将推荐文件报送我部。

附件：国家示范基地建设管理办法
{own}
附件：

国家示范基地建设管理办法

第一章 总则

第一条 为规范示范基地的建设和管理，制定本办法。

第二条 示范基地由工业和信息化部认定，每三年复核一次。

第三条 本办法自2016年7月1日起施行。

{after}

2021年4月23日
"""


def documents(own: str, after: str) -> list[list[tuple[str, str]]]:
    """Role and last line of each document, and its last paragraph; the volume's own rules are checked on the way."""
    built = build_volume("v.txt", NOTICE.format(own=own, after=after).encode())
    blocks = built.rows["blocks"]
    return [
        [(b["kind"], b["text"]) for b in blocks if b["document_id"] == d["document_id"]][-2:]
        for d in built.rows["documents"]
    ]


def test_the_notice_gets_its_closing_back() -> None:
    notice, attached = documents("", "工业和信息化部办公厅")
    assert notice == [("signature", "工业和信息化部办公厅"), ("date", "2021年4月23日")]
    assert attached[-1][1] == "第三条 本办法自2016年7月1日起施行。"


def test_it_ends_before_its_attachment_and_its_closing_is_an_article() -> None:
    rows = build_volume("v.txt", NOTICE.format(own="", after="工业和信息化部办公厅").encode()).rows
    notice, attached = rows["documents"]
    assert notice["line_end"] < attached["line_start"] < attached["line_end"]
    closings = [a for a in rows["articles"] if a["kind"] == "closing"]
    assert [a["text"] for a in closings] == [
        "附件：国家示范基地建设管理办法",
        "工业和信息化部办公厅\n2021年4月23日",
    ]
    assert {a["document_id"] for a in closings} == {notice["document_id"]}
    assert str(notice["issued_date"]) == "2021-04-23"


@pytest.mark.parametrize(
    ("own", "after"),
    [
        ("\n工业和信息化部办公厅\n\n2021年4月22日\n", "工业和信息化部办公厅"),
        ("", "某某市人民政府"),
    ],
    ids=["the notice has its own", "another body signs"],
)
def test_an_attachment_keeps_what_is_its_own(own: str, after: str) -> None:
    _, attached = documents(own, after)
    assert attached[-1] == ("date", "2021年4月23日")


LETTER = """工业和信息化部办公厅关于开展质量提升行动的通知

工信厅科函〔2020〕70号

各省、自治区、直辖市工业和信息化主管部门：

为提高质量，现就开展质量提升行动有关事项通知如下，请认真组织实施。

一、加强领导，落实责任，确保质量提升行动取得实效。

二、强化监督管理。采用“双随机、一公开”监管模式，加强行业内标准制定、培训评价等活动的监督管

理，对不合规的项目不予补贴，严肃处理。

部属有关单位，部机关有关司局：

现将《产业人才需求预测工作实施方案（2020—2022年）》印发给你们，请结合实际，认真贯彻落实。

工业和信息化部办公厅

2020年4月21日
 工业和信息化部办公厅关于印发《{named}（2020—2022年）》的通知

工信厅人函〔2020〕86号

产业人才需求预测是适应新一轮科技革命和产业变革趋势，对产业人才进行的分析和预测。

一、总体要求

以需求为导向，建立产业人才需求预测机制。
"""


def test_a_letter_before_its_title_goes_to_the_notice() -> None:
    rows = build_volume("v.txt", LETTER.format(named="产业人才需求预测工作实施方案").encode()).rows
    before, notice = rows["documents"]
    assert before["text"].endswith("严肃处理。")
    assert notice["text"].startswith("部属有关单位，部机关有关司局：\n现将《产业人才")
    assert before["line_end"] < notice["line_start"]
    assert str(notice["issued_date"]) == "2020-04-21"


def test_a_letter_that_issues_something_else_stays() -> None:
    before, notice = build_volume("v.txt", LETTER.format(named="职业技能提升行动实施方案").encode()).rows["documents"]
    assert before["text"].endswith("2020年4月21日")
    assert notice["text"].startswith("工业和信息化部办公厅关于印发")
