"""Numbering as sequences: what goes on, what starts anew, what is no unit."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.splitting.markers import read_markers
from pipeline.splitting.numbering import Before, Sight, follow


def sights(*texts: str, before: dict[int, Before] | None = None) -> list[Sight]:
    return [Sight(tuple(read_markers(t)), (before or {}).get(n, Before.LABELLED)) for n, t in enumerate(texts)]


def taken(*texts: str, before: dict[int, Before] | None = None) -> list[tuple[str, int | None]]:
    """(text, parent among the taken) of the sights that are units."""
    return [(texts[t.sight], t.parent) for t in follow(sights(*texts, before=before))]


def test_items_that_run_on_through_the_document():
    found = taken("一、甲", "（一）子", "（二）丑", "二、乙", "（三）寅", "（四）卯")
    assert [p for _, p in found] == [None, 0, 0, None, 3, 3]


def test_items_that_restart():
    found = taken("一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅", "（二）卯")
    assert [p for _, p in found] == [None, 0, 0, None, 3, 3]


def test_a_wrapped_citation_of_the_next_article_is_refused():
    real = ["第一条 公司", "第二条 股东", "第三条 董事"]
    assert [t for t, _ in taken(real[0], "第二条、第三条规定的", *real[1:])] == real


def test_an_article_that_lost_its_last_character():
    texts = ["第一条 甲", "第二条 乙", "第三 开展尾矿充填", "第四条 丁"]
    assert [t for t, _ in taken(*texts)] == texts
    assert len(taken("第一条 甲", "第二条 乙", "第三方机构开展", "第三条 丁", "第四条 戊")) == 4


def test_articles_quoted_out_of_order_are_no_articles():
    assert taken("第九条 取得许可证", "第三十二条 有下列", "第十五条 从事") == []


def test_a_gap_of_the_source_stays_a_gap():
    found = taken("（一）甲", "（二）乙", "（四）丙", "（五）丁")
    assert [t for t, _ in found] == ["（一）甲", "（二）乙", "（四）丙", "（五）丁"]


def test_a_list_inside_an_item_of_the_same_style():
    """The numbers of a box stand under item 10, and 11 goes on after it."""
    texts = ("三、甲", "10.子", "专栏 基地", "1.丑", "2.寅", "3.卯", "四、乙", "11.辰", "12.巳")
    found = taken("一、始", *(f"{n}.项" for n in range(1, 10)), *texts)
    parents = dict(found)
    labels = [t for t, _ in found]
    assert labels[-9:] == list(texts)
    assert parents["11.辰"] == labels.index("四、乙")
    assert parents["1.丑"] == labels.index("专栏 基地")


def test_what_stands_before_tells_a_new_list_from_a_nested_one():
    texts = ("第一条 甲：", "1.子", "2.丑", "1.寅", "2.卯")
    beside = taken(*texts, before={3: Before.LEAD})
    assert [p for _, p in beside] == [None, 0, 0, 0, 0]
    nested = taken(*texts, before={3: Before.OPENING})
    assert [p for _, p in nested] == [None, 0, 0, 2, 2]


def test_decimals_stand_in_each_other():
    texts = ("1 引言", "2 总体要求", "2.1 意义", "2.1.1 教育", "2.1.2 院校", "2.2 目标", "3 师生发展", "3.1 总体要求")
    found = taken(*texts)
    assert [t for t, _ in found] == list(texts)
    assert [p for _, p in found] == [None, None, 1, 2, 2, 1, None, 6]


def test_branches_of_an_article():
    texts = ["第十五条 甲", "第十五条之一 乙", "第十五条之二 丙", "第十六条 丁"]
    before = [f"第{n}条 前" for n in "一二三四五六七八九"] + ["第十条 前"] + [f"第十{n}条 前" for n in "一二三四"]
    assert [t for t, _ in taken(*before, *texts)][-4:] == texts


def test_a_quoted_provision_is_no_unit():
    seen = sights("一、第十条修改为", "第十条 企业", "二、第十二条修改为")
    seen[1] = seen[1]._replace(quoted=True)
    assert [t.sight for t in follow(seen)] == [0, 2]


LABELS = st.sampled_from(
    [
        "第一条 甲",
        "第二条 甲",
        "第三章 甲",
        "一、甲",
        "二、甲",
        "（一）甲",
        "（二）甲",
        "1.甲",
        "2.甲",
        "（1）甲",
        "①甲",
        "——甲",
        "2.1 甲",
    ]
)


@settings(max_examples=60)
@given(st.lists(LABELS, max_size=40), st.lists(st.sampled_from(list(Before)), min_size=40, max_size=40))
def test_parents_come_first_and_sights_keep_their_order(texts, before):
    seen = [Sight(tuple(read_markers(t)), b) for t, b in zip(texts, before, strict=False)]
    found = follow(seen)
    assert [t.sight for t in found] == sorted({t.sight for t in found})
    assert all(t.parent is None or t.parent < n for n, t in enumerate(found))
    assert follow(seen) == found


def test_many_ambiguous_labels_take_linear_time():
    def seconds(count: int) -> float:
        seen = sights(*["（一）"] * count)
        start = time.process_time()
        follow(seen)
        return time.process_time() - start

    seconds(200)
    assert seconds(4000) < 20 * max(seconds(1000), 0.05)
