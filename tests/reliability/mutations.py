"""Hostile volumes: real pages, mutated, under hostile names. The same seed and number give the same volume."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

Mutation = Callable[[random.Random, bytes], bytes]


class Mutated(NamedTuple):
    """A volume: the name of its file, what was done to it, its bytes."""

    file_name: str
    what: str
    data: bytes


_UNSEEN = (
    "\u202e\u202d\u202a\u2066\u2067\u2069\u200e\u200f\u200b\u200d\u2060\ufeff"  # bidi, of no width
    "\u0007\u001b\u0085\u2028\u2029\x0b\x0c\x1c\xad"  # control, line ends of other kinds
)
_BOMBS = (
    "《", "》", "《》", "《《》", "（", "）", "（）", "（（）", "〔2022〕", "〔", "国", "、", " ", "\u3000", "1",
    "第", "——", "关于", "的通知", "年月日", "“", "”", "“”", "附件", "附件1", "一", "一、", "（一）", "1.", "1.1",
    "1.1.1.1.1.1.1.1.1.1", "第一条", "第一条第二款", "第一条之一", "第十条至第", "2022年", "2022年6月6日",
    "2022-06-06", "国办发〔2022〕27号", "号", "和", "及其", "和、", "：", "；", "。", "，", "a", "a ", "A1",
    "http://", "www.", "-", "=", "|", "\t", "\r", "①", "□", "·", "…", "国务院办公厅", "国务院 ", "省人民政府",
    "以下简称", "（以下简称", "本办法所称", "是指", "牵头", "（发展改革委牵头，", "负责，", "废止",
    "自2022年1月1日起施行", "\u0301", "\U00020000", "\ue000", "🀄", "1 ", "1,000", "万元 ",
    "序号 名称 ", "目 录", "...... 1",
)  # fmt: skip
"""What a careless regular expression takes for ever on, when it is repeated."""
_LABELS = (
    ["第一条 "], ["一、", "（一）", "1.", "（1）", "①"], ["1.1.1.1.1.1.1.1 "], ["第一章 总 则", "第一节 "],
    ["第一编 总 则", "第一分编 ", "第一章 ", "第一节 ", "第一条 ", "（一）", "1.", "（1）", "①", "a)"], ["（一）"],
    ["1."], ["附件"], ["附件1", "附件2"], ["——"], ["□"], ["第九千九百九十九条 "], ["999999999999999999999."],
    ["序号 名称 金额", "1 北京市 3 万元"], ["《国务院办公厅关于规范行政许可的通知》"], ["—12—"],
    ["国办发〔2022〕27号"], ["国务院办公厅", "2022年6月6日"], ["“一、", "”"],
    ["第一条 本办法所称甲，是指乙（以下简称丙）。"],
)  # fmt: skip
_NAMES = (
    "../../../etc/passwd", "..", "...", ".", "....", "a/../../b", "/etc/passwd", "C:\\windows\\win.ini", "..\\..\\b",
    "CON", "nul", "a b", " ", "\u3000", "-rf", "--output", "~", "$(reboot)", "`reboot`", "; reboot", "a'b", 'a"b',
    "'; DROP TABLE documents; --", "<script>alert(1)</script>", "{documents}", "%2e%2e%2f", "%s%n", "a\nb", "a\tb",
    "a\x00b", "a\x1b[2Jb", "\u202etxt.a", "a\u200bb", "a#b", "a__art_1", "a...b", "*", "[a-z]?", "a|b",
    "卷" * 80, "é", "e\u0301", "\udcff", "\ud800", "🀄", "a.txt", "a.parquet", "",
)  # fmt: skip


def _cut(luck: random.Random, page: bytes) -> bytes:
    """Bytes cut out; now and then in the middle of characters, which mostly makes a volume that is refused."""
    start = luck.randrange(len(page))
    left = page[:start] + page[start + luck.randrange(1, 200) :]
    return left if luck.random() < 0.2 else left.decode("utf-8", "ignore").encode()


def _flip(luck: random.Random, page: bytes) -> bytes:
    data = bytearray(page)
    for _ in range(luck.randrange(1, 20)):
        data[luck.randrange(len(data))] = luck.randrange(256)
    return bytes(data) if luck.random() < 0.2 else data.decode("utf-8", "ignore").encode()


def _swap(luck: random.Random, page: bytes) -> bytes:
    """Characters put in other places, the rest left readable."""
    text = list(page.decode("utf-8", "ignore") or " ")
    for _ in range(luck.randrange(1, 80)):
        here, there = luck.randrange(len(text)), luck.randrange(len(text))
        text[here], text[there] = text[there], text[here]
    return "".join(text).encode()


def _shuffle(luck: random.Random, page: bytes) -> bytes:
    lines = page.split(b"\n")
    luck.shuffle(lines)
    return b"\n".join(lines)


def _one_line(luck: random.Random, page: bytes) -> bytes:
    """Some or all lines as one."""
    return page.replace(b"\n", b"", luck.choice((5, 50, -1)))


def _break(luck: random.Random, page: bytes) -> bytes:
    """A line feed after every few characters; or other line ends."""
    text = page.decode("utf-8", "ignore")
    if luck.random() < 0.3:
        return text.replace("\n", luck.choice(("\r\n", "\n\n", "\r", "\n\r\n", " \n", "\u2028\n"))).encode()
    width = luck.randrange(1, 9)
    return "\n".join(text[i : i + width] for i in range(0, len(text), width)).encode()


def _repeat(luck: random.Random, page: bytes) -> bytes:
    lines = page.split(b"\n")
    line = luck.choice(lines)
    return b"\n".join([*lines, *[line] * min(luck.randrange(10, 300), 1 + _LONGEST_RUN // (1 + len(line)))])


def _control(luck: random.Random, page: bytes) -> bytes:
    text = list(page.decode("utf-8", "replace"))
    for _ in range(luck.randrange(1, 60)):
        text.insert(luck.randrange(len(text) + 1), luck.choice(_UNSEEN))
    return "".join(text).encode()


def _numbering(luck: random.Random, page: bytes) -> bytes:
    """Deep and endless numbering, at the end or through the page."""
    labels = luck.choice(_LABELS)
    if luck.random() < 0.5:
        return page + "\n".join(labels * luck.randrange(1, 1 + 400 // len(labels))).encode()
    lines = page.split(b"\n")
    for _ in range(luck.randrange(1, 60)):
        at = luck.randrange(len(lines))
        lines[at] = luck.choice(labels).encode() + lines[at]
    return b"\n".join(lines)


def _bomb(luck: random.Random, page: bytes) -> bytes:
    """Runs of the same, of two in turn, nested, in a line of their own or in the middle of one."""
    one, two = luck.choice(_BOMBS), luck.choice(_BOMBS)
    count = luck.randrange(100, 6_000) // len(one)
    run = luck.choice((one * count, (one + two) * (count // 2), one * count + two * count, (one + "\n") * (count // 8)))
    data = run.encode()
    at = luck.choice((len(page), page.find(b"\n", luck.randrange(len(page))) + 1, luck.randrange(len(page))))
    return page[:at] + data + luck.choice((b"\n", b"")) + page[at:]


def _encode(luck: random.Random, page: bytes) -> bytes:
    """Another encoding, or half of one."""
    text = page.decode("utf-8", "ignore")
    codec = luck.choice(("gb18030", "gbk", "big5", "utf-16", "utf-16-be", "utf-8-sig", "shift_jis", "latin-1"))
    return luck.choice((b"", b"", b"\xef\xbb\xbf", b"\xff\xfe", page)) + text.encode(codec, "ignore")


MUTATIONS: dict[str, Mutation] = {
    "cut": _cut, "flip": _flip, "swap": _swap, "shuffle": _shuffle, "one_line": _one_line, "break": _break,
    "repeat": _repeat, "control": _control, "numbering": _numbering, "bomb": _bomb, "encode": _encode,
}  # fmt: skip
_LONGEST_RUN = 20_000
_RARE = ("encode",)
"""Mostly refused at once: one in ten of what the others get."""


def mutated(volumes: Sequence[bytes], seed: int, number: int) -> Mutated:
    """Volume `number` of a seed: 10 to 150 lines of one of `volumes`, mutated once to three times."""
    luck = random.Random(f"{seed}:{number}")
    pages = luck.choice(volumes)
    start = pages.find(b"\n", luck.randrange(len(pages))) + 1
    lines = pages[start : start + 20_000].split(b"\n")[: luck.randrange(10, 150)]
    page = b"\n".join(lines) + b"\n"
    common = sorted(MUTATIONS.keys() - set(_RARE))
    names = luck.sample(common, luck.randrange(1, 4))
    if luck.random() < 0.1:
        names[-1] = luck.choice(_RARE)
    for name in names:
        page = MUTATIONS[name](luck, page or b"\n")
    stem = luck.choice(_NAMES) if luck.random() < 0.03 else f"m{number}"
    return Mutated(f"{stem}.txt", "+".join(names), page)
