"""Fixtures shared by all tests: small volumes to build, and the five volumes built once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.building.run import Settings, Summary, build

os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
os.environ["GX_ANALYTICS_ENABLED"] = "false"

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


@pytest.fixture(scope="session")
def built_volumes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `raw`, two small volumes, and `output`, their build; made once. For reading only, or to copy."""
    folder = tmp_path_factory.mktemp("small")
    summary = build(Settings(write_raw(folder / "raw"), folder / "output", jobs=1))
    assert summary.exit_code == 0, (summary.sentence, summary.refused)
    return folder


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


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """The five volumes, built once with two processes: the dataset folder and the summary."""
    folder = tmp_path_factory.mktemp("built")
    summary = build(Settings(RAW, folder, jobs=2))
    assert summary.exit_code == 0, (summary.sentence, summary.refused, [c for c in summary.checks if not c.passed])
    return folder / "latest", summary


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
