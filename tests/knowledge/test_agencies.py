"""The reviewed list of bodies and what a printed name stands for."""

import pytest

from pipeline.knowledge.agencies import find_agency, is_body_class, register


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
