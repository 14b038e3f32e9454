"""Putting a build into place: readers see the old one or the new one, whole."""

import os
from pathlib import Path

import pytest

from pipeline.publishing.place import content_name, put_into_place, remove_old_builds


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path, Path]:
    (tmp_path / "builds").mkdir()
    return tmp_path / "staging", tmp_path / "builds", tmp_path / "latest"


def stage(staging: Path, text: str) -> None:
    staging.mkdir()
    (staging / "documents.parquet").write_text(text)


def test_latest_names_the_newest(places: tuple[Path, Path, Path]) -> None:
    staging, builds, latest = places
    for text in ("one", "two"):
        stage(staging, text)
        put_into_place(staging, builds, latest, text)
        assert (latest / "documents.parquet").read_text() == text
        assert not staging.exists()
    assert os.readlink(latest) == "builds/two"
    assert sorted(p.name for p in latest.parent.iterdir()) == ["builds", "latest"]


def test_the_same_content_again_replaces_nothing_in_use(places: tuple[Path, Path, Path]) -> None:
    staging, builds, latest = places
    stage(staging, "one")
    first = put_into_place(staging, builds, latest, "one")
    held = (first / "documents.parquet").open()
    stage(staging, "one")
    second = put_into_place(staging, builds, latest, "one")
    assert second != first
    assert held.read() == "one"
    assert latest.resolve() == second.resolve()


def test_what_a_killed_build_left_is_replaced(places: tuple[Path, Path, Path]) -> None:
    staging, builds, latest = places
    stage(builds / "one", "half of it")
    stage(staging, "one")
    put_into_place(staging, builds, latest, "one")
    assert (latest / "documents.parquet").read_text() == "one"


def test_a_failure_on_the_way_leaves_latest(places: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    staging, builds, latest = places
    stage(staging, "one")
    put_into_place(staging, builds, latest, "one")
    for step in ("pathlib.Path.rename", "pathlib.Path.symlink_to", "pathlib.Path.replace"):
        stage(staging, "two") if not staging.exists() else None

        def broken(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(step, broken)
            with pytest.raises(OSError, match="No space"):
                put_into_place(staging, builds, latest, "two")
        assert (latest / "documents.parquet").read_text() == "one"


def test_the_build_before_is_kept_and_older_ones_go(places: tuple[Path, Path, Path]) -> None:
    staging, builds, latest = places
    for n, text in enumerate(("one", "two", "three", "four")):
        stage(staging, text)
        before = latest.resolve()
        target = put_into_place(staging, builds, latest, text)
        os.utime(target, ns=(9 - n, 9 - n))  # the clock goes back all the time
        remove_old_builds(builds, latest, before)
    assert sorted(p.name for p in builds.iterdir()) == ["four", "three"]


def test_a_build_is_named_by_its_tables_alone(tmp_path: Path) -> None:
    sums = tmp_path / "SHA256SUMS"
    sums.write_text("11  a.parquet\n22  corpus.duckdb\n")
    name = content_name(sums)
    sums.write_text("11  a.parquet\n33  corpus.duckdb\n")
    assert content_name(sums) == name
    sums.write_text("12  a.parquet\n33  corpus.duckdb\n")
    assert content_name(sums) != name
