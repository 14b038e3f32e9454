"""What Dagster loads: the assets, their order, checks, jobs and schedule; and that the nightly job builds."""

from pathlib import Path

import dagster as dg
import pytest

from pipeline.assets.volumes import STAGES
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
