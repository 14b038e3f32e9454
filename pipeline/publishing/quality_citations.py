"""The resolution of citations as a part of quality.html.

Belongs here: showing the figures. Does not belong here: what is counted (`knowledge.resolution_rates`).
"""

from __future__ import annotations

from html import escape
from typing import Any

from pipeline.publishing.quality_plots import Bar, bars

_RELATIONS_ZH = {"cites": "提及", "based_on": "依据", "repeals": "废止", "amends": "修订", "issues": "印发",
                 "interprets": "解读"}  # fmt: skip
_METHODS_ZH = {"title": "名称", "number": "文号", "short_name": "简称", "own": "本文条款"}


def citations_section(measured: dict[str, Any]) -> str:
    """The section of the page: what share of each kind of reference leads to a document of the corpus, and why not."""
    kinds = measured.get("by_kind")
    if not kinds:
        return ""
    shown = [
        Bar(_name(kind), kind["resolved"] / kind["references"], f"{kind['resolved'] / kind['references']:.1%}")
        for kind in kinds
    ]
    counted = ("references", "resolved", "absent", "other_version", "not_found", "provisions", "provisions_missing")
    head = ("引用 references", "已解 resolved", "库内无 absent", "他版 other version", "漏解 not found",
            "引条款 provisions", "无此条款 missing")  # fmt: skip
    total = {"relation": "合计", "method": "total", **measured["total"]}
    rows = "".join(
        f"<tr><td>{escape(_name(kind))}<small>{escape(_key(kind))}</small></td>"
        f"{''.join(f'<td>{kind[c]:,}</td>' for c in counted)}</tr>"
        for kind in [*kinds, total]
    )
    heads = "".join(f"<th>{escape(h)}</th>" for h in ("类别 kind", *head))
    return (
        "<section><h2>引用的解析<small>Citations that lead to a document of the corpus, by kind</small></h2>"
        f"{bars('已解引用所占比例 share resolved', shown, longest=1.0)}"
        f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></section>'
    )


def _name(kind: dict[str, Any]) -> str:
    relation = _RELATIONS_ZH.get(kind["relation"], kind["relation"])
    return f"{relation}·{_METHODS_ZH[kind['method']]}" if kind["method"] in _METHODS_ZH else relation


def _key(kind: dict[str, Any]) -> str:
    return f"{kind['relation']}, {kind['method']}" if kind["method"] in _METHODS_ZH else kind["method"]
