"""Cues for paragraph breaks: what each printed line tells about whether a paragraph begins with it.

Belongs here: markers, shapes (dates, document numbers, addressees, signatures, titles) and how each stands to the lines
around it. Does not belong here: geometry (`pipeline.cleaning.layout`), the decision (`pipeline.cleaning.paragraphs`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.cleaning import layout as lay
from pipeline.cleaning.affinity import affinity_cues
from pipeline.cleaning.layout import Floats, Page, shifted

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def chinese_number(text: str) -> int:
    """The value of a Chinese or Arabic numeral; -1 where it is none."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for glyph in text:
        if glyph in _DIGITS:
            digit = _DIGITS[glyph]
        elif glyph in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[glyph]
            digit = 0
        else:
            return -1
    return total + digit


class Marker(NamedTuple):
    """What a line begins with: kind (index into `MARKER_KINDS`, 0 none), value (-1 none), length in glyphs."""

    kind: int
    value: int
    length: int


MARKER_KINDS = (
    "none", "article", "chapter", "chinese", "bracket_chinese", "bracket_digit", "digit", "decimal", "circled", "dash",
    "annex", "box", "letter", "half_bracket", "bullet", "ordinal",
)  # fmt: skip
_NUMERAL = "一二三四五六七八九十"
_MARKER = re.compile(
    rf"第\s?(?P<article>[{_NUMERAL}百千零〇\d]{{1,7}})\s?条(?:之[{_NUMERAL}])?"
    rf"|第\s?(?P<chapter>[{_NUMERAL}百\d]{{1,4}})\s?(?:章|节|编|部分|篇|类)"
    rf"|(?P<chinese>[{_NUMERAL}]{{1,4}})\s?[、．.﹒]"
    rf"|[（(]\s?(?P<bracket_chinese>[{_NUMERAL}百]{{1,5}})\s?[）)]"
    r"|[（(]\s?(?P<bracket_digit>\d{1,3})\s?[）)]"
    r"|(?P<digit>\d{1,3})\s?[.．﹒、](?!\s?\d)"
    r"|(?P<decimal>\d{1,2}(?:[.．]\d{1,2}){1,4})(?![\d.%％])"
    r"|(?P<circled>[\u2460-\u2473])"
    r"|(?P<dash>[—－–─-]{1,3})"
    r"|(?P<annex>附\s?(?:件|录|表|图))\s?[\d一二三四五六七八九十]{0,3}\s?[：:．.]?"
    r"|(?P<box>专\s?栏|表\s?(?=\d)|图\s?(?=\d)|行动(?=\d))\s?\d{0,3}"
    r"|(?P<letter>[a-zA-Z])[)）.．]"
    r"|(?P<half_bracket>\d{1,3})\s?[)）]"
    r"|(?P<bullet>[●■◆★•·□○▲])"
    rf"|第(?P<ordinal>[{_NUMERAL}]{{1,2}})[，,、是]"
)
_CITED = re.compile(r"[、和及至或与，,第（(]|规定|所列|所称|所述|款|项|目的")
"""What follows a marker that is cited, not set."""
_MARKER_FIRST = set("第（(附专表图行—－–─-●■◆★•·□○▲" + _NUMERAL) | {chr(c) for c in range(0x2460, 0x2474)}


def marker_of(text: str) -> Marker:
    """The structural marker that a line (without margins) begins with, or looks as if it did."""
    first = text[0]
    if first not in _MARKER_FIRST and not (first.isascii() and first.isalnum()):
        return Marker(0, -1, 0)
    m = _MARKER.match(text)
    if not m:
        return Marker(0, -1, 0)
    name = m.lastgroup or "none"
    if _CITED.match(text, m.end()) and name in ("article", "chapter", "bracket_chinese", "bracket_digit"):
        return Marker(0, -1, 0)
    kind = MARKER_KINDS.index(name)
    value = -1
    if name == "circled":
        value = ord(first) - 0x245F
    elif name in (
        "article",
        "chapter",
        "chinese",
        "bracket_chinese",
        "bracket_digit",
        "digit",
        "half_bracket",
        "ordinal",
    ):
        value = chinese_number(m.group(name))
    elif name == "decimal":
        value = int(re.split(r"[.．]", m.group(name))[-1])
    elif name == "letter":
        value = ord(first.lower()) - 96
    return Marker(kind, value, m.end())


