"""work_id: copies are one work, and the id does not move."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.works import core_title, work_ids
from pipeline.values import Attributes, Document


def document(title: str, role: str = "main", parent: int | None = None) -> Document:
    return Document(0, 0, title, 1, 1, role=role, parent=parent)


def said(*issuers: str, day: str | None = None, number: str | None = None) -> Attributes:
    return Attributes(
        issuers=list(issuers), issued_date=datetime.date.fromisoformat(day) if day else None, doc_number=number
    )


FULL = "一、总体要求\n（一）指导思想。"


def test_core_of_a_title() -> None:
    core = "关于新时代进一步加强科学技术普及工作的意见"
    assert core_title("中共中央办公厅 国务院办公厅印发\n《关于新时代进一步加强科学技术普及工作的意见》") == core
    assert core_title("工业和信息化部办公厅 财政部办公厅关于开展试点工作的通知") == "关于开展试点工作的通知"
    assert core_title("三部门联合印发《关于巩固回升向好趋势的通知》") == "关于巩固回升向好趋势的通知"
    assert core_title("重庆市促进软件业发展行动计划（2020—2022年）") == "重庆市促进软件业发展行动计划20202022年"


def test_copies_with_other_heads_are_one_work() -> None:
    issuers = said("工业和信息化部办公厅", "财政部办公厅", day="2022-08-15")
    (first,) = work_ids([document("工业和信息化部办公厅 财政部办公厅关于开展试点工作的通知")], [issuers], [FULL])
    (second,) = work_ids([document("关于开展试点工作的通知")], [issuers], [FULL])
    assert first == second
    (dated,) = work_ids(
        [document("中共中央办公厅印发《关于加强科普的意见》")], [said("中共中央办公厅", day="2022-09-04")], [FULL]
    )
    (undated,) = work_ids([document("中共中央办公厅印发《关于加强科普的意见》")], [said("中共中央办公厅")], [FULL])
    assert dated == undated


def test_what_is_not_the_same_work() -> None:
    title = "关于进一步做好阶段性缓缴社会保险费政策实施工作有关问题的通知"
    (central,) = work_ids([document(title)], [said("人力资源和社会保障部办公厅")], [FULL])
    (local,) = work_ids([document(title)], [said("江苏省人力资源和社会保障厅")], [FULL])
    assert central != local
    old = said("财政部", day="2016-12-30")
    new = said("财政部", day="2021-06-04")
    name = "关于印发《中小企业发展专项资金管理办法》的通知"
    assert work_ids([document(name)], [old], [FULL]) != work_ids([document(name)], [new], [FULL])
    decree = document("中华人民共和国国务院令")
    assert work_ids([decree], [said("国务院", number="国务院令第734号")], [""]) != work_ids(
        [decree], [said("国务院", number="国务院令第745号")], [""]
    )


def test_head_and_text_of_one_name_are_two_works() -> None:
    pair = [document("尾矿污染环境防治管理办法"), document("尾矿污染环境防治管理办法", "issued", 0)]
    ids = work_ids(pair, [said("生态环境部", day="2022-04-06"), said("生态环境部")], ["现予公布", FULL])
    assert ids[0] != ids[1]
    report, notice = work_ids(
        [document("财政部印发《关于支持企业的通知》"), document("财政部关于支持企业的通知")],
        [said("财政部"), said("财政部")],
        ["日前，财政部印发了通知。", FULL],
    )
    assert report != notice


def test_attachments_are_told_by_what_they_are_attached_to() -> None:
    pair = [
        document("关于开展甲工作的通知"),
        document("重点任务分工表", "attachment", 0),
        document("重点任务分工表", "attachment", 0),
    ]
    ids = work_ids(pair, [said("财政部"), said(), said()], [FULL, "", ""])
    other = work_ids(
        [document("关于开展乙工作的通知"), document("重点任务分工表", "attachment", 0)],
        [said("财政部"), said()],
        [FULL, ""],
    )
    assert len({*ids, *other}) == 5


@given(
    st.lists(st.text(alphabet="关于印发办法的通知《》国务院财政部2021年", max_size=20), min_size=1, max_size=6),
    st.data(),
)
def test_an_id_does_not_move_when_documents_come_or_go(titles: list[str], data: st.DataObject) -> None:
    documents = [document(t) for t in titles]
    attributes = [said("财政部") for _ in titles]
    texts = [FULL for _ in titles]
    whole = work_ids(documents, attributes, texts)
    kept = data.draw(st.lists(st.sampled_from(range(len(titles))), unique=True))
    assert work_ids([documents[i] for i in kept], [attributes[i] for i in kept], [texts[i] for i in kept]) == [
        whole[i] for i in kept
    ]
