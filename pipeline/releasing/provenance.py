"""Provenance: which code and libraries made a release, from which volumes. No clock: the date is the commit's."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.building.fingerprint import PACKAGE, file_digest

ROOT = PACKAGE.parent
LOCK = ROOT / "requirements.lock"
_CODE = ("pipeline", "expectations", "requirements.lock", "pyproject.toml")
_LIBRARIES = ("dagster", "duckdb", "great-expectations", "jieba", "numpy", "pandas", "pyarrow")


@dataclass(frozen=True, slots=True)
class Code:
    """The code that is running. `commit` and `committed` (its date) are None outside a git checkout.

    `modified` names the files of the code that differ from the commit.
    """

    commit: str | None = None
    committed: str | None = None
    modified: tuple[str, ...] = ()
    lock_sha256: str | None = None


def running_code(root: Path = ROOT) -> Code:
    """Ask git which code this is."""
    lock = file_digest(LOCK) if LOCK.is_file() else None
    said = _git(root, "log", "-1", "--format=%H %cs")
    if said is None or not (root / ".git").exists():
        return Code(lock_sha256=lock)
    commit, committed = said.split()
    changed = _git(root, "status", "--porcelain", "--untracked-files=all", "--", *_CODE) or ""
    return Code(commit, committed, tuple(sorted(line[3:] for line in changed.splitlines())), lock)


def libraries() -> dict[str, str]:
    """Versions of Python and of what reads and writes the data."""
    found = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def content_hash(folder: Path) -> str:
    """SHA-256 over names and SHA-256 of all Parquet files: what the tables say, whatever lies beside them."""
    files = sorted(folder.rglob("*.parquet"), key=lambda p: p.relative_to(folder).as_posix())
    lines = (f"{file_digest(p)}  {p.relative_to(folder).as_posix()}\n" for p in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def describe(code: Code) -> dict[str, Any]:
    """The code as provenance.json has it."""
    return {
        "commit": code.commit,
        "committed": code.committed,
        "modified": list(code.modified),
        "lock_sha256": code.lock_sha256,
        "libraries": libraries(),
    }


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.rstrip("\n") if done.returncode == 0 else None
