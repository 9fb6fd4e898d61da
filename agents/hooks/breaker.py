"""Sparing an endpoint that is down: after failures in a row it is probed, one notice at a time, ever more seldom."""

from msgspec import Struct

LIMIT = 5
"""Failures in a row after which an endpoint counts as down."""
_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between probes: at the n-th failure beyond the limit, then the last one on and on."""


class Breaker(Struct, frozen=True):
    """How an endpoint does. `streak`: failures in a row; `hold`: nothing is sent to it before (ms)."""

    streak: int = 0
    hold: int = 0

    @property
    def down(self) -> bool:
        """Whether it is only probed."""
        return self.streak >= LIMIT


def after(breaker: Breaker, ok: bool, now: int, asked: int | None = None) -> Breaker:
    """How it does after an attempt that ended at `now` (ms). `asked`: until when it asked to be left alone."""
    if ok:
        return Breaker()
    if breaker.down and now < breaker.hold:
        return Breaker(breaker.streak, max(breaker.hold, asked or 0))  # it was under way when that was known already
    streak = breaker.streak + 1
    beyond = streak - LIMIT
    pause = _PAUSES[min(beyond, len(_PAUSES) - 1)] if beyond >= 0 else 0.0
    return Breaker(streak, max(breaker.hold, now + round(pause * 1000), asked or 0))


def room(breaker: Breaker, concurrency: int, now: int) -> int:
    """How many requests may be under way at `now`."""
    if now < breaker.hold:
        return 0
    return 1 if breaker.down else concurrency
