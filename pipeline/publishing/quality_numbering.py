"""What quality.json and quality.html say of the structure: how many numberings are unbroken, and every break listed.

Belongs here: figures of the table structure_issues. Does not belong here: how breaks are found and told apart
(`pipeline.splitting.findings`).
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import duckdb

_LISTED = 1_000
"""Breaks in quality.json at most, defects first; the table has all."""
_SHOWN = 100

_SHARES = """
WITH numbered AS (
    SELECT DISTINCT document_id FROM units WHERE number IS NOT NULL AND kind <> 'paragraph'
),
breaks AS (
    SELECT document_id, bool_or(cause = 'defect') AS defect FROM structure_issues
    WHERE what IN ('missing', 'repeated', 'jumped') AND kind NOT IN ('row', 'attachment', 'box') GROUP BY 1
)
SELECT count(*), count(*) FILTER (b.document_id IS NULL), count(*) FILTER (NOT coalesce(b.defect, false))
FROM numbered LEFT JOIN breaks b USING (document_id)
"""
_LIST = f"""
SELECT i.volume_id, line, title AS document, what, i.kind, label, expected, found, cause, reason, seen_line
FROM structure_issues i JOIN documents USING (document_id)
ORDER BY cause = 'source', i.volume_id, line, what, i.kind, label LIMIT {_LISTED}
"""
_WHAT_ZH = {
    "missing": "缺号",
    "repeated": "重号",
    "jumped": "倒号",
    "list_without_items": "有引无项",
    "orphan_item": "有项无引",
    "chapter_order": "章序",
    "declared_count": "自述章条数",
}
_REASON_ZH = {
    "not_printed": "原文未印",
    "unnumbered": "原文该处无编号",
    "omitted": "原文标明略",
    "excerpt": "节选",
    "printed_so": "原文如此",
    "counted_otherwise": "原文自述不同",
    "not_taken": "原文有而未取",
    "within_sentence": "句中误认",
}


def numbering_figures(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Documents with a numbering, how many have it unbroken, and the breaks; needs documents, units, structure_issues.

    `unbroken_share` counts a document as broken whoever broke it; `without_defect_share` only where the splitting is
    at fault. A share is None where no document has a numbering.
    """
    counted = connection.execute(_SHARES).fetchone()
    assert counted is not None
    documents, unbroken, without_defect = counted
    result = connection.execute(_LIST)
    names = [d[0] for d in result.description]
    issues = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    by_cause = connection.execute("SELECT cause, count(*) FROM structure_issues GROUP BY 1 ORDER BY 1").fetchall()
    return {
        "documents": documents,
        "unbroken": unbroken,
        "unbroken_share": round(unbroken / documents, 6) if documents else None,
        "without_defect_share": round(without_defect / documents, 6) if documents else None,
        "by_cause": {"source": 0, "defect": 0, **dict(by_cause)},
        "issues": issues,
    }


def numbering_section(figures: Mapping[str, Any] | None) -> str:
    """The section of quality.html; empty where there are no figures."""
    if not figures or figures["unbroken_share"] is None:
        return ""
    shown = figures["issues"][:_SHOWN]
    more = sum(figures["by_cause"].values()) - len(shown)
    rest = f'<p class="soft">另有 {more:,} 处, 见表 and {more:,} more in structure_issues.</p>' if more > 0 else ""
    return (
        "<section><h2>编号与结构<small>Numbering and structure</small></h2>"
        f"<p>有编号的文件 {figures['documents']:,} 件, 其中编号连续 {figures['unbroken_share']:.1%}, "
        f"未因拆分失误而断 {figures['without_defect_share']:.1%}。 Of {figures['documents']:,} documents with "
        f"a numbering {figures['unbroken_share']:.1%} have it unbroken, {figures['without_defect_share']:.1%} unbroken "
        f"by the splitting.</p>{_table(shown)}{rest}</section>"
    )


def _table(issues: list[Mapping[str, Any]]) -> str:
    if not issues:
        return ""
    heads = ("文件 document", "行 line", "问题 what", "编号 label", "应为 expected", "原因 reason")
    rows = "".join(
        f"<tr><td>{escape(i['document'])}<small>{escape(i['volume_id'])}</small></td><td>{i['line']:,}</td>"
        f"<td>{_WHAT_ZH[i['what']]}<small>{escape(i['what'].replace('_', ' '))}</small></td>"
        f"<td>{escape(i['label'][-12:])}</td><td>{escape(i['expected'])}</td>"
        f"<td>{_REASON_ZH[i['reason']]}<small>{escape(i['cause'])}: {escape(i['reason'].replace('_', ' '))}</small>"
        "</td></tr>"
        for i in issues
    )
    head = "".join(f"<th>{h}</th>" for h in heads)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
