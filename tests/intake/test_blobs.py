from __future__ import annotations

import errno
import hashlib
import io
import os
import socket
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shoujian.intake import blobs
from shoujian.intake.blobs import BlobRefused, BlobStore
from shoujian.schemas.errors import CannotWrite, InputRejected, NotFound


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def files(store: BlobStore) -> list[Path]:
    return sorted(path for path in store.root.rglob("*") if path.is_file())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=4096))
def test_what_goes_in_comes_out_under_its_hash(store: BlobStore, data: bytes) -> None:
    info = store.put(data)
    assert (info.sha256, info.size) == (hashlib.sha256(data).hexdigest(), len(data))
    with store.open(info.sha256) as file:
        assert file.read() == data
    assert store.verify(info.sha256)


def test_bytes_stream_and_path_are_the_same_blob(store: BlobStore, tmp_path: Path) -> None:
    data = os.urandom(3 * blobs.CHUNK_BYTES + 1)
    (tmp_path / "in").write_bytes(data)
    infos = {store.put(data), store.put(io.BytesIO(data)), store.put(tmp_path / "in")}
    (info,) = infos
    assert files(store) == [store.root / info.sha256[:2] / info.sha256[2:4] / info.sha256]
    assert stat.S_IMODE(store.path(info.sha256).stat().st_mode) == 0o440


@pytest.mark.parametrize("kind", ["bytes", "stream", "path"])
def test_over_the_limit_is_refused_and_leaves_nothing(store: BlobStore, tmp_path: Path, kind: str) -> None:
    data = b"x" * 1001
    (tmp_path / "in").write_bytes(data)
    source = {"bytes": data, "stream": io.BytesIO(data), "path": tmp_path / "in"}[kind]
    with pytest.raises(BlobRefused) as refused:
        store.put(source, max_bytes=1000)
    assert refused.value.finding.code == "file.too_large"
    assert not store.root.exists() or files(store) == []
    assert store.put(data[:1000], max_bytes=1000).size == 1000


def test_an_endless_stream_is_read_no_further_than_the_limit(store: BlobStore) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return bytes(size)

    endless = Endless()
    with pytest.raises(BlobRefused):
        store.put(endless, max_bytes=5 * blobs.CHUNK_BYTES)
    assert endless.given == 6 * blobs.CHUNK_BYTES


@pytest.mark.parametrize("kind", ["link", "fifo", "folder", "socket", "device"])
def test_what_is_not_a_regular_file_is_refused_at_once(store: BlobStore, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "in"
    if kind == "link":
        (tmp_path / "target").write_bytes(b"secret")
        path.symlink_to(tmp_path / "target")
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(path))
        listening.close()
    else:
        path = Path("/dev/zero")
    with pytest.raises(BlobRefused) as refused:
        store.put(path)
    assert refused.value.finding.code == "file.not_regular"


def test_a_path_that_is_not_there(store: BlobStore, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name in ("nothing", "a\0b", "x" * 300, "file/inside"):
        with pytest.raises(NotFound):
            store.put(tmp_path / name)


def test_a_source_that_breaks_off_is_rejected_and_leaves_nothing(store: BlobStore) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(InputRejected, match="读取中断") as refused:
        store.put(Broken())
    assert isinstance(refused.value, BlobRefused) and refused.value.finding.code == "file.unreadable"
    assert files(store) == []


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
def test_a_path_that_may_not_be_read_is_refused(
    store: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def closed(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", closed)
    with pytest.raises(BlobRefused) as refused:
        store.put(tmp_path / "a.jpg")
    assert refused.value.finding.code == "file.unreadable"


@pytest.mark.parametrize("call", ["fsync", "mkstemp"])
def test_a_full_disk_is_said_and_leaves_nothing(store: BlobStore, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os if call == "fsync" else blobs.tempfile, call, full)
    with pytest.raises(CannotWrite, match="No space left") as refused:
        store.put(b"data")
    assert refused.value.remedy
    assert files(store) == []


def test_a_disk_that_changes_bytes_is_found_out(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def flip(descriptor: int) -> None:
        os.pwrite(descriptor, b"X", 0)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", flip)
    with pytest.raises(CannotWrite, match="复核"):
        store.put(b"data")
    assert files(store) == []


def test_rot_is_seen_and_healed_by_the_next_put(store: BlobStore) -> None:
    info = store.put(b"data")
    path = store.path(info.sha256)
    path.chmod(0o640)
    path.write_bytes(b"dat4")
    assert not store.verify(info.sha256)
    assert store.put(b"data") == info
    assert store.verify(info.sha256)


def test_what_is_not_there_is_not_found(store: BlobStore) -> None:
    assert not store.verify("0" * 64)
    with pytest.raises(NotFound):
        store.open("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_a_name_never_becomes_a_path(store: BlobStore, name: str) -> None:
    with pytest.raises(NotFound):
        store.path(name)


def test_many_threads_store_the_same_bytes_once(store: BlobStore) -> None:
    data, found, start = os.urandom(100_000), [], threading.Barrier(8)

    def one() -> None:
        start.wait()
        found.append(store.put(data))

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert len(files(store)) == 1
