"""文种 and 效力级别."""

import pytest

from pipeline.contract import HIERARCHY_LEVELS
from pipeline.knowledge.agencies import find_agency
from pipeline.knowledge.levels import form_of, level_names, level_of


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("国务院关于加强数字政府建设的指导意见", "意见"),
        ("中共中央办公厅印发《关于加强新时代高技能人才队伍建设的意见》", "意见"),
        ("教育部关于印发《全国职业院校技能大赛经费管理办法》的通知", "通知"),
        ("重庆市教育从业人员执业信用管理办法（试行）", "办法"),
        ("重庆市软件和信息服务业“满天星”行动计划（2022—2025年）", "计划"),
        ("中华人民共和国国务院令（企业名称登记管理规定）", "令"),
        ("中国人民银行令〔2021〕第4号（征信业务管理办法）", "令"),
        ("政府工作报告——2020年5月22日在第十三届全国人民代表大会第三次会议", "报告"),
        ("国务院办公厅关于同意建立扶持个体工商户发展部际联席会议制度的函", "函"),
        ("推动绿色成为发展的底色——司法部负责人就修订后的《企业名称登记管理规定》答记者问", "答记者问"),
        ("推动绿色成为发展的底色——国家发展改革委有关负责人谈建立健全经济体系", "解读"),
        ("名词解释", None),
        ("创新中心研发人员表", None),
    ],
)
def test_forms(title: str, form: str | None) -> None:
    assert form_of(title) == form


@pytest.mark.parametrize(
    ("title", "issuers", "decree", "level"),
    [
        ("中华人民共和国宪法", [], False, "宪法"),
        ("中华人民共和国农业法", [], False, "法律"),
        ("中华人民共和国行政强制法", ["全国人大常委会"], False, "法律"),
        ("企业名称登记管理规定", ["国务院"], True, "行政法规"),
        ("国务院关于加强数字政府建设的指导意见", ["国务院"], False, "国务院规范性文件"),
        ("政府工作报告", ["国务院"], False, None),
        ("征信业务管理办法", ["中国人民银行"], True, "部门规章"),
        ("征信业务管理办法", ["中国人民银行"], False, "部门规范性文件"),
        ("重庆市城市供水条例", ["重庆市人大常委会"], False, "地方性法规"),
        ("德州市养犬管理条例", [], False, "地方性法规"),
        ("城市房地产开发经营管理条例", [], False, None),
        ("重庆市行政规范性文件管理办法", ["重庆市人民政府"], True, "地方政府规章"),
        ("重庆市人民政府关于促进健康产业发展的通知", ["重庆市人民政府"], False, "地方规范性文件"),
        ("最高人民法院关于行政申请再审案件立案程序的规定", ["最高人民法院"], False, "司法解释"),
        ("最高人民法院关于做好审判工作的通知", ["最高人民法院"], False, None),
        ("中国共产党政治协商工作条例", ["中共中央"], False, "党内法规"),
        (
            "中共中央 国务院关于新时代推进西部大开发形成新格局的指导意见",
            ["中共中央", "国务院"],
            False,
            "党内规范性文件",
        ),
        ("南京银行助力文旅产业发展联合行动计划", ["南京银行股份有限公司"], False, "团体规定"),
        ("创新中心研发人员表", [], False, None),
    ],
)
def test_levels(title: str, issuers: list[str], decree: bool, level: str | None) -> None:
    agencies = [a for a in map(find_agency, issuers) if a is not None]
    assert len(agencies) == len(issuers)
    assert level_of(title, form_of(title), agencies, decree) == level
    assert level is None or level in level_names()


def test_the_contract_closes_the_list_of_the_vocabulary() -> None:
    assert level_names() == HIERARCHY_LEVELS
