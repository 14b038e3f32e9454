"""Places that a user names: a folder, or s3://BUCKET/PREFIX with the local folder that goes with it.

What is kept between builds of a URL (parts, the newest builds and releases, copies of volumes) lies under
GONGWEN_CACHE, or the user's cache folder. It may be deleted at any time: the next build then works longer.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.building.fingerprint import digest
from pipeline.building.state import Output
from pipeline.storage.store import Store, endpoint, is_url

CACHE = "GONGWEN_CACHE"
PLACE = "DIR|s3://…"
"""How the command line names what may be either."""


@dataclass(frozen=True, slots=True)
class Target:
    """An output: the local folder in which is worked and, of a URL, the storage to which is published."""

    folder: Path
    store: Store | None = None

    def publish_build(self) -> bool:
        """Publish the newest build of the folder; whether anything was sent.

        Raises:
            StorageError: it could not be; what was published before is as it was.
            OutputBusy: another process works in the folder.
        """
        if self.store is None:
            return False
        from pipeline.storage.publishing import publish_build

        output = Output(self.folder)
        with output.locked():
            return publish_build(self.store, output)

    def fetch_releases(self) -> None:
        """Before a release: let the folder know what is released.

        Raises:
            StorageError: the storage cannot be read.
            OutputBusy: another process works in the folder.
            WrongUse: the folder cannot be used.
        """
        if self.store is None:
            return
        from pipeline.storage.publishing import fetch_releases

        output = Output(self.folder)
        output.prepare()
        with output.locked():
            fetch_releases(self.store, output)

    def publish_release(self, release: Path) -> bool:
        """Publish a release that stands in the folder, and the build with it; whether anything was sent.

        Raises:
            StorageError: it could not be; what was published before is as it was.
            OutputBusy: another process works in the folder.
        """
        if self.store is None:
            return False
        from pipeline.storage.publishing import publish_build, publish_release

        output = Output(self.folder)
        with output.locked():
            publish_build(self.store, output)
            return publish_release(self.store, release)


def target(output: str | Path) -> Target:
    """The output that a user names.

    Raises:
        WrongUse: a URL that is none, or no credentials for it.
    """
    if not is_url(output):
        return Target(Path(output))
    store = Store.connect(str(output))
    return Target(cache_folder("output", store.url), store)


def raw_folder(raw: str | Path) -> Path:
    """The raw folder that a user names; of a URL its local copy, brought up to date.

    Raises:
        WrongUse: a URL that is none, or no credentials for it.
        StorageError: it cannot be read.
    """
    if not is_url(raw):
        return Path(raw)
    from pipeline.storage.mirror import mirror_raw

    store = Store.connect(str(raw))
    return mirror_raw(store, cache_folder("raw", store.url))


@contextmanager
def local_copy(folder: str | Path) -> Iterator[Path]:
    """A dataset folder that a user names, to be read; of a URL a copy that goes when it was read.

    Raises:
        WrongUse: a URL that is none, or no credentials for it.
        StorageError: it cannot be read, or nothing is there.
    """
    if not is_url(folder):
        yield Path(folder)
        return
    from pipeline.storage.publishing import fetch_folder, newest_under

    store = newest_under(Store.connect(str(folder)))
    with tempfile.TemporaryDirectory(prefix="gongwen-") as temporary:
        yield fetch_folder(store, Path(temporary) / store.url.rpartition("/")[2])


def cache_folder(kind: str, url: str) -> Path:
    """The local folder that goes with a URL: one for each URL and endpoint."""
    base = os.environ.get(CACHE)
    user = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    readable = re.sub(r"[^0-9A-Za-z.-]+", "-", url.partition("://")[2])[:60]
    return (
        (Path(base) if base else Path(user) / "gongwen") / kind / f"{readable}-{digest([endpoint() or '', url])[:12]}"
    )
