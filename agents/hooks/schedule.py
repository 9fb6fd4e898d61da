"""What becomes of a delivery after an attempt: done, again, given up, or the endpoint is gone."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from msgspec import Struct

GONE = 410
_LONGEST_WAIT = 24 * 3600.0
"""Seconds: a receiver that asks for more than a day is asked again after a day."""


class Policy(Struct, frozen=True):
    """The schedule. `delays`: seconds before each attempt, the first 0; each is lengthened by up to `jitter` of it."""

    delays: tuple[float, ...]
    jitter: float = 0.1


class Answer(Struct, frozen=True):
    """What an attempt came to: a status, or an error where there was none."""

    status: int | None
    latency: int
    """Milliseconds."""
    head: bytes = b""
    """The first bytes of the answer."""
    error: str | None = None
    retry_after: str | None = None
    """The header, as it came."""

    @property
    def ok(self) -> bool:
        """Whether the notice was taken."""
        return self.status is not None and 200 <= self.status < 300


class Delivered(Struct, frozen=True):
    """Answered with 2xx."""


class Again(Struct, frozen=True):
    """To be tried once more at `due` (ms). `hold`: the whole endpoint asked to be left alone until then."""

    due: int
    hold: int | None = None


class GivenUp(Struct, frozen=True):
    """That was the last attempt."""


class Gone(Struct, frozen=True):
    """The receiver wants nothing any more (410): its endpoint is switched off."""


Ending = Delivered | Again | GivenUp | Gone


def decide(policy: Policy, attempt: int, answer: Answer, now: int, chance: float) -> Ending:
    """The ending of attempt number `attempt` (from 1) that was answered at `now` (ms). `chance`: 0 to 1, for jitter."""
    if answer.ok:
        return Delivered()
    if answer.status == GONE:
        return Gone()
    if attempt >= len(policy.delays):
        return GivenUp()
    due = now + round(policy.delays[attempt] * (1 + policy.jitter * chance) * 1000)
    asked = read_retry_after(answer.retry_after, now) if answer.status in (429, 503) else None
    if asked is None:
        return Again(due)
    hold = now + round(asked * 1000)
    return Again(max(due, hold), hold)


def read_retry_after(value: str | None, now: int) -> float | None:
    """Seconds from `now` (ms) that a Retry-After asks for, a number or a date (RFC 9110, 10.2.3); None: unreadable.

    >>> read_retry_after("120", 0), read_retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 0), read_retry_after("soon", 0)
    (120.0, 60.0, None)
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:9]), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (aware - datetime.fromtimestamp(now / 1000, UTC)).total_seconds()), _LONGEST_WAIT)
