"""Retention: what is too old, or too much, leaves the archive, the oldest first."""

import logging

from streams.archive.store import Archive
from streams.settings import Settings

log = logging.getLogger("wirewatch")

_DAY_MS = 86_400_000
_STEP = 500  # articles in one transaction, so that filing never waits long
_ROOM = 0.95  # of the largest size is left in use, so that not every article pushes one out


class Retention:
    """Keeps an archive to the settings `archive_days` and `archive_gb`."""

    def __init__(self, settings: Settings, archive: Archive) -> None:
        self.days = settings.archive_days
        self.bytes = None if settings.archive_gb is None else int(settings.archive_gb * 1e9)
        self._archive = archive

    def keep(self, now: int) -> int:
        """Take out what is beyond the limits; `now` in ms. Returns how many articles left."""
        gone = 0
        if self.days is not None:
            gone += self.older_than(now - int(self.days * _DAY_MS))
        if self.bytes is not None:
            gone += self.down_to(self.bytes)
        if gone:
            log.info("%s articles left the archive: too old, or too many", f"{gone:,}")
        return gone

    def older_than(self, moment: int) -> int:
        """Take out what was routed before a moment, in ms. Returns how many."""
        gone = 0
        while (step := self._archive.remove_oldest(_STEP, before=moment)) > 0:
            gone += step
        if gone:
            self._archive.give_back_space()
        return gone

    def down_to(self, size: int) -> int:
        """Take out the oldest until the file is no larger than `size` bytes. Returns how many."""
        gone = 0
        while (used := self._archive.size()) > size:
            rows = self._archive.rows()
            surplus = max(1, round(rows * (1 - _ROOM * size / used)))
            before = gone
            while gone - before < surplus and (
                step := self._archive.remove_oldest(min(_STEP, surplus - gone + before))
            ):
                gone += step
            self._archive.give_back_space()
            if gone == before:
                break
        return gone
