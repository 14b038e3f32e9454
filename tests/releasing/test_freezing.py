"""Releases: what is in one, that it is never written again, and what is refused."""

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from pipeline.building.raw_folder import WrongUse
from pipeline.building.run import Settings
from pipeline.publishing.quality import FILE_NAME as QUALITY
from pipeline.releasing import freezing
from pipeline.releasing.freezing import ReleaseExists, release
from pipeline.releasing.gates import judge_release
from pipeline.releasing.provenance import Code
from pipeline.releasing.verifying import verify
from pipeline.releasing.versions import Releases
from tests.conftest import notice
from tests.releasing.conftest import CLEAN, Making


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def test_a_release_has_all_its_files_and_is_whole(first_release: Path) -> None:
    names = set(bytes_of(first_release))
    assert names >= {
        "documents.parquet", "articles.parquet", "corpus.duckdb", "datapackage.json", "croissant.json", "README.md",
        "CITATION.cff", "CHANGELOG.md", "SHA256SUMS", "provenance.json", "quality.json", "quality.html",
    }  # fmt: skip
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=first_release, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("OK") == len(names) - 1
    raw = first_release.parents[2] / "raw"
    assert verify(first_release, raw).problems == ()
    assert all(p.stat().st_mode & 0o222 == 0 for p in first_release.rglob("*") if p.is_file())


