from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image
from shoujian.intake.decoding.decoder import DecodeLimits, Decoder
from shoujian.intake.decoding.decoders import isolation
from shoujian.intake.decoding.decoders.contract import FrameReply
from shoujian.schemas.errors import CannotWrite
from shoujian.schemas.findings import Finding
from shoujian.schemas.procedure import ReceiveLimits
from shoujian.tests.intake import samples
from shoujian.tests.intake.decoded import frame_of, refusal


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder(DecodeLimits(), workers=1) as made:
        yield made


def test_threads_share_a_decoder(tmp_path: Path) -> None:
    paths = []
    for number in range(12):
        colour = (number * 20, 255 - number * 20, 100)
        paths.append(samples.write(tmp_path / f"{number}.png", Image.new("RGB", (50 + number, 40), colour), "PNG"))
    with Decoder(workers=2, spool_dir=tmp_path) as decoder, ThreadPoolExecutor(6) as threads:
        made = list(threads.map(lambda path: frame_of(decoder, path), paths))
        assert [frame.image.size for frame in made] == [(50 + number, 40) for number in range(12)]
        assert [int(frame.image.pixels[0, 0, 2]) for frame in made] == [number * 20 for number in range(12)]
        (spool,) = tmp_path.glob("shoujian-pixels-*")
        assert list(spool.iterdir()) == []
    assert not spool.exists()


def test_closed_is_closed(tmp_path: Path) -> None:
    path = samples.write(tmp_path / "a.png", samples.card(), "PNG")
    decoder = Decoder()
    decoder.close()
    decoder.close()
    with pytest.raises(RuntimeError, match="closed"):
        decoder.probe(path)


def test_a_dead_or_hanging_process_costs_one_file(decoder: Decoder) -> None:
    pool = isolation.Isolated(workers=1, timeout_s=0.5, initializer=os.getpid, arguments=())
    try:
        first = pool.call(os.getpid)
        assert first != os.getpid()
        assert pool.call(os.abort) == "crashed"
        assert pool.call(signal.pause) == "timeout"
        assert pool.call(os.getpid) not in (first, os.getpid())
    finally:
        pool.close()


def test_processes_that_are_killed_while_idle_are_replaced() -> None:
    """As the kernel does when memory is short: the file that comes next must not notice."""
    pool = isolation.Isolated(workers=2, timeout_s=20, initializer=os.getpid, arguments=())
    try:
        for _ in range(2):
            os.kill(pool.call(os.getpid), signal.SIGKILL)
        forkserver = pool.call(os.getppid)
        os.kill(forkserver, signal.SIGKILL)
        os.kill(pool.call(os.getpid), signal.SIGKILL)
        assert pool.call(os.getppid) not in (forkserver, os.getpid())
    finally:
        pool.close()


def test_what_escapes_in_a_process_is_its_failure() -> None:
    pool = isolation.Isolated(workers=1, timeout_s=20, initializer=os.getpid, arguments=())
    try:
        assert pool.call(int, "330100190001010000 is no number") == "crashed"
        assert pool.call(int, "7") == 7
    finally:
        pool.close()


def test_closing_ends_the_wait() -> None:
    pool = isolation.Isolated(workers=1, timeout_s=60, initializer=os.getpid, arguments=())
    process = pool.call(os.getpid)
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(pool.call, signal.pause) for _ in range(2)]
        assert process
        pool.close()
        for future in waiting:
            with pytest.raises(RuntimeError, match="closed"):
                future.result(30)


@pytest.mark.parametrize(("how", "code"), [("crashed", "file.crashed"), ("timeout", "file.timeout")])
def test_a_failed_process_is_a_finding(
    decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, code: str
) -> None:
    path = samples.write(tmp_path / "a.png", samples.card(), "PNG")
    monkeypatch.setattr(isolation.Isolated, "call", lambda *_: how)
    assert refusal(decoder, path) == code
    made = decoder.frame(path, "image/png", 0)
    assert isinstance(made, Finding)
    assert made.code == code


@pytest.mark.parametrize(
    ("reply", "written"),
    [
        ((True, FrameReply(width=10, height=10).model_dump_json()), 299),
        ((True, FrameReply(width=10, height=10).model_dump_json()), 301),
        ((True, FrameReply(width=1_000_000, height=1_000_000).model_dump_json()), 300),
        ((True, "{}"), 300),
        ((True, 7), 300),
        ((False, '{"note": {"code": "file.invented"}}'), 0),
        (7, 0),
        (None, 0),
    ],
)
def test_what_a_decoder_says_is_not_believed(
    decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reply: object, written: int
) -> None:
    def lying(_: object, function: object, *arguments: object) -> object:
        Path(str(arguments[3])).write_bytes(b"\0" * written)
        return reply

    monkeypatch.setattr(isolation.Isolated, "call", lying)
    made = decoder.frame(tmp_path / "any", "image/png", 0)
    assert isinstance(made, Finding)
    assert made.code == "file.crashed"


