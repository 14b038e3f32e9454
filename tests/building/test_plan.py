"""The plan: what has to be built, and what nothing need be done for."""

from pathlib import Path

from pipeline.building.parts import make_part
from pipeline.building.plan import make_plan
from tests.conftest import entry, notice, write_sources


def test_everything_is_to_do_at_first(raw: Path, tmp_path: Path) -> None:
    plan = make_plan(raw, tmp_path)
    assert [t.volume_id for t in plan.tasks] == ["a", "b"]
    assert plan.volume_ids == ("a", "b")
    assert plan.outcomes == ()


def test_a_kept_part_is_not_made_again(raw: Path, tmp_path: Path) -> None:
    first = make_plan(raw, tmp_path)
    made = make_part(first.tasks[0])
    second = make_plan(raw, tmp_path)
    assert second.outcomes == (made,)
    assert [t.volume_id for t in second.tasks] == ["b"]
    assert second.fingerprint == first.fingerprint


def test_a_changed_volume_is_to_do_again(raw: Path, tmp_path: Path) -> None:
    first = make_plan(raw, tmp_path)
    for task in first.tasks:
        make_part(task)
    (raw / "a.txt").write_text(notice(number=99), encoding="utf-8")
    write_sources(raw)
    second = make_plan(raw, tmp_path)
    assert [t.volume_id for t in second.tasks] == ["a"]
    assert second.fingerprint != first.fingerprint


def test_the_fingerprint_sees_sources_and_volumes(raw: Path, tmp_path: Path) -> None:
    seen = {make_plan(raw, tmp_path).fingerprint}
    (raw / "c.txt").write_text(notice(), encoding="utf-8")
    seen.add(make_plan(raw, tmp_path).fingerprint)
    (raw / "c.txt").rename(raw / "d.txt")
    seen.add(make_plan(raw, tmp_path).fingerprint)
    write_sources(raw)
    seen.add(make_plan(raw, tmp_path).fingerprint)
    assert len(seen) == 4


def test_other_bytes_than_listed_are_refused(raw: Path, tmp_path: Path) -> None:
    listed = entry(raw / "b.txt")
    (raw / "sources.toml").write_text(entry(raw / "a.txt", sha256="0" * 64) + listed, encoding="utf-8")
    plan = make_plan(raw, tmp_path)
    assert [t.volume_id for t in plan.tasks] == ["b"]
    (refused,) = plan.outcomes
    assert refused.row["status"] == "refused"
    assert f"expected {'0' * 64}, as sources.toml says" in str(refused.reason)
    assert refused.row["sha256"] != "0" * 64


def test_a_missing_volume_is_refused_without_a_checksum(raw: Path, tmp_path: Path) -> None:
    (raw / "a.txt").unlink()
    (refused,) = make_plan(raw, tmp_path).outcomes
    assert (refused.row["sha256"], refused.row["byte_count"]) == (None, None)
