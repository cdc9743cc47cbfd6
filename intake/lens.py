"""What looks at files and pages; knows no case and no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TypeVar

import cv2

from ..processors.geometry.orient import Orienter
from ..processors.reading.line_text import LineReader
from ..processors.reading.ocr import OcrEngine
from .closing import Closing
from .decoding.decoder import DecodeLimits, Decoder
from .engines import line_reader_of, open_engine_named, open_second_reader
from .settings import Settings

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class Lens(Closing):
    """Decoder, direction finder and readers, with threads to use them side by side. Safe to share between threads.

    `second` gives the reader that is asked about doubtful values, `lines` reads the names on seals, where they are
    installed.
    """

    decoder: Decoder
    orienter: Orienter
    engine: OcrEngine
    workers: int
    second: Callable[[], OcrEngine | None] = lambda: None
    lines: LineReader | None = None
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
        engine = open_engine_named(settings.engine, side_by_side=settings.workers)
        return cls(
            decoder=Decoder(limits=limits, workers=settings.workers),
            orienter=Orienter(),
            engine=engine,
            workers=settings.workers,
            # Looking for the program starts it twice; most runs have no doubt and need none of it.
            second=cache(lambda: open_second_reader(engine) if settings.second_reader == "auto" else None),
            lines=line_reader_of(engine),
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