_DATE = re.compile(
    r"(?:\d{4}|[〇零○一二三四五六七八九OＯ]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日?"
)
_DATE_PART = re.compile(r"[（(]?\d{4}年")
_NUMBER = re.compile(r"[〔﹝\[［（(]\d{4}[〕﹞\]］）)](?:第)?\d{1,5}号|第\d{1,5}号$|\d{4}年第\d{1,4}号$")
_TITLE_END = re.compile(
    r"(?:通知|意见|办法|规定|方案|规划|条例|决定|公告|细则|指南|纲要|批复|通报|函|计划|措施|报告|要点|清单|目录|标准|准则|制度|章程"
    r"|规则|规范|解读|问|令|名单|指引|行动|建议|宣言|预案|法|通告|讲话|要求|表|书)(?:[（(][^（）()]{1,16}[）)])?[》”]?$"
)
_TITLE_FORM_CUT = re.compile(r"(?:[通决规意办公方条批])$")
_TITLE_START = re.compile(
    r"关于|国务院|中共|中华人民共和国|国家|最高人民|全国|财政部|教育部|科技部|工业和信息化部|公安部|民政部|司法部|人力资源|自然资源|生态环境"
    r"|住房和?城乡|交通运输|水利部|农业农村|商务部|文化和旅游|应急管理|中国人民|海关总署|税务总局|市场监管|[^，。；、]{1,12}(?:厅|局|委|部|院|会|政府|省|市)(?:办公[厅室])?关于"
)
_BODY_END = re.compile(
    r"(?:部|委|局|院|厅|署|会|办|行|司|政府|办公室|中心|公司|社|集团|组|处|大学|军区|总队|协会)(?:[（(][^（）]{1,8}[）)])?$"
)
_ADDRESS = re.compile(
    r"^(?:各|有关|国务院|全国|中央|人民银行|教育部|部|省|市|县|厅|局|相关|中国|.{2,14}(?:省|市|区|部|委|局|厅|院|署|会|行)[、，,：:（(])"
)
_BODY_WORD = re.compile(r"部|委|局|厅|院|署|政府|公司|单位|机构|机关|企业|学校|同志|银行|中心")
_CONTACT = re.compile(r"电话|邮箱|联系人|传真|邮编|邮政编码|地址|网址|E-?mail|@")
_DUTY = re.compile(r"负责|责任单位|牵头|配合|参加|分工|实施[）)]")
_DIALOGUE = re.compile(r"(?:问|答|记者|主持人|[\u4e00-\u9fff]{2,4})[：:]")
_ENUMERATED = re.compile(r"[一二三四五六七八九十]是|首先|其次|再次|同时|此外|另外|一方面|另一方面")
_GOES_ON = re.compile(r"[的等和及与或并以为了是在于对将其而且所由者性化们后中上下之]")
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
    "contact", "duty", "dialogue", "enumerated", "goes_on", "web", "bracketed", "quoted_title", "supplement", "coded", "title_tail",
)  # fmt: skip


def line_flags(text: str) -> tuple[bool, ...]:
    """Shapes of one line (without margins), in the order of `FLAGS`."""
    length = len(text)
    first = text[0]
    head, tail = text[:24], text[-24:]
    short = length < 60
    bare = text.replace(" ", "") if short and " " in text else text
    numeric = any(c in text for c in "年号")
    date = _DATE.search(bare) if numeric and length < 40 else None
    no_stop = "。" not in text
    return (
        bool(date and date.end() - date.start() >= len(bare) - 2),
        bool(_DATE_PART.match(bare)) if numeric else False,
        bool(short and numeric and no_stop and _NUMBER.search(bare[-24:])),
        bool(no_stop and _TITLE_END.search(tail)),
        bool(no_stop and _TITLE_FORM_CUT.search(tail)),
        bool(_TITLE_START.match(head)),
        bool(no_stop and _BODY_END.search(tail)),
        text[-1] in "：:" and no_stop and bool(_ADDRESS.match(head)) and bool(_BODY_WORD.search(text[:200])),
        bool(short and _CONTACT.search(text)),
        bool(("）" in tail or ")" in tail or "（" in head) and _DUTY.search(tail)),
        bool(_DIALOGUE.match(head)),
        bool(_ENUMERATED.match(head)),
        bool(_GOES_ON.match(head)),
        bool(_WEB.search(text[:200])),
        text[0] in "（(" and (text[-1] in "）)" or text[-2:] in ("）。", "）；")),
        text[0] == "《" and "》" in text[-3:],
        bool(short and first in "（(" and _SUPPLEMENT.match(text)),
        first.isascii() and first.isupper() and bool(_CODED.match(text)),
        short and first == "的" and bool(_TITLE_TAIL.match(text)),
    )


