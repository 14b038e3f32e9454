"""The reviewed list of bodies and what a printed name stands for."""

import pytest

from pipeline.knowledge.agencies import Speaker, agency_of, find_agency, is_body_class, register


def test_the_list_is_whole() -> None:
    names = register().agencies
    assert len(names) > 300
    for agency in names.values():
        assert agency.level in ("central", "provincial", "municipal", "county")
        assert agency.jurisdiction
        assert agency.parent is None or agency.parent in names, f"{agency.name}: no body {agency.parent}"
        assert agency.name not in agency.short_names


def test_ids_are_unique_and_made_of_the_name() -> None:
    ids = {a.agency_id for a in register().agencies.values()}
    assert len(ids) == len(register().agencies)
    found = find_agency("国家发展改革委")
    assert found is not None and found.agency_id == "a-" + found.agency_id[2:] and len(found.agency_id) == 14


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("国家发展改革委", "国家发展和改革委员会"),
        ("发展改革委", "国家发展和改革委员会"),
        ("国家卫生计生委", "国家卫生健康委员会"),
        ("国务院扶贫办", "国家乡村振兴局"),
        ("住房城乡建设部", "住房和城乡建设部"),
        ("市场监管总局办公厅", "国家市场监督管理总局办公厅"),
        ("科技部火炬中心", "科学技术部火炬高技术产业开发中心"),
        ("重庆市发展改革委", "重庆市发展和改革委员会"),
        ("四川省经信委", "四川省经济和信息化委员会"),
        ("财 政 部", "财政部"),
    ],
)
def test_canonical_names(printed: str, name: str) -> None:
    found = find_agency(printed)
    assert found is not None and found.name == name


def test_a_name_without_place_is_read_from_where_the_text_speaks() -> None:
    found = find_agency("市经济信息委", ("重庆市",))
    assert found is not None and found.name == "重庆市经济和信息化委员会" and found.listed
    found = find_agency("省财政厅", ("重庆市", "江苏省"))
    assert found is not None and found.name == "江苏省财政厅"
    central = find_agency("市场监管总局", ("重庆市",))
    assert central is not None and central.name == "国家市场监督管理总局"


def test_a_body_not_on_the_list_is_known_by_its_shape_and_marked() -> None:
    found = find_agency("南通市行政审批局")
    assert found is not None and not found.listed
    assert (found.level, found.jurisdiction) == ("municipal", "南通市")
    found = find_agency("重庆市渝中区人民政府")
    assert found is not None and (found.level, found.listed) == ("county", False)
    assert find_agency("特此通知") is None
    assert find_agency("推动高质量发展的意见") is None


def test_levels_and_parents() -> None:
    office = find_agency("教育部办公厅")
    assert office is not None and (office.level, office.parent) == ("central", "教育部")
    department = find_agency("浙江省财政厅")
    assert department is not None and (department.level, department.parent) == ("provincial", "浙江省人民政府")
    congress = find_agency("浙江省人民代表大会常务委员会")
    assert congress is not None and congress.parent is None


def test_classes_of_bodies() -> None:
    assert is_body_class("各区县（自治县）人民政府")
    assert is_body_class("市政府各部门")
    assert not is_body_class("教育部")


CIP, CQ = Speaker(("国家知识产权局",)), Speaker(("重庆市经济和信息化委员会",), ("重庆市",))


@pytest.mark.parametrize(
    ("printed", "speaker", "name"),
    [
        ("人事司", CIP, "国家知识产权局人事司"),
        ("文献部", CIP, "国家知识产权局专利局文献部"),
        ("科技处", CQ, "重庆市经济和信息化委员会科技处"),
        ("经济运行局", CQ, "重庆市经济和信息化委员会经济运行局"),
        ("市经济信息委科技处", CQ, "重庆市经济和信息化委员会科技处"),
        ("两江新区", Speaker(("重庆市人民政府办公厅",), ("重庆市",)), "重庆两江新区管理委员会"),
        ("重庆银监局", CQ, "中国银行保险监督管理委员会重庆监管局"),
        ("国家保密行政管理部门", Speaker(), "国家保密局"),
    ],
)
def test_what_a_body_calls_others_in_its_own_documents(printed: str, speaker: Speaker, name: str) -> None:
    found = agency_of(printed, speaker)
    assert found is not None and found.name == name and found.listed


def test_what_one_body_says_no_other_means() -> None:
    assert agency_of("科技处", CIP) != agency_of("科技处", CQ)
    other = agency_of("人事司", Speaker(("财政部",)))
    assert other is None or not other.listed


@pytest.mark.parametrize(
    "printed", ["各区县（自治县）人民政府", "市场监管部门", "项目承担单位", "中央管理的地质勘查单位"]
)
def test_a_class_of_bodies_is_none(printed: str) -> None:
    assert is_body_class(printed) and agency_of(printed, CQ) is None


def test_a_former_name_leads_to_the_body_and_keeps_its_years() -> None:
    found = find_agency("国家林业局")
    assert found is not None and found.name == "国家林业和草原局"
    assert [(f.name, f.first_year, f.last_year) for f in found.former_names] == [("国家林业局", 1998, 2018)]
