"""Making a release: the newest build, judged against the last release, frozen under a version.

The folder is put together beside the others, verified as any reader would, made read-only, and moved into place in one
step; then the link to the newest changes, and the index with it. Whatever ends a run early leaves no release or a whole
one.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.building.raw_folder import SOURCES, Source, WrongUse, read_raw_folder
from pipeline.building.run import Reporter, Settings, Summary, build_held
from pipeline.building.state import Output
from pipeline.contract import PUBLISHED, SCHEMA_VERSION
from pipeline.publishing.manifest import CHECKSUMS, write_checksums, write_datapackage
from pipeline.publishing.parquet import table_files
from pipeline.publishing.place import sync_folder, sync_tree
from pipeline.publishing.quality import FILE_NAME as QUALITY
from pipeline.publishing.quality_page import write_page
from pipeline.releasing import changelog
from pipeline.releasing.card import COMPATIBILITY, write_card
from pipeline.releasing.citation_file import write_citation
from pipeline.releasing.croissant import write_croissant
from pipeline.releasing.diffing import Difference, compare
from pipeline.releasing.gates import Finding, judge_difference, judge_release
from pipeline.releasing.provenance import Code, content_hash, describe, running_code
from pipeline.releasing.verifying import Problem, verify
from pipeline.releasing.versions import PROVENANCE, Releases, Version, read_provenance, write_index


class ReleaseExists(Exception):
    """A release of that version, or a later one, stands in its place; releases are never written again."""


@dataclass(slots=True)
class Release:
    """What came of a release: where it stands, or what spoke against it."""

    version: Version
    place: Path | None = None
    summary: Summary | None = None
    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    failure: str | None = None
    already: bool = False
    difference: Difference | None = None

    @property
    def exit_code(self) -> int:
        """0 released (or released before, the very same), 1 refused."""
        return 0 if self.place else 1


def next_version(output: Path, year: int, month: int) -> str:
    """The version after the newest release, in the month given; a clock that was set back gives no earlier one."""
    versions = Releases(output / "releases").versions()
    if versions and versions[-1] >= Version(year, month, 0):
        return str(versions[-1]._replace(number=versions[-1].number + 1))
    return str(Version(year, month, 0))


def release(
    version: str,
    settings: Settings,
    accepted: str | None = None,
    report: Reporter | None = None,
    *,
    unless_same: bool = False,
) -> Release:
    """Build what changed, judge it, and freeze it as a release; `accepted` says why findings of the gates are right.

    With `unless_same` nothing is released when the newest release has the very same tables.

    Raises:
        WrongUse: no version, no sources.toml, or a folder that cannot be used.
        OutputBusy: another process works on the output folder.
        ReleaseExists: the version, or a later one, was released with other content.
    """
    wanted = Version.parse(version)
    if accepted is not None and not accepted.strip():
        raise WrongUse("--accept: found no reason; expected why the release is right in spite of the gates. Say why.")
    sources = _sources(settings.raw)
    made = Release(wanted)
    output = Output(settings.output)
    output.prepare()
    with output.locked():  # from the build on: what is frozen is what was built, and nobody else's
        made.summary = build_held(settings, report)
        if made.summary.failure:
            made.failure = f"the build failed: {made.summary.failure}"
            return made
        _freeze(made, output, settings.raw, sources, accepted, unless_same=unless_same)
    return made


def _sources(raw: Path) -> list[Source]:
    folder = read_raw_folder(raw)
    if not folder.has_sources:
        raise WrongUse(
            f"{raw}: found no {SOURCES}; expected one, for a release says where its texts come from and under what "
            "licence. Write it, or add the volumes with `gongwen add`."
        )
    unknown = [v.file_name for v in folder.volumes if v.source is None]
    if unknown:
        raise WrongUse(
            f"{raw / SOURCES}: found no entry for {', '.join(unknown)}; expected one for every volume of a release. "
            "Add it, or take the volume out."
        )
    return [v.source for v in folder.volumes if v.source is not None]


def _freeze(
    made: Release, output: Output, raw: Path, sources: list[Source], accepted: str | None, *, unless_same: bool
) -> None:
    releases = Releases(output.folder / "releases")
    releases.folder.mkdir(exist_ok=True)
    releases.clear_leftovers()
    releases.refresh()
    built = output.latest.resolve()
    content = content_hash(built)
    _refuse_existing(made, releases, content)
    if made.already:
        return
    assert made.summary is not None
    code = running_code()
    previous = releases.newest()
    if unless_same and previous is not None and read_provenance(previous).get("content") == content:
        made.place, made.already = previous, True
        return
    made.findings = judge_release(made.summary.refused, code)
    if previous is not None:
        made.difference = compare(previous, built)
        made.findings += judge_difference(made.difference, previous, built)
    if made.findings and not accepted:
        made.failure = "the gates refuse it"
        return
    folder = releases.beside(made.version)
    try:
        _put_together(
            folder,
            built,
            made,
            sources=sources,
            code=code,
            content=content,
            previous=previous,
            accepted=accepted if made.findings else None,
        )
        made.problems = list(verify(folder, raw).problems)
        if made.problems:
            made.failure = "it was put together and is not whole"
            return
        made.place = _into_place(folder, releases, made.version)
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # by now in its place, or of no use: it may be what fills the disk


def _refuse_existing(made: Release, releases: Releases, content: str) -> None:
    versions = releases.versions()
    place = releases.place(made.version)
    if made.version in versions:
        if read_provenance(place).get("content") != content:
            raise ReleaseExists(
                f"{place}: found a release of other content; expected none, for a release is never written again. "
                f"Take the next version: {versions[-1]._replace(number=versions[-1].number + 1)}."
            )
        made.place, made.already = place, True
    elif versions and made.version < versions[-1]:
        raise ReleaseExists(f"{made.version}: found the later release {versions[-1]}; expected a version after it.")
    elif place.exists():
        raise ReleaseExists(f"{place}: found a folder that is no release; expected none. Move it elsewhere.")


def _put_together(
    folder: Path,
    built: Path,
    made: Release,
    *,
    sources: list[Source],
    code: Code,
    content: str,
    previous: Path | None,
    accepted: str | None,
) -> None:
    """Copy the build and write what a release has besides; the tables keep their bytes."""
    assert made.summary is not None
    shutil.copytree(built, folder, symlinks=False)
    version, rows = str(made.version), made.summary.rows
    tables = [name for name in PUBLISHED if table_files(folder, name)]
    write_card(folder, tables, rows, sources, version)
    write_croissant(folder, tables, sources, version, code.committed)
    write_citation(folder, version, content, code.commit, code.committed)
    write_page(folder, json.loads((folder / QUALITY).read_text(encoding="utf-8")), version)
    if made.difference is None:
        entry = changelog.first_entry(version, rows)
    else:
        entry = changelog.entry(made.difference, version, accepted)
    (folder / changelog.FILE_NAME).write_text(changelog.changelog(entry, previous), encoding="utf-8")
    provenance: dict[str, Any] = {
        "name": "gongwen",
        "version": version,
        "schema_version": SCHEMA_VERSION,
        "compatibility": COMPATIBILITY,
        "content": content,
        "previous": previous.name if previous else None,
        **describe(code),
        "volumes": [{"file": s.file, "sha256": s.sha256, "licence": s.licence} for s in sources],
        "refused": made.summary.refused,
        "rows": rows,
        "checks": {c.table: c.expectations for c in made.summary.checks},
        "accepted": {"reason": accepted, "findings": [f.as_record() for f in made.findings]} if accepted else None,
    }
    text = json.dumps(provenance, ensure_ascii=False, indent=1) + "\n"
    (folder / PROVENANCE).write_text(text, encoding="utf-8")
    write_index(folder, previous)
    write_datapackage(folder, tables, rows, sources, version=version, created=code.committed)
    (folder / CHECKSUMS).unlink(missing_ok=True)
    write_checksums(folder)


def _into_place(folder: Path, releases: Releases, version: Version) -> Path:
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    sync_tree(folder)
    place = releases.place(version)
    os.rename(folder, place)
    sync_folder(releases.folder)
    releases.refresh()
    sync_folder(releases.folder)
    return place
