"""Labels that lost a character: 栏3 after 专栏2, 第二十五 between 第二十四条 and 第二十六条.

Only the running numbers tell, so they must run on without a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.cleaning.marks import Misread

# Each begins with its character and then asks whether that is a line's first: so the search leaps from one to the next.
_BOX = re.compile(r"[专栏](?<![^\n].)(?:(?<=专)栏)?(?<=栏)([0-9]{1,2})(?![0-9])")
_NUMERAL = r"[一二三四五六七八九十百零〇]{1,7}"
_ARTICLE = re.compile(
    rf"第(?<![^\n].)({_NUMERAL})(条?)(?![章节编款项目届次批期阶类号年届部分篇讲课一二三四五六七八九十百零〇])"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


def lost_characters(text: str) -> Iterator[Misread]:
    """Characters missing from the labels of a text of many paragraphs (a line each)."""
    boxes = list(_BOX.finditer(text))
    for before, m in pairwise(boxes):
        if text[m.start()] == "栏" and int(m.group(1)) == int(before.group(1)) + 1:
            yield Misread(m.start(), m.start(), "专", "fix_lost", True, "专栏 by the running numbers")
    articles = [(m, chinese_number(m.group(1))) for m in _ARTICLE.finditer(text)]
    for (before, n), (m, here), (behind, k) in zip(articles, articles[1:], articles[2:], strict=False):
        if not m.group(2) and before.group(2) and behind.group(2) and n + 1 == here == k - 1:
            yield Misread(m.end(), m.end(), "条 ", "fix_lost", True, "第…条 by the running numbers")


def chinese_number(numeral: str) -> int:
    """The value of a Chinese numeral below a thousand, as labels have it."""
    value, digit = 0, 0
    for c in numeral:
        if c == "百":
            value, digit = value + 100 * max(digit, 1), 0
        elif c == "十":
            value, digit = value + 10 * max(digit, 1), 0
        else:
            digit = _DIGITS[c]
    return value + digit
