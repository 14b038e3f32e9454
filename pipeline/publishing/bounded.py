"""DuckDB with a bound on its memory: what does not fit goes to a folder on disk.

Belongs here: how connections for work over all volumes are opened. Does not belong here: any query.
"""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path

import duckdb

MEMORY = "GONGWEN_DUCKDB_MEMORY"
"""Environment variable: what DuckDB may take, as DuckDB writes sizes (4GB)."""
DEFAULT_MEMORY = "384MB"
_NUMBERS = count(1)


def connect(scratch: Path | None = None, database: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to a new database, in memory or in the file `database`.

    What does not fit into memory goes below the folder `scratch`, which is made if it is not there, or that of the
    system where none is given; DuckDB empties it when the connection is closed.
    """
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        str(database or ":memory:"),
        config={
            "threads": max(1, (os.cpu_count() or 1) // 2),  # two or three work side by side
            "memory_limit": os.environ.get(MEMORY) or DEFAULT_MEMORY,
            "temp_directory": str((scratch or Path(tempfile.gettempdir())) / f"duckdb-{os.getpid()}-{next(_NUMBERS)}"),
        },
    )
    connection.execute("SET enable_progress_bar = false")
    return connection
