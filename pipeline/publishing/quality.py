"""quality.json: how right a dataset is, and what of the structure it has lost, in figures that can be compared.

Belongs here: what is counted. Does not belong here: what each accuracy figure means (`pipeline.evaluating`), how the
figures are shown (`quality_page`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from pipeline.building.fingerprint import KNOWN_VOLUMES
from pipeline.building.fingerprint import TRUTH as ALL_TRUTH
from pipeline.building.raw_folder import read_sources
from pipeline.contract import PUBLISHED, SCHEMA_VERSION
from pipeline.knowledge.resolution_rates import Rate, as_figures
from pipeline.publishing.bounded import connect
from pipeline.publishing.parquet import table_files
from pipeline.publishing.quality_numbering import numbering_figures

FILE_NAME = "quality.json"
TRUTH = ALL_TRUTH / "text"


class Loss(NamedTuple):
    """A count of what was lost: its name, meaning (English, Chinese), table, and the query of volume and count.

    `of` counts what it is a share of; empty: the rows of the table.
    """

    name: str
    meaning: str
    meaning_zh: str
    table: str
    query: str
    of: str = ""


LOSSES = (
    Loss(
        "empty_articles",
        "articles without any text, their own or of units below",
        "没有正文的条款",
        "articles",
        "SELECT volume_id, count(*) FROM articles WHERE char_count = 0 GROUP BY 1",
    ),
    Loss(
        "numbering_gaps",
        "numbers missing, repeated or out of order, whoever is at fault",
        "编号缺漏、重复、倒置",
        "units",
        "SELECT volume_id, count(*) FROM structure_issues WHERE what IN ('missing', 'repeated', 'jumped') GROUP BY 1",
    ),
    Loss(
        "structure_defects",
        "breaks of the structure where the splitting is at fault, not the source",
        "拆分失误",
        "structure_issues",
        "SELECT volume_id, count(*) FROM structure_issues WHERE cause = 'defect' GROUP BY 1",
    ),
    Loss(
        "unresolved_citations",
        "citations whose document is not in the corpus, or was not found there",
        "未能在库内找到被引文件的引用",
        "citations",
        "SELECT volume_id, count(*) FROM citations WHERE cited_document_id IS NULL GROUP BY 1",
    ),
    Loss(
        "citation_issues",
        "citations of provisions that are not there, or of later documents",
        "所引条款不存在或晚于引用文件",
        "citation_issues",
        "SELECT volume_id, count(*) FROM citation_issues GROUP BY 1",
        "SELECT count(*) FROM citations",
    ),
    Loss(
        "unmended_suspects",
        "characters that may be recognition errors and were left as they are, of these and those mended",
        "疑似识别错误而未改动之处（总数含已改动者）",
        "suspects",
        "SELECT volume_id, count(*) FROM suspects GROUP BY 1",
        "SELECT (SELECT count(*) FROM suspects) + (SELECT count(*) FROM edits WHERE starts_with(rule, 'fix_'))",
    ),
    Loss(
        "documents_without_date",
        "documents without 成文日期, attachments and what is issued left out",
        "没有成文日期的文件（不含附件、被印发文件）",
        "documents",
        "SELECT volume_id, count(*) FROM documents WHERE role = 'main' AND issued_date IS NULL GROUP BY 1",
        "SELECT count(*) FROM documents WHERE role = 'main'",
    ),
    Loss(
        "documents_without_issuer",
        "documents without 发文机关, attachments and what is issued left out",
        "没有发文机关的文件（不含附件、被印发文件）",
        "documents",
        "SELECT volume_id, count(*) FROM documents WHERE role = 'main' AND coalesce(len(issuers), 0) = 0 GROUP BY 1",
        "SELECT count(*) FROM documents WHERE role = 'main'",
    ),
    Loss(
        "tables_without_rows",
        "tables whose rows could not be told apart",
        "未能还原行的表格",
        "tables",
        "SELECT volume_id, count(*) FROM tables WHERE row_count IS NULL GROUP BY 1",
    ),
    Loss(
        "blocks_without_document",
        "paragraphs that belong to no document",
        "不属于任何文件的段落",
        "blocks",
        "SELECT volume_id, count(*) FROM blocks WHERE document_id IS NULL GROUP BY 1",
    ),
)

_DISTRIBUTIONS = {
    "documents_by_year": "SELECT year(issued_date)::VARCHAR, count(*) FROM documents WHERE issued_date IS NOT NULL "
    "GROUP BY 1 ORDER BY 1",
    "documents_by_form": "SELECT form, count(*) FROM documents WHERE form IS NOT NULL GROUP BY 1 "
    "ORDER BY 2 DESC, 1 LIMIT 15",
    "documents_by_role": "SELECT role, count(*) FROM documents GROUP BY 1 ORDER BY 2 DESC, 1",
    "edits_by_rule": "SELECT rule, count(*) FROM edits GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
}


def measure(folder: Path, raw: Path, rates: Iterable[Rate], truth: Path = TRUTH) -> dict[str, Any]:
    """All figures of a dataset folder: counts, structure lost, accuracy where the truth covers its volumes.

    `rates` are those of its references (`publishing.linked`).
    """
    tables = [name for name in PUBLISHED if table_files(folder, name)]
    with connect() as connection:
        connection.execute("SET threads = 1")
        for name in tables:
            connection.read_parquet([str(f) for f in table_files(folder, name)]).create_view(name)
        volumes = _volumes(connection, tables)
        structure = {loss.name: _lost(connection, loss) for loss in LOSSES if loss.table in tables}
        return {
            "schema_version": SCHEMA_VERSION,
            "volumes": volumes,
            "rows": {name: _one(connection, f'SELECT count(*) FROM "{name}"') for name in tables},
            "structure": structure,
            "citations": as_figures(rates),
            "numbering": numbering_figures(connection) if "structure_issues" in tables else None,
            "accuracy": accuracy(folder, raw, truth, volumes),
            "distributions": {
                name: {str(k): n for k, n in connection.execute(query).fetchall()}
                for name, query in _DISTRIBUTIONS.items()
            },
        }


def accuracy(folder: Path, raw: Path, truth: Path, volumes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """F1, precision, recall and counts by figure; empty where the truth covers none of the volumes.

    The truth was made from certain bytes: a volume of other bytes under the same name is not judged by it.
    """
    from pipeline.evaluating.evaluate import evaluate
    from pipeline.evaluating.figures import MEANINGS

    known = {s.sha256 for s in read_sources(KNOWN_VOLUMES).values()} if KNOWN_VOLUMES.is_file() else set()
    covered = {p.stem.split("_")[0] for p in truth.glob("*.jsonl")}
    built = [v["volume_id"] for v in volumes if v["status"] == "built" and v["sha256"] in known]
    numbers = [n for n in sorted(covered) if sum(v.startswith(n) for v in built) == 1]
    if not numbers:
        return {}
    report = evaluate(folder, raw, truth, only=numbers)
    return {
        name: {
            "f1": round(count.f1, 6),
            "precision": round(count.precision, 6),
            "recall": round(count.recall, 6),
            "right": count.right,
            "wrong": count.wrong,
            "missed": count.missed,
            "meaning": MEANINGS[name],
        }
        for name, count in report.counts.items()
    }


def write_quality(folder: Path, measured: dict[str, Any]) -> Path:
    """Write quality.json into a dataset folder."""
    path = folder / FILE_NAME
    path.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _volumes(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> list[dict[str, Any]]:
    counted = [t for t in ("articles", "blocks", "edits", "suspects", "citations") if t in tables]
    counts = ", ".join(f"(SELECT count(*) FROM {t} WHERE {t}.volume_id = v.volume_id) AS {t}" for t in counted)
    result = connection.execute(
        f"""SELECT volume_id, file_name, sha256, status, reason, byte_count, line_count, page_count,
                   (SELECT count(*) FROM documents d WHERE d.volume_id = v.volume_id) AS documents
                   {", " + counts if counts else ""}
            FROM volumes v ORDER BY volume_id"""
    )
    names = [d[0] for d in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _lost(connection: duckdb.DuckDBPyConnection, loss: Loss) -> dict[str, Any]:
    by_volume = dict(connection.execute(f"SELECT * FROM ({loss.query}) ORDER BY 1").fetchall())
    return {
        "count": sum(by_volume.values()),
        "of": _one(connection, loss.of or f'SELECT count(*) FROM "{loss.table}"'),
        "by_volume": by_volume,
        "meaning": loss.meaning,
        "meaning_zh": loss.meaning_zh,
    }


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
