"""A volume whose rows break a rule of the suites is refused, with the rule; the others are published without it."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import pipeline.stages
from pipeline.building import fingerprint, parts, plan
from pipeline.building.explaining import explain
from pipeline.building.run import Settings, Summary, build
from pipeline.stages import Built
from tests.conftest import notice, write_sources

pytestmark = pytest.mark.usefixtures("quick_verdicts")


def run(raw: Path, output: Path) -> Summary:
    return build(Settings(raw, output, jobs=1))


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have the pipeline make units of another depth than they have, of the volumes that are named."""

    def spoil_volumes(*names: str) -> None:
        sound = pipeline.stages.build_volume

        def spoiled(file_name: str, data: bytes) -> Built:
            built = sound(file_name, data)
            if file_name in names:
                units = built.tables["units"]
                at = units.schema.get_field_index("depth")
                depth = pc.add(units["depth"], pa.scalar(7, units["depth"].type))
                built.tables["units"] = units.set_column(at, units.schema.field(at), depth)
            return built

        monkeypatch.setattr(pipeline.stages, "build_volume", spoiled)

    return spoil_volumes


def test_the_volume_at_fault_is_refused_and_the_others_published(
    raw: Path, output: Path, spoil: Callable[..., None]
) -> None:
    spoil("b.txt")
    summary = run(raw, output)
    assert (summary.exit_code, summary.built, summary.failure) == (1, 1, None)
    assert all(c.passed for c in summary.checks)
    (reason,) = summary.refused.values()
    assert reason.startswith("b.txt: found BrokenPromise: units: ")
    assert "depth" in reason
    assert "This is a defect of gongwen" in reason


def test_the_refusal_is_kept(raw: Path, output: Path, spoil: Callable[..., None]) -> None:
    spoil("b.txt")
    first = run(raw, output)
    again = run(raw, output)
    assert (again.worked, again.refused) == (False, first.refused)
    (raw / "c.txt").write_text(notice(number=3), encoding="utf-8")
    write_sources(raw)
    later = run(raw, output)
    assert (later.refused, later.built) == (first.refused, 2)


def test_a_volume_refused_by_other_rules_is_built_anew(
    raw: Path, output: Path, spoil: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil("b.txt")
    run(raw, output)
    assert [f.action for f in explain(raw, output).volumes] == ["keep", "refuse"]
    changed = {**fingerprint.ingredients(), "expectations/units.json": "other rules"}
    monkeypatch.setattr(plan, "ingredients", lambda: changed)
    monkeypatch.setattr(parts, "rules_fingerprint", lambda: "other rules")
    explained = explain(raw, output)
    assert [f.action for f in explained.volumes] == ["keep", "build"]
    assert explained.volumes[1].reasons == (
        "its part is not kept: the rules changed that it was refused by, or it was lost",
    )
    assert explained.dataset == ("volumes to build: 1", "rules of the suites changed: expectations/units.json")


def test_nothing_is_published_where_all_are_at_fault(raw: Path, output: Path, spoil: Callable[..., None]) -> None:
    spoil("a.txt", "b.txt")
    summary = run(raw, output)
    assert summary.failure == "no volume could be built"
    assert len(summary.refused) == 2
    assert not (output / "latest").exists()
