"""One turn of the notify stage: what a report, or the time, leads to for the rules, and what is remembered of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from agents.held import LIVE
from agents.memory import Memory
from agents.notices.books import KEPT, Books
from agents.notices.content import digest_of_stories, notice_id, notice_of, thread_after
from agents.notices.notebook import Notebook
from agents.notices.ring import Asked, Ring, ring_of, silenced_by
from agents.notices.timetable import appoint, take_due
from agents.stage import Dead, Decision, Ending, Forward, Message, Released
from agents.story import utc
from schemas.headers import Origin
from schemas.notice import Matched, Notice, NoticeEvent
from schemas.notified import Ledger, Thread
from schemas.silence import Silence
from schemas.topics import MATCHES, NOTICES

_decode = msgspec.json.Decoder(Matched).decode
ITEMS = 100
"""Stories of one digest; of those beyond, the oldest are counted only."""


class Turn:
    """Work on a memory at `now`: collects what is to be remembered and what rings because its time has come."""

    def __init__(self, silences: Sequence[Silence], memory: Memory, now: str) -> None:
        self._silences, self._now = silences, now
        self._book = Notebook(memory)
        self._released: list[Released] = []

    def decision(self, endings: tuple[Ending, ...]) -> Decision:
        """All that this turn led to."""
        return Decision(endings, self._book.changes, tuple(self._released))

    def take(self, message: Message) -> Decision:
        """The one notice of a match; first comes what its time releases."""
        try:
            matched = _decode(message.value)
        except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
            return Decision((Dead("not-a-record", f"not a match of a rule: {error}"),))
        scope = matched.article.replay or LIVE
        self.release_due(scope)
        origin = message.envelope.origin or Origin(MATCHES.name, 0, 0)
        notice = self._notice(matched, scope, origin, message.envelope.entered)
        return self.decision((Forward(NOTICES.name, matched.rule, notice, part=matched.rule),))

    def release_due(self, scope: str) -> None:
        """Ring for what waited until now, and forget what has grown old."""
        now = utc(self._now)
        for until, rule in take_due(self._book, scope, now):
            books = Books(self._book, scope, rule)
            if books.ledger.due == until:
                self._ring_waiting(books, scope, rule)
            if books.ledger.sweep == until:
                books.forget_old(self._now)
                books.keep(replace(books.ledger, sweep=None))
                self._see_to_sweep(books, scope, rule)

    def _notice(self, matched: Matched, scope: str, origin: Origin, entered: int) -> Notice:
        books = Books(self._book, scope, matched.rule)
        story = matched.article.story_key
        thread = self._thread(books, matched, story)
        event = _event(matched, story, thread)
        ring = self._ring(books, matched, event, thread)
        made = notice_of(matched, event, notice_id(scope, matched.rule, str(origin)), ring, thread)
        waits = thread is not None and thread.number in books.ledger.waiting
        after = thread_after(matched, made, ring, thread, books.ledger.next, utc(self._now), waits=waits)
        self._remember(books, scope, matched, replace(after, origin=str(origin), entered=entered), ring)
        return made

    def _thread(self, books: Books, matched: Matched, story: str) -> Thread | None:
        """The thread that the report belongs to; None where it begins one."""
        thread = books.thread_of(story)
        if thread is not None and matched.match is not None and _begins_anew(matched, story, thread):
            thread = None
        if thread is None and not (matched.verdict.withdraws or matched.verdict.corrects):
            thread = books.copied_by(matched, story, self._now)
        return thread

    def _ring(self, books: Books, matched: Matched, event: NoticeEvent, thread: Thread | None) -> Ring:
        """Whether the report's notice rings. Of a thread that was forgotten it is taken that somebody was told."""
        told = thread is None or thread.told
        if event in ("withdrawal", "correction") and not told:
            why = f"nobody was told: {thread.notice.muted}" if thread else None
            if event == "withdrawal" or (thread and thread.number in books.ledger.waiting):
                return Ring(False, why)
            event = "update"
        if event == "update" and thread is not None and thread.told and not thread.over:
            return Ring(False)
        if thread is not None and not thread.told and thread.number in books.ledger.waiting:
            return Ring(False, thread.notice.muted)
        match, article = matched.match, matched.article
        return ring_of(
            Asked(
                event=event,
                rule=matched.rule,
                provider=article.provider,
                story=article.story_key,
                urgency=match.urgency if match else thread.notice.urgency if thread else None,
                notify=match.notify if match else thread.notify if thread else None,
                inhibited=matched.inhibited or (thread.inhibited if thread else None),
                rang=books.ledger.rang,
            ),
            self._silences,
            self._now,
        )

    def _remember(self, books: Books, scope: str, matched: Matched, thread: Thread, ring: Ring) -> None:
        books.write(thread, matched.article.story_key)
        ledger = books.ledger
        waiting = thread.number in ledger.waiting
        if ring.now:
            ledger = replace(ledger, rang=utc(self._now), waiting=_without(ledger.waiting, thread.number))
        elif waiting and all(each.withdrawn for each in thread.carried):
            ledger = replace(ledger, waiting=_without(ledger.waiting, thread.number))
        elif ring.later is not None:
            ledger = self._wait(ledger, scope, matched.rule, thread.number, ring.later)
        if ledger != books.ledger:
            books.keep(ledger)
        books.forget_old(self._now)
        self._see_to_sweep(books, scope, matched.rule)

    def _wait(self, ledger: Ledger, scope: str, rule: str, number: int, until: str) -> Ledger:
        """One more thread waits, for the earlier of two times."""
        waiting = (*_without(ledger.waiting, number), number)
        due = ledger.due
        if due is None or until < due:
            due = until
            appoint(self._book, scope, until, rule)
        more = ledger.more + max(0, len(waiting) - ITEMS)
        return replace(ledger, waiting=waiting[-ITEMS:], due=due, more=more)

    def _ring_waiting(self, books: Books, scope: str, rule: str) -> None:
        """One digest of all that waited and is not silenced by now."""
        threads = [thread for number in books.ledger.waiting if (thread := books.thread(number)) is not None]
        rings = [thread for thread in threads if not self._silenced(rule, thread)]
        ledger = replace(books.ledger, waiting=(), more=0, due=None)
        if rings:
            name = notice_id(scope, rule, f"digest {books.ledger.digests} {books.ledger.due}")
            notice = digest_of_stories(name, [thread.notice for thread in rings], books.ledger.more, self._now)
            latest = rings[-1]
            self._released.append(
                Released(
                    Forward(NOTICES.name, rule, notice, part=f"{rule}/digest/{books.ledger.digests}"),
                    Origin.parse(latest.origin),
                    latest.entered,
                    self._now,
                    None if scope == LIVE else scope,
                    notice.deliver,
                )
            )
            ledger = replace(ledger, digests=ledger.digests + 1, rang=utc(self._now))
            for thread in rings:
                books.rewrite(replace(thread, told=True, notice=replace(thread.notice, muted=None)))
        books.keep(ledger)

    def _silenced(self, rule: str, thread: Thread) -> bool:
        """Whether a silence means it by now; a correction of what was told passes."""
        if thread.told and thread.notice.event == "correction":
            return False
        first = thread.notice
        return silenced_by(self._silences, rule, first.provider, first.story, self._now) is not None

    def _see_to_sweep(self, books: Books, scope: str, rule: str) -> None:
        """While a rule has threads, a time is set at which those grown old are forgotten."""
        if books.ledger.sweep is not None or books.ledger.first == books.ledger.next:
            return
        oldest = books.thread(books.ledger.first)
        until = _day_after(oldest.last if oldest else self._now, self._now)
        books.keep(replace(books.ledger, sweep=until))
        appoint(self._book, scope, until, rule)


