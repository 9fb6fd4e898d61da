"""The plan of a replay: which reports, in the order of their own times, as an index of places and not of texts."""

import hashlib
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from agents.text.formats import Item, read_items
from agents.text.stamps import instant
from schemas.replay import ReplayFile
from streams.problem import Problem
from streams.replay.find import Found, absolute, is_lines, is_rows
from streams.replay.read import Place, Unreadable, describe, read_reports

_UNTOLD = -(1 << 63)


class Entry(Struct, frozen=True):
    """One report of the plan: its file (index into `Plan.files`), its place there, its own time in ms since 1970."""

    file: int
    place: Place
    time: int


class Plan:
    """The reports to send, in order. 32 bytes each: file, offset, length, time, rank."""

    def __init__(self, files: tuple[ReplayFile, ...], sources: tuple[str, ...], notes: tuple[str, ...]) -> None:
        self.files, self.sources = files, sources
        self.notes = notes
        """Files and lines that could not be read, named, with the reason."""
        self._file, self._offset = array("I"), array("Q")
        self._length, self._time = array("I"), array("q")
        self._order = array("Q")

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, n: int) -> Entry:
        at = self._order[n]
        return Entry(self._file[at], Place(self._offset[at], self._length[at]), self._time[at])

    def path(self, entry: Entry) -> Path:
        """The entry's file."""
        return Path(self.files[entry.file].path)

    def hint(self, entry: Entry) -> str | None:
        """The format to ask first about the entry."""
        return hint_for(self.path(entry))

    @property
    def digest(self) -> str:
        """64 bits over all that the plan sends and in which order: equal plans send equal messages."""
        made = hashlib.blake2b(digest_size=8)
        for file in self.files:
            made.update(f"{file.path}\0{file.digest}\0{file.skipped or ''}\0".encode())
        for at in self._order:
            made.update(b"%d %d %d %d\n" % (self._file[at], self._offset[at], self._length[at], self._time[at]))
        return made.hexdigest()

    @property
    def skipped(self) -> int:
        """How many files could not be read."""
        return sum(file.skipped is not None for file in self.files)

    def add(self, file: int, place: Place, time: int | None) -> None:
        """Take in the next report in file order; `time` None where it cannot be told."""
        self._file.append(file)
        self._offset.append(place.offset)
        self._length.append(place.length)
        self._time.append(_UNTOLD if time is None else time)

    def cut(self, size: int) -> None:
        """Forget what was added beyond `size` reports: their file turned out to be unreadable."""
        for column in (self._file, self._offset, self._length, self._time):
            del column[size:]

    @property
    def added(self) -> int:
        """Reports taken in so far, whatever their time."""
        return len(self._time)

    def arrange(self, since: int | None, until: int | None, fallback: int) -> None:
        """Order the reports by time: those from `since` on and before `until` (ms).

        A report whose time cannot be told goes right after its predecessor in file order, at its time; before the
        first that can be told, at the time of that one; and where none can, at `fallback`.
        """
        last = next((time for time in self._time if time != _UNTOLD), fallback)
        for at, time in enumerate(self._time):
            last = last if time == _UNTOLD else time
            self._time[at] = last
        low, high = (_UNTOLD if since is None else since), (-_UNTOLD if until is None else until)
        wanted = [at for at, time in enumerate(self._time) if low <= time < high]
        wanted.sort(key=self._time.__getitem__)  # stable: equal times keep the order of the files
        self._order = array("Q", wanted)


def make_plan(
    found: Sequence[Found],
    *,
    since: datetime | None,
    until: datetime | None,
    fallback: datetime,
    limit: int,
    progress: Callable[[int], None],
    known: Mapping[str, ReplayFile] = MappingProxyType({}),
    missing: Sequence[str] = (),
) -> Plan:
    """Read every file once and put its reports in order.

    `limit` is the largest report in bytes. `known` are, for a resumed replay, its files as they were at its start:
    Problem is raised if one has changed, and what could not be read then stays out now. `missing` are arguments that
    led to no file. `progress` is told the reports read so far.
    """
    files: list[ReplayFile] = []
    notes = [f"{argument}: no such file" for argument in missing]
    plan = Plan((), tuple(each.source for each in found), ())
    for number, each in enumerate(found):
        before, path = plan.added, str(absolute(each.path))
        try:
            file = _as_known(describe(each.path), known.get(path)) if known else describe(each.path)
            for place, data in read_reports(each.path, limit, lambda note, p=each.path: notes.append(f"{p}: {note}")):  # type: ignore[misc] # a default binds the loop variable
                plan.add(number, place, tell_time(data, hint_for(each.path), each.source, limit))
                progress(plan.added)
        except Unreadable as error:
            plan.cut(before)
            file = _as_known(ReplayFile(path, 0, "", skipped=str(error)), known.get(path))
            notes.append(f"{each.path}: {error}")
        files.append(file)
    plan.files, plan.notes = tuple(files), tuple(notes)
    plan.arrange(_ms(since), _ms(until), _ms(fallback) or 0)
    return plan


def _as_known(file: ReplayFile, known: ReplayFile | None) -> ReplayFile:
    """The file, if it is as it was. Raises Unreadable for one that stayed out, Problem for one that has changed."""
    if known is None or file == known:
        return file
    if known.skipped is not None:
        if file.skipped is not None:
            return known
        raise Unreadable(known.skipped)
    sizes = f"{file.size:,} bytes now, {known.size:,} then" if file.size != known.size else "other bytes"
    now = file.skipped or sizes
    raise Problem(f"{file.path} has changed since the replay began ({now})", "restore it, or start a new replay")


def tell_time(data: bytes, hint: str | None, source: str, limit: int) -> int | None:
    """A report's own time in ms since 1970: when it was sent, else updated, else created, by its first item that says.

    None where it cannot be told.
    """
    for item in read_items(data, hint=hint, source=source, max_bytes=limit):
        if isinstance(item, Item):
            moments: Iterator[datetime | None] = map(instant, (item.sent, item.updated, item.created))
            for moment in moments:
                if moment is not None:
                    return _ms(moment)
    return None


def hint_for(path: Path) -> str | None:
    """The format that a file's name speaks for, if any; its content has the last word."""
    if is_lines(path) or is_rows(path):
        return "json-lines"
    return "dated-text" if path.name.lower().removesuffix(".gz").endswith(".txt") else None


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)
