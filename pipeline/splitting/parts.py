"""Headings of parts (第一部分 中央文件; （工信部）): they stand between two documents and belong to neither."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.splitting.evidence import Scene

_PLAIN = re.compile(r"[\u4e00-\u9fff、]{2,16}(?:文件|法规|规章|政策|性文件|政府|部门|解读)")


def part_lines(scene: Scene, tops: Sequence[int]) -> list[int]:
    """Indices of the printed lines that head a part: right before a document, or before another such line.

    A bare name in brackets heads a part only where several do in the volume: once, it may be the end of a document.
    """
    bracketed = [i for top in tops for i in _run(scene, top) if scene.kinds[i] == "subpart"]
    found: set[int] = set()
    for top in tops:
        for i in _run(scene, top):
            if scene.kinds[i] != "subpart" or len(bracketed) > 1:
                found.add(i)
    return sorted(found)


def _run(scene: Scene, top: int) -> list[int]:
    """Lines before `top`, nearest first, as long as each could head a part."""
    run: list[int] = []
    i = top - 1
    while i >= 0:
        line = scene.lines[i]
        kind = scene.kinds[i]
        named = kind == "part" or (kind == "subpart" and (line.page_top or line.gap))
        plain = _PLAIN.fullmatch(line.text) is not None and line.page_top and bool(run)
        if not (named or plain):
            break
        run.append(i)
        i -= 1
    return run