def _event(matched: Matched, story: str, thread: Thread | None) -> NoticeEvent:
    """What the report is to the rule."""
    if matched.verdict.withdraws:
        return "withdrawal"
    if matched.verdict.corrects:
        return "correction"
    if thread is None:
        return "new"
    was = next((each.urgency for each in thread.carried if each.story == story), None)
    mine = matched.article.urgency
    return "rise" if was is not None and mine is not None and mine < was else "update"


def _begins_anew(matched: Matched, story: str, thread: Thread) -> bool:
    """Whether a story that the rule knows is another one under the same number.

    Its agency has used the number again: route knows of no earlier alert, or it was withdrawn and nothing but a new
    story may follow that.
    """
    withdrawn = any(each.withdrawn for each in thread.carried if each.story == story)
    return withdrawn or (matched.verdict.previous is None and utc(matched.verdict.now) >= thread.last)


def _without(numbers: tuple[int, ...], number: int) -> tuple[int, ...]:
    return tuple(each for each in numbers if each != number)


def _day_after(last: str, now: str) -> str:
    """The midnight (UTC) after a thread has grown old, and after now."""
    old = max(datetime.fromisoformat(utc(last)) + KEPT, datetime.fromisoformat(utc(now)))
    return utc((old + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0).isoformat())
