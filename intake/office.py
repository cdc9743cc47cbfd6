"""The desk's equipment: what is opened once and shared by all stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ..schemas.errors import CannotWrite
from ..schemas.procedure import Procedure
from .blobs import BlobStore
from .lens import Lens
from .papers.plain import CHINA
from .procedures import find_procedure
from .record.database import migrate, open_engine
from .record.records import Records
from .settings import Settings

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time; stages get it passed in, so that tests can give another."""
    return datetime.now(UTC)


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
