"""The checks of one volume see a broken promise and say where."""

from typing import Any

import pytest

from pipeline.checking.promises import BrokenPromise, check_rows
from pipeline.checking.rules import check_tables
from pipeline.contract import TABLES
from pipeline.stages import Built, build_volume
from tests.conftest import notice

DATA = notice().encode()


@pytest.fixture
def built() -> Built:
    """A sound volume."""
    return build_volume("v.txt", DATA)


def test_sound_rows_pass(built: Built) -> None:
    check_rows(built.rows, DATA)
    check_tables(built.tables)


def test_a_character_lost_is_found(built: Built) -> None:
    block = next(b for b in built.rows["blocks"] if "行政许可" in b["text"] and b["kind"] != "title")
    block["text"] = block["text"].replace("行政许可", "行政", 1)
    with pytest.raises(BrokenPromise, match="ledger"):
        check_rows(built.rows, DATA)


def test_an_edit_lost_is_found(built: Built) -> None:
    del built.rows["edits"][len(built.rows["edits"]) // 2]
    with pytest.raises(BrokenPromise):
        check_rows(built.rows, DATA)


def test_a_document_that_is_not_its_blocks_is_found(built: Built) -> None:
    built.rows["documents"][0]["text"] += "。"
    with pytest.raises(BrokenPromise, match="its blocks are not its text"):
        check_rows(built.rows, DATA)


@pytest.mark.parametrize(
    ("table", "column", "value", "message"),
    [
        ("documents", "line_end", 10_000, "volume_line_count"),
        ("documents", "role", "annex", "role"),
        ("documents", "parent_document_id", "nobody", "dangling_references|parent"),
        ("articles", "document_title", "其他", "title_of_its_document"),
        ("blocks", "text", "\ue5d2", "has_odd_character|blocks_make_the_text"),
        ("edits", "rule", "guess", "rule_has_a_known_kind"),
        ("edits", "confidence", 1.5, "confidence"),
        ("units", "depth", 0, "depth"),
    ],
)
def test_a_rule_of_the_suites_broken_by_one_row_is_named(
    built: Built, table: str, column: str, value: Any, message: str
) -> None:
    rows = [dict(row) for row in built.rows[table]]
    rows[0][column] = value
    tables = {**built.tables, table: TABLES[table].arrow_table(rows)}
    with pytest.raises(BrokenPromise, match=message):
        check_tables(tables)
