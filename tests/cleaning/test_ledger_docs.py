"""docs/ledger.md: its examples run, and do what the page says."""

import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.cleaning.assembling import Drop, Span, assemble
from pipeline.values import Volume

PAGE = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text("utf-8")
LINES = [
    "\ufeff第一章  总 则\r",
    "",
    "第一条 政府承担主体贵任(见附件",
    "— 4 —",
    " 2)。 二、保障  \r",
    "",
]


@pytest.fixture
def data(tmp_path):
    """A folder with the blocks and the ledger of a small volume."""
    volume = Volume("v", "v.txt", "", "text/plain", "utf-8", 0, LINES, [1, 1, 1, 1, 2, 2], [])
    raw = "\n".join(LINES)
    page_number, second = raw.index("— 4 —"), raw.index("二、")
    spans = [Span(0, len(LINES[0])), Span(raw.index("第一条"), second), Span(second, len(raw) - 1)]
    cleaned = assemble(volume, spans, [Drop(page_number, page_number + 5, "drop_page_number")])
    blocks = [
        {
            "volume_id": "v",
            "ordinal": i,
            "text": b.text,
            "line_start": b.line_start,
            "line_end": b.line_end,
            "page": b.page,
        }
        for i, b in enumerate(cleaned.blocks)
    ]
    edits = [{"volume_id": "v", **e._asdict()} for e in cleaned.edits]
    pq.write_table(pa.Table.from_pylist(blocks), tmp_path / "blocks.parquet")
    pq.write_table(pa.Table.from_pylist(edits), tmp_path / "edits.parquet")
    return tmp_path


def examples(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_python_example_gives_the_raw_text_back(data):
    (code,) = examples("python")
    names = {"data": data, "volume_id": "v", "line_count": len(LINES)}
    exec(code, names)
    assert names["raw"] == "\n".join(LINES)
    assert [b.text for b in names["blocks"]] == ["第一章 总则", "第一条 政府承担主体责任（见附件2）。", "二、保障"]


def test_the_queries_say_what_was_changed(data):
    mended, counted = examples("sql")
    with duckdb.connect() as con:
        con.execute(f"CREATE VIEW edits AS FROM read_parquet('{data}/edits.parquet')")
        assert [row[:5] for row in con.execute(mended).fetchall()] == [(3, 11, "贵", "责", "fix_lookalike")]
        kinds = {kind: changes for kind, changes, _ in con.execute(counted).fetchall()}
    assert kinds["drop"] == 1
    assert kinds["fix"] == 1
    assert kinds["width"] == 2


def test_every_rule_the_page_names_is_one_that_the_pipeline_has():
    named = set(re.findall(r"`(fix_\w+)`", PAGE)) - {"fix_"}
    sources = "".join(p.read_text("utf-8") for p in (Path(__file__).parents[2] / "pipeline" / "cleaning").glob("*.py"))
    assert named <= set(re.findall(r'"(fix_\w+)"', sources))
