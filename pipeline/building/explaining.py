"""What a build would do and why: the plan beside what the last build that published was made from. Builds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.building.fingerprint import is_rule, stage_of
from pipeline.building.plan import Inputs, Plan, make_plan
from pipeline.building.state import Output, last_state, read_state

BUILD, KEEP, REFUSE, REMOVE = "build", "keep", "refuse", "remove"


@dataclass(frozen=True, slots=True)
class Fate:
    """What a build would do with a volume, and why: `build`, `keep` its part, `refuse`, `remove` from the dataset."""

    volume: str
    action: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a build would do with each volume, and why the tables would be put together; nothing to do: no reasons."""

    volumes: tuple[Fate, ...]
    dataset: tuple[str, ...]


def explain(raw: Path, folder: Path) -> Explanation:
    """What a build of the volumes in `raw` into the output folder would do.

    Raises:
        WrongUse: the raw folder cannot be used.
    """
    output = Output(folder)
    plan = make_plan(raw, output.parts)
    state = last_state(output)
    last = Inputs(**state.inputs) if state else None
    fates = tuple(_fates(plan, last))
    return Explanation(fates, tuple(_dataset(plan, last, fates, whole=read_state(output) is not None)))


def _fates(plan: Plan, last: Inputs | None) -> Iterator[Fate]:
    to_build = {t.volume_id for t in plan.tasks}
    refused = {o.volume_id: str(o.reason) for o in plan.outcomes if not o.built}
    for volume in plan.raw.volumes:
        if volume.volume_id in to_build:
            yield Fate(volume.file_name, BUILD, tuple(_why(volume.file_name, plan.inputs, last)))
        elif volume.volume_id in refused:
            yield Fate(volume.file_name, REFUSE, (refused[volume.volume_id],))
        else:
            yield Fate(volume.file_name, KEEP, ())
    for name in sorted(set(last.volumes if last else ()) - set(plan.inputs.volumes)):
        yield Fate(name, REMOVE, ("it is no longer in the raw folder",))


def _why(name: str, now: Inputs, last: Inputs | None) -> Iterator[str]:
    """Why there is no part of a volume as it is now."""
    if last is None:
        yield "no build to compare with"
        return
    reasons = list(_changes_of_stages(now, last))
    if name not in last.volumes:
        before = [n for n, sha256 in last.volumes.items() if sha256 == now.volumes[name] and n not in now.volumes]
        yield f"renamed from {before[0]}: ids are made from the name" if before else "new"
    elif last.volumes[name] != now.volumes[name]:
        yield "the file changed"
    elif not reasons and last.sources != now.sources:
        yield "sources.toml changed"
    elif not reasons and any(map(is_rule, _changed(now.ingredients, last.ingredients))):
        yield "its part is not kept: the rules changed that it was refused by, or it was lost"
    elif not reasons:
        yield "its part is not kept: it was lost, or an earlier try did not last"
    yield from reasons


def _changes_of_stages(now: Inputs, last: Inputs) -> Iterator[str]:
    """Changed code and data of stages, a sentence a stage."""
    by_stage: dict[str, list[str]] = {}
    for name in _changed(now.ingredients, last.ingredients):
        stage = stage_of(name)
        if stage:
            by_stage.setdefault(stage, []).append(name)
    for stage, names in by_stage.items():
        yield f"{stage} changed: {', '.join(names)}"


def _dataset(plan: Plan, last: Inputs | None, fates: tuple[Fate, ...], *, whole: bool) -> Iterator[str]:
    for action, what in ((BUILD, "to build"), (REMOVE, "to remove")):
        count = sum(f.action == action for f in fates)
        if count:
            yield f"volumes {what}: {count:,}"
    if last is None:
        yield "no build to compare with"
        return
    if plan.inputs.sources != last.sources:
        yield "sources.toml changed"
    if _changed(plan.inputs.volumes, last.volumes) and not any(f.action in (BUILD, REMOVE) for f in fates):
        yield "volumes are as they were in a build before the last, or refused"
    changed = [n for n in _changed(plan.inputs.ingredients, last.ingredients) if stage_of(n) is None]
    for what, names in (
        ("rules of the suites", [n for n in changed if is_rule(n)]),
        ("code of the build", [n for n in changed if not is_rule(n)]),
    ):
        if names:
            yield f"{what} changed: {', '.join(names)}"
    if not whole:
        yield "the latest dataset is gone or was touched"


def _changed(now: Mapping[str, str | None], last: Mapping[str, str | None]) -> list[str]:
    return sorted(name for name in {**now, **last} if now.get(name) != last.get(name))
