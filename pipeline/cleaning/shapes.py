"""What a printed line looks like by itself: a date, a document number, an addressee, a signature, part of a title …

Belongs here: shapes of one line, as cues that may err. Does not belong here: what the line is, which its place decides.
"""

from __future__ import annotations

import re
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.layout import Page

_DATE = re.compile(
    r"(?:\d{4}|[〇零○一二三四五六七八九OＯ]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日?"
)
_DATE_PART = re.compile(r"[（(]?\d{4}年")
_NUMBER = re.compile(r"[〔﹝\[［（(]\d{4}[〕﹞\]］）)](?:第)?\d{1,5}号|第\d{1,5}号$|\d{4}年第\d{1,4}号$")
_TITLE_END = re.compile(
    r"(?:通知|意见|办法|规定|方案|规划|条例|决定|公告|细则|指南|纲要|批复|通报|函|计划|措施|报告|要点|清单|目录|标准|准则|制度|章程"
    r"|规则|规范|解读|问|令|名单|指引|行动|建议|宣言|预案|法|通告|讲话|要求|表|书)(?:[（(][^（）()]{1,16}[）)])?[》”]?$"
)
_TITLE_LAST = frozenset("知见法定案划例告则南要复报函施点单录准度程范读问令引动议言求表书）)》”")
_TITLE_FIRST = frozenset("关国中最全财教科工公司人自生住交水农商文应海税市民")
_TITLE_START = re.compile(
    r"关于|国务院|中共|中华人民共和国|国家|最高人民|全国|财政部|教育部|科技部|工业和信息化部|公安部|民政部|司法部"
    r"|人力资源|自然资源|生态环境"
    r"|住房和?城乡|交通运输|水利部|农业农村|商务部|文化和旅游|应急管理|中国人民|海关总署|税务总局|市场监管"
    r"|[^，。；、]{1,12}(?:厅|局|委|部|院|会|政府|省|市)(?:办公[厅室])?关于"
)
_BODY_END = re.compile(
    r"(?:部|委|局|院|厅|署|会|办|行|司|政府|办公室|中心|公司|社|集团|组|处|大学|军区|总队|协会)(?:[（(][^（）]{1,8}[）)])?$"
)
_BODY_LAST = frozenset("部委局院厅署会办行司府室心社团组处学区队）)")
_ADDRESS = re.compile(
    r"^(?:各|有关|国务院|全国|中央|人民银行|教育部|部|省|市|县|厅|局|相关|中国|.{2,14}(?:省|市|区|部|委|局|厅|院|署|会|行)[、，,：:（(])"
)
_BODY_WORD = re.compile(r"部|委|局|厅|院|署|政府|公司|单位|机构|机关|企业|学校|同志|银行|中心")
_CONTACT = re.compile(r"电话|邮箱|联系人|传真|邮编|邮政编码|地址|网址|E-?mail|@")
_DUTY = re.compile(r"负责|责任单位|牵头|配合|参加|分工|实施[）)]")
_DIALOGUE = re.compile(r"(?:问|答|记者|主持人|[\u4e00-\u9fff]{2,4})[：:]")
_ENUMERATED = re.compile(r"[一二三四五六七八九十]是|首先|其次|再次|同时|此外|另外|一方面|另一方面")
_ENUMERATED_FIRST = frozenset("一二三四五六七八九十首其再同此另")
_GOES_ON = frozenset("的等和及与或并以为了是在于对将其而且所由者性化们后中上下之")
_SUPPLEMENT = re.compile(
    r"[（(](?:\d{4}\s?年?\s?[至—－–-]+\s?\d{4}\s?年?|\d{4}\s?年?版|试行|暂行|修订|征求意见稿|[^（）()]{1,8}稿)[）)]$"
)
_CODED = re.compile(r"[A-Z]{1,6}[A-Z/-]{0,8}\s?\d[\d.-]*|[A-Z]{2,8}[A-Z/-]{0,8}\s")
_TITLE_TAIL = re.compile(
    r"的(?:通知|意见|决定|公告|批复|函|通报|报告|通告|命令|指导意见|实施意见|若干意见|补充通知|紧急通知)[）)》]?$"
)
_WEB = re.compile(r"https?:|www\.|\.(?:com|gov|org|cn|pdf|docx?|xlsx?|html?|jpg|zip)\b")

FLAGS = (
    "date_only", "date_start", "number_line", "title_end", "title_end_cut", "title_start", "body_end", "addressee",
    "contact", "duty", "dialogue", "enumerated", "goes_on", "web", "bracketed", "quoted_title", "supplement", "coded",
    "title_tail",
)  # fmt: skip


