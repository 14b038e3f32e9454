"""Parquet files: the same bytes for the same rows, whatever the pieces they came in."""

from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.contract import TABLES
from pipeline.publishing import parquet
from pipeline.publishing.parquet import table_files, write_table

PAGES = TABLES["pages"]


def pages(first: int, count: int, volume: str = "v") -> pa.Table:
    numbers = range(first, first + count)
    return PAGES.arrow_table([{"volume_id": volume, "page": n, "line_start": n, "line_end": n} for n in numbers])


def test_pieces_leave_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP_ROWS", 100)
    contents = set()
    for n, cuts in enumerate([(0, 950), (0, 1, 2, 950), (0, 99, 101, 500, 950), (0, *range(7, 950, 7), 950)]):
        folder = tmp_path / str(n)
        pieces = [pages(a, b - a) for a, b in pairwise(cuts)]
        files, rows = write_table(folder, PAGES, pieces)
        assert rows == 950
        (path,) = files
        contents.add(path.read_bytes())
        with pq.ParquetFile(path) as file:
            groups = [file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups)]
        assert groups == [100] * 9 + [50]
    assert len(contents) == 1


def test_big_rows_make_small_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP_BYTES", 10_000)
    files, _ = write_table(tmp_path, PAGES, [pages(1, 5_000)])
    with pq.ParquetFile(files[0]) as file:
        assert file.metadata.num_row_groups > 5
        assert file.read().equals(pages(1, 5_000))


def test_a_table_that_outgrows_a_file_becomes_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP_ROWS", 100)
    monkeypatch.setattr(parquet, "FILE_BYTES", 500)
    files, rows = write_table(tmp_path, PAGES, [pages(1, 1_000)])
    assert len(files) > 1
    assert files == table_files(tmp_path, "pages")
    assert files[0].name == "part-00000.parquet"
    assert pq.read_table(tmp_path / "pages").num_rows == rows == 1_000


def test_schema_descriptions_and_compression(tmp_path: Path) -> None:
    (path,), _ = write_table(tmp_path, PAGES, [pages(1, 10)])
    with pq.ParquetFile(path) as file:
        assert file.schema_arrow.equals(PAGES.schema, check_metadata=True)
        assert file.schema_arrow.metadata[b"description"] == PAGES.meaning.encode()
        assert file.schema_arrow.field("page").metadata[b"description"] == PAGES.column("page").meaning.encode()
        assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_an_empty_table_is_a_file(tmp_path: Path) -> None:
    (path,), rows = write_table(tmp_path, PAGES, [])
    assert rows == 0
    assert pq.read_table(path).schema.equals(PAGES.schema)


def test_another_schema_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pages: found the schema"):
        write_table(tmp_path, PAGES, [pa.table({"page": [1]})])
