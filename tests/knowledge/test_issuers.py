"""发文机关: signatures, titles, numbers, histories."""

import datetime

import pytest
from knowledge_pages import lines_of, sheet

from pipeline.knowledge.issuers import author_names, find_signature, names_more, printed_issuers, title_names
from pipeline.knowledge.numbers import own_number

BODY = "充分激发科研人员创新活力，确保各项政策落到实处。"


@pytest.mark.parametrize(
    ("foot", "names", "day"),
    [
        (["国务院办公厅", "2022 年 7 月 29 日", "（此件公开发布）"], ["国务院办公厅"], "2022-07-29"),
        (["财  政  部", "2021 年 6 月 4 日"], ["财政部"], "2021-06-04"),
        (
            ["重庆市人民政府办公厅四川省人民政府办公厅", "2022年8月3日"],
            ["重庆市人民政府办公厅", "四川省人民政府办公厅"],
            "2022-08-03",
        ),
        (
            ["国家知识产权局      中国银保监会    国家发展改革", "委", "2021年6月16日"],
            ["国家知识产权局", "中国银保监会", "国家发展改革委"],
            "2021-06-16",
        ),
        (
            ["国务院促进中小企业发展工作领导小组办公室", "（代 章）", "2021年 11 月 6 日"],
            ["国务院促进中小企业发展工作领导小组办公室"],
            "2021-11-06",
        ),
        (
            ["国家文物局办公室 国家乡村振兴局综合司（代章）", "中国关心下一代工作委员会办公室", "2022年7月29日"],
            ["国家文物局办公室", "国家乡村振兴局综合司", "中国关心下一代工作委员会办公室"],
            "2022-07-29",
        ),
        (
            ["联系人：", "市场监管总局 商务部 2021 年 11 月 25日", "（此件公开发布）"],
            ["市场监管总局", "商务部"],
            "2021-11-25",
        ),
        (
            ["附件：中央财政关于推动黄河流域生态保护的财税", "支持方案", "财 政 部", "2022 年 8 月 24 日"],
            ["财政部"],
            "2022-08-24",
        ),
        (["工负责）", "国家发展改革委", "2022年 10月 28日"], ["国家发展改革委"], "2022-10-28"),
        (
            ["江苏省教育厅 江苏省科学技术厅江苏省财政厅", "2022年9月7日"],
            ["江苏省教育厅", "江苏省科学技术厅", "江苏省财政厅"],
            "2022-09-07",
        ),
    ],
)
def test_signatures(foot: list[str], names: list[str], day: str) -> None:
    signature = find_signature(lines_of(BODY, *foot))
    assert signature.names == names
    assert signature.date is not None and str(signature.date.date) == day


def test_many_signers_one_a_line() -> None:
    signers = [
        "国家发展改革委",
        "工业和信息化部",
        "公安部",
        "住房和城乡建设部",
        "交通运输部",
        "水利部",
        "农业农村部",
        "商务部",
        "审计署",
        "广电总局",
        "国家能源局",
        "国家铁路局",
        "民航局",
    ]
    assert find_signature(lines_of(BODY, *signers, "2022 年 7 月 18 日")).names == signers


def test_a_person_signs_a_decree() -> None:
    signature = find_signature(lines_of("现予公布，自2021年3月1日起施行。", "总理 李克强", "2020 年 12 月 28 日"))
    assert (signature.names, signature.person) == ([], "总理 李克强")
    decree = sheet("中华人民共和国国务院令", ["第 734 号", "现予公布。", "总理 李克强", "2020 年 12 月 28 日"])
    assert printed_issuers(decree, signature, own_number(decree)) == ["国务院"]


def test_date_without_signature_and_signature_without_date() -> None:
    only_date = find_signature(lines_of(BODY, "2021年 11 月 26 日", "（此件发至银保监分局与地方法人银行保险机构）"))
    assert only_date.names == [] and only_date.date is not None
    only_name = find_signature(lines_of(BODY, "国家知识产权局"))
    assert only_name.names == ["国家知识产权局"] and only_name.date is None
    assert find_signature(lines_of(BODY, "（十六）落实专利开放许可制度。", "信息公开机制")).names == []


