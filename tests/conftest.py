"""Fixtures shared by all tests: small volumes to build, and the five volumes built once."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from pipeline.building.judge import Judge
from pipeline.building.run import Settings, Summary, build
from pipeline.checking.frames import Frames
from pipeline.checking.rules import broken_rules
from pipeline.checking.suites import Figure, Verdict

os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
os.environ["GX_ANALYTICS_ENABLED"] = "false"

Made = TypeVar("Made")

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "raw"

NOTICE = """{title}

国办发〔2022〕{number}号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：

为了规范行政许可，提高效能，现就有关事项通知如下。

一、总体要求

（一）指导思想。坚持以人民为中心，推进政府治理体系和治理能力

现代化，更大激发市场活力。

（二）基本原则。依法行政，公开透明。

二、组织实施

各地区、各部门要加强组织领导，确保落实到位。

国务院办公厅

2022 年 6 月 6 日
"""


def notice(title: str = "国务院办公厅关于规范行政许可的通知", number: int = 27) -> str:
    """A volume of one notice."""
    return NOTICE.format(title=title, number=number)


def entry(path: Path, sha256: str | None = None, byte_count: int | None = None) -> str:
    """A volume's entry in sources.toml; SHA-256 and size are those of the file unless given."""
    data = path.read_bytes() if path.exists() else b""
    return (
        f'[[volume]]\nfile = "{path.name}"\ntitle = "试验卷"\nkind = "公文汇编"\norigin = "made for a test"\n'
        f'licence = "none needed"\nsha256 = "{sha256 or hashlib.sha256(data).hexdigest()}"\n'
        f"bytes = {len(data) if byte_count is None else byte_count}\n"
    )


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw folder with two small volumes and their sources.toml."""
    return write_raw(tmp_path / "raw")


def write_raw(folder: Path) -> Path:
    """Write two small volumes and their sources.toml into a new folder."""
    folder.mkdir()
    (folder / "a.txt").write_text(notice(), encoding="utf-8")
    (folder / "b.txt").write_text(notice("国务院办公厅关于加强水土保持工作的通知", 28), encoding="utf-8")
    write_sources(folder)
    return folder


def pytest_xdist_auto_num_workers() -> int:
    """With `-n auto`: a process for each core, but no more than the memory of a small machine holds."""
    return min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """What takes long to make, made in a new folder by the first process that asks; the others wait, and take it."""
    beside = "PYTEST_XDIST_WORKER" in os.environ
    place = factory.getbasetemp().parent if beside else factory.getbasetemp()
    kept = place / f"{name}.pickle"
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            (place / name).mkdir()
            kept.write_bytes(pickle.dumps(make(place / name)))
    made: Made = pickle.loads(kept.read_bytes())
    return made


@pytest.fixture(scope="session")
def built_volumes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `raw`, two small volumes, and `output`, their build; made once. For reading only, or to copy."""

    def make(folder: Path) -> Path:
        summary = build(Settings(write_raw(folder / "raw"), folder / "output", jobs=1))
        assert summary.exit_code == 0, (summary.sentence, summary.refused)
        return folder

    return made_once(tmp_path_factory, "small", make)


@pytest.fixture(scope="session")
def small_dataset(built_volumes: Path) -> Path:
    """The dataset of the two small volumes. For reading only."""
    return built_volumes / "output" / "latest"


def write_sources(folder: Path) -> None:
    """Write a sources.toml that lists every volume of a folder."""
    entries = [entry(p) for p in sorted(folder.glob("*.txt"))]
    (folder / "sources.toml").write_text("\n".join(entries), encoding="utf-8")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where to publish; not there yet."""
    return tmp_path / "output"


@pytest.fixture
def quick_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of the suites judged in SQL, without Great Expectations: for tests of something else that build often.

    A build of two small volumes takes half the time so.
    """

    def verdicts(_: Judge, data: Path, tables: Sequence[str], scratch: Path | None = None) -> Iterator[Verdict]:
        with Frames.of_folder(data, scratch) as frames:
            for table in tables:
                figures = [Figure(broken, "", unexpected=1) for broken in broken_rules(frames, [table])]
                yield Verdict(table, 0, tuple(figures), 0.0)

    monkeypatch.setattr(Judge, "verdicts", verdicts)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """The five volumes, built once with two processes: the dataset folder and the summary. For reading only."""

    def make(folder: Path) -> tuple[Path, Summary]:
        summary = build(Settings(RAW, folder, jobs=2))
        assert summary.exit_code == 0, (summary.sentence, summary.refused, [c for c in summary.checks if not c.passed])
        return folder / "latest", summary

    return made_once(tmp_path_factory, "built", make)


Hashes = dict[str, str]


@pytest.fixture(scope="session")
def parquet_hashes() -> Callable[[Path], Hashes]:
    """SHA-256 of every Parquet file in a dataset folder."""

    def hashes(folder: Path) -> Hashes:
        return {
            p.relative_to(folder.resolve()).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(folder.resolve().rglob("*.parquet"))
        }

    return hashes
