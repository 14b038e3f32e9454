"""Whole builds of small volumes: what is published, what is refused, and that latest is never touched by a failure."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.building.raw_folder import WrongUse
from pipeline.building.run import Settings, Summary, build
from pipeline.checking.suites import load_suite
from tests.conftest import notice, write_sources


def run(raw: Path, output: Path, jobs: int = 1) -> Summary:
    return build(Settings(raw, output, jobs))


def volumes(output: Path) -> dict[str, tuple[str, str | None]]:
    rows = duckdb.sql(f"SELECT volume_id, status, reason FROM '{output}/latest/volumes.parquet'").fetchall()
    return {volume: (status, reason) for volume, status, reason in rows}


def marks(folder: Path) -> dict[Path, int]:
    """When each file was last written; the lock says who holds it and is written every time."""
    return {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file() and p.name != "lock"}


def test_a_build_publishes_and_the_next_has_nothing_to_do(raw: Path, output: Path) -> None:
    first = run(raw, output)
    assert (first.exit_code, first.built, first.rows["documents"], first.worked) == (0, 2, 2, True)
    assert all(c.passed and c.expectations for c in first.checks)
    assert volumes(output) == {"a": ("built", None), "b": ("built", None)}
    before = marks(output)
    second = run(raw, output)
    assert (second.worked, second.exit_code, second.rows, second.volumes) == (False, 0, first.rows, first.volumes)
    assert marks(output) == before


@pytest.mark.usefixtures("quick_verdicts")
def test_a_bad_volume_harms_no_other(raw: Path, output: Path) -> None:
    (raw / "b.txt").write_bytes(b"%PDF-1.7\x00\x00\x00")
    (raw / "c.txt").write_bytes(b"")
    (raw / "d.txt").write_bytes(notice().encode()[:-200] + b"\xff\xfe\n")
    (raw / "e.txt").write_bytes("长".encode() * 300_000)
    write_sources(raw)
    (raw / "f.txt").write_text(notice(), encoding="utf-8")
    (raw / "f.text").write_text(notice(), encoding="utf-8")
    summary = run(raw, output)
    assert summary.exit_code == 1
    assert summary.built == 1
    published = volumes(output)
    assert published["a"] == ("built", None)
    for volume, what in {
        "b": "b.txt, line 1: found a NUL byte at byte 8; expected text in UTF-8",
        "c": "c.txt: found an empty file; expected the text of a volume",
        "d": "which is no utf-8; expected text in UTF-8 or GB18030",
        "e": "e.txt, line 1: found a line of 300,000 characters",
        "f": "found 2 volumes with the stem 'f': f.text, f.txt",
    }.items():
        status, reason = published[volume]
        assert status == "refused"
        assert what in str(reason)
        assert summary.refused[volume] == reason
    again = run(raw, output)
    assert (again.worked, again.exit_code, again.refused) == (False, 1, summary.refused)


@pytest.mark.usefixtures("quick_verdicts")
def test_nothing_to_publish_leaves_latest_as_it_was(raw: Path, output: Path) -> None:
    run(raw, output)
    before = (output / "latest").resolve()
    (raw / "a.txt").write_bytes(b"")
    (raw / "b.txt").unlink()
    summary = run(raw, output)
    assert (summary.exit_code, summary.built) == (1, 0)
    assert "Nothing was published" in summary.sentence
    assert (output / "latest").resolve() == before
    assert volumes(output) == {"a": ("built", None), "b": ("built", None)}


def test_a_failed_check_leaves_latest_as_it_was(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(raw, output)
    before = (output / "latest").resolve()
    (raw / "c.txt").write_text(notice(number=99), encoding="utf-8")
    rule = {
        "type": "expect_column_values_to_be_between",
        "kwargs": {"column": "doc_number_serial", "max_value": 50},
    }

    def stricter(table: str, *_: Path) -> dict[str, Any]:
        suite = load_suite(table)
        return {**suite, "expectations": [*suite["expectations"], rule]} if table == "documents" else suite

    monkeypatch.setattr("pipeline.checking.suites.load_suite", stricter)
    summary = run(raw, output)
    assert summary.exit_code == 1
    assert summary.failure == "a check failed"
    (failed,) = [c for c in summary.checks if not c.passed]
    assert failed.table == "documents"
    assert "1 of 3 rows are otherwise" in failed.found
    assert "doc_number_serial 99" in failed.found
    assert (output / "latest").resolve() == before


@pytest.mark.usefixtures("quick_verdicts")
def test_a_full_disk_leaves_latest_as_it_was(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(raw, output)
    before = (output / "latest").resolve()
    (raw / "c.txt").write_text(notice(), encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.publishing.database.write_database", full)
    summary = run(raw, output)
    assert summary.exit_code == 1
    assert "No space left on device" in str(summary.failure)
    assert (output / "latest").resolve() == before
    monkeypatch.undo()
    assert run(raw, output).exit_code == 0
    assert len(volumes(output)) == 3


@pytest.mark.usefixtures("quick_verdicts")
def test_a_volume_taken_away_leaves_no_trace(raw: Path, output: Path) -> None:
    run(raw, output)
    (raw / "b.txt").unlink()
    write_sources(raw)
    summary = run(raw, output)
    assert summary.exit_code == 0
    assert set(volumes(output)) == {"a"}
    assert len(list((output / ".gongwen" / "parts").iterdir())) == 1


@pytest.mark.usefixtures("quick_verdicts")
def test_old_builds_are_cleared_away(raw: Path, output: Path) -> None:
    for number in (31, 32, 33):
        (raw / "c.txt").write_text(notice(number=number), encoding="utf-8")
        assert run(raw, output).exit_code == 0
    assert len(list((output / "builds").iterdir())) == 2


@pytest.mark.usefixtures("quick_verdicts")
def test_what_cannot_be_used_is_wrong_use(raw: Path, output: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no such folder"):
        run(tmp_path / "nowhere", output)
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongUse, match="expected an output folder to write to"):
        run(raw, tmp_path / "file")