def test_provenance_names_code_lock_and_volumes(first_release: Path) -> None:
    provenance = json.loads((first_release / "provenance.json").read_text(encoding="utf-8"))
    assert (provenance["commit"], provenance["lock_sha256"]) == (CLEAN.commit, CLEAN.lock_sha256)
    assert [v["file"] for v in provenance["volumes"]] == ["a.txt", "b.txt"]
    assert provenance["accepted"] is None
    assert provenance["rows"]["documents"] == 2
    package = json.loads((first_release / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["version"], package["created"]) == ("2026.11.0", "2026-11-21T00:00:00Z")
    assert f"sha256:{provenance['content']}" in (first_release / "CITATION.cff").read_text(encoding="utf-8")


def test_the_same_raw_files_give_the_same_release(first_release: Path, make: Making) -> None:
    made = make("2026.11.0")
    assert made.place is not None
    here, there = bytes_of(first_release), bytes_of(made.place)
    differing = {n for n in here if here[n] != there.get(n)}
    assert differing <= {"corpus.duckdb", "SHA256SUMS"}  # DuckDB promises no bytes


@pytest.mark.usefixtures("quick_verdicts")
def test_a_release_is_never_written_again(make: Making, raw: Path, output: Path) -> None:
    first = make("2026.11.0")
    assert first.place is not None
    before = bytes_of(first.place)
    again = make("2026.11.0")
    assert (again.already, again.exit_code, bytes_of(first.place)) == (True, 0, before)
    (raw / "c.txt").write_text(notice(number=99), encoding="utf-8")
    with pytest.raises(ReleaseExists, match=r"Take the next version: 2026\.11\.1"):
        make("2026.11.0")
    assert bytes_of(first.place) == before
    second = make("2026.11.1")
    assert second.place is not None
    assert (output / "releases" / "latest").resolve() == second.place.resolve()
    assert bytes_of(first.place) == before
    with pytest.raises(ReleaseExists, match="expected a version after it"):
        make("2026.10.0")
    log = (second.place / "CHANGELOG.md").read_text(encoding="utf-8")
    assert log.index("## 2026.11.1") < log.index("## 2026.11.0")
    assert "Documents added:" in log


@pytest.mark.usefixtures("quick_verdicts")
def test_a_lost_document_is_refused_unless_accepted(make: Making, raw: Path, output: Path) -> None:
    make("2026.11.0")
    (raw / "b.txt").unlink()
    refused = make("2026.11.1")
    assert refused.exit_code == 1
    assert not (output / "releases" / "2026.11.1").exists()
    assert (output / "releases" / "latest").resolve().name == "2026.11.0"
    assert any(f.gate == "documents" and "水土保持" in f.sentence for f in refused.findings)
    made = make("2026.11.1", accepted="卷 b 撤回")
    assert made.place is not None
    accepted = json.loads((made.place / "provenance.json").read_text(encoding="utf-8"))["accepted"]
    assert accepted["reason"] == "卷 b 撤回"
    assert {f["gate"] for f in accepted["findings"]} >= {"documents"}
    assert "卷 b 撤回" in (made.place / "CHANGELOG.md").read_text(encoding="utf-8")


def test_code_that_is_not_its_commit_is_refused(make: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "running_code", lambda: Code("0" * 40, "2026-11-21", ("pipeline/rows.py",)))
    made = make("2026.11.0")
    assert [f.gate for f in made.findings] == ["code"]
    assert made.exit_code == 1


def test_a_refused_volume_speaks_against_a_release() -> None:
    (finding,) = judge_release({"c": "c.txt: found an empty file"}, CLEAN)
    assert finding.sentence == "volumes: c was refused: c.txt: found an empty file"


def test_a_release_needs_sources(raw: Path, output: Path) -> None:
    (raw / "c.txt").write_text(notice(number=30), encoding="utf-8")
    with pytest.raises(WrongUse, match=r"no entry for c\.txt"):
        release("2026.11.0", Settings(raw, output, 1))
    (raw / "sources.toml").unlink()
    with pytest.raises(WrongUse, match=r"found no sources\.toml"):
        release("2026.11.0", Settings(raw, output, 1))
    assert not (output / "releases").exists()


def test_a_build_that_is_not_whole_is_not_released(make: Making, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoil(folder: Path, *_: object, **__: object) -> Path:
        path = folder / "CITATION.cff"
        path.write_text("x", encoding="utf-8")
        (folder / "documents.parquet").write_bytes(b"PAR1")
        return path

    monkeypatch.setattr(freezing, "write_citation", spoil)
    made = make("2026.11.0")
    assert made.exit_code == 1
    assert any(p.where == "documents.parquet" for p in made.problems)
    assert list((output / "releases").iterdir()) == []


def test_a_run_cut_short_after_the_folder_moved_is_made_good(make: Making, output: Path) -> None:
    made = make("2026.11.0")
    assert made.place is not None
    releases = output / "releases"
    (releases / "releases.json").unlink()
    (releases / "latest").unlink()
    again = make("2026.11.0")
    assert again.already
    assert os.readlink(releases / "latest") == "2026.11.0"
    assert json.loads((releases / "releases.json").read_text(encoding="utf-8"))["latest"] == "2026.11.0"


@pytest.mark.usefixtures("quick_verdicts")
def test_a_run_killed_before_the_link_changes_is_made_good(
    make: Making, raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("2026.11.0")
    (raw / "c.txt").write_text(notice(number=99), encoding="utf-8")

    def killed(_: Releases) -> None:
        raise KeyboardInterrupt

    refresh, calls = Releases.refresh, []
    monkeypatch.setattr(Releases, "refresh", lambda r: calls.append(1) or refresh(r) if not calls else killed(r))
    with pytest.raises(KeyboardInterrupt):
        make("2026.11.1")
    releases = output / "releases"
    assert (releases / "2026.11.1").is_dir()
    named = json.loads((releases / "releases.json").read_text(encoding="utf-8"))["latest"]
    assert (named, os.readlink(releases / "latest")) == ("2026.11.0", "2026.11.0")
    monkeypatch.setattr(Releases, "refresh", refresh)
    assert make("2026.11.1").already
    named = json.loads((releases / "releases.json").read_text(encoding="utf-8"))["latest"]
    assert (named, os.readlink(releases / "latest")) == ("2026.11.1", "2026.11.1")
    assert verify(releases / "2026.11.1").problems == ()


def test_quality_is_in_every_build(first_release: Path) -> None:
    measured = json.loads((first_release / QUALITY).read_text(encoding="utf-8"))
    assert measured["rows"]["documents"] == 2
    assert measured["accuracy"] == {}  # no truth covers these volumes
    assert {v["volume_id"] for v in measured["volumes"]} == {"a", "b"}


def test_a_full_disk_leaves_the_releases_as_they_were(
    make: Making, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(freezing, "write_checksums", full)
    with pytest.raises(OSError, match="No space left"):
        make("2026.11.0")
    assert not (output / "releases" / "latest").exists()
    assert not (output / "releases" / "2026.11.0").exists()
    monkeypatch.undo()
    monkeypatch.setattr(freezing, "running_code", lambda: CLEAN)
    assert make("2026.11.0").exit_code == 0
    assert not list((output / "releases").glob(".*.new"))


def test_the_same_tables_are_not_released_twice(make: Making, raw: Path, output: Path) -> None:
    first = make("2026.11.0")
    again = release("2026.11.1", Settings(raw, output, 1), unless_same=True)
    assert (again.already, again.place) == (True, first.place)
    assert not (output / "releases" / "2026.11.1").exists()
