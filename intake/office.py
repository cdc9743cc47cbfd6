"""The desk's equipment: what is opened once and shared by all stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import TypeVar

import cv2

from ..processors.ocr import OcrEngine
from ..processors.orient import Orienter
from ..schemas.errors import CannotWrite
from ..schemas.procedure import Procedure
from .blobs import BlobStore
from .database import migrate, open_engine
from .decoding import DecodeLimits, Decoder
from .engines import open_engine_named
from .plain import CHINA
from .procedures import find_procedure
from .records import Records
from .settings import Settings

T = TypeVar("T")
R = TypeVar("R")
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time; stages get it passed in, so that tests can give another."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Lens:
    """What looks at files and pages; holds no case and stores nothing. Safe to share between threads."""

    decoder: Decoder
    orienter: Orienter
    engine: OcrEngine
    workers: int
    _pool: ThreadPoolExecutor = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Start no thread yet: the pool does when it is first used."""
        # Pages run side by side, so OpenCV's own threads would only get in each other's way.
        cv2.setNumThreads(1)
        self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix="page")

    @classmethod
    def open(cls, settings: Settings) -> Lens:
        """Set up decoder, direction finder and reader; each loads its models at first use."""
        limits = DecodeLimits(timeout_s=settings.decode_timeout_s)
        return cls(
            decoder=Decoder(limits=limits, workers=settings.workers),
            orienter=Orienter(),
            engine=open_engine_named(settings.engine),
            workers=settings.workers,
        )

    def each(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Yield `work(item)` in the items' order, done side by side, with few results waiting in memory."""
        remaining = iter(items)
        waiting: list[Future[R]] = [self._pool.submit(work, item) for item in islice(remaining, self.workers + 1)]
        try:
            while waiting:
                result = waiting.pop(0).result()
                waiting += [self._pool.submit(work, item) for item in islice(remaining, 1)]
                yield result
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        """Stop the threads and the decoding processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.decoder.close()


@dataclass(slots=True)
class Office:
    """Lens, bytes, records and clock of one desk."""

    settings: Settings
    lens: Lens
    blobs: BlobStore
    records: Records
    clock: Clock = utc_now

    @classmethod
    def open(cls, settings: Settings, *, clock: Clock = utc_now, lens: Lens | None = None) -> Office:
        """Open the desk's equipment, making folders and bringing the database up to date.

        `lens` may be shared with other desks; else one is made from the settings.

        Raises:
            CannotWrite: the data folder cannot be made.
        """
        for folder in (settings.blobs_dir, settings.packages_dir, settings.work_dir):
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise CannotWrite(f"无法建立数据目录 {folder}", remedy="请检查权限和磁盘空间") from error
        engine = open_engine(settings.url)
        migrate(engine)
        records = Records(engine, clock=clock)
        return cls(settings, lens or Lens.open(settings), BlobStore(settings.blobs_dir), records, clock)

    def procedure(self, name: str) -> Procedure:
        """Return a packaged procedure or one of the operator's.

        Raises:
            NotFound: there is none of that id.
            BadConfiguration: its file has errors.
        """
        return find_procedure(name, extra_dirs=self.settings.procedure_dirs)

    def today(self) -> date:
        """Return the counter's local day."""
        return self.clock().astimezone(CHINA).date()

    def close(self) -> None:
        """Stop processes and threads and close the database."""
        self.lens.close()
        self.records.close()
