"""Versions, their order, the index and the link."""

import json
from pathlib import Path

import pytest

from pipeline.building.raw_folder import WrongUse
from pipeline.releasing.versions import PROVENANCE, Releases, Version


def stand(folder: Path, version: str) -> None:
    (folder / version).mkdir(parents=True)
    (folder / version / PROVENANCE).write_text(json.dumps({"version": version, "content": version}))


@pytest.mark.parametrize("text", ["2026.11.0", "2026.1.12", "2031.12.999"])
def test_a_version_is_read_and_said_alike(text: str) -> None:
    assert str(Version.parse(text)) == text


NO_VERSIONS = (
    "", "2026", "2026.11", "2026.13.0", "2026.0.1", "26.11.0", "2026.11.01", "../2026.11.0", "2026.11.0\n", "latest",
    "v2026.11.0", "２０２６.11.0",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_VERSIONS)
def test_what_is_no_version_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse, match=r"expected YEAR\.MONTH\.NUMBER"):
        Version.parse(text)


def test_versions_are_ordered_by_number_and_not_by_letter(tmp_path: Path) -> None:
    for version in ("2026.11.10", "2026.9.3", "2026.11.9"):
        stand(tmp_path, version)
    releases = Releases(tmp_path)
    assert [str(v) for v in releases.versions()] == ["2026.9.3", "2026.11.9", "2026.11.10"]
    assert releases.newest(Version(2026, 11, 9)) == tmp_path / "2026.9.3"


def test_index_and_link_follow_what_is_there(tmp_path: Path) -> None:
    releases = Releases(tmp_path)
    releases.refresh()
    assert not releases.index.exists()
    stand(tmp_path, "2026.11.0")
    (tmp_path / "2026.12.0").mkdir()  # a folder without provenance is no release
    releases.refresh()
    assert releases.latest.resolve().name == "2026.11.0"
    before = releases.index.stat().st_mtime_ns
    releases.refresh()
    assert releases.index.stat().st_mtime_ns == before
    stand(tmp_path, "2026.11.1")
    releases.refresh()
    index = json.loads(releases.index.read_text(encoding="utf-8"))
    assert index["latest"] == "2026.11.1"
    assert [r["version"] for r in index["releases"]] == ["2026.11.1", "2026.11.0"]
    assert releases.latest.resolve().name == "2026.11.1"


def test_leftovers_are_cleared_and_releases_are_not(tmp_path: Path) -> None:
    stand(tmp_path, "2026.11.0")
    (tmp_path / ".2026.11.1.77.new").mkdir()
    (tmp_path / ".latest.77.new").symlink_to("2026.11.1")
    (tmp_path / ".releases.json.77.new").write_text("{")
    Releases(tmp_path).clear_leftovers()
    assert [p.name for p in tmp_path.iterdir()] == ["2026.11.0"]
