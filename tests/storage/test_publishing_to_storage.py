"""Builds and releases in storage: whole or not named, whatever breaks on the way."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.building.run import Settings
from pipeline.building.state import Output
from pipeline.cli import application
from pipeline.contract import PUBLISHED
from pipeline.publishing.manifest import write_checksums
from pipeline.releasing.freezing import ReleaseExists, release
from pipeline.releasing.verifying import verify
from pipeline.storage import publishing
from pipeline.storage.places import Target, local_copy, raw_folder, target
from pipeline.storage.store import ENDPOINTS, KEY, StorageError, Store
from tests.conftest import notice, write_sources
from tests.storage.conftest import Bucket

FILES_OF_A_BUILD = len(PUBLISHED) + 7
FILES_OF_A_RELEASE = FILES_OF_A_BUILD + 4
BREAKS = (0, FILES_OF_A_BUILD - 1)
"""After so many files an upload breaks off; the last is SHA256SUMS."""


@pytest.fixture
def place(bucket: Bucket, small_dataset: Path, tmp_path: Path) -> Target:
    """A target in the bucket; in its local folder lies a build."""
    there = target(f"{bucket.url}/gongwen")
    shutil.copytree(small_dataset.parent, there.folder, symlinks=True)
    shutil.copytree(small_dataset.parents[1] / "raw", tmp_path / "raw")
    return there


@pytest.fixture
def raw(place: Target, tmp_path: Path) -> Path:
    """The raw folder of the build; it may be changed."""
    return tmp_path / "raw"


def make(place: Target, raw: Path, version: str, accepted: str | None = None) -> Path:
    """What `gongwen release` does."""
    write_sources(raw)
    place.fetch_releases()
    made = release(version, Settings(raw, place.folder, 1), accepted)
    assert made.place is not None, (made.failure, made.findings)
    place.publish_release(made.place)
    return made.place


def named(bucket: Bucket) -> dict[str, bytes]:
    """All files of the build that latest.json names, as a reader gets them who knows nothing else."""
    path = json.loads(bucket.read("gongwen/latest.json"))["path"]
    files = {n.removeprefix(f"gongwen/{path}"): d for n, d in bucket.all(f"gongwen/{path}").items()}
    check_sums(files)
    return files


def released(bucket: Bucket) -> dict[str, dict[str, bytes]]:
    """All files of the releases that releases.json lists."""
    found = {}
    for entry in json.loads(bucket.read("gongwen/releases/releases.json"))["releases"]:
        path = f"gongwen/releases/{entry['path']}"
        found[entry["version"]] = {n.removeprefix(path): d for n, d in bucket.all(path).items()}
        check_sums(found[entry["version"]])
    return found


def check_sums(files: dict[str, bytes]) -> None:
    """As `sha256sum -c` does, and that no file is there besides."""
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {n: hashlib.sha256(d).hexdigest() for n, d in files.items() if n != "SHA256SUMS"}


def break_off(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Let an upload break off in the middle of a file, after so many whole ones; half of it may then be there."""
    upload, sent = Store.upload, []

    def breaking(store: Store, file: Path, name: str) -> None:
        if len(sent) == after:
            store.write(name, file.read_bytes()[: file.stat().st_size // 2])
            raise StorageError(f"{name}: the line broke")
        sent.append(name)
        upload(store, file, name)

    monkeypatch.setattr(Store, "upload", breaking)


def test_a_build_is_published_once(place: Target, bucket: Bucket) -> None:
    assert place.publish_build()
    files = named(bucket)
    here = place.folder / "latest"
    assert files == {p.relative_to(here).as_posix(): p.read_bytes() for p in here.rglob("*") if p.is_file()}
    before = bucket.changed()
    assert not place.publish_build()
    assert bucket.changed() == before


@pytest.mark.parametrize("after", BREAKS)
def test_a_build_that_breaks_off_is_not_named(
    place: Target, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    place.publish_build()
    old = named(bucket)
    change_build(place, "another")
    with monkeypatch.context() as patch:
        break_off(patch, after)
        with pytest.raises(StorageError, match="the line broke"):
            place.publish_build()
    assert named(bucket) == old
    place.publish_build()
    assert named(bucket)["README.md"] == b"another"


def test_a_pointer_that_cannot_be_written_leaves_the_old(
    place: Target, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish_build()
    old = named(bucket)
    change_build(place, "another")

    def broken(store: Store, name: str, _: bytes) -> None:
        raise StorageError(f"{store.url}/{name}: no")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", broken)
        with pytest.raises(StorageError, match=r"latest\.json: no"):
            place.publish_build()
    assert named(bucket) == old


def test_what_arrives_short_is_not_named(place: Target, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = Store.upload

    def short(store: Store, file: Path, name: str) -> None:
        if name == "units.parquet":
            store.write(name, b"PAR1")
        else:
            upload(store, file, name)

    monkeypatch.setattr(Store, "upload", short)
    with pytest.raises(StorageError, match=r"found other sizes of units\.parquet than were sent"):
        place.publish_build()
    assert "gongwen/latest.json" not in bucket.names()


def test_the_build_before_is_kept_and_older_ones_go(place: Target, bucket: Bucket) -> None:
    for text in ("one", "two", "three"):
        change_build(place, text)
        place.publish_build()
    builds = {n.split("/")[2] for n in bucket.names("gongwen/builds/")}
    pointer = json.loads(bucket.read("gongwen/latest.json"))
    assert builds == {pointer["build"], pointer["previous"].split("/")[1]}


@pytest.mark.usefixtures("quick_verdicts")
def test_releases_are_listed_when_whole_and_never_written_again(
    place: Target, raw: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(place, raw, "2026.11.0")
    first = released(bucket)
    assert list(first) == ["2026.11.0"]
    assert len(first["2026.11.0"]) == FILES_OF_A_RELEASE
    before = bucket.changed()
    make(place, raw, "2026.11.0")
    assert bucket.changed() == before
    (raw / "c.txt").write_text(notice(number=99), encoding="utf-8")
    shutil.rmtree(place.folder)  # another machine, or a cache that was deleted
    with pytest.raises(ReleaseExists, match=r"Take the next version: 2026\.11\.1"):
        make(place, raw, "2026.11.0")
    put = publishing.put_folder
    with monkeypatch.context() as patch:

        def breaking(store: Store, folder: Path) -> None:
            if "/releases/" in store.url:
                break_off(patch, after=FILES_OF_A_RELEASE - 1)
            put(store, folder)

        patch.setattr(publishing, "put_folder", breaking)
        with pytest.raises(StorageError, match="the line broke"):
            make(place, raw, "2026.11.1")
    assert released(bucket) == first
    folder = make(place, raw, "2026.11.1")
    both = released(bucket)
    assert list(both) == ["2026.11.1", "2026.11.0"]
    assert both["2026.11.0"] == first["2026.11.0"]
    assert "Documents added:" in (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    assert json.loads((folder / "provenance.json").read_text(encoding="utf-8"))["previous"] == "2026.11.0"
    assert named(bucket)["documents.parquet"] == both["2026.11.1"]["documents.parquet"]
    for url in ("releases/2026.11.0", "releases/latest", "latest"):
        with local_copy(f"{bucket.url}/gongwen/{url}") as copy:
            assert verify(copy).problems == ()
    with pytest.raises(StorageError, match="found no files"), local_copy(f"{bucket.url}/gongwen/releases/1"):
        pass


def test_a_release_that_came_in_between_is_told(place: Target, raw: Path, bucket: Bucket) -> None:
    made = release("2026.11.0", Settings(raw, place.folder, 1))
    other = {"latest": "2026.11.4", "releases": [{"version": "2026.11.4", "content": "other", "path": "2026.11.4/"}]}
    bucket.put("gongwen/releases/releases.json", json.dumps(other).encode())
    assert made.place is not None
    with pytest.raises(StorageError, match=r"found the release 2026\.11\.4, which came in between"):
        place.publish_release(made.place)
    assert json.loads(bucket.read("gongwen/releases/releases.json")) == other


def test_raw_volumes_are_read_again_only_when_they_change(bucket: Bucket, small_dataset: Path, tmp_path: Path) -> None:
    for path in sorted((small_dataset.parents[1] / "raw").iterdir()):
        bucket.put(f"raw/{path.name}", path.read_bytes())
    bucket.put("raw/notes/other.txt", b"not a volume: it lies deeper")
    bucket.put("raw/readme.pdf", b"no volume")
    folder = raw_folder(f"{bucket.url}/raw")
    assert {p.name for p in folder.iterdir()} == {"a.txt", "b.txt", "sources.toml", ".marks.json"}
    marks = {p.name: p.stat().st_mtime_ns for p in folder.iterdir()}
    again = raw_folder(f"{bucket.url}/raw")
    assert {p.name: p.stat().st_mtime_ns for p in again.iterdir() if p.name != ".marks.json"} == {
        n: m for n, m in marks.items() if n != ".marks.json"
    }
    (folder / "a.txt").write_bytes(b"x" * (folder / "a.txt").stat().st_size)  # sources.toml knows better
    bucket.delete("raw/b.txt")
    bucket.put("raw/c.txt", notice(number=99).encode())
    raw_folder(f"{bucket.url}/raw")
    assert (folder / "a.txt").read_bytes() == (small_dataset.parents[1] / "raw" / "a.txt").read_bytes()
    assert {p.name for p in folder.iterdir()} == {"a.txt", "c.txt", "sources.toml", ".marks.json"}


def change_build(place: Target, text: str) -> None:
    """Let the newest build of the local folder be another one."""
    output = Output(place.folder)
    changed = Path(shutil.copytree(output.latest, output.builds / text))
    (changed / "README.md").write_text(text, encoding="utf-8")
    write_checksums(changed)
    output.latest.unlink()
    output.latest.symlink_to(f"builds/{text}")


def test_the_commands_take_urls(place: Target, raw: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted(raw.iterdir()):
        bucket.put(f"raw/{path.name}", path.read_bytes())
    run, app = CliRunner(), application(("build", "release", "verify", "diff"))
    raw_url, url = f"{bucket.url}/raw", f"{bucket.url}/gongwen"

    def gongwen(*arguments: str) -> str:
        done = run.invoke(app, arguments)
        assert done.exit_code == 0, done.output
        return done.output

    assert f"Published: {url}/latest.json names it." in gongwen("build", "--raw", raw_url, "--output", url)
    assert "no work was done" in gongwen("build", "--raw", raw_url, "--output", url)
    assert f"Published: {url}/releases/2026.11.0/." in gongwen(
        "release", "2026.11.0", "--raw", raw_url, "--output", url
    )
    assert "is whole." in gongwen("verify", f"{url}/releases/2026.11.0", "--raw", raw_url)
    assert "Nothing has changed." in gongwen("diff", "2026.11.0", f"{url}/releases/latest", "--output", url)
    assert list(released(bucket)) == ["2026.11.0"]
    monkeypatch.setenv(ENDPOINTS[-1], "http://127.0.0.1:9")
    done = run.invoke(app, ["build", "--raw", raw_url, "--output", url])
    assert done.exit_code == 1
    assert "expected it to be listed. Look at the URL" in done.output
    monkeypatch.delenv(KEY)
    done = run.invoke(app, ["build", "--raw", str(raw), "--output", url])
    assert done.exit_code == 2
    assert f"found no {KEY} in the environment" in done.output
