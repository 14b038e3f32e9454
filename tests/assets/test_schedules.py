"""Ticks of schedules and sensors, alarms against a local server, and the heartbeat."""

import json
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipeline.assets import alarms
from pipeline.assets.alarms import ALARM_COMMAND, ALARM_URL, Alarm, beat, raise_alarm, silence
from pipeline.assets.resources import OUTPUT, RAW
from pipeline.assets.schedules import nightly, weekly
from pipeline.assets.sensors import failed_run, heartbeat, raw_folder
from pipeline.definitions import defs
from pipeline.releasing.freezing import next_version
from tests.conftest import notice

MONDAY = datetime(2026, 11, 23, 4, 30, tzinfo=timezone.utc)  # noqa: UP017


@pytest.fixture
def folders(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setenv(RAW, str(raw))
    monkeypatch.setenv(OUTPUT, str(output))
    (output / ".gongwen").mkdir(parents=True)
    return raw, output


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """What a local server was told."""
    bodies: list[dict[str, Any]] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(ALARM_URL, f"http://127.0.0.1:{server.server_port}/")
    yield bodies
    server.shutdown()
    server.server_close()


def test_schedules_and_sensors_are_loaded() -> None:
    repository = defs.get_repository_def()
    assert {s.name: s.cron_schedule for s in repository.schedule_defs} == {
        "nightly": "30 2 * * *",
        "weekly": "30 4 * * 1",
    }
    assert {s.name for s in repository.sensor_defs} == {"raw_folder", "failed_run", "heartbeat"}


def test_ticks_ask_for_the_right_runs() -> None:
    with dg.build_schedule_context(scheduled_execution_time=MONDAY) as context:
        (run,) = nightly.evaluate_tick(context).run_requests or []
        assert run.run_config == {}
        (run,) = weekly.evaluate_tick(context).run_requests or []
    assert run.run_config == {"ops": {"release": {"config": {"date": "2026-11-23"}}}}


def tick(instance: dg.DagsterInstance, cursor: str | None) -> Any:
    with dg.build_sensor_context(instance=instance, cursor=cursor, repository_def=defs.get_repository_def()) as context:
        return raw_folder.evaluate_tick(context)


def test_a_volume_that_comes_changes_or_goes_asks_for_a_build(folders: tuple[Path, Path]) -> None:
    raw, _ = folders
    with dg.instance_for_test() as instance:
        first = tick(instance, None)
        assert len(first.run_requests) == 1
        (added,) = first.dynamic_partitions_requests
        assert added.partition_keys == ["a", "b"]
        instance.add_dynamic_partitions("volumes", ["a", "b"])
        quiet = tick(instance, first.cursor)
        assert not quiet.run_requests
        assert quiet.skip_message == "no volume came, changed or went"
        (raw / "a.txt").write_text(notice(number=99) + "\n", encoding="utf-8")
        changed = tick(instance, first.cursor)
        assert len(changed.run_requests) == 1
        assert not changed.dynamic_partitions_requests
        (raw / "b.txt").unlink()
        (raw / "sources.toml").unlink()
        gone = tick(instance, changed.cursor)
        assert [r.partition_keys for r in gone.dynamic_partitions_requests] == [["b"]]
        (raw / "a.txt").unlink()
        assert "found no volumes" in str(tick(instance, gone.cursor).skip_message)


def test_a_failed_run_is_told(heard: list[dict[str, Any]]) -> None:
    @dg.op
    def fail() -> None:
        raise dg.Failure("no room")

    @dg.job
    def failing() -> None:
        fail()

    with dg.DagsterInstance.ephemeral() as instance:
        result = failing.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            sensor_name="failed_run",
            dagster_event=result.get_run_failure_event(),
            dagster_instance=instance,
            dagster_run=result.dagster_run,
        ).for_run_failure()
        failed_run(context)
    assert [(h["job"], h["run_id"]) for h in heard] == [("failing", result.run_id)]


def test_a_missed_heartbeat_is_told_once(folders: tuple[Path, Path], heard: list[dict[str, Any]]) -> None:
    _, output = folders
    context = dg.build_sensor_context()
    heartbeat(context)
    heartbeat(context)
    assert len(heard) == 1
    assert "found no heartbeat" in heard[0]["message"]
    beat(output, "all is well")
    heartbeat(context)
    beat(output, "all was well", now=1.0)
    heartbeat(context)
    assert len(heard) == 2


def test_silence_is_told_from_a_clock_set_back(folders: tuple[Path, Path]) -> None:
    _, output = folders
    beat(output, "well", now=1_000_000.0)
    assert silence(output, now=1_000_000.0 + 3600) is None
    assert "37 hours old" in str(silence(output, now=1_000_000.0 + 37 * 3600))
    assert "ahead of the clock" in str(silence(output, now=1_000_000.0 - 5 * 3600))
    (output / alarms.HEARTBEAT).write_text("{", encoding="utf-8")
    assert "expected a heartbeat" in str(silence(output))


def test_a_command_is_told_and_a_deaf_listener_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = tmp_path / "heard"
    script = f"import sys; open({str(heard)!r}, 'w').write(sys.stdin.read())"
    monkeypatch.setenv(ALARM_COMMAND, f'{sys.executable} -c "{script}"')
    monkeypatch.setenv(ALARM_URL, "http://127.0.0.1:9/")
    (failure,) = raise_alarm(Alarm("nightly_build", "停"))
    assert failure.startswith(ALARM_URL)
    assert json.loads(heard.read_text(encoding="utf-8")) == {"job": "nightly_build", "message": "停", "run_id": None}


def test_the_next_version_follows_the_newest(tmp_path: Path) -> None:
    assert next_version(tmp_path, 2026, 11) == "2026.11.0"
    folder = tmp_path / "releases" / "2026.11.3"
    folder.mkdir(parents=True)
    (folder / "provenance.json").write_text("{}")
    assert next_version(tmp_path, 2026, 11) == "2026.11.4"
    assert next_version(tmp_path, 2026, 12) == "2026.12.0"
    assert next_version(tmp_path, 2026, 9) == "2026.11.4"  # a clock that was set back
