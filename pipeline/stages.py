"""The stages of one volume in their order: bytes in, checked rows of every table out.

Belongs here: the order of the stages and how long each took. Does not belong here: files, processes, Dagster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter

import pyarrow as pa

from pipeline.checking.promises import check_rows
from pipeline.cleaning.stage import clean
from pipeline.collecting import uncollected
from pipeline.contract import PUBLISHED, TABLES
from pipeline.knowledge.attributes import read_attributes
from pipeline.reading import read_volume
from pipeline.rows import Rows, volume_rows
from pipeline.splitting.stage import split
from pipeline.terms import postings

STAGES = ("reading", "cleaning", "splitting", "knowledge", "terms", "checking")


@dataclass(slots=True)
class Built:
    """The rows of a volume by table, the same as Arrow tables, and the seconds each stage took."""

    rows: Rows
    tables: dict[str, pa.Table] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def build_volume(file_name: str, data: bytes) -> Built:
    """All stages of one volume, its rows checked against its bytes.

    The rules of the suites are for all volumes together; `checking.rules` has them for one alone.

    Raises:
        RefusedVolume: the bytes are no volume.
        BrokenPromise: the ledger cannot be undone, or a document is not its blocks.
        ValueError: a row does not fit its table.
    """
    with uncollected():
        return _made(file_name, data)


def _made(file_name: str, data: bytes) -> Built:
    seconds: dict[str, float] = {}
    last = perf_counter()

    def took(stage: str) -> None:
        nonlocal last
        now = perf_counter()
        seconds[stage] = now - last
        last = now

    volume = read_volume(file_name, data)
    took("reading")
    cleaned = clean(volume)
    took("cleaning")
    parts = split(volume, cleaned)
    took("splitting")
    rows = volume_rows(volume, cleaned, parts, read_attributes(parts.documents, cleaned.blocks, cleaned.edits))
    took("knowledge")
    counted = postings(rows["articles"])
    took("terms")
    tables = {name: TABLES[name].arrow_table(rows[name]) for name in PUBLISHED if name in rows}
    check_rows(rows, data)
    took("checking")
    return Built(rows, {**tables, "postings": counted}, seconds)
