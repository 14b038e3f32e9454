"""Files under a URL: what is read and written, and what is told when it cannot be."""

from pathlib import Path

import pytest

from pipeline.building.raw_folder import WrongUse
from pipeline.storage.places import cache_folder, raw_folder, target
from pipeline.storage.store import ENDPOINTS, KEY, SECRET, StorageError, Store
from tests.storage.conftest import Bucket


def test_what_is_written_is_read(bucket: Bucket, tmp_path: Path) -> None:
    store = Store.connect(f"{bucket.url}/a/公文/")
    assert store.listing() == {}
    assert store.read("none") is None
    store.write("one.json", b"{}")
    (tmp_path / "two").write_bytes(b"x" * 20_000_000)
    store.upload(tmp_path / "two", "under/two.parquet")
    assert {n: m.size for n, m in store.listing().items()} == {"one.json": 2, "under/two.parquet": 20_000_000}
    assert bucket.names() == ["a/公文/one.json", "a/公文/under/two.parquet"]
    store.under("under").download("two.parquet", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == (tmp_path / "two").read_bytes()
    store.under("under").remove_all()
    assert list(store.listing()) == ["one.json"]


@pytest.mark.parametrize("url", ["s3://", "s3:///x", "s3://bucket/../other"])
def test_what_is_no_url_is_wrong_use(environment: None, url: str) -> None:
    with pytest.raises(WrongUse, match="expected s3://BUCKET/PREFIX"):
        target(url)


def test_credentials_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "testing")
    monkeypatch.delenv(SECRET, raising=False)
    with pytest.raises(WrongUse, match=f"found no {SECRET} in the environment"):
        target("s3://bucket/x")
    monkeypatch.delenv(KEY)
    with pytest.raises(WrongUse, match=f"found no {KEY} and no {SECRET}"):
        raw_folder("s3://bucket/x")


def test_an_endpoint_that_is_none_is_wrong_use(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENDPOINTS[-1], "localhost")
    with pytest.raises(WrongUse, match=r"expected http\(s\)://HOST"):
        target("s3://bucket/x")


def test_a_bucket_that_is_not_there_is_told(environment: None) -> None:
    store = Store.connect("s3://no-such-bucket-here/x")
    with pytest.raises(StorageError, match=r"no-such-bucket-here/x/one: found .*; expected it to be written"):
        store.write("one", b"")


def test_each_url_and_endpoint_has_a_folder_of_its_own(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    one = cache_folder("output", "s3://bucket/a-b")
    assert one != cache_folder("output", "s3://bucket/a/b")
    monkeypatch.setenv(ENDPOINTS[0], "http://127.0.0.1:1")
    assert one != cache_folder("output", "s3://bucket/a-b")
