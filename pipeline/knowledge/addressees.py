"""主送机关: whom a document is addressed to, and how it is made public."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.knowledge.agencies import find_agency, is_body_class
from pipeline.knowledge.names import split_names
from pipeline.knowledge.numbers import parse_number
from pipeline.knowledge.sheet import Line, Sheet

_MOST_LINES = 40
_MOST_LETTERS = 1500
_OPENS = re.compile(
    r"^(?:各|有关|相关|全国|国务院|中央|教育部|部属|市|省|区|县|重庆|中国|国家|[\u4e00-\u9fff]{2,12}(?:省|市|区|部|委|局|厅|院|会|行|府|司|集团|公司))"
)
_SPEECH = re.compile(
    r"如下|[。？！“”]|通知$|公告$|同志们|朋友们|代表|问$|答$|第[一二三四五六七八九十]+[章条]|^[一二三四五六七八九十]+、|（一）|^附件|现将|现就|根据|为了|为进一步"
)
_PARTS = re.compile(r"[，,；;]")


def addressees_of(sheet: Sheet) -> list[str]:
    """The addressees as printed, parted at commas and semicolons outside brackets; bodies joined by 、 one by one."""
    text = _addressee_text(sheet.head)
    parts = _outside_brackets(text) if text else []
    if not parts or not _may_be_addressed(parts[0]):
        return []
    return [name for part in parts for name in _bodies(part)]


_RECEIVES = re.compile(
    r"(?:部门|单位|企业|学校|院校|高校|公司|集团|机构|政府|厅|局|委|办|院|会|行|部|处|署|中央|兵团)(?:（[^（）]*）)*$"
)


def _may_be_addressed(part: str) -> bool:
    """Whether one writes to it: a body, a class of bodies; not the first cell of a form (统一社会信用代码：)."""
    return is_body_class(part) or bool(_RECEIVES.search(part)) or find_agency(part.partition("、")[0]) is not None


def _addressee_text(head: Sequence[Line]) -> str | None:
    """The text from the first line that may open an address to the colon that closes it, before any sentence."""
    text = ""
    for line in head[:_MOST_LINES]:
        here = line.compact
        if not text and (parse_number(here) or here[:1] in "（(〔" or not _OPENS.match(here)):
            if "。" in here:
                return None
            continue
        text += here
        if len(text) > _MOST_LETTERS or _SPEECH.search(here.rstrip("：:")):
            return None
        if here.endswith(("：", ":")):
            return text[:-1]
        colon = here.find("：")
        if colon > 0 and text[: len(text) - len(here) + colon].count("（") == text[
            : len(text) - len(here) + colon
        ].count("）"):
            return text[: len(text) - len(here) + colon]
    return None


def _outside_brackets(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, c in enumerate(text):
        depth += (c in "（(") - (c in "）)")
        if depth <= 0 and _PARTS.match(c):
            parts.append(text[start:at])
            start = at + 1
    return [p for p in (*parts, text[start:]) if p]


def _bodies(part: str) -> list[str]:
    """科技部、财政部 as two bodies; 各省、自治区、直辖市人民政府 as one addressee."""
    if "、" in part and not part.startswith("各"):
        names = split_names(part)
        # 新疆生产建设兵团教育局、工业和信息化局: the second is no body of its own.
        if len(names) > 1 and all((a := find_agency(n)) is not None and a.listed for n in names):
            return names
    return [part]


_DISCLOSURE = re.compile(
    r"^[（(]?(此[件文](?:[\u4e00-\u9fff]{0,6}公开|发至|不公开|依申请|删减)[\u4e00-\u9fff、，]{0,40})[）)]?$|^公开方式[:：]?([\u4e00-\u9fff]{2,8})$"
)
_DISCLOSURE_BEGINS = frozenset("（(此公")


def disclosure_of(sheet: Sheet) -> str | None:
    """此件公开发布 and the like, brackets left out; None where nothing is said."""
    for line in reversed(sheet.foot):
        m = _DISCLOSURE.match(line.compact) if line.text[0] in _DISCLOSURE_BEGINS else None
        if m:
            return m.group(1) or m.group(2)
    return None
