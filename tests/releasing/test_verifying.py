"""Verify says exactly what is broken."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pipeline.building.raw_folder import WrongUse
from pipeline.publishing.manifest import write_checksums
from pipeline.releasing.verifying import verify


def sentences(folder: Path, raw: Path | None = None) -> list[str]:
    return [p.sentence for p in verify(folder, raw).problems]


def rewrite(folder: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Change a table and its checksum, as somebody would who wants it unseen."""
    path = folder / f"{table}.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    write_checksums(folder)


def test_a_copy_is_whole(copy: Path) -> None:
    assert sentences(copy) == []


def test_a_flipped_byte_a_lost_file_and_a_stray_one_are_named(copy: Path) -> None:
    data = bytearray((copy / "README.md").read_bytes())
    data[100] ^= 1
    (copy / "README.md").write_bytes(data)
    (copy / "units.parquet").unlink()
    (copy / "extra.txt").write_text("x")
    found = sentences(copy)
    assert any(s.startswith("README.md: found sha256") for s in found)
    assert "units.parquet: found no such file; expected the file that SHA256SUMS lists." in found
    assert "extra.txt: found a file; expected no file that SHA256SUMS does not list." in found


def test_a_changed_character_is_found_though_the_sums_fit(copy: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        text = pc.replace_substring(table["text"], "规范", "规苑", max_replacements=1)
        return table.set_column(table.schema.get_field_index("text"), table.schema.field("text"), text)

    rewrite(copy, "blocks", change)
    found = sentences(copy)
    assert any("its blocks are not its text" in s for s in found)
    assert any(s.startswith("volume a: found the ledger") for s in found)


def changed(column: str, old: str, new: str) -> Callable[[pa.Table], pa.Table]:
    """A change of a text column."""

    def change(table: pa.Table) -> pa.Table:
        text = pc.replace_substring(table[column], old, new)
        return table.set_column(table.schema.get_field_index(column), table.schema.field(column), text)

    return change


def test_an_article_that_says_something_else_is_named(copy: Path) -> None:
    rewrite(copy, "articles", changed("text", "依法行政", "依法办事"))
    found = sentences(copy)
    assert any(
        s.startswith("volume a: found article a.d-") and "its text is not that of its blocks" in s for s in found
    )
    assert any(s.startswith("articles: found") and "promise 2" in s and "2 rows" in s for s in found)


def test_a_paragraph_in_another_article_is_named(copy: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        ids = table["article_id"].to_pylist()
        ids[4], ids[5] = ids[5], ids[4]
        at = table.schema.get_field_index("article_id")
        return table.set_column(at, table.schema.field("article_id"), [ids])

    rewrite(copy, "blocks", change)
    assert any(" comes where its blocks have a.d-" in s for s in sentences(copy))


def test_a_heading_that_no_path_names_is_found(copy: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index("path")
        return table.set_column(at, table.schema.field("path"), pa.array([[]] * table.num_rows, pa.list_(pa.string())))

    rewrite(copy, "articles", change)
    assert any("the heading '一、总体要求' is in no article, nor in the path of one" in s for s in sentences(copy))


def test_a_number_that_stands_nowhere_is_found(copy: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index("doc_number_serial")
        return table.set_column(at, table.schema.field("doc_number_serial"), pa.array([77] * 2, pa.int32()))

    rewrite(copy, "documents", change)
    assert any(s.startswith("documents: found") and "发文字号 are printed there" in s for s in sentences(copy))


def test_a_lost_row_is_found(copy: Path) -> None:
    rewrite(copy, "articles", lambda t: t.slice(1))
    found = sentences(copy)
    assert any(s.startswith("articles: found") and "as datapackage.json says" in s for s in found)
    assert any(s.startswith("blocks.article_id: found values without a row in articles: 1, ") for s in found)


def test_a_key_that_stands_twice_is_found(copy: Path) -> None:
    rewrite(copy, "documents", lambda t: pa.concat_tables([t, t.slice(0, 1)]))
    assert any('keys ("document_id") that stand more than once: 1, a.d-' in s for s in sentences(copy))


def test_another_schema_is_found(copy: Path) -> None:
    rewrite(copy, "documents", lambda t: t.drop_columns(["title"]).append_column("titel", t["title"]))
    found = sentences(copy)
    assert "documents.parquet: found no column title; expected title string, as the contract says." in found
    assert any("found the columns titel" in s for s in found)


def test_the_raw_volume_is_compared(copy: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw_here"
    raw.mkdir()
    (raw / "a.txt").write_text("something else\n", encoding="utf-8")
    assert any("the ledger undone differs from the raw volume at byte 0, line 1" in s for s in sentences(copy, raw))


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b"null", b'{"resources": [1, {"title": 3}]}'])
def test_a_spoilt_manifest_is_a_problem_and_no_crash(copy: Path, spoilt: bytes) -> None:
    (copy / "datapackage.json").write_bytes(spoilt)
    assert sentences(copy)


def test_names_that_lead_outside_are_refused(copy: Path) -> None:
    with (copy / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{'0' * 64}  ../raw/a.txt\n")
    assert any("expected a name inside the folder" in s for s in sentences(copy))


def test_no_folder_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        verify(tmp_path / "nowhere")
    assert sentences(tmp_path)
