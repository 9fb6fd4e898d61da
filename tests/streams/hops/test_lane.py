"""A lane: in order, one transaction at a time, nothing passed over, and no waiting for another's transaction."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

from msgspec import Struct

from streams.hops.endings import Abandoned
from streams.hops.hop import Hop
from streams.hops.lane import Lane


class Fetched(Struct):
    """A consumed message, as far as a lane looks at it."""

    offset: int


class SlowHop:
    """A hop whose transactions end when the test says so, and fail when it says so."""

    name = "slow/0"
    next = 0

    def __init__(self) -> None:
        self.begun: list[list[int]] = []
        self._may_end = asyncio.Semaphore(0)
        self.began = asyncio.Event()
        self.closed = False
        self.fails_next = False

    def let(self, transactions: int) -> None:
        """Let that many transactions end."""
        for _ in range(transactions):
            self._may_end.release()

    async def open(self) -> None:
        """Nothing to fence."""

    async def close(self) -> None:
        """Noted."""
        self.closed = True

    async def process(self, records: Sequence[Fetched]) -> int:
        """Begins, and waits for the test."""
        self.begun.append([record.offset for record in records])
        self.began.set()
        await self._may_end.acquire()
        if self.fails_next:
            raise Abandoned(self.name)
        return len(records)


class Counted:
    """How many messages a lane says were committed."""

    def __init__(self) -> None:
        self.total = 0
        self._more = asyncio.Event()

    def add(self, done: int) -> None:
        """What a lane calls."""
        self.total += done
        self._more.set()

    async def reaches(self, total: int) -> None:
        """Wait for that many."""
        while self.total < total:
            self._more.clear()
            await self._more.wait()


def lane_of(hop: SlowHop, batch: int = 100) -> tuple[Lane, Counted]:
    """A lane over a slow hop, and what it counts."""
    counted = Counted()
    return Lane(lambda owned: cast(Hop, hop), batch, counted.add), counted


def some(*offsets: int) -> list[Any]:
    """Records with these offsets."""
    return [Fetched(each) for each in offsets]


async def until_begun(hop: SlowHop, transactions: int) -> None:
    """Wait until that many transactions have begun."""
    while len(hop.begun) < transactions:
        hop.began.clear()
        await hop.began.wait()


async def test_everything_goes_through_in_order_and_is_counted() -> None:
    hop = SlowHop()
    lane, counted = lane_of(hop)
    for offset in range(60):
        lane.put(some(offset))
    hop.let(60)
    await counted.reaches(60)
    await lane.close()
    assert [offset for batch in hop.begun for offset in batch] == list(range(60))


async def test_a_long_queue_goes_through_in_large_transactions_a_short_one_in_small_ones() -> None:
    hop = SlowHop()
    lane, _ = lane_of(hop, batch=40)
    lane.put(some(0))
    await until_begun(hop, 1)
    lane.put(some(*range(1, 401)))
    hop.let(1)
    await until_begun(hop, 2)
    assert [len(batch) for batch in hop.begun] == [1, 40]
    await lane.close()


async def test_a_lane_does_not_wait_for_another_lanes_transaction() -> None:
    slow, quick = SlowHop(), SlowHop()
    standing, _ = lane_of(slow)
    moving, counted = lane_of(quick)
    standing.put(some(1))
    await until_begun(slow, 1)
    moving.put(some(1))
    quick.let(1)
    await until_begun(quick, 1)
    await counted.reaches(1)
    assert slow.begun == [[1]]
    slow.let(1)
    await asyncio.gather(standing.close(), moving.close())


async def test_closing_lets_what_is_under_way_end_and_begins_nothing_more() -> None:
    hop = SlowHop()
    lane, counted = lane_of(hop)
    lane.put(some(0, 1, 2, 3, 4, 5, 6, 7))
    await until_begun(hop, 1)
    closing = asyncio.create_task(lane.close())
    await asyncio.sleep(0)
    lane.put(some(8))
    hop.let(1)
    await closing
    assert hop.closed
    assert counted.total == len(hop.begun[0])
    assert len(hop.begun) == 1


async def test_after_a_transaction_that_was_given_up_nothing_is_passed_over() -> None:
    """The next owner does it again, from there: going on with what comes after it would lose it."""
    hop = SlowHop()
    lane, counted = lane_of(hop)
    lane.put(some(0))
    await until_begun(hop, 1)
    lane.put(some(1, 2, 3))
    hop.fails_next = True
    hop.let(2)
    await lane.close()
    assert (hop.begun, counted.total) == ([[0]], 0)


async def test_there_is_room_again_once_a_backlog_has_gone_through() -> None:
    hop = SlowHop()
    lane, _ = lane_of(hop, batch=4)
    lane.put(some(*range(20)))
    room = asyncio.create_task(lane.room())
    await until_begun(hop, 1)
    assert not room.done()
    hop.let(20)
    await room
    await lane.close()
