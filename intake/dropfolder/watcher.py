"""Watch the drop folder: listing it is the truth, file system events only wake the loop earlier."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from ...schemas.errors import CannotWrite, WrongState
from ..desk import Desk
from .inbox import Drop, Inbox, InboxFolders

log = logging.getLogger(__name__)

LOCK_NAME = ".shoujian.lock"


class Watcher:
    """Takes in every finished sub-folder of an inbox, one after the other, until it is told to stop."""

    def __init__(
        self,
        desk: Desk,
        folders: InboxFolders,
        *,
        on_drop: Callable[[Drop], None] = lambda drop: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare to watch; `on_drop` is told of every folder that was dealt with."""
        settings = desk.office.settings
        self._inbox = Inbox(desk, folders, quiet_s=settings.quiet_seconds)
        self._folders = folders
        self._rescan_s = settings.rescan_seconds
        self._polling = settings.polling
        self._on_drop = on_drop
        self._monotonic = monotonic
        self._wake = threading.Event()
        self._stop = threading.Event()

    def stop(self) -> None:
        """Let `run` return after the folder it is working on."""
        self._stop.set()
        self._wake.set()

    def scan(self) -> list[Drop]:
        """List the inbox once and deal with what is finished, until `stop`; returns what was dealt with."""
        dealt: list[Drop] = []
        for drop in self._inbox.scan(self._monotonic()):
            dealt.append(drop)
            self._on_drop(drop)
            if self._stop.is_set():
                break
        return dealt

    def run(self, *, until_idle: bool = False) -> None:
        """Watch until `stop` or, with `until_idle`, until nothing is left that could be dealt with.

        Raises:
            BadConfiguration: the folders lie within each other, or another watcher has the inbox.
            CannotWrite: a folder cannot be made.
        """
        self._folders.prepare()
        with _only_watcher(self._folders.inbox), self._events():
            while not self._stop.is_set():
                self._wake.clear()
                self.scan()
                if until_idle and self._inbox.is_idle:
                    return
                # While something waits to become still, look again soon; else the rescan is only a safety net.
                self._wake.wait(self._inbox.next_look_s(default=self._rescan_s))

    @contextmanager
    def _events(self) -> Iterator[None]:
        observer = PollingObserver(timeout=self._rescan_s) if self._polling else Observer()
        observer.schedule(_Waker(self._wake), str(self._folders.inbox), recursive=True)
        try:
            observer.start()
        except OSError as error:  # inotify's limits reached: the rescan still finds everything, only later
            log.warning("no file system events (%s); rescanning every %s s", error.strerror, self._rescan_s)
            yield
            return
        try:
            yield
        finally:
            observer.stop()
            observer.join()


class _Waker(FileSystemEventHandler):
    def __init__(self, wake: threading.Event) -> None:
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wake the loop for whatever may have added or finished a file."""
        if event.event_type not in ("opened", "closed_no_write"):
            self._wake.set()


@contextmanager
def _only_watcher(inbox: Path) -> Iterator[None]:
    try:
        descriptor = os.open(inbox / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotWrite(f"无法使用收件箱 {inbox}：{error.strerror}", remedy="请检查目录权限") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WrongState("已有另一个 shoujian watch 在看这个收件箱", remedy="请先停止它") from error
        yield
    finally:
        os.close(descriptor)
