"""quality.html: the figures of quality.json as one page in Chinese and English, without scripts, fonts or network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from pipeline.publishing.quality_citations import citations_section
from pipeline.publishing.quality_numbering import numbering_section
from pipeline.publishing.quality_plots import Bar, bars, count_bars

FILE_NAME = "quality.html"
_ACCURACY_ZH = {
    "document_boundary": "文件起始处",
    "document_end": "文件末行",
    "title": "标题",
    "role": "文件角色",
    "parent": "所属文件",
    "doc_number": "发文字号",
    "issuers": "发文机关",
    "issued_date": "成文日期",
    "effective_date": "施行日期",
    "articles": "条数",
    "paragraph_start": "段落起始行",
    "artefact_line": "页码页眉等非正文",
    "char_error_fixed": "识别错误已改",
    "char_fix_made": "改动确为错误",
    "false_marker_refused": "假编号未误认",
    "hidden_marker_found": "行内编号已找出",
    "table_line": "表格行与正文之分",
    "table_row": "表格各行",
    "citation": "引用",
    "citation_relation": "引用关系",
    "citation_article": "所引条款",
    "citation_target": "所引文件",
    "definition": "简称与定义",
    "responsibility": "责任分工",
}
_LOSS_ZH = {
    "empty_articles": "空条款",
    "numbering_gaps": "编号断续",
    "structure_defects": "拆分失误",
    "unresolved_citations": "未解引用",
    "citation_issues": "存疑引用",
    "unmended_suspects": "疑误未改",
    "documents_without_date": "无成文日期",
    "documents_without_issuer": "无发文机关",
    "tables_without_rows": "未还原表格",
    "blocks_without_document": "无归属段落",
}
_ROLES_ZH = {"main": "main 独立文件", "issued": "issued 被印发", "attachment": "attachment 附件",
             "interpretation": "interpretation 解读"}  # fmt: skip
_GOOD, _FAIR = 0.99, 0.95
_STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#dfe3e8;--page:#fff;--card:#f6f8fa;--track:#e9edf1;
--plain:#4a76a8;--good:#2f8f5b;--fair:#b7821a;--poor:#c0453a}
@media(prefers-color-scheme:dark){:root{--ink:#e7ebf0;--soft:#a2adba;--line:#343c46;--page:#14181d;--card:#1c2229;
--track:#2a323b;--plain:#6f9fd4;--good:#4fb57f;--fair:#d6a544;--poor:#e27468}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--page);color:var(--ink);
font:16px/1.6 system-ui,-apple-system,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.3;margin:.5rem 0}h2{font-size:1.15rem;margin:2rem 0 .25rem}
h1 small,h2 small{display:block;font-weight:400;color:var(--soft);font-size:.8em}
p{margin:.4rem 0}.soft{color:var(--soft)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:.6rem;margin:1rem 0}
.cards div{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.5rem .7rem}
.cards b{display:block;font-size:1.35rem;line-height:1.3;font-variant-numeric:tabular-nums}
.cards span{color:var(--soft);font-size:.85rem}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem;margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.35rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left;white-space:normal;min-width:8.5rem}
tr:last-child td{border-bottom:0}thead th{background:var(--card);font-weight:600}
td small{display:block;color:var(--soft)}
svg{display:block;width:100%;max-width:34rem;height:auto;margin:.6rem 0}
svg text{font-size:14px;fill:var(--ink)}svg .v{font-variant-numeric:tabular-nums}
.t{fill:var(--track)}.plain{fill:var(--plain)}.good{fill:var(--good)}.fair{fill:var(--fair)}.poor{fill:var(--poor)}
.refused{border-left:4px solid var(--poor);padding:.3rem .8rem;background:var(--card)}
"""


def write_page(folder: Path, measured: dict[str, Any], version: str | None = None) -> Path:
    """Write quality.html into a dataset folder, from the figures of its quality.json."""
    path = folder / FILE_NAME
    path.write_text(page(measured, version), encoding="utf-8")
    return path


def page(measured: dict[str, Any], version: str | None = None) -> str:
    """The whole page."""
    name = f"gongwen {version}" if version else "gongwen"
    sections = [
        _opening(measured, name),
        _accuracy(measured["accuracy"]),
        _structure(measured["structure"]),
        citations_section(measured.get("citations", {})),
        numbering_section(measured.get("numbering")),
        _volumes(measured["volumes"]),
        _distributions(measured["distributions"]),
        _closing(measured),
    ]
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(name)}: 数据质量 Quality</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(s for s in sections if s)
        + "\n</body>\n</html>\n"
    )


