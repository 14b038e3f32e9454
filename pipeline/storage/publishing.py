"""Publishing to storage, where nothing can be renamed and only one file changes in one step: the pointer goes last.

URL/builds/<name>/          the builds, named by their SHA256SUMS; the last two are kept
URL/latest.json             names the newest: `path`, to be read first
URL/releases/<version>/     the releases
URL/releases/releases.json  the index of all, and which is the newest: a release stands when it is listed here
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from pipeline.building.state import Output
from pipeline.contract import SCHEMA_VERSION
from pipeline.publishing.manifest import CHECKSUMS
from pipeline.releasing.provenance import content_hash
from pipeline.releasing.versions import INDEX, Releases, read_index, read_provenance
from pipeline.storage.store import StorageError, Store

POINTER = "latest.json"
BUILDS = "builds"
RELEASES = "releases"


def publish_build(store: Store, output: Output) -> bool:
    """Upload the newest build and let latest.json name it; whether there was anything to do.

    Raises:
        StorageError: it could not be uploaded; latest.json names what it named before.
    """
    build = output.latest.resolve()
    name = hashlib.sha256((build / CHECKSUMS).read_bytes()).hexdigest()[:16]
    before = _record(store, POINTER)
    if before.get("build") == name:
        return False
    put_folder(store.under(f"{BUILDS}/{name}"), build)
    pointer = {
        "path": f"{BUILDS}/{name}/",
        "build": name,
        "content": content_hash(build),
        "schema_version": SCHEMA_VERSION,
        "previous": before.get("path"),
    }
    store.write(POINTER, _json(pointer))
    _remove_old_builds(store, {name, str(before.get("build"))})
    return True


def fetch_releases(store: Store, output: Output) -> None:
    """Bring the local releases to what the index of the storage lists: the newest is there, none that is unlisted.

    Raises:
        StorageError: what lies there cannot be read, or is not what it says.
    """
    releases = Releases(output.folder / RELEASES)
    releases.folder.mkdir(exist_ok=True)
    releases.clear_leftovers()
    index = _record(store.under(RELEASES), INDEX)
    listed = {str(r["version"]): r for r in index.get("releases", ())}
    for version in releases.versions():
        place = releases.place(version)
        said = listed.get(str(version))
        if said is None or read_provenance(place).get("content") != said["content"]:
            shutil.rmtree(place)  # frozen by a run whose upload failed: it was never published
    newest = index.get("latest")
    if newest is not None and not (releases.folder / newest).is_dir():
        beside = releases.folder / f".{newest}.fetched.new"
        fetch_folder(store.under(f"{RELEASES}/{newest}"), beside)
        beside.rename(releases.folder / newest)
    if not listed:
        releases.latest.unlink(missing_ok=True)
    releases.refresh()


def publish_release(store: Store, release: Path) -> bool:
    """Upload a release and list it; whether there was anything to do.

    Raises:
        StorageError: it could not be uploaded, or another release came in between; the index is as it was.
    """
    index = _record(store.under(RELEASES), INDEX)
    ours = read_index(release)["releases"]
    listed = {r["version"]: r["content"] for r in index.get("releases", ())}
    if listed.get(ours[0]["version"]) == ours[0]["content"]:
        return False
    if listed != {r["version"]: r["content"] for r in ours[1:]}:
        raise StorageError(
            f"{store.url}/{RELEASES}/{INDEX}: found the release {index.get('latest')}, which came in between; expected "
            f"that {ours[1]['version'] if ours[1:] else 'none'} is the newest. Release again."
        )
    put_folder(store.under(f"{RELEASES}/{release.name}"), release)
    store.under(RELEASES).write(INDEX, (release / INDEX).read_bytes())
    return True


def put_folder(store: Store, folder: Path) -> None:
    """Upload a folder, its SHA256SUMS last, and see that all of it arrived. What a run cut short has left goes first.

    Raises:
        StorageError: something of it did not arrive.
    """
    wanted = {p.relative_to(folder).as_posix(): p.stat().st_size for p in sorted(folder.rglob("*")) if p.is_file()}
    there = store.listing()
    if _sizes(there) == wanted and store.read(CHECKSUMS) == (folder / CHECKSUMS).read_bytes():
        return
    if there:
        store.remove_all()
    for name in sorted(wanted, key=lambda n: (n == CHECKSUMS, n)):
        store.upload(folder / name, name)
    arrived = _sizes(store.listing())
    if arrived != wanted:
        differing = sorted(n for n in {*arrived, *wanted} if arrived.get(n) != wanted.get(n))
        raise StorageError(
            f"{store.url}: found other sizes of {', '.join(differing)} than were sent; expected the whole. Try again."
        )


def fetch_folder(store: Store, folder: Path) -> Path:
    """Download all files under a URL into a new folder.

    Raises:
        StorageError: nothing is there, a name leads outside, or the storage cannot be read.
    """
    listing = store.listing()
    if not listing:
        raise StorageError(f"{store.url}: found no files; expected a dataset or release. Name one.")
    shutil.rmtree(folder, ignore_errors=True)
    for name in listing:
        if ".." in name.split("/"):
            raise StorageError(f"{store.url}: found the name {name!r}; expected none that leads outside.")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        store.download(name, folder / name)
    return folder


def newest_under(store: Store) -> Store:
    """Where URL/latest leads, for latest.json and the index of releases; any other URL leads to itself."""
    parent, _, last = store.url.rpartition("/")
    if last != "latest":
        return store
    above = Store.connect(parent)
    path = _record(above, POINTER).get("path") or _record(above, INDEX).get("latest")
    return above.under(str(path)) if path else store


def _remove_old_builds(store: Store, kept: set[str]) -> None:
    builds = store.under(BUILDS)
    for name in sorted({n.split("/")[0] for n in builds.listing()} - kept):
        builds.under(name).remove_all()


def _sizes(listing: dict[str, Any]) -> dict[str, int]:
    return {name: mark.size for name, mark in listing.items()}


def _record(store: Store, name: str) -> dict[str, Any]:
    data = store.read(name)
    if data is None:
        return {}
    try:
        record = json.loads(data)
    except ValueError as error:
        raise StorageError(f"{store.url}/{name}: found {error}; expected what gongwen wrote there.") from error
    return record if isinstance(record, dict) else {}


def _json(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
