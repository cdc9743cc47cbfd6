"""Whole files of every format, damaged at random: the decoder answers with pages or findings, and goes on.

A few hundred examples by default; `SHOUJIAN_FUZZ=20000` looks longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from shoujian.intake.decoding.decoder import DecodeLimits, Decoder
from shoujian.schemas.findings import Finding
from shoujian.schemas.procedure import ReceiveLimits
from shoujian.tests import hostile_files

EXAMPLES = int(os.environ.get("SHOUJIAN_FUZZ", "150"))
PAGES_LOOKED_AT = 2
SLOW_OR_DEAD = {"file.timeout", "file.crashed"}

Edit = tuple[int, int, bytes]
EDITS = st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 40), st.binary(max_size=24)), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder(DecodeLimits(timeout_s=20, memory_bytes=1_500_000_000), workers=1) as made:
        yield made


def edited(data: bytes, edits: list[Edit]) -> bytes:
    """Put other bytes in place of some: as many (overwritten), fewer (taken out) or more (put in)."""
    for position, length, instead in edits:
        start = position % (len(data) + 1)
        data = data[:start] + instead + data[start + length :]
    return data


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=st.sampled_from(sorted(hostile_files.valid())), edits=EDITS)
@pytest.mark.slow
def test_damage_is_answered(decoder: Decoder, tmp_path: Path, name: str, edits: list[Edit]) -> None:
    path = tmp_path / "file"
    path.write_bytes(edited(hostile_files.valid()[name], edits))
    probe = decoder.probe(path, name=f"a.{name}")
    told = list(probe.findings)
    if probe.media_type == "application/zip":
        folder = tmp_path / "members"
        folder.mkdir(exist_ok=True)
        unpacked = decoder.unpack(path, folder, limits=ReceiveLimits())
        told += unpacked.findings
        assert unpacked.members or told
    else:
        assert probe.frames or told
    for index in range(min(probe.frames, PAGES_LOOKED_AT)):
        assert probe.media_type is not None
        made = decoder.frame(path, probe.media_type, index)
        if isinstance(made, Finding):
            told.append(made)
        else:
            assert made.image.pixels.shape == (*made.image.size[::-1], 3)
    assert all(found.message and found.remedy for found in told)
    assert not SLOW_OR_DEAD & {found.code for found in told}, "damage is found by reading, not by dying of it"
