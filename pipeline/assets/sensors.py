"""Sensors: on the raw folder, on runs that fail, on runs that have stopped."""

import json

import dagster as dg

from pipeline.assets.alarms import Alarm, raise_alarm, silence
from pipeline.assets.schedules import nightly_build, output_place, raw_place
from pipeline.assets.volumes import VOLUMES
from pipeline.building.fingerprint import digest
from pipeline.building.raw_folder import WrongUse, read_raw_folder
from pipeline.storage.store import StorageError


@dg.sensor(job=nightly_build, minimum_interval_seconds=60, default_status=dg.DefaultSensorStatus.STOPPED)
def raw_folder(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """A volume came, changed or went: its partition comes or goes, and a build is asked for.

    Sizes and times are compared, not contents: the build itself knows by content what it has to do.
    """
    try:
        folder = read_raw_folder(raw_place())
    except (WrongUse, StorageError) as error:
        return dg.SkipReason(str(error))
    marks = {}
    for volume in folder.volumes:
        if volume.path is not None and volume.path.is_file():
            status = volume.path.stat()
            marks[volume.volume_id] = [status.st_size, status.st_mtime_ns]
    before = json.loads(context.cursor) if context.cursor else {}
    if marks == before:
        return dg.SkipReason("no volume came, changed or went")
    known = set(context.instance.get_dynamic_partitions(str(VOLUMES.name)))
    came, gone = sorted(set(marks) - known), sorted(known - set(marks))
    requests = [r for r in (VOLUMES.build_add_request(came) if came else None,
                            VOLUMES.build_delete_request(gone) if gone else None) if r]  # fmt: skip
    cursor = json.dumps(marks, sort_keys=True)
    return dg.SensorResult(
        run_requests=[dg.RunRequest(run_key=digest([cursor]))], dynamic_partitions_requests=requests, cursor=cursor
    )


@dg.run_failure_sensor(default_status=dg.DefaultSensorStatus.RUNNING, monitor_all_code_locations=False)
def failed_run(context: dg.RunFailureSensorContext) -> None:
    """Tell somebody that a run failed."""
    failures = raise_alarm(Alarm(context.dagster_run.job_name, context.failure_event.message or "failed",
                                 context.dagster_run.run_id))  # fmt: skip
    for failure in failures:
        context.log.error(failure)


@dg.sensor(job=nightly_build, minimum_interval_seconds=3600, default_status=dg.DefaultSensorStatus.STOPPED)
def heartbeat(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Tell somebody, once for each heartbeat missed, that runs have stopped."""
    found = silence(output_place().folder)
    if found is None:
        context.update_cursor("")
        return dg.SkipReason("the last run ended well in time")
    if context.cursor != "told":
        for failure in raise_alarm(Alarm(nightly_build.name, found)):
            context.log.error(failure)
        context.update_cursor("told")
    return dg.SkipReason(found)


sensors = [raw_folder, failed_run, heartbeat]
