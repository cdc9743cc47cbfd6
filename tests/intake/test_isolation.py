from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image
from shoujian.intake.decoders import isolation
from shoujian.intake.decoders.contract import FrameReply
from shoujian.intake.decoding import DecodeLimits, Decoder
from shoujian.schemas.errors import CannotWrite
from shoujian.schemas.findings import Finding
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
        "from shoujian.intake.decoding import Decoder\n"
        "print('runs')\n"
        f"with Decoder(workers=1) as decoder:\n    print(decoder.probe(Path({str(picture)!r})).frames)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == ["runs", "1"]
