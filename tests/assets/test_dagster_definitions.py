"""What Dagster loads: the assets, their order, checks, jobs and schedule; and that the nightly job builds."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import dagster as dg
import pytest

from pipeline.assets import running
from pipeline.assets.volumes import STAGES, VOLUMES
from pipeline.building.ahead import Ahead
from pipeline.building.parts import Outcome
from pipeline.building.run import Silent
from pipeline.building.workspace import Workspace
from pipeline.contract import PUBLISHED
from pipeline.definitions import defs

GRAPH = defs.resolve_asset_graph()


def test_the_assets_are_the_stages_the_tables_and_what_is_published() -> None:
    names = {key.to_user_string() for key in GRAPH.get_all_asset_keys()}
    assert names == {*STAGES, *PUBLISHED, "corpus_duckdb", "quality", "dataset_card", "datapackage", "latest"}


def test_data_moves_one_way() -> None:
    def parents(name: str) -> set[str]:
        return {k.to_user_string() for k in GRAPH.get(dg.AssetKey(name)).parent_keys}

    assert parents("cleaning") == {"reading"}
    assert parents("splitting") == {"cleaning"}
    assert parents("knowledge") == {"splitting"}
    assert {p for name in PUBLISHED for p in parents(name)} == {STAGES[-1]}
    assert parents("corpus_duckdb") == set(PUBLISHED)
    assert parents("datapackage") == {"quality", "dataset_card"}
    assert parents("latest") == {"datapackage"}


def test_every_table_has_a_blocking_check() -> None:
    checks = {key: GRAPH.get_check_spec(key) for key in GRAPH.asset_check_keys}
    assert {key.asset_key.to_user_string() for key in checks} == set(PUBLISHED)
    assert all(spec.blocking for spec in checks.values())


def test_stages_are_partitioned_by_volume() -> None:
    for name in STAGES:
        assert isinstance(GRAPH.get(dg.AssetKey(name)).partitions_def, dg.DynamicPartitionsDefinition)


def test_the_schedule_runs_the_build() -> None:
    schedule = defs.get_schedule_def("nightly")
    assert schedule.cron_schedule == "30 2 * * *"
    assert schedule.job_name == "nightly_build"
    with dg.instance_for_test() as instance:
        context = dg.build_schedule_context(instance)
        data = schedule.evaluate_tick(context)
    assert len(data.run_requests or []) == 1


def test_the_nightly_job_builds_and_records_every_asset(
    raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGWEN_RAW", str(raw))
    monkeypatch.setenv("GONGWEN_OUTPUT", str(output))
    (raw / "c.txt").write_bytes(b"\x00")
    instance = dg.DagsterInstance.ephemeral()
    result = defs.resolve_job_def("nightly_build").execute_in_process(instance=instance, raise_on_error=False)
    assert not result.success  # c.txt is refused, and whoever watches the schedule must see it
    assert (output / "latest" / "documents.parquet").is_file()
    for name in STAGES:
        assert instance.get_materialized_partitions(dg.AssetKey(name)) == {"a", "b"}
    assert set(instance.get_dynamic_partitions("volumes")) == {"a", "b", "c"}
    documents = instance.get_latest_materialization_event(dg.AssetKey("documents"))
    assert documents is not None
    materialization = documents.asset_materialization
    assert materialization is not None
    assert materialization.metadata["dagster/row_count"].value == 2
    assert "国务院办公厅关于规范行政许可的通知" in str(materialization.metadata["preview"].value)
    failed = [r for r in instance.get_runs() if r.tags.get("dagster/partition") == "c"]
    assert [r.status for r in failed] == [dg.DagsterRunStatus.FAILURE]
    assert [r.job_name for r in instance.get_runs()] == ["dataset", "volumes", "volume", "nightly_build"]


class Heard(Silent):
    """Which volumes are said to be done, and what was recorded by then."""

    def __init__(self, instance: dg.DagsterInstance):
        self.instance = instance
        self.volumes: list[str] = []
        self.recorded: list[int] = []

    def volume(self, outcome: Outcome) -> None:
        """A volume is done."""
        self.volumes.append(outcome.volume_id)
        self.recorded.append(len(self.instance.get_runs()))


def status(instance: dg.DagsterInstance, stage: str) -> dict[str, str | None]:
    """How the partitions of a stage are shown."""
    found = instance.get_status_by_partition(dg.AssetKey(stage), ["a", "b", "c"], VOLUMES) or {}
    return {volume: at.value if at else None for volume, at in found.items()}


def outcomes_of(volumes: dict[str, str | None]) -> tuple[Workspace, Iterator[Outcome]]:
    """A workspace with outcomes, and these as they come: volumes that were built, and volumes refused for a reason."""
    made = {
        volume: Outcome(
            volume,
            {"status": "refused" if reason else "built", "reason": reason, "encoding": "utf-8", "line_count": 9},
            rows={"pages": 2},
            part=None if reason else f"{volume}-0123",
        )
        for volume, reason in volumes.items()
    }
    plan = SimpleNamespace(volume_ids=list(made))
    workspace = SimpleNamespace(plan=plan, outcome=made.__getitem__, ahead=Ahead())
    return cast(Workspace, workspace), iter(made.values())


def test_volumes_share_a_run_and_each_refused_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "IN_ONE_RUN", 2)
    with dg.DagsterInstance.ephemeral() as instance:
        workspace, outcomes = outcomes_of({"a": None, "c": "no lines", "b": None, "d": None})
        heard = Heard(instance)
        running.run_volumes(workspace, outcomes, instance, heard)
        assert heard.volumes == ["a", "c", "b", "d"]
        assert heard.recorded == [0, 0, 1, 2]
        assert [r.job_name for r in instance.get_runs()] == ["volumes", "volumes", "volume"]
        for stage in STAGES:
            assert status(instance, stage) == {"a": "MATERIALIZED", "b": "MATERIALIZED", "c": "FAILED"}
        (event, *_) = instance.fetch_materializations(
            dg.AssetRecordsFilter(dg.AssetKey("reading"), asset_partitions=["a"]), limit=1
        ).records
        assert event.asset_materialization is not None
        assert event.asset_materialization.metadata["pages"].value == 2
        assert (event.asset_materialization.tags or {})["dagster/data_version"] == "a-0123"
        (refused,) = (r for r in instance.get_runs() if r.job_name == "volume")
        failures = [e.dagster_event for e in instance.all_logs(refused.run_id) if e.is_dagster_event]
        assert ["no lines" in str(e.step_failure_data.error) for e in failures if e and e.is_step_failure] == [True]
        # what was built is refused later, what was refused is built
        running.run_volumes(*outcomes_of({"a": "gone bad", "b": None, "c": None}), instance, Silent())
        assert status(instance, "terms") == {"a": "FAILED", "b": "MATERIALIZED", "c": "MATERIALIZED"}


def test_what_was_built_is_recorded_though_the_build_ends_early() -> None:
    workspace, outcomes = outcomes_of({"a": None, "b": None})

    def broken() -> Iterator[Outcome]:
        yield next(outcomes)
        raise KeyboardInterrupt

    with dg.DagsterInstance.ephemeral() as instance:
        with pytest.raises(KeyboardInterrupt):
            running.run_volumes(workspace, broken(), instance, Silent())
        assert status(instance, "reading")["a"] == "MATERIALIZED"


def test_volumes_can_be_built_in_one_run(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGWEN_RAW", str(raw))
    monkeypatch.setenv("GONGWEN_OUTPUT", str(output))
    (raw / "c.txt").write_bytes(b"\x00")
    instance = dg.DagsterInstance.ephemeral()
    instance.add_dynamic_partitions("volumes", ["a", "b", "c"])
    result = defs.resolve_job_def("volumes").execute_in_process(
        run_config={"ops": {"stages_of_volumes": {"config": {"volumes": ["c", "b", "a"]}}}},
        instance=instance,
        raise_on_error=False,
    )
    assert not result.success  # c is refused, the others are built all the same
    (failure,) = (e for e in result.all_events if e.is_step_failure)
    assert "c: " in str(failure.step_failure_data.user_failure_data)
    assert instance.get_materialized_partitions(dg.AssetKey("terms")) == {"a", "b"}


def test_a_partition_can_be_built_by_itself(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGWEN_RAW", str(raw))
    monkeypatch.setenv("GONGWEN_OUTPUT", str(output))
    instance = dg.DagsterInstance.ephemeral()
    instance.add_dynamic_partitions("volumes", ["a"])
    job = defs.resolve_job_def("volume")
    result = job.execute_in_process(instance=instance, partition_key="a")
    (event,) = [e for e in result.get_asset_materialization_events() if e.asset_key == dg.AssetKey("splitting")]
    assert event.materialization.metadata["documents"].value == 1
    assert event.materialization.metadata["seconds"].value >= 0


def test_checks_report_their_figures(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGWEN_RAW", str(raw))
    monkeypatch.setenv("GONGWEN_OUTPUT", str(output))
    result = defs.resolve_job_def("dataset").execute_in_process(instance=dg.DagsterInstance.ephemeral())
    evaluations = {e.asset_key.to_user_string(): e for e in result.get_asset_check_evaluations()}
    assert set(evaluations) == set(PUBLISHED)
    documents = evaluations["documents"]
    assert documents.passed
    assert documents.metadata["rows"].value == 2
    assert documents.metadata["failed"].value == 0
    assert "blocks_make_the_text" in str(documents.metadata["figures"].value)
    assert (output / "latest").is_symlink()
