"""Parquet files: the same bytes whenever the rows are the same, for no clock and no machine leaves a trace in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.contract import Table

ROW_GROUP_ROWS = 65_536
ROW_GROUP_BYTES = 64 << 20
FILE_BYTES = 512 << 20
"""A table that outgrows one file of this size becomes a folder of part files."""
LEVEL = 3
"""Of zstd, its own default: level 9 takes three times as long to save a twelfth of the bytes."""


def write_part(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write the tables of one volume, a file each. Fast rather than small: parts never leave the machine."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(
            table,
            folder / f"{name}.parquet",
            compression="zstd",
            compression_level=1,
            write_statistics=False,
        )


def read_part(folder: Path, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """A table of one volume, or these columns of it, as `write_part` wrote it.

    `pyarrow.parquet.read_table` does the same, but loads pandas for it.
    """
    with pq.ParquetFile(folder / f"{name}.parquet") as file:
        return file.read(columns=None if columns is None else list(columns), use_threads=False)


class TableWriter:
    """Writes one table of the contract, in row groups whose bounds depend on the rows alone.

    Memory is bounded by one row group and the piece being added.
    """

    def __init__(self, folder: Path, table: Table):
        self.table = table
        self.rows = 0
        self._schema = table.schema
        self._folder = folder
        self._waiting: list[pa.Table] = []
        self._waiting_rows = self._waiting_bytes = 0
        self._files: list[Path] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, piece: pa.Table) -> None:
        """Add rows, which must come in the table's order.

        Raises:
            ValueError: the piece has another schema.
        """
        if not piece.schema.equals(self._schema):
            raise ValueError(f"{self.table.name}: found the schema {piece.schema}; expected {self._schema}")
        self.rows += piece.num_rows
        step = self._rows_a_group(piece)
        for start in range(0, piece.num_rows, step):
            self._wait(piece.slice(start, step))
            if self._waiting_rows >= ROW_GROUP_ROWS or self._waiting_bytes >= ROW_GROUP_BYTES:
                self._write_group()

    def close(self) -> list[Path]:
        """Write what is left; returns the files, a single one named after the table."""
        while self._waiting:
            self._write_group()
        if self._writer is None:
            self._open()
        assert self._writer is not None
        self._writer.close()
        if len(self._files) > 1:
            return self._files
        only = self._files[0].rename(self._folder / f"{self.table.name}.parquet")
        (self._folder / self.table.name).rmdir()
        return [only]

    @staticmethod
    def _rows_a_group(piece: pa.Table) -> int:
        return max(1, min(ROW_GROUP_ROWS, ROW_GROUP_BYTES * piece.num_rows // max(1, piece.nbytes)))

    def _wait(self, piece: pa.Table) -> None:
        if piece.num_rows:
            self._waiting.append(piece)
            self._waiting_rows += piece.num_rows
            self._waiting_bytes += piece.nbytes

    def _write_group(self) -> None:
        """Write what waits, up to the rows of a group; the others wait on."""
        group = pa.concat_tables(self._waiting).combine_chunks()
        self._waiting, self._waiting_rows, self._waiting_bytes = [], 0, 0
        self._wait(group.slice(ROW_GROUP_ROWS))
        if self._writer is None or self._files[-1].stat().st_size >= FILE_BYTES:
            self._open()
        assert self._writer is not None
        self._writer.write_table(group.slice(0, ROW_GROUP_ROWS), row_group_size=ROW_GROUP_ROWS)

    def _open(self) -> None:
        if self._writer is not None:
            self._writer.close()
        parts = self._folder / self.table.name
        parts.mkdir(parents=True, exist_ok=True)
        self._files.append(parts / f"part-{len(self._files):05}.parquet")
        self._writer = pq.ParquetWriter(
            self._files[-1], self._schema, compression="zstd", compression_level=LEVEL, version="2.6"
        )


def write_table(folder: Path, table: Table, pieces: Iterable[pa.Table]) -> tuple[list[Path], int]:
    """Write a table from its pieces; returns its files and its rows."""
    writer = TableWriter(folder, table)
    for piece in pieces:
        writer.add(piece)
    return writer.close(), writer.rows


def table_files(folder: Path, name: str) -> list[Path]:
    """The files of a table in a dataset folder: one, or the part files of its folder; none if it is not there."""
    single = folder / f"{name}.parquet"
    return [single] if single.is_file() else sorted((folder / name).glob("*.parquet"))