_SHORT = 60
"""Glyphs from which a line is no note beside the text."""


def line_flags(page: Page) -> NDArray[np.bool_]:
    """Shapes of the lines: one row a line, one column a flag, in the order of `FLAGS`.

    Each flag is looked for only on the lines whose first or last glyph, or whose words, allow it.
    """
    flags = np.zeros((len(page.texts), len(FLAGS)), np.bool_)
    flag = {name: flags[:, k] for k, name in enumerate(FLAGS)}
    _flag_dates(flag, page)
    _flag_ends(flag, page)
    _flag_beginnings(flag, page)
    _flag_words(flag, page)
    return flags


_Flags = dict[str, NDArray[np.bool_]]


def _flag_dates(flag: _Flags, page: Page) -> None:
    texts = page.texts
    for i in page.holding("年", "号"):
        text = texts[i]
        short = len(text) < _SHORT
        bare = text.replace(" ", "") if short else text
        date = _DATE.search(bare) if len(bare) < 40 else None
        flag["date_only"][i] = date is not None and date.end() - date.start() >= len(bare) - 2
        flag["date_start"][i] = _DATE_PART.match(bare) is not None
        flag["number_line"][i] = short and "。" not in text and _NUMBER.search(bare[-24:]) is not None


def _flag_ends(flag: _Flags, page: Page) -> None:
    texts = page.texts
    for i in page.ending_with(_TITLE_LAST):
        flag["title_end"][i] = "。" not in texts[i] and _TITLE_END.search(texts[i][-24:]) is not None
    for i in page.ending_with("通决规意办公方条批"):
        flag["title_end_cut"][i] = "。" not in texts[i]
    for i in page.ending_with(_BODY_LAST):
        flag["body_end"][i] = "。" not in texts[i] and _BODY_END.search(texts[i][-24:]) is not None
    for i in page.ending_with("：:"):
        text = texts[i]
        flag["addressee"][i] = (
            "。" not in text and _ADDRESS.match(text[:24]) is not None and _BODY_WORD.search(text[:200]) is not None
        )


def _flag_beginnings(flag: _Flags, page: Page) -> None:
    texts = page.texts
    for i in page.beginning_with(_TITLE_FIRST):
        flag["title_start"][i] = _TITLE_START.match(texts[i][:24]) is not None
    for i in page.beginning_with(_ENUMERATED_FIRST):
        flag["enumerated"][i] = _ENUMERATED.match(texts[i]) is not None
    for i in page.beginning_with(_GOES_ON):
        flag["goes_on"][i] = True
    for i in page.beginning_with("（("):
        flag["bracketed"][i] = texts[i].endswith(("）", ")", "）。", "）；"))
        flag["supplement"][i] = len(texts[i]) < _SHORT and _SUPPLEMENT.match(texts[i]) is not None
    for i in page.beginning_with("《"):
        flag["quoted_title"][i] = "》" in texts[i][-3:]
    for i in page.beginning_with(ascii_uppercase):
        flag["coded"][i] = _CODED.match(texts[i]) is not None
    for i in page.beginning_with("的"):
        flag["title_tail"][i] = len(texts[i]) < _SHORT and _TITLE_TAIL.match(texts[i]) is not None


def _flag_words(flag: _Flags, page: Page) -> None:
    texts = page.texts
    for i in page.holding("关"):
        head = texts[i][:24]
        flag["title_start"][i] |= "关于" in head and _TITLE_START.match(head) is not None
    for i in _found(_CONTACT, page):
        flag["contact"][i] = len(texts[i]) < _SHORT
    for i in _found(_DUTY, page):
        head, tail = texts[i][:24], texts[i][-24:]
        flag["duty"][i] = ("）" in tail or ")" in tail or "（" in head) and _DUTY.search(tail) is not None
    for i in page.holding("：", ":"):
        flag["dialogue"][i] = _DIALOGUE.match(texts[i][:24]) is not None
    for i in page.holding("."):
        flag["web"][i] = _WEB.search(texts[i][:200]) is not None


def _found(pattern: re.Pattern[str], page: Page) -> list[int]:
    """Indices of the lines in which a pattern, which reaches over no line end, is found: by one search of all."""
    at = [m.start() for m in pattern.finditer("\n".join(page.texts))]
    ends = page.offsets[1:] + np.arange(1, len(page.texts) + 1)
    found: list[int] = np.unique(np.searchsorted(ends, at, "right")).tolist()
    return found
