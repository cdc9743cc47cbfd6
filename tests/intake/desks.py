"""A desk on a temporary folder with a reader that needs no models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from shoujian.intake.decoding.decoder import Decoder
from shoujian.intake.desk import Desk
from shoujian.intake.lens import Lens
from shoujian.intake.office import Office
from shoujian.intake.settings import Settings, load_settings
from shoujian.processors.geometry.orient import Orienter
from shoujian.processors.reading.ocr import OcrEngine
from shoujian.schemas.case import Applicant

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
PROCEDURE = "zj-constructor2-initial"
APPLICANT = Applicant(
    name="王建业", id_number="330100190001010000", phone="13800000000", company="浙江示例建设有限公司", place="杭州市"
)


def settings_in(folder: Path, **more: Any) -> Settings:
    return load_settings(
        data_dir=folder / "data",
        inbox=folder / "inbox",
        outbox=folder / "outbox",
        rejected=folder / "rejected",
        workers=2,
        locale="zh",
        **more,
    )


@cache
def shared_decoder() -> Decoder:
    """One pool of decoding processes for all tests: starting it takes longer than most of them."""
    return Decoder(workers=1)


@cache
def shared_orienter() -> Orienter:
    return Orienter()


@contextmanager
def desk_with(engine: OcrEngine, folder: Path, **more: Any) -> Iterator[Desk]:
    settings = settings_in(folder, **more)
    lens = Lens(decoder=shared_decoder(), orienter=shared_orienter(), engine=engine, workers=2)
    office = Office.open(settings, clock=lambda: NOW, lens=lens)
    try:
        yield Desk(office)
    finally:
        office.records.close()
