"""The raw folder: which volumes it has, and what is said of those that are not as they should be."""

from pathlib import Path

import pytest

from pipeline.building.raw_folder import WrongUse, read_raw_folder, read_sources
from tests.conftest import entry, notice


def test_volumes_are_the_texts_and_what_is_listed(raw: Path) -> None:
    (raw / "notes.md").write_text("no volume")
    (raw / ".hidden.txt").write_text("no volume")
    (raw / "folder.txt").mkdir()
    (raw / "c.TXT").write_text(notice(), encoding="utf-8")
    folder = read_raw_folder(raw)
    assert [v.file_name for v in folder.volumes] == ["a.txt", "b.txt", "c.TXT"]
    assert folder.warnings == ("c.TXT is not in sources.toml: it will have no provenance.",)
    assert folder.volumes[0].source is not None
    assert folder.volumes[0].source.title == "试验卷"


def test_without_sources_there_is_a_warning(raw: Path) -> None:
    (raw / "sources.toml").unlink()
    folder = read_raw_folder(raw)
    assert len(folder.volumes) == 2
    assert "no provenance" in folder.warnings[0]


def test_two_volumes_with_one_stem_are_both_named(raw: Path) -> None:
    (raw / "a.text").write_text(notice(), encoding="utf-8")
    refused = [v for v in read_raw_folder(raw).volumes if v.refused]
    assert [v.volume_id for v in refused] == ["a"]
    assert "a.text, a.txt" in str(refused[0].refused)
    assert "Rename" in str(refused[0].refused)


def test_listed_and_missing(raw: Path) -> None:
    (raw / "b.txt").unlink()
    refused = [v for v in read_raw_folder(raw).volumes if v.refused]
    assert [v.file_name for v in refused] == ["b.txt"]
    assert "b.txt: found no such file; expected the volume that sources.toml lists" in str(refused[0].refused)


def test_names_that_cannot_be_ids(raw: Path) -> None:
    (raw / "x#1.txt").write_text(notice(), encoding="utf-8")
    (raw / "y\x1b.txt").write_text(notice(), encoding="utf-8")
    refused = {v.file_name for v in read_raw_folder(raw).volumes if v.refused}
    assert refused == {"x#1.txt", "y\\x1b.txt"}


def test_a_folder_without_volumes(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"found no volumes; expected files \*\.txt"):
        read_raw_folder(tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no such folder"):
        read_raw_folder(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[volume]\n", "found no TOML"),
        (
            '[[volume]]\nfile = "a.txt"\n',
            "entry 1 \\(a.txt\\) without a proper title, kind, origin, licence, sha256, bytes",
        ),
        ("volume = [1]\n", "entry 1 \\(no file named\\)"),
        (entry(Path("../a.txt")).replace('"a.txt"', '"../a.txt"'), "expected a file name without a folder"),
        (entry(Path("a.txt")) * 2, "found a.txt twice"),
    ],
)
def test_sources_that_say_nothing(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=message):
        read_sources(path)
