"""Tables that volumes share."""

import pytest

from pipeline.contract import table
from pipeline.knowledge.agencies import find_agency
from pipeline.knowledge.bodies import agency_records
from pipeline.publishing.shared import shared_rows


def piece(*names: str):
    agencies = table("agencies")
    return agencies.arrow_table(agencies.rows_of(agency_records([find_agency(n) for n in names])))


def test_each_body_once_in_order() -> None:
    rows = shared_rows(table("agencies"), [piece("教育部", "财政部"), piece("财政部"), piece()]).to_pylist()
    assert {r["name"] for r in rows} == {"国务院", "教育部", "财政部"}
    assert [r["agency_id"] for r in rows] == sorted(r["agency_id"] for r in rows)


def test_two_volumes_may_not_say_different_things() -> None:
    good = piece("财政部")
    bad = good.set_column(
        good.schema.get_field_index("level"), good.schema.field("level"), [["county"] * good.num_rows]
    )
    with pytest.raises(ValueError, match="different things"):
        shared_rows(table("agencies"), [good, bad])
