"""Dead letters: which there are, what they were, and sending them through once more.

A letter of clean goes back to wire.raw as a new report: it gets an ending of its own, and the old report stays ended
as a dead letter. A letter of a later stage goes back to the topic behind wire.raw that it came from, with the origin
that it had: the letter is then taken back as that report's ending, so that its next ending is the only one. Either
way the bytes and a note in wire.dead (`schemas.dead.REQUEUED`) are written in one transaction.
"""

from collections.abc import AsyncIterator, Callable, Collection

import msgspec
from msgspec import Struct

from schemas.dead import REQUEUED
from schemas.headers import Envelope, Origin, header
from schemas.topics import BY_NAME, DEAD, RAW
from streams.kafka.reading import Record, extents, read_between
from streams.kafka.transaction import Transactions, Write
from streams.problem import Problem
from streams.settings import Settings

_BATCH = 100  # letters in one transaction
_BATCH_BYTES = 4_000_000


class Letter(Struct, frozen=True):
    """A dead letter without its bytes."""

    id: str
    """wire.dead/partition/offset."""
    at: int
    """When it was written, ms since 1970."""
    source: str
    """Its key: the source's name, or behind wire.raw the story."""
    size: int
    envelope: Envelope
    requeued: bool = False

    @property
    def input(self) -> Origin | None:
        """The message that could not be read."""
        try:
            return Origin.parse(self.envelope.dead_input or "")
        except ValueError:
            return None


async def read_letters(settings: Settings) -> list[Letter]:
    """Every dead letter, oldest first, those sent through once more marked."""
    letters: dict[str, Letter] = {}
    requeued: set[str] = set()
    async for record in _read(settings):
        if header(record.headers, "ce_type") == REQUEUED:
            requeued.add(noted(record))
        else:
            letters[letter_id(record)] = letter_of(record)
    marked = [
        msgspec.structs.replace(each, requeued=True) if name in requeued else each for name, each in letters.items()
    ]
    return sorted(marked, key=lambda letter: (letter.at, letter.id))


async def read_bytes(settings: Settings, letter: str) -> tuple[Letter, bytes]:
    """One dead letter with its bytes. Raises Problem if there is no such letter."""
    async for record in _read(settings):
        if letter_id(record) == letter and header(record.headers, "ce_type") != REQUEUED:
            return letter_of(record), record.value or b""
    raise _no_letter(letter)


async def requeue(settings: Settings, wanted: Callable[[Letter], bool] | Collection[str]) -> list[Letter]:
    """Send letters through once more: those named, or all that `wanted` picks. Returns those that were sent.

    What was sent before is not sent again; neither is a letter that does not say where it came from. Only one process
    does this at a time: a later one fences an earlier one. Raises Problem: a named letter that does not exist, or one
    that cannot be sent.
    """
    async with Transactions(settings, "requeue") as transactions:
        await transactions.fence()
        letters = await read_letters(settings)
        chosen = _choose(letters, wanted)
        batch: list[Write] = []
        async for record in _read(settings):
            letter = chosen.get(letter_id(record))
            if letter is None:
                continue
            batch += [_again(letter, record), _note(letter, record)]
            if len(batch) >= 2 * _BATCH or sum(len(each.value or b"") for each in batch) >= _BATCH_BYTES:
                await _write(settings, transactions, batch)
                batch = []
        if batch:
            await _write(settings, transactions, batch)
    return list(chosen.values())


def letter_id(record: Record) -> str:
    """wire.dead/partition/offset."""
    return f"{DEAD.name}/{record.partition}/{record.offset}"


def _choose(letters: list[Letter], wanted: Callable[[Letter], bool] | Collection[str]) -> dict[str, Letter]:
    if callable(wanted):
        return {each.id: each for each in letters if not each.requeued and each.input and wanted(each)}
    known = {each.id: each for each in letters}
    for name in wanted:
        if name not in known:
            raise _no_letter(name)
        if known[name].requeued:
            raise Problem(f"{name} was sent through once more already", "see where it ended: wirewatch audit")
        if known[name].input is None:
            raise Problem(f"{name} does not say where it came from", "its bytes: wirewatch dead show --bytes")
    return {name: known[name] for name in wanted}


def _again(letter: Letter, record: Record) -> Write:
    """The original bytes, on the topic and partition that they came from."""
    place, envelope = letter.input, letter.envelope
    assert place is not None, "_choose sees to it"
    topic, raw = BY_NAME[place.topic], place.topic == RAW.name
    headers = Envelope(
        id=f"requeue/{letter.id}",
        source=letter.source if raw else "wirewatch/requeue",
        type=topic.event,
        now=envelope.now,
        entered=envelope.entered,
        content=envelope.content,
        origin=None if raw else envelope.origin,
        replay=envelope.replay,
        deliver=envelope.deliver,
        format=envelope.format,
        request=envelope.request,
    )
    return Write(topic, record.key or b"", record.value or b"", headers.to_kafka(), place.partition)


def _note(letter: Letter, record: Record) -> Write:
    """That the letter was sent through once more, in its own partition, so that a reader meets it after the letter."""
    place, envelope = letter.input, letter.envelope
    headers = msgspec.structs.replace(
        envelope,
        id=f"requeue/{letter.id}/note",
        source="wirewatch/requeue",
        type=REQUEUED,
        origin=None if place is None or place.topic == RAW.name else envelope.origin,
        dead_error=None,
        dead_input=str(Origin(DEAD.name, record.partition, record.offset)),
    )
    return Write(DEAD, record.key or b"", b"", headers.to_kafka(), record.partition)


async def _write(settings: Settings, transactions: Transactions, batch: list[Write]) -> None:
    first = Envelope.from_kafka(batch[-1].headers, now="", entered=0).dead_input

    async def was_committed() -> bool:
        return any(letter.requeued and f"{letter.id}/0/1" == first for letter in await read_letters(settings))

    await transactions.write(batch, was_committed)


async def _read(settings: Settings) -> AsyncIterator[Record]:
    async for record in read_between(settings, await extents(settings, [DEAD])):
        yield record


def letter_of(record: Record) -> Letter:
    """A dead letter, read. One whose headers do not read says so."""
    try:
        envelope = Envelope.from_kafka(record.headers, now="", entered=record.timestamp)
    except ValueError:
        envelope = Envelope("", "", DEAD.event, "", record.timestamp, dead_error="its headers do not read")
    source = (record.key or b"").decode("utf-8", "replace")
    return Letter(letter_id(record), record.timestamp, source, len(record.value or b""), envelope)


def noted(record: Record) -> str:
    """The letter that a note is about."""
    return (header(record.headers, "ce_deadinput") or "").rsplit("/", 2)[0]


def _no_letter(letter: str) -> Problem:
    return Problem(f"there is no dead letter {letter}", "see wirewatch dead list")
