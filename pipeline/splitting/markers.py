"""Structural markers: what may be the label of a unit, read off the characters alone.

Belongs here: the forms of labels and how sure each reading is by itself. Does not belong here: whether a marker is a
unit, which only its sequence tells (`pipeline.splitting.numbering`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.splitting.numerals import NUMERAL, parse_numeral

DASH_STYLE, BOX_STYLE = "dash", "box"

RANKS: dict[str, int] = {
    "编": 0, "部分": 1, "章": 2, "节": 3, "条": 4, "一、": 5, "（一）": 6, "1.": 7, "1.1": 8, "1.1.1": 9, "1.1.1.1": 10,
    "1.1.1.1.1": 11, "（1）": 12, "1）": 13, "①": 14, "A.": 15, "a)": 15, "（a）": 16, BOX_STYLE: 17, DASH_STYLE: 18,
}  # fmt: skip
"""Styles of labels, named by their first one, in the order in which they usually stand in each other."""

STATUTE_STYLES = frozenset(("编", "部分", "章", "节", "条"))
CONTAINER_STYLES = frozenset(("编", "部分", "章", "节"))


class Marker(NamedTuple):
    """A reading of the characters at `start` of a text as a label.

    `number` is (15,) for 第十五条, (15, 2) for 第十五条之二, (2, 1) for 2.1. `label` is in normal width; the unit's
    text begins at `end`. `taking` and `refusing` are what it costs (in nats, from 0) to take this for a unit and to
    refuse it.
    """

    style: str
    number: tuple[int, ...]
    label: str
    start: int
    end: int
    taking: float
    refusing: float
    hidden: bool = False


_N = f"[{NUMERAL}]"
_N_OCR = f"[{NUMERAL}—–－-]"
_STATUTE = re.compile(rf"第({_N}{{1,9}}|\d{{1,4}})(编|部分|篇|章|节|条)(?:之({_N}{{1,4}}))?")
_LOST_ARTICLE = re.compile(rf"第({_N}{{1,9}}) ?(?=[\u4e00-\u9fff])")
_LEVEL1 = re.compile(rf"({_N_OCR}{{1,6}})([、．.，,])")
_LEVEL2 = re.compile(rf"[（(〔]({_N_OCR}{{1,6}})[)）〕](?:、(?![（(第]))?")
_LEVEL2_TORN = re.compile(rf"({_N}{{1,6}})[)）]")
_LEVEL3 = re.compile(r"(\d{1,3}) ?([.．﹒、]) ?")
_LEVEL4 = re.compile(r"[（(](\d{1,3})[)）](?:、(?![（(第]))?")
_HALF_BRACKET = re.compile(r"(\d{1,3})[)）]、?")
_CIRCLED = re.compile(r"[①-⑳⑴-⒇⒈-⒛㉑-㉟㊱-㊿]")
_LETTER = re.compile(r"([A-Za-z])[.．、)）]")
_BRACKET_LETTER = re.compile(r"[（(]([a-z])[)）]")
_DECIMAL = re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,4})([.．、]?) ?")
_BARE = re.compile(r"(\d{1,2}) ?(?=[\u4e00-\u9fff])")
_DASH = re.compile(r"(?:—{2,}|－{2,}|-{2,}|─{1,2})(?=[\u4e00-\u9fff“《（0-9A-Za-z])")
_BOX = re.compile(rf"(?:(?:专栏|行动|专项) ?({_N}{{1,3}}|\d{{1,3}})(?![0-9年月日个项.．、，,；;%％])|专栏)[：:]?")

_CITES = re.compile(
    r"[、，,；。至到第款之的—－～~》”]|规定|所[规列述指定]|中(?:的|规|所|“)|项(?!目)"
    r"|[和与或及](?=第|《|本|[^，。]{0,12}第)|以[及上下]"
)
_CITES_ITEM = re.compile(r"[款项](?![目待])|目(?=[，。、规])|[和及或至、](?=[（(第])|[，。；]|条(?!件)|所列")
_CITES_HALF = re.compile(r"[，。；、》”]|$")
_AMOUNT = re.compile(
    r" ?(?:[%％℃°‰亿倍元米吨]|万(?!物)|千[米瓦克]|个(?!人)|公[里斤顷]|[平立]方|升(?!级)|小时|分(?![类布])"
    r"|km|kg|[GMKTgmkt][BHbhWw])"
)
_AMOUNT_AFTER_POINT = re.compile(r"\d{1,3}(?:[.．]\d+)*(?:" + _AMOUNT.pattern + r"|[^\d\u4e00-\u9fffA-Za-z·—-])")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_COUNTED = re.compile(
    r" ?[年月日天岁个家项部条件次倍位名人户台套辆公平吨克米升时秒度期届级层轮批座处所千百十万亿元号种]"
)
_CIRCLED_BASES = (
    (0x2460, 0x2473, 1),
    (0x2474, 0x2487, 1),
    (0x2488, 0x249B, 1),
    (0x3251, 0x325F, 21),
    (0x32B1, 0x32BF, 36),
)
_BODY = re.compile(r"[。；！？]")
_LONGEST_HEADING = 45

_FIRST = re.compile(rf"[第（(〔\d{NUMERAL}①-⒛㉑-㉟㊱-㊿A-Za-z—－─–-]|专栏|行动")


def read_markers(text: str, start: int = 0, *, closed: bool = True) -> list[Marker]:
    """The readings of what stands at `start` of `text`; mostly none or one.

    `closed` says that the text before came to its end (a full stop, a heading), so that a label may be expected here.
    """
    if not _FIRST.match(text, start):
        return []
    found = [m for m in _readings(text, start) if m.number]
    if closed:
        return found
    return [m._replace(taking=m.taking + 1.5, refusing=max(0.0, m.refusing - 2.5)) for m in found]


def _readings(text: str, at: int) -> Iterator[Marker]:
    c = text[at]
    if c == "第":
        yield from _statute(text, at)
    elif c in "（(〔":
        yield from _bracketed(text, at)
    elif c.isascii() and c.isdigit():
        yield from _arabic(text, at)
    elif m := _CIRCLED.match(text, at):
        style = "①" if m.group() not in "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇" else "（1）"
        style = "1." if "⒈" <= m.group() <= "⒛" else style
        yield Marker(style, (_circled(m.group()),), m.group(), at, m.end(), 0.0, 4.0)
    elif c.isascii() and c.isalpha():
        if m := _LETTER.match(text, at):
            letter = m.group(1)
            style = "A." if letter.isupper() else "a)"
            yield Marker(style, (ord(letter.lower()) - 96,), m.group(), at, m.end(), 0.2, 2.5)
    else:
        if m := _DASH.match(text, at):
            yield Marker(DASH_STYLE, (1,), m.group(), at, m.end(), 0.0, 2.0)
        if m := _BOX.match(text, at):
            number = parse_numeral(m.group(1)) if m.group(1) else 1
            if number and _is_heading(text, m.end()):
                yield Marker(BOX_STYLE, (number,), m.group().rstrip("：:"), at, m.end(), 0.0, 3.0)
        yield from _level1(text, at)


def _statute(text: str, at: int) -> Iterator[Marker]:
    m = _STATUTE.match(text, at)
    if not m:
        lost = _LOST_ARTICLE.match(text, at)
        number = lost and parse_numeral(lost.group(1))
        if lost and number:
            yield Marker("条", (number,), lost.group().rstrip(), at, lost.end(), 2.0, 0.0)
        return
    number, branch = parse_numeral(m.group(1)), m.group(3) and parse_numeral(m.group(3))
    if not number:
        return
    numbers = (number, branch) if branch else (number,)
    style = {"篇": "部分"}.get(m.group(2), m.group(2))
    end = m.end()
    after = text[end : end + 1]
    spaced = after in (" ", "\u3000")
    body = end + 1 if spaced else end
    if style == "条":
        taking, refusing = _article_costs(text, end, spaced)
    elif not _is_heading(text, body):
        taking, refusing = 2.5, 0.5
    elif _CITES.match(text, end):
        taking, refusing = 3.0, 0.3
    else:
        taking, refusing = 0.0, 8.0
    if after in ("：", ":", "、", ".", "．") and taking == 0.0:
        body = end + 1
    yield Marker(style, numbers, m.group(), at, body, taking, refusing)


def _article_costs(text: str, end: int, spaced: bool) -> tuple[float, float]:
    if spaced or end == len(text):
        return 0.0, 9.0
    if text[end] in "【〔（(：:":
        return (1.0, 2.0) if re.match(r"[（(][^）)]{1,4}[）)][项款]", text[end : end + 8]) else (0.0, 6.0)
    if _CITES.match(text, end):
        return 4.0, 0.2
    return 0.5, 4.0


def _level1(text: str, at: int) -> Iterator[Marker]:
    m = _LEVEL1.match(text, at)
    if not m:
        if torn := _LEVEL2_TORN.match(text, at):
            number = parse_numeral(torn.group(1))
            if number:
                yield Marker("（一）", (number,), torn.group(), at, torn.end(), 1.5, 0.2)
        return
    number = _ocr_numeral(m.group(1))
    if not number:
        return
    taking, refusing = {"、": (0.0, 6.0), "．": (0.0, 4.0), ".": (0.2, 3.0)}.get(m.group(2), (1.5, 0.3))
    if any(c not in NUMERAL for c in m.group(1)):
        taking, refusing = taking + 0.7, min(refusing, 2.0)
    if re.match(rf"{_N}", text[m.end() : m.end() + 1]):
        taking, refusing = taking + 2.5, 0.5
    yield Marker("一、", (number,), m.group(), at, m.end(), taking, refusing)


def _bracketed(text: str, at: int) -> Iterator[Marker]:
    if m := _LEVEL2.match(text, at):
        number = _ocr_numeral(m.group(1))
        if number:
            costs = (3.5, 0.3) if _cites_item(text, m) else (0.0, 6.0)
            yield Marker("（一）", (number,), _wide(m.group().rstrip("、")), at, m.end(), *costs)
    elif m := _LEVEL4.match(text, at):
        costs = (3.5, 0.3) if _cites_item(text, m) else (0.0, 4.5)
        yield Marker("（1）", (int(m.group(1)),), _wide(m.group().rstrip("、")), at, m.end(), *costs)
    elif m := _BRACKET_LETTER.match(text, at):
        yield Marker("（a）", (ord(m.group(1)) - 96,), _wide(m.group()), at, m.end(), 0.2, 2.5)


def _cites_item(text: str, label: re.Match[str]) -> bool:
    """Whether a number in brackets is cited: （一）项, （一）、（二）."""
    return not label.group().endswith("、") and bool(_CITES_ITEM.match(text, label.end()))


def _arabic(text: str, at: int) -> Iterator[Marker]:
    if m := _DECIMAL.match(text, at):
        number = tuple(int(x) for x in re.split(r"[.．]", m.group(1)))
        after = text[m.end() : m.end() + 1]
        told_apart = m.group().endswith(" ") and len(number) > 2  # 11.2.1 5G
        if 0 not in number and after and (told_apart or not after.isdigit()) and not _AMOUNT.match(text, m.end()):
            refusing = 4.0 if _is_heading(text, m.end()) else 3.0 if len(number) > 2 else 1.0
            yield Marker(".".join("1" * len(number)), number, m.group().strip(), at, m.end(), 0.3, refusing)
    if m := _LEVEL3.match(text, at):
        taking, refusing = (0.0, 4.5)
        if text[m.end() : m.end() + 1].isdigit() and text[m.end() - 1] != " " and not _YEAR.match(text, m.end()):
            if m.group(2) != "、" and _AMOUNT_AFTER_POINT.match(text, m.end()):
                return
            taking, refusing = 1.0, 0.5
        if len(m.group(1)) == 3:
            taking, refusing = taking + 0.5, max(0.0, refusing - 1.0)
        yield Marker("1.", (int(m.group(1)),), _wide_point(m.group().strip()), at, m.end(), taking, refusing)
    elif m := _HALF_BRACKET.match(text, at):
        costs = (4.0, 0.0) if _CITES_HALF.match(text, m.end()) else (0.3, 2.0)
        yield Marker("1）", (int(m.group(1)),), _wide(m.group()), at, m.end(), *costs)
    elif (m := _BARE.match(text, at)) and not _COUNTED.match(text, m.end()) and _is_heading(text, m.end()):
        yield Marker("1.", (int(m.group(1)),), m.group().strip(), at, m.end(), 0.8, 0.0)


def _is_heading(text: str, at: int) -> bool:
    """Whether what follows is short and no sentence."""
    return len(text) - at <= _LONGEST_HEADING and not _BODY.search(text, at)


def _ocr_numeral(text: str) -> int | None:
    """A numeral in which a dash may stand for 一."""
    return parse_numeral(re.sub(r"[—–－-]", "一", text))


def _circled(character: str) -> int:
    code = ord(character)
    return next(code - low + first for low, high, first in _CIRCLED_BASES if low <= code <= high)


def _wide(label: str) -> str:
    return label.replace("(", "（").replace(")", "）").replace("〔", "（").replace("〕", "）")


def _wide_point(label: str) -> str:
    return label.replace("．", ".").replace("﹒", ".").replace(" ", "")


_HIDDEN = re.compile(
    rf"[第{NUMERAL}（(\d①-⑳]"  # what any begins with, so that a search is quick
    rf"(?:(?<=第)(?:(?:{_N}{{1,9}}|\d{{1,4}})条|{_N}{{1,4}}[编章节])|(?<={_N}){_N}{{0,4}}、"
    rf"|(?<=[（(])(?:{_N}{{1,5}}|\d{{1,3}})[)）]|(?<=\d)(?<![\d.]\d)\d{{0,2}} ?[.．﹒、]|(?<=[①-⑳]))"
)
_ENDS = "。！？”）)】"
_HALF_ENDS = "；;：:"


def hidden_markers(text: str, after: int, line_starts: frozenset[int]) -> list[list[Marker]]:
    """Readings of what may be labels inside a paragraph, from offset `after` on; each place may have several readings.

    Only after the end of a sentence, or where a raw line begins (`line_starts`: offsets in `text`).
    """
    found = []
    for m in _HIDDEN.finditer(text, after):
        at = m.start()
        if at == 0:
            continue
        extra = _hiding_cost(text, at, at in line_starts, directly=at == after)
        if extra is None:
            continue
        readings = [
            r._replace(taking=r.taking + extra, refusing=0.0, hidden=True)
            for r in read_markers(text, at)
            if r.taking < 1.2
        ]
        if readings:
            found.append(readings)
    return found


def _hiding_cost(text: str, at: int, at_line_start: bool, *, directly: bool) -> float | None:
    before = text[at - 1] if text[at - 1] != " " or at < 2 else text[at - 2]
    if directly:
        return 0.5
    if before in _ENDS:
        return 1.0 if at_line_start else 1.5
    if before in _HALF_ENDS:
        return 1.2 if at_line_start else 2.5
    return 2.5 if at_line_start else None
