"""The manifest says what is in a dataset and how to tell that it is whole."""

import hashlib
import json
import subprocess
from pathlib import Path

from pipeline.contract import PUBLISHED, TABLES
from pipeline.schema import SCHEMA_VERSION


def test_checksums_are_what_sha256sum_reads(small_dataset: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=small_dataset, capture_output=True, text=True, check=True
    )
    named = {line.split(": ")[0] for line in done.stdout.splitlines()}
    assert named == {p.name for p in small_dataset.iterdir()} - {"SHA256SUMS"}


def test_the_datapackage_describes_every_table(small_dataset: Path) -> None:
    package = json.loads((small_dataset / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["schemaVersion"] == SCHEMA_VERSION
    assert [r["title"] for r in package["resources"]] == list(PUBLISHED)
    names = {r["name"] for r in package["resources"]}
    for resource in package["resources"]:
        table = TABLES[resource["title"]]
        data = (small_dataset / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        assert [f["name"] for f in resource["schema"]["fields"]] == table.names
        assert resource["schema"]["primaryKey"] == list(table.key)
        assert {k["reference"]["resource"] for k in resource["schema"].get("foreignKeys", [])} <= names
    assert {r["title"]: r["rows"] for r in package["resources"]}["documents"] == 2
    assert [s["path"] for s in package["sources"]] == ["a.txt", "b.txt"]
    assert {s["licence"] for s in package["sources"]} == {"none needed"}
