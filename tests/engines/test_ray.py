"""The Ray engine on a real cluster of two nodes on this machine: the same bytes, and a node lost loses nothing."""

from __future__ import annotations

import builtins
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from typer.testing import CliRunner

from pipeline.building.parts import Outcome, Task
from pipeline.building.plan import make_plan
from pipeline.building.raw_folder import WrongUse
from pipeline.cli import application
from pipeline.engines.choosing import choose_engine
from pipeline.engines.local import LocalEngine
from pipeline.engines.ray import RayEngine
from tests.conftest import notice, write_sources

VOLUMES = 6


def tasks(raw: Path, parts: Path) -> list[Task]:
    parts.mkdir()
    return list(make_plan(raw, parts).tasks)


def told(outcomes: list[Outcome]) -> dict[str, Any]:
    return {o.volume_id: (o.built, o.row, o.rows, o.part) for o in outcomes}


def files(parts: Path) -> dict[str, str]:
    """Digests of the tables of all parts."""
    return {
        p.relative_to(parts).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in parts.rglob("*.parquet")
    }


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raw folder of small volumes, one of them refused."""
    folder = tmp_path_factory.mktemp("many") / "raw"
    folder.mkdir()
    for n in range(VOLUMES):
        (folder / f"v{n}.txt").write_text(notice(number=n + 1) * (n + 1), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    write_sources(folder)
    return folder


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head without cores and two nodes of one core, no dashboard, no usage statistics."""
    pytest.importorskip("ray", reason="the engine needs the group of dependencies gongwen[ray]")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        yield made
    finally:
        ray.shutdown()
        made.shutdown()


@pytest.mark.slow
def test_a_node_killed_in_mid_run_loses_no_volume_and_no_byte(many: Path, tmp_path: Path, cluster: Any) -> None:
    nodes = [cluster.add_node(num_cpus=1) for _ in range(2)]
    local = told(list(LocalEngine(1).run(tasks(many, tmp_path / "local"))))
    killed = threading.Event()

    def kill_when_busy() -> None:
        import ray

        while ray.available_resources().get("CPU", 0) > 0:
            time.sleep(0.05)
        cluster.remove_node(nodes[0], allow_graceful=False)
        killed.set()

    elsewhere: list[Outcome] = []
    outcomes = RayEngine(cluster.address).run(tasks(many, tmp_path / "ray"))
    elsewhere.append(next(outcomes))
    killer = threading.Thread(target=kill_when_busy)
    killer.start()
    elsewhere += outcomes
    killer.join()
    assert killed.is_set()
    assert told(elsewhere) == local
    assert sum(o.built for o in elsewhere) == VOLUMES
    assert files(tmp_path / "ray") == files(tmp_path / "local")


@pytest.mark.slow
def test_a_dagster_resource_connects_the_engine(many: Path, tmp_path: Path, cluster: Any) -> None:
    pytest.importorskip("dagster_ray", reason="the resource needs the group of dependencies gongwen[ray]")
    import ray

    from pipeline.assets.ray_cluster import RayCluster

    ray.shutdown()
    cluster.add_node(num_cpus=1)
    with dg.build_resources({"ray": RayCluster(address=cluster.address)}):
        assert ray.is_initialized()
        outcomes = list(RayEngine().run(tasks(many, tmp_path / "parts")[1:3]))
        assert ray.is_initialized()
    assert [o.built for o in outcomes] == [True, True]


def test_without_ray_the_message_says_what_to_install(raw: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any) -> Any:
        if name == "ray":
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", missing)
    result = CliRunner().invoke(
        application(["build"]), ["build", "--raw", str(raw), "--output", str(output), "--engine", "ray"]
    )
    assert result.exit_code == 2
    assert "Install gongwen[ray]" in result.output
    assert not (output / "latest").exists()


@pytest.mark.parametrize(("engine", "address"), [("sparks", None), ("local", "here:1")])
def test_other_engines_and_addresses_are_wrong_use(engine: str, address: str | None) -> None:
    with pytest.raises(WrongUse, match="expected one"):
        choose_engine(engine, None, 1, address)
