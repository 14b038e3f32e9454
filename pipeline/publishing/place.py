"""Putting a finished dataset folder into place, in one step that readers see as a whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def content_name(checksums: Path) -> str:
    """A build's name, from the checksums of its Parquet files: the same rows, the same name."""
    import hashlib

    lines = [x for x in checksums.read_text(encoding="utf-8").splitlines() if x.endswith(".parquet")]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def put_into_place(staging: Path, builds: Path, latest: Path, name: str) -> Path:
    """Move `staging` to `builds/name` and let `latest` point there; the link changes in one step.

    A build of that name that is already there is replaced, unless `latest` points at it: then it is kept, for its
    tables are the same.
    """
    target = builds / name
    sync_tree(staging)
    if target.exists() and not (latest.is_symlink() and latest.resolve() == target.resolve()):
        shutil.rmtree(target)
    if target.exists():
        target = _beside(builds, name)
    staging.rename(target)
    link = latest.with_name(f".latest.{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(target, latest.parent))
    link.replace(latest)
    sync_folder(latest.parent)
    return target


def remove_old_builds(builds: Path, latest: Path, before: Path) -> None:
    """Keep the latest build and the one that was the latest before it, so that none of its readers is cut off.

    What a clock says of their age is not asked: it may have been set back.
    """
    kept = {latest.resolve(), before.resolve()}
    for build in sorted(builds.iterdir()):
        if build.resolve() not in kept:
            shutil.rmtree(build, ignore_errors=True)


def _beside(builds: Path, name: str) -> Path:
    number = 2
    while (builds / f"{name}-{number}").exists():
        number += 1
    return builds / f"{name}-{number}"


def sync_tree(folder: Path) -> None:
    """Wait until every file of a folder is on the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
