"""Names of instruments in running text, and what is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.instruments import find_names, find_numbers, name_key, names_instrument


def names(text: str) -> list[str]:
    return [text[n.start + 1 : n.end - 1] for n in find_names(text)]


def test_names_within_names() -> None:
    text = "对《国土资源部 国家保密局关于印发〈涉密地质资料管理细则〉的通知》（国土资发〔2008〕69号）进行了修订"
    (name,) = find_names(text)
    assert text[name.start : name.end] == "《国土资源部 国家保密局关于印发〈涉密地质资料管理细则〉的通知》"
    assert [text[a:b] for a, b in name.inner] == ["〈涉密地质资料管理细则〉"]


def test_a_name_may_be_wrapped_but_not_left_open() -> None:
    assert names("印发《关于进一步深化税收征管\n改革的意见》") == ["关于进一步深化税收征管\n改革的意见"]
    assert names("见《目录" + "一" * 400 + "》《办法》")[-1] == "办法"
    assert names("》《甲法》》") == ["甲法"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("（工信部企业〔2017〕156号，以下简称《管理办法》）", ["工信部企业〔2017〕156号"]),
        ("在深入落实国办发〔2020〕35号文件部署的基础上", ["国办发〔2020〕35号"]),
        ("（财政部 税务总局 海关总署公告2019年第39号）", ["财政部税务总局海关总署公告2019年第39号"]),
        ("中华人民共和国国务院令第734号", ["国务院令第734号"]),
        ("撰写的格式遵循国家标准GB/T1.1-2009中规定的层次", ["GB/T1.1-2009"]),
        ("包括GB/T20518-2006、JY/T1005-2012", ["GB/T20518-2006", "JY/T1005-2012"]),
        ("通过HACCP或ISO22000体系认证", []),
        ("2020年5月28日", []),
    ],
)
def test_numbers(text: str, numbers: list[str]) -> None:
    found = list(find_numbers(text))
    assert [n.normal for n in found] == numbers
    assert all(0 <= n.start < n.end <= len(text) for n in found)


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        ("根据", "中华人民共和国中小企业促进法", "相关规定"),
        ("落实中共中央、国务院", "中国教育现代化2035", "、国务院"),
        ("应当按照国务院", "政府工作报告", "部署"),
        ("各地要严格按照", "2022年全国成人高校招生工作安排", "（附件2）"),
        ("遵循", "快递服务", "国家标准"),
        ("", "职业院校数字校园规范", "共分为"),
        ("依照", "中华人民共和国涉外民事关系法律适用法", "第四十三条"),
    ],
)
def test_names_of_instruments(before: str, title: str, after: str) -> None:
    assert names_instrument(title, before, after)


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        ("学习", "习近平谈治国理政", "第四卷"),
        ("填写", "国家中小企业公共服务示范平台推荐表", "（见附件1）"),
        ("建有创业项目库、", "创业指南", "、创业服务热线等"),
        ("持", "港澳居民来往内地通行证", "或"),
        ("报送《建设申报书》（附件1）、", "重庆市制造业创新中心建设方案", "（附件2）"),
        ("编制", "202X年XX省中小企业数字化转型试点实施方案", "（以下称"),
        ("记入", "考生考试诚信档案", "并通报"),
        ("讲好", "共产党宣言", "传播故事"),
        ("收录于", "中文核心期刊要目总览", "的"),
    ],
)
def test_books_forms_certificates_are_none(before: str, title: str, after: str) -> None:
    assert not names_instrument(title, before, after)


def test_the_key_leaves_the_countrys_name_out() -> None:
    assert name_key("中华人民共和国反垄断法") == name_key("反垄断法") == name_key("《反垄断法》")


@given(st.text(alphabet="《》〈〉<>法\n一", max_size=120))
def test_names_are_spans_in_order(text: str) -> None:
    found = list(find_names(text))
    assert all(text[n.start] in "《〈" and text[n.end - 1] in "》〉>" for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
