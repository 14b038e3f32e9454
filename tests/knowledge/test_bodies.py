"""Rows of agencies and document_agencies."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.agencies import find_agency, register
from pipeline.knowledge.bodies import agency_records, document_bodies
from pipeline.values import Attributes, Document


def roles(title: str, said: Attributes, regions: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(a.name, role) for a, role in document_bodies(Document(0, 0, title, 1, 1), said, regions)]


def test_issuers_and_addressees() -> None:
    said = Attributes(
        issuers=["国家发展和改革委员会", "商务部"],
        addressees=["各省、自治区、直辖市人民政府", "新疆生产建设兵团", "全国工商联", "有关单位"],
    )
    assert roles("国家发展改革委 商务部关于印发清单的通知", said) == [
        ("国家发展和改革委员会", "issuer"),
        ("商务部", "issuer"),
        ("新疆生产建设兵团", "addressee"),
        ("中华全国工商业联合会", "addressee"),
    ]


def test_who_gave_what_is_forwarded() -> None:
    title = "国务院办公厅转发财政部、国家林草局（国家公园局）关于推进国家公园建设若干财政政策意见的通知"
    assert roles(title, Attributes(issuers=["国务院办公厅"])) == [
        ("国务院办公厅", "issuer"),
        ("财政部", "transmitted_for"),
        ("国家林业和草原局", "transmitted_for"),
    ]
    news = "中共中央办公厅转发《中央宣传部、中央组织部关于认真组织学习的通知》"
    assert roles(news, Attributes(issuers=["中共中央办公厅"]))[1:] == [
        ("中共中央宣传部", "transmitted_for"),
        ("中共中央组织部", "transmitted_for"),
    ]


def test_a_local_body_is_one_of_the_province_the_document_speaks_from() -> None:
    said = Attributes(issuers=["重庆市人民政府办公厅"], addressees=["市发展改革委"])
    assert ("重庆市发展和改革委员会", "addressee") in roles("重庆市人民政府办公厅关于工作的函", said, ("重庆市",))


def test_rows_hold_every_body_above() -> None:
    office = find_agency("国家发展改革委办公厅")
    strange = find_agency("南通市行政审批局")
    assert office is not None and strange is not None
    rows = {r["name"]: r for r in agency_records([office, strange, office])}
    assert set(rows) == {"国家发展和改革委员会办公厅", "国家发展和改革委员会", "国务院", "南通市行政审批局"}
    assert rows["国家发展和改革委员会办公厅"]["parent_agency_id"] == rows["国家发展和改革委员会"]["agency_id"]
    assert "发展改革委" in rows["国家发展和改革委员会"]["short_names"]
    assert rows["国家发展和改革委员会"]["former_names"] == ["国家发展计划委员会（1998—2003）"]
    assert [rows["南通市行政审批局"][k] for k in ("level", "jurisdiction", "listed")] == ["municipal", "南通市", False]
    assert [r["agency_id"] for r in rows.values()] == sorted(r["agency_id"] for r in rows.values())


_NAMES = sorted(register().by_name)


@given(st.lists(st.sampled_from(_NAMES), max_size=6), st.lists(st.sampled_from(_NAMES), max_size=6))
def test_a_row_is_the_same_whichever_others_are_named(first: list[str], second: list[str]) -> None:
    some = [a for n in first if (a := find_agency(n))]
    more = [a for n in second if (a := find_agency(n))]
    alone = {r["agency_id"]: r for r in agency_records(some)}
    together = {r["agency_id"]: r for r in agency_records(some + more)}
    assert all(together[k] == row for k, row in alone.items())
    assert all(r["parent_agency_id"] is None or r["parent_agency_id"] in together for r in together.values())
