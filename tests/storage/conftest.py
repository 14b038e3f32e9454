"""A server that speaks S3 on this machine, and a bucket in it."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.releasing import freezing
from pipeline.storage.places import CACHE
from pipeline.storage.store import ENDPOINTS, KEY, REGIONS, SECRET, TOKEN
from tests.releasing.conftest import CLEAN


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server of S3."""
    moto = pytest.importorskip("moto.server", reason="moto is not installed: make setup")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    try:
        running.start()
    except OSError as error:
        pytest.skip(f"no server can listen here: {error}")
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def environment(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment that leads to the server, and a cache of the test's own."""
    for name in (*ENDPOINTS, *REGIONS, TOKEN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(ENDPOINTS[-1], server)
    monkeypatch.setenv(KEY, "testing")
    monkeypatch.setenv(SECRET, "testing")
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    monkeypatch.setattr(freezing, "running_code", lambda: CLEAN)


class Bucket:
    """A bucket as a reader without gongwen sees it."""

    def __init__(self, client: Any, name: str):
        self._client, self.name = client, name

    @property
    def url(self) -> str:
        """Its URL."""
        return f"s3://{self.name}"

    def names(self, under: str = "") -> list[str]:
        """What lies in it; empty objects that stand for folders left out."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=under)
        return [o["Key"] for page in pages for o in page.get("Contents", ()) if not o["Key"].endswith("/")]

    def read(self, name: str) -> bytes:
        """The bytes of an object."""
        data: bytes = self._client.get_object(Bucket=self.name, Key=name)["Body"].read()
        return data

    def put(self, name: str, data: bytes) -> None:
        """Write an object."""
        self._client.put_object(Bucket=self.name, Key=name, Body=data)

    def delete(self, name: str) -> None:
        """Remove an object."""
        self._client.delete_object(Bucket=self.name, Key=name)

    def all(self, under: str = "") -> dict[str, bytes]:
        """Everything in it."""
        return {name: self.read(name) for name in self.names(under)}

    def changed(self) -> dict[str, Any]:
        """When each object was written."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name)
        return {o["Key"]: (o["ETag"], o["LastModified"]) for page in pages for o in page.get("Contents", ())}


@pytest.fixture
def bucket(server: str, environment: None) -> Bucket:
    """An empty bucket."""
    import boto3

    client = boto3.client(
        "s3", endpoint_url=server, region_name="us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    name = f"gongwen-{uuid.uuid4().hex[:12]}"
    client.create_bucket(Bucket=name)
    return Bucket(client, name)
