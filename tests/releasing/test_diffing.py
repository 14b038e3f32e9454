"""What changed between two datasets, and what the gates make of it."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pipeline.building.raw_folder import WrongUse
from pipeline.publishing.quality import FILE_NAME as QUALITY
from pipeline.releasing.changelog import entry
from pipeline.releasing.diffing import CHANGED_ROWS, as_record, compare, write_changed_rows
from pipeline.releasing.gates import judge_difference


def replaced(table: pa.Table, column: str, old: str, new: str) -> pa.Table:
    values = pc.replace_substring(table[column], old, new)
    return table.set_column(table.schema.get_field_index(column), table.schema.field(column), values)


def gates(old: Path, new: Path) -> dict[str, str]:
    return {f.gate: f.sentence for f in judge_difference(compare(old, new), old, new)}


def edit(folder: Path, table: str, column: str, old: str, new: str) -> None:
    path = folder / f"{table}.parquet"
    pq.write_table(replaced(pq.read_table(path), column, old, new), path)


def test_a_copy_does_not_differ(first_release: Path, copy: Path) -> None:
    difference = compare(first_release, copy)
    assert difference.nothing
    assert (difference.old, difference.new) == (str(first_release), str(copy))  # both say the same version
    assert gates(first_release, copy) == {}
    assert "The tables say the same." in entry(difference, "2026.11.1")


def test_a_changed_article_is_told_word_by_word(first_release: Path, copy: Path, tmp_path: Path) -> None:
    edit(copy, "articles", "text", "依法行政", "依法办事")
    difference = compare(first_release, copy)
    changed = difference.of("articles", "changed")
    assert {r.id.split(".")[0] for r in changed} == {"a", "b"}
    assert all(r.columns == ["text"] and "依法[-行政-]{+办事+}" in str(r.diff) for r in changed)
    write_changed_rows(difference, tmp_path / "rows.parquet")
    rows = pq.read_table(tmp_path / "rows.parquet")
    assert rows.schema.equals(CHANGED_ROWS)
    assert rows.num_rows == len(difference.rows)
    json.dumps(as_record(difference))


def test_ids_that_moved_are_an_error(first_release: Path, copy: Path) -> None:
    for table in ("documents", "articles"):
        edit(copy, table, "document_id", "a.d-", "a.d-0")
    edit(copy, "articles", "article_id", "a.d-", "a.d-0")
    difference = compare(first_release, copy)
    assert len(difference.of("documents", "moved")) == 1
    assert not difference.of("documents", "added")
    assert "moved though what they name did not change" in gates(first_release, copy)["ids"]


def test_lost_rows_emptied_columns_and_fallen_figures_are_refused(first_release: Path, copy: Path) -> None:
    units = pq.read_table(copy / "units.parquet")
    pq.write_table(units.slice(units.num_rows // 2), copy / "units.parquet")
    documents = pq.read_table(copy / "documents.parquet")
    at = documents.schema.get_field_index("doc_number")
    empty = pa.nulls(documents.num_rows, pa.string())
    pq.write_table(documents.set_column(at, documents.schema.field("doc_number"), empty), copy / "documents.parquet")
    found = gates(first_release, copy)
    assert "units has lost more than 5% of its rows: a: " in found["rows"]
    assert (
        found["columns"]
        == "columns: documents: columns have gone empty: documents.doc_number: filled in 2 rows, now in none"
    )


def test_a_fallen_figure_is_refused_and_a_hundredth_is_not(first_release: Path, copy: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(copy, old)

    def figure(folder: Path, f1: float, gaps: int) -> None:
        measured = json.loads((first_release / QUALITY).read_text(encoding="utf-8"))
        measured["accuracy"] = {"title": {"f1": f1}}
        measured["structure"]["numbering_gaps"]["count"] = gaps
        (folder / QUALITY).write_text(json.dumps(measured), encoding="utf-8")

    figure(old, 0.99, 10)
    figure(copy, 0.98, 16)
    assert gates(old, copy) == {}
    figure(copy, 0.979, 17)
    found = gates(old, copy)
    assert found["accuracy"] == "accuracy: F1 has fallen by more than 0.01: title: F1 0.9900 → 0.9790"
    assert found["structure"].endswith("numbering_gaps: 10 → 17")
    assert "accuracy.title: 0.99 → 0.979" in entry(compare(old, copy), "2026.11.1")


def test_a_lost_column_breaks_the_schema(first_release: Path, copy: Path) -> None:
    documents = pq.read_table(copy / "documents.parquet")
    pq.write_table(documents.drop_columns(["form"]), copy / "documents.parquet")
    assert compare(first_release, copy).schema == ["column documents.form removed"]
    assert "column documents.form removed" in gates(first_release, copy)["schema"]


def test_no_dataset_is_wrong_use(first_release: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"found no documents\.parquet"):
        compare(first_release, tmp_path)