def test_of_several_signatures_the_first() -> None:
    foot = lines_of(BODY, "教育部", "2022年7月25日", "某某大学", "2022年8月1日")
    signature = find_signature(foot)
    assert signature.date is not None and (signature.names, signature.date.date) == (
        ["教育部"],
        datetime.date(2022, 7, 25),
    )


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("国务院关于加强数字政府建设的指导意见", ["国务院"]),
        ("教育部等十部门关于印发《全面推进“大思政课”建设的工作方案》的通知", ["教育部"]),
        ("中共中央办公厅 国务院办公厅印发《“十四五”文化发展规划》", ["中共中央办公厅", "国务院办公厅"]),
        (
            "国务院办公厅转发财政部、国家林草局（国家公园局）关于推进国家公园建设若干财政政策意见的通知",
            ["国务院办公厅"],
        ),
        ("重庆市人民政府办公厅印发关于改革完善市级财政科研经费管理若干措施的通知", ["重庆市人民政府办公厅"]),
        ("财政部税务总局关于城市维护建设税计税依据确定办法等事项公告", ["财政部", "税务总局"]),
        ("教育部办公厅 科学技术部办公厅联合设立科学精神专题实践教学基地名单", ["教育部办公厅", "科学技术部办公厅"]),
        ("公安部、国家广播电视总局网络直播营销管理办法（试行）", ["公安部", "国家广播电视总局"]),
        ("中华人民共和国国务院令（企业名称登记管理规定）", ["国务院"]),
        ("九部门关于开展气候投融资试点工作的通知", []),
        ("关于印发《中小企业发展专项资金管理办法》的通知", []),
        ("重庆市高质量实施《区域全面经济伙伴关系协定》行动计划", []),
    ],
)
def test_titles(title: str, names: list[str]) -> None:
    assert title_names(title) == names


def test_titles_that_name_only_the_first() -> None:
    assert names_more("教育部等十部门关于印发方案的通知")
    assert names_more("九部门关于开展气候投融资试点工作的通知")
    assert not names_more("财政部 税务总局关于企业投入基础研究税收优惠政策的公告")


def test_the_signature_speaks_before_the_title() -> None:
    title = "工业和信息化部等四部门关于印发原材料工业“三品”实施方案的通知"
    foot = [BODY, "工业和信息化部办公厅", "国家知识产权局办公室", "2022 年 8 月 17 日"]
    found = sheet(title, foot)
    assert printed_issuers(found, find_signature(found.foot), None) == ["工业和信息化部办公厅", "国家知识产权局办公室"]


def test_a_news_report_lists_who_acted() -> None:
    found = sheet(
        "商务部等8部门决定设立29个国家进口贸易促进创新示范区",
        [
            "落实重大开放举措，商务部、发展改革委、财政部、人民银行、海关总署、市场监管总局、外汇局、药监局决定，在全国增设。"
        ],
    )
    assert printed_issuers(found, find_signature(found.foot), None) == [
        "商务部",
        "发展改革委",
        "财政部",
        "人民银行",
        "海关总署",
        "市场监管总局",
        "外汇局",
        "药监局",
    ]


def test_authors_about_the_title() -> None:
    under = sheet(
        "关于推进国家公园建设若干财政政策的意见",
        ["财政部 国家林草局（国家公园局）", "国家公园是我国自然生态系统"],
        role="issued",
    )
    assert author_names(under) == ["财政部", "国家林草局（国家公园局）"]
    above = sheet(
        "网络直播营销管理办法（试行）",
        ["第一章 总 则"],
        before=["国家互联网信息办公室、公安部、商务部、文化和旅游", "部、国家税务总局、国家广播电视总", "局"],
    )
    assert author_names(above) == [
        "国家互联网信息办公室",
        "公安部",
        "商务部",
        "文化和旅游部",
        "国家税务总局",
        "国家广播电视总局",
    ]
    speech = sheet("政府工作报告", ["国务院总理 李克强", "各位代表："])
    assert author_names(speech) == ["国务院"]
    party = sheet(
        "中国共产党政治协商工作条例",
        ["（2022 年 5 月 27 日中共中央政治局会议审议批准 2022 年 6 月 13 日中共中央发布）"],
    )
    assert author_names(party) == ["中共中央"]
    local = sheet("北京市水污染防治条例", ["（2010年11月19日北京市第十三届人民代表大会常务委员会第二十一次会议通过）"])
    assert author_names(local) == ["北京市人民代表大会常务委员会"]
    law = sheet("中华人民共和国个人信息保护法", ["（2021年8月20日第十三届全国人民代表大会常务委员会第三十次会议通过）"])
    assert author_names(law) == ["全国人民代表大会常务委员会"]
    assert author_names(sheet("重庆市制造业创新中心建设方案", ["一、总体要求", "发展目标"])) == []
