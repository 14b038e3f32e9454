"""Connections with a bound on their memory: what does not fit goes to a folder that is made for it."""

from pathlib import Path

import duckdb
import pytest

from pipeline.publishing.bounded import MEMORY, connect

ROWS = 3_000_000
SORTED = f"SELECT count(DISTINCT h) FROM (SELECT md5(range::VARCHAR) AS h FROM range({ROWS}))"


def test_what_does_not_fit_goes_to_a_folder_that_was_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MEMORY, "100MB")
    scratch = tmp_path / "output" / "scratch"
    with connect(scratch) as connection:
        assert connection.execute("SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'").fetchone() == (
            "95.3 MiB",
        )
        assert connection.execute(SORTED).fetchone() == (ROWS,)
    assert not list(scratch.rglob("*.tmp"))


def test_without_a_disk_to_go_to_it_does_not_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MEMORY, "100MB")
    with connect(tmp_path) as connection:
        connection.execute("SET temp_directory = ''")
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(SORTED)
