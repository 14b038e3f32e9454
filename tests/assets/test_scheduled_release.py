"""The weekly release run as the scheduler runs it, and the graph that Dagster loads, as it was last looked at."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipeline.assets.alarms import FRESH, HEARTBEAT, STALE_HOURS
from pipeline.assets.resources import OUTPUT, RAW
from pipeline.assets.schedules import POOL, build, release
from pipeline.contract import PUBLISHED
from pipeline.definitions import defs
from pipeline.releasing import freezing
from pipeline.releasing.verifying import verify
from tests.releasing.conftest import CLEAN

SNAPSHOT = Path(__file__).with_name("graph.json")


def graph() -> dict[str, Any]:
    """Assets with what they are made from and their checks, jobs with their steps, schedules, sensors.

    The tables stand as one: which there are is the contract's to say.
    """
    assets, repository = defs.resolve_asset_graph(), defs.get_repository_def()

    def named(keys: Iterable[str]) -> list[str]:
        return sorted({"every table" if k in PUBLISHED else k for k in keys})

    found = {
        "every table" if (name := key.to_user_string()) in PUBLISHED else name: named(
            p.to_user_string() for p in assets.get(key).parent_keys
        )
        for key in sorted(assets.get_all_asset_keys())
    }
    schedules = sorted(repository.schedule_defs, key=lambda s: s.name)
    jobs = sorted((j for j in repository.get_all_jobs() if not j.name.startswith("__")), key=lambda j: j.name)
    return {
        "assets": dict(sorted(found.items())),
        "checks": {n: named(k.asset_key.to_user_string() for k in assets.asset_check_keys if k.name == n)
                   for n in sorted({k.name for k in assets.asset_check_keys})},
        "jobs": {j.name: named(n.name for n in j.nodes) for j in jobs},
        "schedules": {s.name: f"{s.cron_schedule} {s.execution_timezone} {s.job_name}" for s in schedules},
        "sensors": {s.name: s.default_status.value for s in sorted(repository.sensor_defs, key=lambda s: s.name)},
    }  # fmt: skip


def test_the_graph_is_as_it_was_last_looked_at() -> None:
    """Meant changes: `python -m tests.assets.test_scheduled_release`, and look at what it changes in graph.json."""
    assert graph() == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_what_is_published_must_be_fresh() -> None:
    spec = defs.resolve_asset_graph().get(dg.AssetKey("latest")).freshness_policy
    assert spec == FRESH
    assert spec.fail_window.to_timedelta().total_seconds() == STALE_HOURS * 3600


def test_one_run_at_a_time_and_again_where_that_helps() -> None:
    for op in (build, release):
        assert op.pool == POOL
        assert op.retry_policy is not None and op.retry_policy.max_retries == 2


def test_the_weekly_release_is_made_once(small_dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(small_dataset.parents[1], tmp_path, symlinks=True, dirs_exist_ok=True)
    monkeypatch.setenv(RAW, str(tmp_path / "raw"))
    monkeypatch.setenv(OUTPUT, str(tmp_path / "output"))
    monkeypatch.setattr(freezing, "running_code", lambda: CLEAN)
    job = defs.resolve_job_def("weekly_release")
    for date in ("2026-11-23", "2026-11-30"):  # nothing has changed in between: nothing more is released
        config = {"ops": {"release": {"config": {"date": date}}}}
        assert job.execute_in_process(run_config=config, instance=dg.DagsterInstance.ephemeral()).success
    releases = tmp_path / "output" / "releases"
    assert sorted(p.name for p in releases.iterdir()) == ["2026.11.0", "latest", "releases.json"]
    assert verify(releases / "latest").problems == ()
    assert json.loads((tmp_path / "output" / HEARTBEAT).read_text(encoding="utf-8"))["said"] == "released 2026.11.0"


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(graph(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