def _sequence_cues(markers: Sequence[Marker]) -> dict[str, Floats]:
    """How each line's marker continues the numbering of its kind: step from the one before and to the one after."""
    n = len(markers)
    before = np.full(n, 9, np.float32)
    after = np.full(n, 9, np.float32)
    far = np.full(n, 9, np.float32)
    last: dict[int, int] = {}
    for i, (kind, value, _) in enumerate(markers):
        if value < 0:
            continue
        j = last.get(kind, -1)
        if j >= 0 and i - j < 200:
            step = min(8, max(-8, value - markers[j].value))
            before[i] = after[j] = step
            far[i] = np.log2(i - j)
        last[kind] = i
    value = np.array([m.value for m in markers], np.float32)
    return {
        "marker_step_before": before,
        "marker_step_after": after,
        "marker_far": far,
        "marker_value": np.minimum(value, 60),
    }


def _runs(yes: np.ndarray) -> tuple[Floats, Floats]:
    """How many lines up to and including each (from above, from below) are `yes` without a break; at most 30."""
    at = np.arange(len(yes))
    last_no = np.maximum.accumulate(np.where(yes, -1, at))
    next_no = np.minimum.accumulate(np.where(yes, len(yes), at)[::-1])[::-1]
    return np.minimum(at - last_no, 30).astype(np.float32), np.minimum(next_no - at, 30).astype(np.float32)


def _until(mark: np.ndarray, through: np.ndarray, backwards: bool = False) -> Floats:
    """Lines to the next `mark` line below (or above) with only `through` lines between; 20 where there is none."""
    if backwards:
        return _until(mark[::-1], through[::-1])[::-1]
    at = np.arange(len(mark))
    next_mark = np.minimum.accumulate(np.where(mark, at, 1 << 30)[::-1])[::-1]
    next_mark = shifted(next_mark, 1, 1 << 30)
    next_wall = np.minimum.accumulate(np.where(through | mark, 1 << 30, at)[::-1])[::-1]
    next_wall = shifted(next_wall, 1, 1 << 30)
    distance = np.where(next_mark < next_wall, next_mark - at, 20)
    return np.minimum(distance, 20).astype(np.float32)


def cue_matrix(page: Page) -> tuple[list[str], Floats]:
    """Names and values of the cues: one row a printed line, about the break before it."""
    cues: dict[str, np.ndarray] = {}
    markers = [marker_of(t) for t in page.texts]
    flags = np.array([line_flags(t) for t in page.texts], np.bool_).reshape(len(page.texts), len(FLAGS))
    kind = np.array([m.kind for m in markers], np.float32)
    _add_geometry(cues, page)
    _add_marks(cues, page)
    cues["marker"], cues["marker_before"], cues["marker_next"] = kind, shifted(kind, -1), shifted(kind, 1)
    cues["marker_2_before"] = shifted(kind, -2)
    cues["marker_heading_before"] = shifted(((kind == 2) | (kind == 3) | (kind == 4)).astype(np.float32), -1)
    after_marker = np.array([_class_after(t, m) for t, m in zip(page.texts, markers, strict=True)], np.float32)
    cues["after_marker"] = after_marker
    cues |= _sequence_cues(markers)
    for k, name in enumerate(FLAGS):
        cues[name] = flags[:, k]
        cues[name + "_before"] = shifted(flags[:, k], -1)
    for name in ("date_only", "number_line", "title_end", "body_end", "addressee", "title_start"):
        flag = flags[:, FLAGS.index(name)]
        cues[name + "_next"] = shifted(flag, 1)
        cues[name + "_2_before"] = shifted(flag, -2)
    _add_surroundings(cues, page, kind, flags)
    _add_likeness(cues, page)
    cues |= affinity_cues(page)
    names = list(cues)
    matrix = np.empty((len(page.texts), len(names)), np.float32, order="F")
    for k, name in enumerate(names):
        matrix[:, k] = cues[name]
    return names, matrix