def _opening(measured: dict[str, Any], name: str) -> str:
    rows, volumes = measured["rows"], measured["volumes"]
    built = sum(v["status"] == "built" for v in volumes)
    cards = [
        (f"{built:,}", "卷 volumes"),
        (f"{rows.get('documents', 0):,}", "文件 documents"),
        (f"{rows.get('articles', 0):,}", "条款 articles"),
        (f"{rows.get('citations', 0):,}", "引用 citations"),
        (f"{rows.get('edits', 0):,}", "改动 edits on record"),
    ]
    boxes = "".join(f"<div><b>{value}</b><span>{label}</span></div>" for value, label in cards)
    return (
        f"<header><h1>{escape(name)}: 数据质量<small>How right the dataset is</small></h1>\n"
        '<p class="soft">公文汇编经识别转为表格, 下列数字说明其准确程度与尚存缺失。 '
        "Compilations of Chinese official documents as tables: how right they are, and what is still lost.</p>\n"
        f'<div class="cards">{boxes}</div></header>'
    )


def _accuracy(accuracy: dict[str, Any]) -> str:
    head = _heading("准确度", "Accuracy against what people read line by line")
    if not accuracy:
        return head + "<p>这些卷没有人工对照。 No hand-made truth covers these volumes.</p>"
    plot = bars(
        "F1",
        [Bar(_ACCURACY_ZH.get(n, n), c["f1"], f"{c['f1']:.4f}", _kind(c["f1"])) for n, c in accuracy.items()],
        longest=1.0,
    )
    rows = [
        (
            _named(_ACCURACY_ZH.get(n, n), n),
            f"{c['f1']:.4f}",
            f"{c['precision']:.4f}",
            f"{c['recall']:.4f}",
            f"{c['right']:,}",
            f"{c['wrong']:,}",
            f"{c['missed']:,}",
        )
        for n, c in accuracy.items()
    ]
    columns = ("项目 figure", "F1", "查准 precision", "查全 recall", "对 right", "错 wrong", "漏 missed")
    return f"<section>{head}{plot}{_table(columns, rows)}</section>"


def _structure(structure: dict[str, Any]) -> str:
    plot = bars(
        "缺失所占比例 share lost",
        [
            Bar(_LOSS_ZH.get(n, n), c["count"] / c["of"] if c["of"] else 0, _share(c["count"], c["of"]))
            for n, c in structure.items()
        ],
        longest=1.0,
    )
    rows = [(_text(c["meaning_zh"], c["meaning"]), f"{c['count']:,}", f"{c['of']:,}") for n, c in structure.items()]
    table = _table(("项目 figure", "数 count", "总数 of"), rows)
    return f"<section>{_heading('结构缺失', 'What is lost of the structure')}{plot}{table}</section>"


def _volumes(volumes: Sequence[dict[str, Any]]) -> str:
    refused = "".join(
        f'<p class="refused"><b>{escape(v["file_name"])}</b> 未收 refused: {escape(v["reason"] or "")}</p>'
        for v in volumes
        if v["status"] != "built"
    )
    rows = [
        (
            escape(v["volume_id"]),
            *(_number(v.get(c)) for c in ("page_count", "line_count", "documents", "articles")),
            *tuple(_number(v.get(c)) for c in ("citations", "edits", "suspects")),
        )
        for v in volumes
        if v["status"] == "built"
    ]
    columns = ("卷 volume", "页 pages", "行 lines", "文件 documents", "条款 articles", "引用 citations", "改动 edits")
    return f"<section>{_heading('各卷', 'The volumes')}{refused}{_table((*columns, '存疑 suspects'), rows)}</section>"


def _distributions(found: dict[str, dict[str, int]]) -> str:
    roles = {_ROLES_ZH.get(k, k): n for k, n in found["documents_by_role"].items()}
    parts = [
        ("文件年份", "Documents by year of 成文日期", found["documents_by_year"]),
        ("文种", "Documents by form", found["documents_by_form"]),
        ("文件角色", "Documents by role", roles),
        ("改动规则", "Edits by rule", found["edits_by_rule"]),
    ]
    return "".join(f"<section>{_heading(zh, en)}{count_bars(zh, n)}</section>" for zh, en, n in parts if n)


def _closing(measured: dict[str, Any]) -> str:
    return (
        f'<footer class="soft"><p>表结构版本 schema version {escape(measured["schema_version"])}. 各数字另见 '
        "The same figures: quality.json.</p></footer>"
    )


def _heading(chinese: str, english: str) -> str:
    return f"<h2>{escape(chinese)}<small>{escape(english)}</small></h2>"


def _named(chinese: str, english: str) -> str:
    return f"{escape(chinese)}<small>{escape(english.replace('_', ' '))}</small>"


def _text(chinese: str, english: str) -> str:
    return f"{escape(chinese)}<small>{escape(english)}</small>"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are HTML."""
    body = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    head = "".join(f"<th>{escape(c)}</th>" for c in columns)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _share(count: int, of: int) -> str:
    return f"{count / of:.1%}" if of else "0"


def _kind(f1: float) -> str:
    return "good" if f1 >= _GOOD else "fair" if f1 >= _FAIR else "poor"
