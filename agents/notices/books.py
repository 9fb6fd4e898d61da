"""What is remembered of one rule: its ledger, its threads, which thread a story is in, and which one it is a copy of.

A rule keeps its threads for KEPT, KEPT_THREADS of them at most, and compares with the last FOLDED_THREADS that are
not older than FOLDED. A thread is 2 to 3 KB, most of it the fingerprint, the notice and its extracts, in a record of
its own: a report rewrites one thread and the ledger, a hundred bytes, however many stories the rule has. What was
forgotten rings when it is heard of again: forgetting may cost a ring too many, never one too few.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from agents.notices.notebook import Notebook, read
from agents.story import utc
from agents.text.fingerprint import contained
from schemas.notice import Matched
from schemas.notified import Ledger, Thread, Told

KEPT = timedelta(days=3)
KEPT_THREADS = 1_000
FOLDED = timedelta(hours=24)
FOLDED_THREADS = 250
COPY = 0.5
"""How much of a report of another source must be in a story that was told for it to be a copy: half of what it says.
At the .25 from which on texts share something, 20 times as many reports of different events would be hidden that have
paragraphs of background in common, and no more cut or edited copies be found."""
SAME = 0.9
"""The same of a report of the same source under another id: its reports of like events are built alike."""
LEAST = 8
"""Hashes below which a report (of some 35 words) is compared with nothing: two flashes may well share a sentence."""


class Books:
    """The books of one rule, in the live wire or in one replay."""

    def __init__(self, book: Notebook, scope: str, rule: str) -> None:
        self._book, self._root = book, f"{scope}/{rule}"
        self.ledger = read(book, self._ledger_key, Ledger) or Ledger()

    def keep(self, ledger: Ledger) -> None:
        """The ledger from now on; an empty one is forgotten."""
        self.ledger = ledger
        idle = ledger.first == ledger.next and not ledger.waiting and ledger.sweep is None and ledger.due is None
        self._book.put(self._ledger_key, None if idle else ledger)

    def thread(self, number: int) -> Thread | None:
        """A thread by its number, unless it was forgotten."""
        return read(self._book, self._thread_key(number), Thread)

    def thread_of(self, story: str) -> Thread | None:
        """The thread that a story is in."""
        told = read(self._book, self._story_key(story), Told)
        return self.thread(told.thread) if told else None

    def copied_by(self, matched: Matched, story: str, now: str) -> Thread | None:
        """The thread that another report, new to the rule, is a copy of: the one that holds most of it."""
        mine, oldest = matched.fingerprint, _before(now, FOLDED)
        if len(mine) < LEAST:
            return None
        words = frozenset(mine)
        best, found = 0.0, None
        for number in range(self.ledger.next - 1, max(self.ledger.first, self.ledger.next - FOLDED_THREADS) - 1, -1):
            kept = self._book.get(self._thread_key(number))
            known = _prints_of(kept) if kept else None
            if known is None or known.begun < oldest or words.isdisjoint(known.words):
                continue
            enough = SAME if known.provider == matched.article.provider else COPY
            shared = max(_shared(mine, each, enough) for each in known.prints)
            if shared > best:
                best, found = shared, number
        thread = self.thread(found) if found is not None else None
        return thread if thread and story not in {each.story for each in thread.carried} else None

    def write(self, thread: Thread, story: str) -> None:
        """Remember a thread, and that the story is in it."""
        self._book.put(self._thread_key(thread.number), thread)
        told = read(self._book, self._story_key(story), Told)
        if told is None or told.thread != thread.number:
            self._book.put(self._story_key(story), Told(thread.number))
        if thread.number >= self.ledger.next:
            self.keep(replace(self.ledger, next=thread.number + 1))

    def rewrite(self, thread: Thread) -> None:
        """Remember a thread that is there already."""
        self._book.put(self._thread_key(thread.number), thread)

    def forget_old(self, now: str) -> None:
        """Forget threads that nothing came to for KEPT, and the oldest beyond KEPT_THREADS."""
        oldest, first = _before(now, KEPT), self.ledger.first
        while first < self.ledger.next:
            thread = self.thread(first)
            crowded = self.ledger.next - first > KEPT_THREADS
            if thread and not crowded and (first in self.ledger.waiting or thread.last >= oldest):
                break
            if thread:
                self._forget(thread)
            first += 1
        waiting = tuple(number for number in self.ledger.waiting if number >= first)
        if first != self.ledger.first:
            lost = len(self.ledger.waiting) - len(waiting)
            self.keep(replace(self.ledger, first=first, waiting=waiting, more=self.ledger.more + lost))

    def _forget(self, thread: Thread) -> None:
        self._book.put(self._thread_key(thread.number), None)
        for each in thread.carried:
            told = read(self._book, self._story_key(each.story), Told)
            if told is not None and told.thread == thread.number:
                self._book.put(self._story_key(each.story), None)

    @property
    def _ledger_key(self) -> str:
        return f"{self._root}//ledger"

    def _thread_key(self, number: int) -> str:
        return f"{self._root}/{number}"

    def _story_key(self, story: str) -> str:
        return f"{self._root}//story/{story}"


class _First(Struct):
    provider: str
    withdrawn: bool = False


class _Kept(Struct):
    """As much of a thread as a comparison needs."""

    begun: str
    prints: tuple[tuple[int, ...], ...] = ()
    carried: tuple[_First, ...] = ()


class _Prints(Struct):
    begun: str
    provider: str
    prints: tuple[tuple[int, ...], ...]
    words: frozenset[int]
    """The hashes of all of them: most threads share none with a report, which is soon seen."""


_decode = msgspec.json.Decoder(_Kept).decode


@lru_cache(maxsize=4096)
def _prints_of(kept: bytes) -> _Prints | None:
    """The fingerprints of a thread; None where its first report is withdrawn: a copy of that is news."""
    thread = _decode(kept)
    if not thread.prints or not thread.carried or thread.carried[0].withdrawn:
        return None
    words = frozenset(hashed for each in thread.prints for hashed in each)
    return _Prints(thread.begun, thread.carried[0].provider, thread.prints, words)


def _shared(new: Sequence[int], old: Sequence[int], enough: float) -> float:
    """How much of the new one is in the old one, where that makes it a copy; else 0."""
    if len(old) < LEAST:
        return 0.0
    share = contained(new, old)
    alike = share >= enough and (enough != SAME or contained(old, new) >= enough)
    return share if alike else 0.0


def _before(now: str, length: timedelta) -> str:
    return utc((datetime.fromisoformat(utc(now)) - length).isoformat())
