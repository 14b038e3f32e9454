"""The suites: readable files, and figures on pass as on fail."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.building.fingerprint import EXPECTATIONS
from pipeline.checking import frames
from pipeline.checking.suites import load_suite, run_suites
from pipeline.contract import PUBLISHED, TABLES


def test_every_published_table_has_a_suite_and_no_other_has() -> None:
    assert {p.stem for p in EXPECTATIONS.glob("*.json")} == set(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_suite_can_be_read_in_review(name: str) -> None:
    text = (EXPECTATIONS / f"{name}.json").read_text(encoding="utf-8")
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", text), "no random ids"
    assert "\\u" not in text, "Chinese as Chinese"
    assert text.count("\n") == len(load_suite(name)["expectations"]) + 5, "an expectation a line"
    assert all(e["meta"]["why"] for e in load_suite(name)["expectations"])


def test_figures_are_reported_on_pass(small_dataset: Path) -> None:
    verdicts = {v.table: v for v in run_suites(small_dataset, PUBLISHED)}
    assert all(v.passed for v in verdicts.values()), [f.sentence for v in verdicts.values() for f in v.failed]
    documents = verdicts["documents"]
    assert documents.rows == 2
    assert all(f.checked == 2 for f in documents.figures)
    assert "| blocks_make_the_text: column values to be in set | 2 | 0 |" in documents.markdown


def spoiled(dataset: Path, folder: Path, **values: Any) -> Path:
    """A copy of a dataset in which the second document says other things of itself."""
    shutil.copytree(dataset.resolve(), folder)
    path = folder / "documents.parquet"
    rows = pq.read_table(path).to_pylist()
    rows[1].update(values)
    table = TABLES["documents"]
    pq.write_table(table.arrow_table(rows), path)
    return folder


@pytest.mark.parametrize(
    ("values", "helper", "sentence"),
    [
        ({"issued_date": date(2022, 6, 7)}, "issued_date_stands_in_text", "1 of 2 rows are otherwise, as"),
        ({"line_end": 9_999}, "volume_line_count and line_end", "line_end 9999"),
        ({"doc_number_serial": 77}, "doc_number_stands_in_text", "document_id b.d-"),
        ({"text": "其他"}, "text_sha256_is_right", "1 of 2 rows"),
        ({"role": "annex"}, "role", "role annex"),
    ],
)
def test_figures_and_rows_are_reported_on_failure(
    small_dataset: Path, tmp_path: Path, values: dict[str, Any], helper: str, sentence: str
) -> None:
    (verdict,) = run_suites(spoiled(small_dataset, tmp_path / "spoiled", **values), ["documents"])
    failed = {f.rule.split(":")[0]: f.sentence for f in verdict.failed}
    assert sentence in failed[helper]
    assert not verdict.passed


def test_a_key_that_two_rows_have_is_found(small_dataset: Path, tmp_path: Path) -> None:
    first = pq.read_table(small_dataset / "documents.parquet").column("document_id")[0].as_py()
    (verdict,) = run_suites(spoiled(small_dataset, tmp_path / "spoiled", document_id=first), ["documents"])
    failed = {f.rule.split(":")[0]: f for f in verdict.failed}
    assert "copies_of_key 2" in failed["copies_of_key"].sentence


@pytest.mark.parametrize("again", [0, 5, -1])
def test_a_posting_that_is_there_twice_is_found_wherever_it_stands(
    small_dataset: Path, tmp_path: Path, again: int
) -> None:
    shutil.copytree(small_dataset.resolve(), tmp_path / "twice")
    path = tmp_path / "twice" / "postings.parquet"
    rows = pq.read_table(path).to_pylist()
    pq.write_table(TABLES["postings"].arrow_table([rows[again], *rows]), path)
    (verdict,) = run_suites(tmp_path / "twice", ["postings"])
    assert [(f.rule.split(":")[0], f.unexpected > 0) for f in verdict.failed] == [("copies_of_key", True)]
    (sound,) = run_suites(small_dataset, ["postings"])
    assert sound.passed


def test_batches_are_judged_as_one(small_dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = run_suites(small_dataset, ["edits"])
    monkeypatch.setattr(frames, "BATCH_ROWS", 2048)
    (cut,) = run_suites(small_dataset, ["edits"])
    assert [(f.rule, f.checked, f.unexpected) for f in cut.figures] == [
        (f.rule, f.checked, f.unexpected) for f in whole.figures
    ]


@pytest.mark.parametrize("values", [{}, {"line_end": 9_999}, {"volume_id": "nobody"}])
def test_volumes_looked_at_one_after_the_other_are_judged_as_together(
    small_dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, values: dict[str, Any]
) -> None:
    dataset = spoiled(small_dataset, tmp_path / "spoiled", **values)
    tables = ["volumes", "documents", "blocks", "citations", "postings"]

    def said() -> list[Any]:
        figures = ((f.rule, f.checked, f.unexpected) for v in run_suites(dataset, tables) for f in v.figures)
        return [(rule, checked, bool(unexpected)) for rule, checked, unexpected in figures]

    together = said()
    assert any(broken for *_, broken in together) == bool(values)
    monkeypatch.setattr(frames, "GROUP_BYTES", 1)
    with frames.Frames.of_folder(dataset) as found:
        assert len(list(found._each_group(TABLES["documents"]))) == 2
    assert said() == together


def test_a_row_that_refers_into_another_volume_is_found(
    small_dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pq.read_table(small_dataset / "documents.parquet").column("document_id")[0].as_py()
    dataset = spoiled(small_dataset, tmp_path / "spoiled", parent_document_id=first, role="attachment")
    for size in (frames.GROUP_BYTES, 1):
        monkeypatch.setattr(frames, "GROUP_BYTES", size)
        (verdict,) = run_suites(dataset, ["documents"])
        assert {"parent_in_same_volume", "dangling_references"} & {f.rule.split(":")[0] for f in verdict.failed}


def test_a_missing_or_wrong_suite_is_named(small_dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected a suite for the table pages"):
        list(run_suites(small_dataset, ["pages"], tmp_path))
    (tmp_path / "pages.json").write_text(json.dumps({"name": "pages"}))
    with pytest.raises(ValueError, match="found no list of expectations"):
        list(run_suites(small_dataset, ["pages"], tmp_path))
    rule = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "colour"}}
    (tmp_path / "pages.json").write_text(json.dumps({"name": "pages", "expectations": [rule]}))
    with pytest.raises(ValueError, match=r"pages\.json names a column that the frame has not"):
        list(run_suites(small_dataset, ["pages"], tmp_path))
