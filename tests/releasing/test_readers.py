"""What people read a release with reads it: the whole of it, without network."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from pipeline.contract import PUBLISHED, TABLES
from tests.conftest import ROOT

BIN = Path(sys.executable).parent
DUCKDB_1_4 = Path(os.environ.get("GONGWEN_DUCKDB_1_4", ROOT / ".venv-duckdb-1.4"))
OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "http_proxy": "http://127.0.0.1:9", "no_proxy": ""}
SMALL = 1_000
"""Frictionless takes a millisecond and more a cell; tables of more rows are left to the others."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be asked of any server."""

    def refuse(*arguments: object, **_: object) -> None:
        raise AssertionError(f"a reader wanted the network: {arguments}")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    for name, value in OFFLINE.items():
        monkeypatch.setenv(name, value)


def rows_of(folder: Path) -> dict[str, int]:
    return {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in PUBLISHED}


def told(*command: str | Path, folder: Path) -> str:
    """What a program says of the release, standing in its folder; it must end well."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, **OFFLINE}, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_pages_say_enough(pages_release: Path) -> None:
    rows = rows_of(pages_release)
    assert {n for n in PUBLISHED if not rows[n]} <= {"suspects", "citation_issues", "lifecycle", "structure_issues"}
    assert rows["table_rows"] == 29


def test_sha256sum(pages_release: Path) -> None:
    checked = told("sha256sum", "-c", "--strict", "SHA256SUMS", folder=pages_release)
    assert checked.count(": OK\n") == len([p for p in pages_release.iterdir() if p.name != "SHA256SUMS"])


def test_mlcroissant(pages_release: Path) -> None:
    from mlcroissant import Dataset

    assert "Done." in told(BIN / "mlcroissant", "validate", "--jsonld", "croissant.json", folder=pages_release)
    dataset = Dataset(jsonld=str(pages_release / "croissant.json"))
    assert not dataset.metadata.issues.errors
    assert [r.uuid for r in dataset.metadata.record_sets] == list(PUBLISHED)
    for name, count in rows_of(pages_release).items():
        records = list(dataset.records(record_set=name))
        assert len(records) == count, name
        if records:
            assert list(records[0]) == [f"{name}/{c}" for c in TABLES[name].names]


def test_frictionless(pages_release: Path, tmp_path: Path) -> None:
    """Its reader of Parquet counts no bytes; all else is checked: types, NULLs, closed words, keys, references."""
    package = json.loads((pages_release / "datapackage.json").read_text(encoding="utf-8"))
    small = {r["name"] for r in package["resources"] if r["rows"] <= SMALL}
    assert {r["name"] for r in package["resources"]} - small == {"postings", "vocabulary"}
    package["resources"] = [r for r in package["resources"] if r["name"] in small]
    for path in pages_release.glob("*.parquet"):
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    def validate() -> dict[str, Any]:
        command = [BIN / "frictionless", "validate", "--json", "--skip-errors", "byte-count", "datapackage.json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    report = validate()
    assert report["valid"], json.dumps(report, ensure_ascii=False)[:3000]
    assert {t["name"]: t["stats"].get("rows", 0) for t in report["tasks"]} == {
        r["name"]: r["rows"] for r in package["resources"]
    }


def test_frictionless_is_no_rubber_stamp(pages_release: Path, tmp_path: Path) -> None:
    from frictionless import Package

    tables = ("volumes", "documents", "tables", "table_rows")
    for name in tables:
        data = pq.read_table(pages_release / f"{name}.parquet")
        pq.write_table(data.slice(1) if name == "tables" else data, tmp_path / f"{name}.parquet")
    package = json.loads((pages_release / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [r for r in package["resources"] if r["title"] in tables]
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    report = Package(tmp_path / "datapackage.json").validate()
    found = {e for t in report.tasks for e in (x.type for x in t.errors)}
    assert found == {"byte-count", "row-count", "foreign-key"}


def test_datasets(pages_release: Path, tmp_path: Path) -> None:
    from datasets import get_dataset_config_names, load_dataset

    folder, cache = str(pages_release), str(tmp_path / "cache")
    filled = {name: count for name, count in rows_of(pages_release).items() if count}
    assert get_dataset_config_names(folder) == list(filled)
    for name, count in filled.items():
        loaded = load_dataset(folder, name, split="train", cache_dir=cache)
        assert (loaded.num_rows, loaded.column_names) == (count, TABLES[name].names), name
    assert load_dataset(folder, split="train", cache_dir=cache).column_names == TABLES["articles"].names


def test_pandas_polars_and_this_duckdb(pages_release: Path) -> None:
    with duckdb.connect(str(pages_release / "corpus.duckdb"), read_only=True) as database:
        for name, count in rows_of(pages_release).items():
            file = pages_release / f"{name}.parquet"
            polars, relation = pl.read_parquet(file), database.sql(f"FROM '{file}'")
            assert list(pd.read_parquet(file).columns) == polars.columns == relation.columns == TABLES[name].names
            assert len(pd.read_parquet(file)) == polars.height == len(relation) == count
            assert database.sql(f'SELECT count(*) FROM (FROM "{name}" EXCEPT ALL FROM relation)').fetchall() == [(0,)]


@pytest.mark.skipif(not DUCKDB_1_4.is_dir(), reason=f"no DuckDB 1.4 in {DUCKDB_1_4}: .ci/run puts it there")
def test_duckdb_1_4(pages_release: Path) -> None:
    code = """
import duckdb, json, sys
assert duckdb.__version__.startswith("1.4."), duckdb.__version__
connection = duckdb.connect("corpus.duckdb", read_only=True)
counts = {}
for name in sys.argv[1:]:
    (same,), = connection.execute(f"SELECT count(*) FROM (FROM {name} INTERSECT ALL FROM '{name}.parquet')").fetchall()
    counts[name] = same
views = [v for v, in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()]
for view in views:
    connection.execute(f"FROM {view}").fetchall()
found = connection.execute("SELECT title FROM search('进口贸易 示范区') JOIN provisions USING (article_id)").fetchall()
print(json.dumps([counts, views, found]))
"""
    environment = {"PYTHONPATH": str(DUCKDB_1_4), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", code, *PUBLISHED], cwd=pages_release, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    counts, views, found = json.loads(done.stdout)
    assert counts == rows_of(pages_release)
    assert {"provisions", "statutes"} <= set(views)
    assert any("进口贸易促进" in title for (title,) in found)
