"""Tables that volumes share."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline.contract import table
from pipeline.knowledge.agencies import find_agency
from pipeline.knowledge.bodies import agency_records
from pipeline.publishing.parquet import write_part
from pipeline.publishing.shared import shared_pieces

AGENCIES = table("agencies")


def piece(*names: str) -> pa.Table:
    return AGENCIES.arrow_table(agency_records([find_agency(n) for n in names]))


def shared_rows(folder: Path, *pieces: pa.Table) -> list[dict[str, Any]]:
    parts = [folder / str(i) for i in range(len(pieces))]
    for part, rows in zip(parts, pieces, strict=True):
        write_part(part, {"agencies": rows})
    found = list(shared_pieces(AGENCIES, parts, folder))
    assert all(p.schema.equals(AGENCIES.schema) for p in found)
    return [row for p in found for row in p.to_pylist()]


def test_each_body_once_in_order(tmp_path: Path) -> None:
    rows = shared_rows(tmp_path, piece("教育部", "财政部"), piece("财政部"), piece())
    assert {r["name"] for r in rows} == {"国务院", "教育部", "财政部"}
    assert [r["agency_id"] for r in rows] == sorted(r["agency_id"] for r in rows)


def test_no_volume_shares_nothing(tmp_path: Path) -> None:
    assert list(shared_pieces(AGENCIES, [], tmp_path)) == []


def test_two_volumes_may_not_say_different_things(tmp_path: Path) -> None:
    good = piece("财政部")
    bad = good.set_column(
        good.schema.get_field_index("level"), good.schema.field("level"), [["county"] * good.num_rows]
    )
    with pytest.raises(ValueError, match="different things"):
        shared_rows(tmp_path, good, bad)