def _class_after(text: str, marker: Marker) -> int:
    if not marker.kind:
        return -1
    rest = text[marker.length : marker.length + 1]
    return 99 if not rest else int(lay.class_of(rest))


def _add_geometry(cues: dict[str, np.ndarray], page: Page) -> None:
    width = page.width
    unit = page.head_unit()
    before = shifted(width, -1)
    near, wide, far = (lay.usual_width(width, k, k) for k in (6, 18, 50))
    above, below = lay.usual_width(width, 14, 0, 0.75), lay.usual_width(width, 0, 14, 0.75)
    common = lay.commonest_width(width, 20)
    cues["width"], cues["width_before"], cues["width_next"] = width, before, shifted(width, 1)
    cues["width_2_before"] = shifted(width, -2)
    cues["unit"] = unit
    for name, usual in (
        ("near", near),
        ("wide", wide),
        ("far", far),
        ("above", above),
        ("below", below),
        ("common", common),
    ):
        cues["slack_" + name] = usual - before - unit
        cues["own_" + name] = usual - width
    for name, usual in (("near", near), ("common", common)):
        cues["slack_next_" + name] = usual - width - shifted(unit, 1)
        cues["slack_2_before_" + name] = usual - shifted(width, -2) - shifted(unit, -1)
    cues["usual_near"], cues["usual_common"] = near, common
    cues["fall"] = before - width
    cues["rise"] = shifted(width, 1) - width
    for name, values in (("lead", page.lead), ("trail", page.trail), ("gap", page.gap)):
        cues[name] = np.minimum(values, 8)
        cues[name + "_before"] = shifted(cues[name], -1)
        cues[name + "_next"] = shifted(cues[name], 1)
    cues["wide_lead"], cues["turned"], cues["turned_next"] = page.wide_lead, page.turned, shifted(page.turned, 1)
    cues["turned_before"] = shifted(page.turned, -1)
    rough = (cues["slack_common"] > 1).astype(np.float32)
    trail = (shifted(page.trail, -1) > 0).astype(np.float32)
    lead = ((page.lead > 0) & ~page.turned).astype(np.float32)
    for name, cue in (("trail", trail), ("lead", lead)):
        cues[name + "_agrees"] = _local_agreement(cue, rough, 40)
        cues[name + "_share"] = _moving_mean(cue, 40)
    cues["gap_share"] = _moving_mean((page.gap == 0).astype(np.float32), 20)


def _moving_mean(values: Floats, around: int) -> Floats:
    total = np.concatenate(([0], np.cumsum(values, dtype=np.float64)))
    at = np.arange(len(values))
    low, high = np.maximum(at - around, 0), np.minimum(at + around + 1, len(values))
    return ((total[high] - total[low]) / (high - low)).astype(np.float32)


def _local_agreement(cue: Floats, other: Floats, around: int) -> Floats:
    """Correlation of two yes-no cues over the lines around each line."""
    both, one, two = (_moving_mean(v, around) for v in (cue * other, cue, other))
    spread = np.sqrt(np.maximum(one * (1 - one) * two * (1 - two), 1e-4))
    return ((both - one * two) / spread).astype(np.float32)


def _add_marks(cues: dict[str, np.ndarray], page: Page) -> None:
    for k in (0, 1, 2):
        cues[f"head_{k}"] = page.class_at(k)
        cues[f"tail_{k}"] = shifted(page.class_at(-1 - k), -1)
    cues["own_tail"], cues["next_head"] = page.class_at(-1), shifted(page.class_at(0), 1)
    cues["tail_before_2"] = shifted(page.class_at(-1), -2)
    for name, kinds in (
        ("stops", (lay.STOP,)), ("commas", (lay.COMMA,)), ("pauses", (lay.PAUSE,)), ("semicolons", (lay.SEMICOLON,)),
        ("blanks", (lay.BLANK,)), ("digits", (lay.DIGIT,)), ("latin", (lay.LATIN,)), ("colons", (lay.COLON,)),
    ):  # fmt: skip
        count = np.minimum(page.count(*kinds), 20)
        cues[name], cues[name + "_before"], cues[name + "_next"] = count, shifted(count, -1), shifted(count, 1)
    open_left = np.zeros(len(page.texts), np.float32)
    close_due = np.zeros(len(page.texts), np.float32)
    carried = np.zeros(len(page.texts), np.float32)
    for k, (opening, closing) in enumerate(lay.PAIRS):
        opened = page.last(opening) > page.last(closing)
        closes = page.first(closing) < page.first(opening)
        balance = page.count(opening) - page.count(closing)
        before = shifted(opened, -1)
        open_left += before
        close_due += closes
        carried += (shifted(balance, -2) + shifted(balance, -1) > 0) & closes
        cues[f"open_{k}"] = before.astype(np.float32) + 2 * closes
    cues["open_left"], cues["close_due"], cues["carried"] = open_left, close_due, carried


