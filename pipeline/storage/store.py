"""Files under a URL of S3-compatible storage. Endpoint and credentials come from the environment only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from pipeline.building.raw_folder import WrongUse

if TYPE_CHECKING:
    from pyarrow import NativeFile
    from pyarrow.fs import S3FileSystem

SCHEME = "s3://"
KEY, SECRET, TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
_CHUNK = 8 << 20
_CONNECT_SECONDS, _REQUEST_SECONDS = 10, 120
_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    "": "text/plain; charset=utf-8",
}


class StorageError(Exception):
    """Storage that cannot be reached, or does not do what it is asked."""


class Mark(NamedTuple):
    """Size in bytes and time of change (ns since 1970) of a stored file."""

    size: int
    changed: int


def is_url(place: str | Path) -> bool:
    """Whether a place is meant as storage by URL and not as a folder."""
    return str(place).startswith(SCHEME)


def endpoint() -> str | None:
    """The endpoint that the environment names; None for that of AWS."""
    return _first(ENDPOINTS)


@dataclass(frozen=True, slots=True)
class Store:
    """What lies under a URL s3://BUCKET/PREFIX. Names are relative to it, with slashes."""

    url: str
    _files: S3FileSystem

    @classmethod
    def connect(cls, url: str) -> Store:
        """Make ready to read and write; nothing is asked of the storage yet.

        Raises:
            WrongUse: no such URL, or the environment lacks credentials.
        """
        bucket, _, prefix = url.removeprefix(SCHEME).rstrip("/").partition("/")
        if not is_url(url) or not bucket or ".." in prefix.split("/"):
            raise WrongUse(f"{url}: found no bucket; expected s3://BUCKET/PREFIX. Name one.")
        missing = [name for name in (KEY, SECRET) if not os.environ.get(name)]
        if missing:
            raise WrongUse(
                f"{url}: found no {' and no '.join(missing)} in the environment; expected credentials there and "
                "nowhere else. Set them."
            )
        from pyarrow.fs import AwsStandardS3RetryStrategy, S3FileSystem

        files = S3FileSystem(
            access_key=os.environ[KEY],
            secret_key=os.environ[SECRET],
            session_token=os.environ.get(TOKEN) or None,
            region=_first(REGIONS) or "us-east-1",
            connect_timeout=_CONNECT_SECONDS,
            request_timeout=_REQUEST_SECONDS,
            allow_delayed_open=True,  # a file of a few megabytes is one request, and so in its place in one step
            retry_strategy=AwsStandardS3RetryStrategy(max_attempts=3),
            **_endpoint_options(url),
        )
        return cls(SCHEME + "/".join(p for p in (bucket, prefix.strip("/")) if p), files)

    def under(self, name: str) -> Store:
        """What lies under a name below this URL."""
        return Store(f"{self.url}/{name.strip('/')}", self._files)

    def listing(self) -> dict[str, Mark]:
        """All files, in order of their names."""
        from pyarrow.fs import FileSelector, FileType

        with self._told("listed"):
            found = self._files.get_file_info(FileSelector(self._path(), allow_not_found=True, recursive=True))
        start = len(self._path()) + 1
        return {f.path[start:]: Mark(f.size, f.mtime_ns) for f in sorted(found, key=lambda f: f.path)
                if f.type == FileType.File}  # fmt: skip

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        with self._told("read", name):
            try:
                with self._files.open_input_file(self._path(name)) as file:
                    data: bytes = file.read()
            except FileNotFoundError:
                return None
        return data

    def write(self, name: str, data: bytes) -> None:
        """Write a small file in one step."""
        with self._told("written", name), self._writing(name) as file:
            file.write(data)

    def upload(self, file: Path, name: str) -> None:
        """Write a file. One that breaks off may leave a part under the name: compare sizes before naming it."""
        with self._told("written", name), file.open("rb") as source, self._writing(name) as target:
            shutil.copyfileobj(source, target, _CHUNK)

    def download(self, name: str, file: Path) -> None:
        """Read a file into a local one, which is there whole or not at all."""
        beside = file.with_name(f".{file.name}.{os.getpid()}.new")
        with (
            self._told("read", name),
            self._files.open_input_stream(self._path(name)) as source,
            beside.open("wb") as target,
        ):
            shutil.copyfileobj(source, target, _CHUNK)
        beside.replace(file)

    def remove_all(self) -> None:
        """Remove all files under this URL."""
        with self._told("removed"):
            self._files.delete_dir(self._path())

    def _writing(self, name: str) -> NativeFile:
        return self._files.open_output_stream(self._path(name), metadata=_metadata(name))

    def _path(self, name: str = "") -> str:
        return "/".join(p for p in (self.url.removeprefix(SCHEME), name) if p)

    @contextmanager
    def _told(self, done: str, name: str = "") -> Iterator[None]:
        """Tell what could not be done, whatever the library raises."""
        try:
            yield
        except OSError as error:
            where = f"{self.url}/{name}" if name else self.url
            raise StorageError(
                f"{where}: found {str(error).strip()}; expected it to be {done}. Look at the URL, at "
                f"{ENDPOINTS[-1]}, at what the credentials allow, and try again."
            ) from error


def _endpoint_options(url: str) -> dict[str, str]:
    named = endpoint()
    if named is None:
        return {}
    split = urlsplit(named)
    if split.scheme not in ("http", "https") or not split.netloc:
        raise WrongUse(f"{url}: found the endpoint {named!r}; expected http(s)://HOST. Correct {ENDPOINTS[-1]}.")
    return {"scheme": split.scheme, "endpoint_override": split.netloc + split.path.rstrip("/")}


def _first(names: tuple[str, ...]) -> str | None:
    return next((value for name in names if (value := os.environ.get(name))), None)


def _metadata(name: str) -> dict[str, str]:
    return {"Content-Type": _MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")}
