"""Hostile volumes: real pages, mutated. The same seed gives the same volumes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_BIDI = "\u202e\u202d\u2066\u2069\u200f\u200b\ufeff\u0007\u001b\u0085\u2028\x0b\x0c"
Mutation = Callable[[random.Random, bytes], bytes]


def _cut(luck: random.Random, page: bytes) -> bytes:
    """Bytes cut out, in the middle of characters too."""
    start = luck.randrange(len(page))
    return page[:start] + page[start + luck.randrange(1, 200) :]


def _flip(luck: random.Random, page: bytes) -> bytes:
    data = bytearray(page)
    for _ in range(luck.randrange(1, 20)):
        data[luck.randrange(len(data))] = luck.randrange(256)
    return bytes(data)


def _shuffle(luck: random.Random, page: bytes) -> bytes:
    lines = page.split(b"\n")
    luck.shuffle(lines)
    return b"\n".join(lines)


def _one_line(luck: random.Random, page: bytes) -> bytes:
    """Some or all lines as one."""
    return page.replace(b"\n", b"", luck.choice((5, 50, -1)))


def _repeat(luck: random.Random, page: bytes) -> bytes:
    lines = page.split(b"\n")
    line = luck.choice(lines)
    return b"\n".join([*lines, *[line] * luck.randrange(10, 2_000)])


def _control(luck: random.Random, page: bytes) -> bytes:
    text = list(page.decode("utf-8", "replace"))
    for _ in range(luck.randrange(1, 60)):
        text.insert(luck.randrange(len(text) + 1), luck.choice(_BIDI))
    return "".join(text).encode()


def _numbering(luck: random.Random, page: bytes) -> bytes:
    """Deep and endless numbering."""
    labels = luck.choice(
        (["第一条 "], ["一、", "（一）", "1.", "（1）", "①"], ["1.1.1.1.1.1.1.1 "], ["第一章 总 则", "第一节 "])
    )
    return page + "\n".join(labels * luck.randrange(1, 1_500)).encode()


def _brackets(luck: random.Random, page: bytes) -> bytes:
    """What makes a careless regular expression take for ever."""
    run = luck.choice(("《", "（", "〔2022〕", "国", "、", " ", "1", "第", "——", "关于", "的通知", "年月日", "“"))
    return page + (run * luck.randrange(100, 20_000)).encode() + b"\n"


MUTATIONS: dict[str, Mutation] = {
    "cut": _cut, "flip": _flip, "shuffle": _shuffle, "one_line": _one_line, "repeat": _repeat, "control": _control,
    "numbering": _numbering, "brackets": _brackets,
}  # fmt: skip


def mutated(pages: bytes, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many volumes, each a few hundred lines of `pages` mutated once to three times; with what was done."""
    luck = random.Random(seed)
    lines = pages.split(b"\n")
    for _ in range(count):
        start = luck.randrange(max(1, len(lines) - 300))
        page = b"\n".join(lines[start : start + luck.randrange(20, 300)]) + b"\n"
        names = luck.sample(sorted(MUTATIONS), luck.randrange(1, 4))
        for name in names:
            page = MUTATIONS[name](luck, page or b"\n")
        yield "+".join(names), page
