"""What the nodes of a cluster run: a task that builds a volume there, and an actor that hands out raw bytes here.

A volume comes as a table of one row and goes as another (`PART`): what a dataset of Ray Data is made of.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.building.fingerprint import stage_fingerprint
from pipeline.building.parts import Outcome, Task

TRIES = 4
"""How often a volume is begun before it is refused, where its worker or node dies each time."""

UNREADABLE, LOST, OTHER_CODE = "unreadable", "lost", "other code"
"""Why there is no outcome."""

PART = pa.schema(
    [
        ("volume_id", pa.string()),
        ("trouble", pa.string()),  # one of the three above
        ("outcome", pa.string()),  # JSON of an `Outcome`
        ("files", pa.map_(pa.string(), pa.large_binary())),  # of the part, by name
    ]
)

Make = Callable[[Task], Outcome]


class Shelf:
    """The raw volumes of the machine it is on. Counts how often each is asked for."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()

    def take(self, path: str) -> tuple[bytes, None] | tuple[None, str]:
        """The bytes of a volume, or why there are none: it cannot be read, or was asked for too often."""
        self._asked[path] += 1
        if self._asked[path] > TRIES:
            return None, LOST
        try:
            return Path(path).read_bytes(), None
        except OSError:
            return None, UNREADABLE


def build_elsewhere(names: pa.Table, shelf: Any, stages: str, make: Make) -> pa.Table:
    """Build a volume on this node with bytes from the shelf of another: a row of `PART`.

    `names` has one row: volume_id, file_name, path and sha256. `stages` is the fingerprint of the stages it must be.
    """
    import ray

    [volume] = names.to_pylist()
    if stage_fingerprint() != stages:
        return _row(volume, trouble=OTHER_CODE)
    data, trouble = ray.get(shelf.take.remote(volume["path"]))
    if data is None:
        return _row(volume, trouble=trouble)
    folder = Path(tempfile.mkdtemp(prefix="gongwen-"))
    try:
        path = folder / "raw" / volume["file_name"]
        path.parent.mkdir()
        path.write_bytes(data)
        part = folder / "part"
        outcome = make(Task(volume["volume_id"], volume["file_name"], path, volume["sha256"], len(data), part))
        files = [(p.name, p.read_bytes()) for p in sorted(part.glob("*.parquet"))]
        return _row(volume, outcome=json.dumps(asdict(outcome)), files=files)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _row(volume: dict[str, Any], **values: Any) -> pa.Table:
    return pa.Table.from_pylist([{"volume_id": volume["volume_id"], **values}], PART)
