"""Versions, their order, the index and the link."""

import json
from pathlib import Path

import pytest

from pipeline.building.raw_folder import WrongUse
from pipeline.releasing.versions import PROVENANCE, Releases, Version, read_index, write_index


def stand(folder: Path, version: str) -> None:
    previous = Releases(folder).newest()
    (folder / version).mkdir(parents=True)
    (folder / version / PROVENANCE).write_text(json.dumps({"version": version, "content": version}))
    (folder / version / "documents.parquet").write_bytes(b"PAR1")
    write_index(folder / version, previous)


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


def test_index_and_link_change_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every step of naming a release a reader finds both of the old release or both of the new."""
    releases = Releases(tmp_path)
    releases.refresh()
    assert not releases.index.is_symlink()
    stand(tmp_path, "2026.11.0")
    (tmp_path / "2026.12.0").mkdir()  # a folder without provenance is no release
    seen = []
    replace = Path.replace

    def watched(source: Path, target: Path) -> Path:
        done = replace(source, target)
        if releases.index.exists():
            seen.append(
                (json.loads(releases.index.read_text(encoding="utf-8"))["latest"], releases.latest.resolve().name)
            )
        return done

    monkeypatch.setattr(Path, "replace", watched)
    releases.refresh()
    stand(tmp_path, "2026.11.1")
    assert read_index(releases.latest)["latest"] == "2026.11.0"  # a run killed here has named nothing yet
    releases.refresh()
    releases.refresh()
    assert seen == [("2026.11.0", "2026.11.0"), ("2026.11.1", "2026.11.1")]
    index = json.loads(releases.index.read_text(encoding="utf-8"))
    assert [(r["version"], r["path"], r["bytes"]) for r in index["releases"]] == [
        ("2026.11.1", "2026.11.1/", 4),
        ("2026.11.0", "2026.11.0/", 4),
    ]


def test_leftovers_are_cleared_and_releases_are_not(tmp_path: Path) -> None:
    stand(tmp_path, "2026.11.0")
    (tmp_path / ".2026.11.1.77.new").mkdir()
    (tmp_path / ".latest.77.new").symlink_to("2026.11.1")
    (tmp_path / ".releases.json.77.new").symlink_to("latest/releases.json")
    Releases(tmp_path).clear_leftovers()
    assert [p.name for p in tmp_path.iterdir()] == ["2026.11.0"]
