"""Scheduled jobs: the nightly build and the weekly release. Each calls the function that the command calls."""

import datetime
import os
from pathlib import Path

import dagster as dg

from pipeline.assets.alarms import beat
from pipeline.assets.resources import ENGINE, OUTPUT, RAW, RAY_ADDRESS, ray_resource
from pipeline.building.run import Settings
from pipeline.engines.choosing import LOCAL
from pipeline.storage.places import Target, raw_folder, target

TIME_ZONE = "Asia/Shanghai"
POOL = "gongwen_output"
"""One run at a time works on an output folder; the folder's own lock refuses a second in any case."""
_AGAIN = dg.RetryPolicy(max_retries=2, delay=300)
"""For what another try may mend: another process at work, a disk that was full. What was judged is not tried again."""


def raw_place() -> Path:
    """The raw folder named in the environment, `raw` of the working directory otherwise; of a URL its copy."""
    return raw_folder(os.environ.get(RAW, "raw"))


def output_place() -> Target:
    """The output named in the environment, `output` of the working directory otherwise."""
    return target(os.environ.get(OUTPUT, "output"))


@dg.op(
    description="Build what changed, check it, publish it: what `gongwen build` does",
    retry_policy=_AGAIN,
    pool=POOL,
    required_resource_keys={"ray"},
)
def build(context: dg.OpExecutionContext) -> None:
    """Run the jobs of the volumes that changed, then the dataset job, on this very instance."""
    from pipeline.building.run import build as run_build

    here = output_place()
    engine, address = os.environ.get(ENGINE) or LOCAL, os.environ.get(RAY_ADDRESS)
    asked = Settings(raw_place(), here.folder, engine=engine, address=address)
    summary = run_build(asked, instance=context.instance)
    context.log.info(summary.sentence)
    if summary.exit_code:
        raise dg.Failure(description=summary.sentence, allow_retries=False)
    here.publish_build()
    beat(here.folder, summary.sentence)


@dg.op(
    description="Freeze the newest build under the next version: what `gongwen release` does",
    config_schema={"date": dg.Field(str, description="YYYY-MM-DD, the day whose version is made")},
    retry_policy=_AGAIN,
    pool=POOL,
)
def release(context: dg.OpExecutionContext) -> None:
    """Release what differs from the last release; where nothing does, say so."""
    from pipeline.releasing.freezing import next_version
    from pipeline.releasing.freezing import release as make_release

    here = output_place()
    here.fetch_releases()
    day = datetime.date.fromisoformat(context.op_config["date"])
    version = next_version(here.folder, day.year, day.month)
    made = make_release(version, Settings(raw_place(), here.folder), unless_same=True)
    if made.place is None:
        found = "; ".join(f.sentence for f in made.findings) or str(made.failure)
        raise dg.Failure(description=f"Nothing was released: {found}", allow_retries=False)
    context.log.info(f"{'As before' if made.already else 'Released'}: {made.place}")
    here.publish_release(made.place)
    beat(here.folder, f"released {made.place.name}")


@dg.job(
    executor_def=dg.in_process_executor,
    description="Build what changed, check it, publish it",
    resource_defs={"ray": ray_resource()},
)
def nightly_build() -> None:
    """The nightly build."""
    build()


@dg.job(executor_def=dg.in_process_executor, description="Freeze the newest build under the next version")
def weekly_release() -> None:
    """The weekly release."""
    release()


nightly = dg.ScheduleDefinition(
    name="nightly", job=nightly_build, cron_schedule="30 2 * * *", execution_timezone=TIME_ZONE
)


@dg.schedule(job=weekly_release, cron_schedule="30 4 * * 1", execution_timezone=TIME_ZONE)
def weekly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Mondays, after the nightly build; the version is that of the day the tick was due."""
    date = context.scheduled_execution_time.date().isoformat()
    return dg.RunRequest(run_key=date, run_config={"ops": {"release": {"config": {"date": date}}}})


schedules = [nightly, weekly]
scheduled_jobs = [nightly_build, weekly_release]