def test_a_full_disk_is_not_the_files_fault(decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = (False, '{"note": {"code": "file.crashed"}, "spool_full": true}')
    monkeypatch.setattr(isolation.Isolated, "call", lambda *_: reply)
    with pytest.raises(CannotWrite):
        decoder.frame(tmp_path / "any", "image/png", 0)


def test_nothing_that_a_decoder_says_is_logged(
    decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = samples.write(tmp_path / "a.png", samples.card(), "PNG")
    monkeypatch.setattr(isolation.Isolated, "call", lambda *_: '{"frames": "330100190001010000 张三"}')
    assert refusal(decoder, path) == "file.crashed"
    assert caplog.records and "330100190001010000" not in caplog.text


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_archives_are_unpacked_over_there(decoder: Decoder, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"身份证330100190001010000.jpg": b"content", "b.zip": b"PK\x05\x06" + bytes(18)})
    out = tmp_path / "out"
    out.mkdir()
    unpacked = decoder.unpack(path, out, limits=ReceiveLimits())
    (member,) = unpacked.members
    assert member.path.read_bytes() == b"content" and member.path.parent == out
    assert [found.code for found in unpacked.findings] == ["archive.member_skipped"]
    assert "330100190001010000" not in member.name
    with pytest.raises(CannotWrite):
        decoder.unpack(path, tmp_path / "no-such-folder", limits=ReceiveLimits())


def test_an_archives_directory_may_not_eat_the_machine(tmp_path: Path) -> None:
    """Empty members without number: each takes 47 bytes there, and six hundred as an object of Python."""
    with Decoder(DecodeLimits(memory_bytes=900_000_000), workers=1) as decoder:
        path = tmp_path / "a.zip"
        entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
        count = 100_000
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entry) * count, 0, 0)
        path.write_bytes(entry * count + end)
        unpacked = decoder.unpack(path, tmp_path, limits=ReceiveLimits())
        assert unpacked.members == ()
        assert {found.code for found in unpacked.findings} <= {"file.crashed", "archive.too_large", "archive.damaged"}
        assert frame_of(decoder, samples.write(tmp_path / "small.png", samples.card(), "PNG"))


@pytest.mark.parametrize(
    "reply",
    [
        7,
        "{}x",
        '{"members": [{"name": "a", "stored_as": "../../etc/passwd"}]}',
        '{"findings": [{"code": "archive.invented", "severity": "error"}]}',
        '{"findings": [{"code": "archive.too_large", "severity": "error"}]}',
    ],
)
def test_what_an_unpacker_says_is_not_believed(
    decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reply: object
) -> None:
    monkeypatch.setattr(isolation.Isolated, "call", lambda *_: reply)
    unpacked = decoder.unpack(tmp_path / "any", tmp_path, limits=ReceiveLimits())
    assert (unpacked.members, [found.code for found in unpacked.findings]) == ((), ["file.crashed"])


def test_only_files_that_are_there_are_members(
    decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / f"{'a' * 32}.member"
    link.symlink_to("/etc/passwd")
    told = [{"name": "a", "stored_as": link.name}, {"name": "b", "stored_as": f"{'b' * 32}.member"}]
    monkeypatch.setattr(isolation.Isolated, "call", lambda *_: json.dumps({"members": told}))
    assert decoder.unpack(tmp_path / "any", tmp_path, limits=ReceiveLimits()).members == ()


def test_memory_is_limited(tmp_path: Path) -> None:
    limits = DecodeLimits(memory_bytes=900_000_000)
    image = Image.new("1", (10_900, 10_900), 1)
    path = samples.write(tmp_path / "large.tif", image, "TIFF", compression="group4")
    with Decoder(limits, workers=1) as decoder:
        assert decoder.probe(path).frames == 1
        made = decoder.frame(path, "image/tiff", 0)
        assert isinstance(made, Finding)
        assert made.code == "file.crashed"
        assert frame_of(decoder, samples.write(tmp_path / "small.png", samples.card(), "PNG"))


@pytest.mark.slow
def test_a_script_without_a_guard_is_not_run_again(tmp_path: Path) -> None:
    picture = samples.write(tmp_path / "a.png", samples.card(), "PNG")
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from shoujian.intake.decoding.decoder import Decoder\n"
        "print('runs')\n"
        f"with Decoder(workers=1) as decoder:\n    print(decoder.probe(Path({str(picture)!r})).frames)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == ["runs", "1"]
