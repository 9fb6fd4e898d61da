"""The ledger of an audit: for every report in wire.raw how far it came and how often it ended, in bytes, not texts."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from schemas.headers import Origin

Ending = Literal["alert", "archive", "dead"]
ENDINGS: tuple[Ending, ...] = ("alert", "archive", "dead")
Way = Literal["clean", "enriched"]
WAYS: tuple[Way, ...] = ("clean", "enriched")
_MOST = 255  # a byte; beyond it "how often" no longer matters


class Tally:
    """Columns of one byte per report (or per item of a report): whether it is there, how far it came, how it ended."""

    def __init__(self, size: int) -> None:
        self.there = bytearray(size)
        self.came = {way: bytearray(size) for way in WAYS}
        self.ended = {ending: bytearray(size) for ending in ENDINGS}
        self.held = bytearray(size)

    def end(self, at: int, ending: Ending, step: int) -> None:
        """Count an ending, or take one back (`step` -1)."""
        column = self.ended[ending]
        column[at] = min(_MOST, max(0, column[at] + step))

    def endings(self, at: int) -> list[str]:
        """Every ending of the report at this place, as often as it ended so; waiting counts where there is no other."""
        final: list[str] = [ending for ending in ENDINGS for _ in range(self.ended[ending][at])]
        return final or ["held"] * self.held[at]

    def furthest(self, at: int) -> str:
        """The last topic that it was seen in before its ending."""
        return next((way for way in reversed(WAYS) if self.came[way][at]), "raw")


class Ledger:
    """Accounts for the reports of wire.raw by partition and offset, from `firsts` on and below `ends`.

    Enter the reports first, then what became of them. Six bytes a report, and more only for those of several items.
    """

    def __init__(self, topic: str, firsts: dict[int, int], ends: dict[int, int]) -> None:
        self._topic, self._firsts = topic, firsts
        self._whole = {partition: Tally(max(0, end - firsts[partition])) for partition, end in ends.items()}
        self._parts: dict[tuple[int, int], Tally] = {}
        self._odd: list[str] = []
        self.reports = 0
        self.reasons: Counter[str] = Counter()
        """Dead letters by reason, those taken back not counted."""
        self.strays = 0
        """Endings of what never was in wire.raw: somebody wrote to a topic behind it."""
        self.older = 0
        """Messages whose report is no longer in wire.raw: its retention is over."""

    def enter(self, partition: int, offset: int, *, counts: bool = True) -> None:
        """There is a report; `counts` False for one that this audit is not about."""
        self._whole[partition].there[offset - self._firsts[partition]] = 1 if counts else 2
        self.reports += counts

    def came(self, origin: Origin | None, way: Way) -> None:
        """It was seen on its way."""
        found = self._find(origin)
        if found is not None:
            tally, at = found
            tally.came[way][at] = 1

    def ended(self, origin: Origin | None, ending: Ending, reason: str | None = None) -> None:
        """It ended; `reason` for a dead letter."""
        found = self._find(origin)
        if found is not None:
            tally, at = found
            tally.end(at, ending, 1)
            if reason is not None:
                self.reasons[reason] += 1

    def taken_back(self, origin: Origin | None, reason: str) -> None:
        """Its dead letter was sent through once more, and is its ending no longer."""
        found = self._find(origin)
        if found is not None:
            tally, at = found
            tally.end(at, "dead", -1)
            self.reasons[reason] -= 1

    def waits(self, origin: Origin | None) -> None:
        """It waits in route's memory for its release."""
        found = self._find(origin)
        if found is not None:
            tally, at = found
            tally.held[at] = 1

    def waiting(self) -> int:
        """How many reports and items wait and have not ended otherwise."""
        return sum(tally.endings(at) == ["held"] for tally, at, _ in self._rows())

    def unfinished(self) -> int:
        """How many reports and items have no ending yet."""
        return sum(not tally.endings(at) for tally, at, _ in self._rows())

    def count(self, ending: Ending) -> int:
        """How many reports and items ended so."""
        return sum(tally.ended[ending][at] for tally, at, _ in self._rows())

    @property
    def items(self) -> int:
        """Reports, those of several items counted by these."""
        return sum(1 for _ in self._rows())

    def problems(self) -> Iterator[str]:
        """Whatever has not exactly one ending, named, and what contradicts itself."""
        yield from self._odd
        for tally, at, origin in self._rows():
            endings = tally.endings(at)
            if origin.items == 1 and (origin.partition, origin.offset) in self._parts:
                yield f"{_name(origin)}: ended as a whole ({' and '.join(endings)}) and in items"
            elif len(endings) > 1:
                yield f"{_name(origin)}: {len(endings)} endings: {' and '.join(endings)}"
            elif not endings:
                yield f"{_name(origin)}: no ending, came to {tally.furthest(at)}"

    def _rows(self) -> Iterator[tuple[Tally, int, Origin]]:
        """Every report that counts: by its items where it has several, else as a whole."""
        for partition, whole in self._whole.items():
            for at, there in enumerate(whole.there):
                if there != 1:
                    continue
                offset = self._firsts[partition] + at
                parts = self._parts.get((partition, offset))
                if parts is None or whole.endings(at):
                    yield whole, at, Origin(self._topic, partition, offset)
                if parts is not None:
                    size = len(parts.there)
                    yield from ((parts, n, Origin(self._topic, partition, offset, n, size)) for n in range(size))

    def _find(self, origin: Origin | None) -> tuple[Tally, int] | None:
        """Where to write it down; None for what this audit is not about."""
        if origin is None or origin.topic != self._topic or origin.partition not in self._whole:
            self.strays += 1
            return None
        whole, at = self._whole[origin.partition], origin.offset - self._firsts[origin.partition]
        if at < 0:
            self.older += 1
        elif at < len(whole.there) and whole.there[at] == 0:
            self._odd.append(f"{origin}: something came of it, but there is no such report")
        elif at < len(whole.there) and whole.there[at] == 1:
            return (whole, at) if origin.items == 1 else self._find_item(origin)
        return None

    def _find_item(self, origin: Origin) -> tuple[Tally, int] | None:
        tally = self._parts.setdefault((origin.partition, origin.offset), Tally(origin.items))
        if len(tally.there) != origin.items or not 0 <= origin.item < origin.items:
            self._odd.append(f"{origin}: others say that this report has {len(tally.there)} items")
            return None
        return tally, origin.item


def _name(origin: Origin) -> str:
    """`wire.raw/2/417`, `wire.raw/2/417 item 3 of 12`."""
    whole = f"{origin.topic}/{origin.partition}/{origin.offset}"
    return whole if origin.items == 1 else f"{whole} item {origin.item + 1} of {origin.items}"
