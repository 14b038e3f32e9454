"""主送机关 and 公开方式."""

import pytest
from knowledge_pages import sheet

from pipeline.knowledge.addressees import addressees_of, disclosure_of

TITLE = "国务院关于加强数字政府建设的指导意见"


@pytest.mark.parametrize(
    ("head", "addressees"),
    [
        (
            ["国发〔2022〕14号", "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", "为贯彻落实"],
            ["各省、自治区、直辖市人民政府", "国务院各部委、各直属机构"],
        ),
        (
            ["渝府办发〔2022〕96号", "各区县（自治县）人民政府，市政府各部门，有关单位："],
            ["各区县（自治县）人民政府", "市政府各部门", "有关单位"],
        ),
        (["各省、自治区、直辖市市场监管局（厅、", "委）："], ["各省、自治区、直辖市市场监管局（厅、委）"]),
        (
            ["科技部、财政部、人民银行、全国工商联，各省发展改革委："],
            ["科技部", "财政部", "人民银行", "全国工商联", "各省发展改革委"],
        ),
        (["各银保监局；各大型银行、股份制银行："], ["各银保监局", "各大型银行、股份制银行"]),
        (["浙江省人民政府：", "为深入贯彻"], ["浙江省人民政府"]),
        (["市场监管总局：", "你局关于"], ["市场监管总局"]),
        (
            ["新疆生产建设兵团教育局、工业和信息化局，各高等学校："],
            ["新疆生产建设兵团教育局、工业和信息化局", "各高等学校"],
        ),
    ],
)
def test_addressees(head: list[str], addressees: list[str]) -> None:
    assert addressees_of(sheet(TITLE, head)) == addressees


@pytest.mark.parametrize(
    "head",
    [
        ["为进一步支持小微企业发展，现就有关事项公告如下：", "一、对小型微利企业"],
        ["新华社北京 9 月 1 日电 近日，中共中央办公厅印发了意见。", "各地区："],
        ["第一章 总则", "第一条 为了"],
        ["各地区要加强领导。有关部门：", "一、"],
        [],
    ],
)
def test_no_addressee(head: list[str]) -> None:
    assert addressees_of(sheet(TITLE, head)) == []


@pytest.mark.parametrize(
    ("line", "disclosure"),
    [
        ("（此件公开发布）", "此件公开发布"),
        ("(此件主动公开)", "此件主动公开"),
        ("（此件社会公开）", "此件社会公开"),
        ("（此件发至银保监分局与地方法人银行保险机构）", "此件发至银保监分局与地方法人银行保险机构"),
        ("（本文有删减）", None),
        ("（代章）", None),
    ],
)
def test_disclosure(line: str, disclosure: str | None) -> None:
    assert disclosure_of(sheet(TITLE, ["国务院", "2022年6月6日", line])) == disclosure