def _add_surroundings(cues: dict[str, np.ndarray], page: Page, kind: Floats, flags: np.ndarray) -> None:
    common = cues["usual_common"]
    flag = {name: flags[:, k] for k, name in enumerate(FLAGS)}
    short = page.width < 0.72 * common
    up, down = _runs(short)
    cues["short_up"], cues["short_down"] = shifted(up, -1), down
    plain = page.count(lay.STOP, lay.SEMICOLON) == 0
    plain_up, plain_down = _runs(plain)
    cues["plain_up"], cues["plain_down"] = shifted(plain_up, -1), plain_down
    head = flag["number_line"] | flag["addressee"]
    titled = plain & (kind == 0)
    cues["to_head"] = _until(head, titled)
    cues["to_title_end"] = _until(flag["title_end"], titled)
    cues["to_date"] = _until(flag["date_only"], plain)
    cues["from_date"] = _until(flag["date_only"], plain, backwards=True)
    cues["from_title_start"] = _until(flag["title_start"], titled, backwards=True)
    cues["from_annex"] = _until((kind == MARKER_KINDS.index("annex")), plain, backwards=True)
    cues["from_colon"] = _until(page.class_at(-1) == lay.COLON, np.ones(len(kind), np.bool_), backwards=True)
    cues["from_turn"] = _until(page.turned, np.ones(len(kind), np.bool_), backwards=True)
    ends = page.class_at(-1)
    finished = np.isin(ends, (lay.STOP, lay.SEMICOLON, lay.COLON)).astype(np.float32)
    cues["finished_share"] = _moving_mean(finished, 8)
    cues["short_share"] = _moving_mean(short.astype(np.float32), 8)
    cues["marker_share"] = _moving_mean((kind > 0).astype(np.float32), 8)
    cues["width_spread"] = np.sqrt(np.maximum(_moving_mean(page.width**2, 8) - _moving_mean(page.width, 8) ** 2, 0))


def _add_likeness(cues: dict[str, np.ndarray], page: Page) -> None:
    """How much the lines around begin and end alike, as the entries of a list do."""
    for by in (-1, 1, -2, 2):
        cues[f"same_head_{by}"] = sum(
            (shifted(page.class_at(k), by) == page.class_at(k)).astype(np.float32) for k in range(4)
        )
        cues[f"same_first_{by}"] = shifted(page.code_at(0), by) == page.code_at(0)
        cues[f"same_last_{by}"] = shifted(page.code_at(-1), by) == page.code_at(-1)
    head = page.class_at(0)
    odd = (head != lay.CJK) & (head == shifted(head, -1)) & (page.code_at(0) != 0)
    up, down = _runs(odd)
    cues["odd_head_up"], cues["odd_head_down"] = up, shifted(down, 1)
    odd_pair = (head != lay.CJK) & (shifted(head, 1) == head)
    cues["odd_head_next"] = odd_pair & (shifted(page.class_at(1), 1) == page.class_at(1))
    blank = page.classes == lay.BLANK
    chinese = np.isin(page.classes, (lay.CJK, lay.NUMERAL))
    torn = np.zeros(len(blank), np.int32)
    torn[1:-1] = blank[1:-1] & chinese[:-2] & chinese[2:]
    count = np.minimum(np.add.reduceat(torn, page.offsets[:-1]), 9).astype(np.float32)
    cues["torn"], cues["torn_before"] = count, shifted(count, -1)
    cues["torn_share"] = _moving_mean(np.minimum(count, 1), 12)
