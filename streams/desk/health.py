"""Health as the API says it: vitals, dead letters and sending them through once more, what waits."""

import asyncio

import msgspec

from schemas.vitals import DeadLetter, DeadLetters, DeadWhole, Vitals, WaitingList
from streams.clock import iso
from streams.desk.endpoint import Ask
from streams.desk.fault import Fault
from streams.desk.room import Desk
from streams.kafka.deadletters import Letter, read_bytes, requeue

_SHOWN = 20_000
"""Bytes of a dead letter that are shown."""


async def show_health(desk: Desk, ask: Ask) -> Vitals:
    """All of it now; what takes a question to the broker, as it was at the last look."""
    del ask
    return desk.pulse.vitals(desk.live)


async def list_dead(desk: Desk, ask: Ask) -> DeadLetters:
    """Dead letters, newest first; those that were sent through once more only with `all`."""
    limit, after, everything = ask.number("limit", 100), ask.text("after"), ask.flag("all")
    letters = sorted(desk.watch.letters.values(), key=_order, reverse=True)
    if after is not None:
        known = desk.watch.letters.get(after)
        if known is None:
            raise Fault(400, "after takes `next` of the answer before")
        letters = [each for each in letters if _order(each) < _order(known)]
    letters = [each for each in letters if everything or not each.requeued]
    items = tuple(map(_letter, letters[:limit]))
    return DeadLetters(items, items[-1].id if len(letters) > limit else None)


async def show_dead(desk: Desk, ask: Ask) -> DeadWhole:
    """One with the beginning of its bytes. What is no UTF-8 is shown as its bytes' numbers."""
    name = _known(desk, ask)
    letter, data = await read_bytes(desk.settings, name)
    requeued = desk.watch.letters[name].requeued
    text = data[:_SHOWN].decode("utf-8", "backslashreplace")
    return DeadWhole(_letter(msgspec.structs.replace(letter, requeued=requeued)), text, len(data) <= _SHOWN)


async def requeue_dead(desk: Desk, ask: Ask) -> DeadLetter:
    """Send one through once more. Raises Fault where there is none, or it was sent already."""
    name = _known(desk, ask)
    async with desk.requeueing:
        (sent,) = await requeue(desk.settings, [name])
    return _letter(msgspec.structs.replace(sent, requeued=True))


async def list_held(desk: Desk, ask: Ask) -> WaitingList:
    """What waits."""
    del ask
    return WaitingList(tuple(await asyncio.to_thread(desk.watch.waiting.all)))


def _known(desk: Desk, ask: Ask) -> str:
    name = ask.text("id") or ""
    if name not in desk.watch.letters:
        raise Fault(404, f"there is no dead letter {name}, or it is too old")
    return name


def _order(letter: Letter) -> tuple[int, str]:
    return letter.at, letter.id


def _letter(letter: Letter) -> DeadLetter:
    envelope = letter.envelope
    return DeadLetter(
        letter.id,
        iso(letter.at),
        envelope.dead_stage,
        envelope.dead_reason,
        envelope.dead_error,
        letter.source,
        letter.size,
        envelope.dead_input,
        envelope.replay,
        letter.requeued,
    )
