"""The Ray engine on a real cluster of two nodes on this machine: the same bytes, and a node lost loses nothing."""

from __future__ import annotations

import builtins
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from typer.testing import CliRunner

from pipeline.building.parts import Outcome, Task, make_part
from pipeline.building.plan import make_plan
from pipeline.building.raw_folder import WrongUse
from pipeline.cli import application
from pipeline.engines import ray as engine
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
    for _ in range(2):
        made.add_node(num_cpus=1)
    try:
        yield made
    finally:
        ray.shutdown()
        made.shutdown()


@pytest.fixture
def connected(cluster: Any) -> Any:
    """The cluster, this process connected to it."""
    import ray

    if not ray.is_initialized():
        ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    return cluster


class Diary:
    """What volumes were begun and done, where and when, as tasks on the nodes write it into a folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir()

    def make(self, seconds: float) -> Callable[[Task], Outcome]:
        """What builds a volume as the pipeline does, `seconds` later. Local, for a node cannot import this module."""
        folder = self.folder

        def make(task: Task) -> Outcome:
            import ray

            name = f"{time.time():.6f} {task.volume_id} {ray.get_runtime_context().get_node_id()}"
            (folder / f"{name} begun").touch()
            time.sleep(seconds)
            outcome = make_part(task)
            (folder / f"{name} done {time.time():.6f}").touch()
            return outcome

        return make

    def begun(self) -> list[tuple[str, str]]:
        """Volumes and nodes, in the order in which they were begun."""
        return [(n.split()[1], n.split()[2]) for n in sorted(p.name for p in self.folder.glob("* begun"))]

    def done(self) -> list[tuple[float, float, str]]:
        """Begin, end and volume of each that was finished."""
        names = [p.name.split() for p in self.folder.glob("* done *")]
        return sorted((float(n[0]), float(n[4]), n[1]) for n in names)

    def busy(self, node: str) -> set[str]:
        """Volumes begun on a node and not finished."""
        finished = {volume for _, _, volume in self.done()}
        return {volume for volume, where in self.begun() if where == node} - finished


@pytest.mark.slow
def test_a_node_killed_in_mid_run_loses_no_volume_and_no_byte(many: Path, tmp_path: Path, cluster: Any) -> None:
    doomed = min(cluster.worker_nodes, key=lambda node: node.node_id)
    local = told(list(LocalEngine(1).run(tasks(many, tmp_path / "local"))))
    diary = Diary(tmp_path / "diary")
    killed: set[str] = set()

    def kill_when_busy() -> None:
        deadline = time.monotonic() + 60
        while not killed and time.monotonic() < deadline:
            time.sleep(0.02)
            killed.update(diary.busy(doomed.node_id))
        cluster.remove_node(doomed, allow_graceful=False)

    killer = threading.Thread(target=kill_when_busy)
    killer.start()
    elsewhere = list(RayEngine(cluster.address, make=diary.make(1)).run(tasks(many, tmp_path / "ray")))
    killer.join()
    cluster.add_node(num_cpus=1)  # for the tests to come
    assert told(elsewhere) == local
    assert sum(o.built for o in elsewhere) == VOLUMES
    assert files(tmp_path / "ray") == files(tmp_path / "local")
    assert killed
    for volume in killed:  # begun on the node that died, finished on another
        assert len({node for v, node in diary.begun() if v == volume}) > 1


@pytest.mark.slow
def test_a_volume_that_takes_its_worker_down_is_refused_and_no_other(
    many: Path, tmp_path: Path, connected: Any
) -> None:
    def deadly(task: Task) -> Outcome:
        if task.volume_id == "v3":
            os._exit(1)
        if task.volume_id == "v1":
            raise RuntimeError("an error of the node's own")
        return make_part(task)

    outcomes = {o.volume_id: o for o in RayEngine(make=deadly).run(tasks(many, tmp_path / "parts"))}
    assert {v for v, o in outcomes.items() if o.built} == {"v0", "v2", "v4", "v5"}
    assert "v3.txt: the Ray worker that built it was lost, 4 times" in (outcomes["v3"].reason or "")
    assert "v1.txt: found an error of its task" in (outcomes["v1"].reason or "")
    assert not outcomes["v3"].lasting
    assert not outcomes["v1"].lasting
    assert set(outcomes) == {f"v{n}" for n in range(VOLUMES)} | {"empty"}


@pytest.mark.slow
def test_the_largest_is_begun_first_and_told_before_the_last_is_begun(
    many: Path, tmp_path: Path, connected: Any
) -> None:
    from ray.data import DataContext

    before = DataContext.get_current().copy()
    diary = Diary(tmp_path / "diary")
    todo = [t for t in tasks(many, tmp_path / "parts") if t.volume_id != "empty"]
    outcomes = RayEngine(jobs=1, make=diary.make(1)).run(todo)
    assert next(outcomes).volume_id == f"v{VOLUMES - 1}"
    assert len(diary.begun()) < VOLUMES
    assert len(list(outcomes)) == VOLUMES - 1
    done = diary.done()
    assert [volume for _, _, volume in done] == [f"v{n}" for n in reversed(range(VOLUMES))]
    assert all(end <= begin for (_, end, _), (begin, _, _) in pairwise(done))  # one job at a time, two cores or not
    assert DataContext.get_current().max_errored_blocks == before.max_errored_blocks
    assert DataContext.get_current().enable_progress_bars == before.enable_progress_bars


@pytest.mark.slow
def test_more_volumes_than_a_dataset_has_and_one_that_went_away(
    many: Path, tmp_path: Path, connected: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "VOLUMES_A_CORE", 1)
    todo = tasks(many, tmp_path / "parts")
    gone = replace(todo[0], path=many / "gone.txt")
    outcomes = {o.volume_id: o for o in RayEngine().run([gone, *todo[1:]])}
    assert len(outcomes) == VOLUMES + 1
    assert sum(o.built for o in outcomes.values()) >= VOLUMES - 1
    assert outcomes[gone.volume_id].passing
    assert "No such file" in (outcomes[gone.volume_id].reason or "")


@pytest.mark.slow
def test_a_node_with_another_gongwen_says_so(
    many: Path, tmp_path: Path, connected: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "stage_fingerprint", lambda: "of other code")
    [outcome] = RayEngine().run(tasks(many, tmp_path / "parts")[1:2])
    assert "found another gongwen on a node" in (outcome.reason or "")
    assert not outcome.lasting


@pytest.mark.slow
def test_a_dagster_resource_connects_the_engine(many: Path, tmp_path: Path, cluster: Any) -> None:
    pytest.importorskip("dagster_ray", reason="the resource needs the group of dependencies gongwen[ray]")
    import ray

    from pipeline.assets.ray_cluster import RayCluster

    ray.shutdown()
    with dg.build_resources({"ray": RayCluster(address=cluster.address)}):
        assert ray.is_initialized()
        outcomes = list(RayEngine().run(tasks(many, tmp_path / "parts")[1:2]))
        assert ray.is_initialized()
    assert [o.built for o in outcomes] == [True]


@pytest.mark.slow
def test_without_an_address_a_cluster_is_made_here_and_goes_again(many: Path, tmp_path: Path) -> None:
    ray = pytest.importorskip("ray", reason="the engine needs the group of dependencies gongwen[ray]")
    ray.shutdown()
    outcomes = list(RayEngine(jobs=1).run(tasks(many, tmp_path / "parts")[1:2]))
    assert [o.built for o in outcomes] == [True]
    assert not ray.is_initialized()


def test_ray_client_is_wrong_use(many: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="the engine needs the group of dependencies gongwen[ray]")
    with pytest.raises(WrongUse, match="expected host:port"):
        list(RayEngine("ray://127.0.0.1:10001").run(tasks(many, tmp_path / "parts")))


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
