"""Whether a notice rings, now, later or not: the one place where what a rule's options hold back is decided.

| | first of an urgent rule | first, rise | correction | withdrawal |
|---|---|---|---|---|
| silence | mutes | mutes | rings | rings |
| `inhibited_by` | mutes | mutes | rings | rings |
| `digest` | rings | later | rings | rings |
| `quiet` | rings | later | later; of an urgent rule, rings | rings |
| `interval` | rings | later | rings | rings |

An urgent rule is one of urgency 1. *mutes*: written at once, does not ring. *later*: written at once, rings in a digest
when its time comes. A correction or withdrawal of a story of which nobody was told does not ring by itself. Later
versions and copies of what was told never ring; of what nobody was told yet, they are as the first. What no option
holds back rings at once, and no option holds back the writing of a notice.

Withdrawals pass everything: what rang may be in print, and a silence is meant for more of a story, not for an error
in it. So do corrections, but that of a rule that is not urgent wakes nobody: it rings when the quiet hours end.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from msgspec import Struct

from agents.notices.times import BadTimes, Times, times_of
from agents.story import utc
from schemas.notice import NoticeEvent
from schemas.rule import Notify
from schemas.silence import Silence

URGENT = 1
"""A rule of this urgency rings at once: see `schemas.rule.Rule`."""


class Ring(Struct, frozen=True):
    """`now`: it rings. `muted`: what holds it back, in words. `later`: the UTC instant at which it rings after all."""

    now: bool = True
    muted: str | None = None
    later: str | None = None


class Asked(Struct, frozen=True):
    """All that the decision hangs on, beside the moment and the silences."""

    event: NoticeEvent
    rule: str
    provider: str
    story: str
    urgency: int | None = None
    notify: Notify | None = None
    inhibited: str | None = None
    rang: str | None = None
    """When the rule rang last, a UTC instant."""


def ring_of(asked: Asked, silences: Iterable[Silence], now: str) -> Ring:
    """Whether what has news rings at `now`: a first, a rise, or a correction or withdrawal of what was told."""
    if asked.event == "withdrawal":
        return Ring()
    if asked.event != "correction":
        silence = silenced_by(silences, asked.rule, asked.provider, asked.story, now)
        if silence is not None:
            return Ring(False, f"silenced by {silence.author} until {silence.until}: {silence.reason}")
        if asked.inhibited is not None:
            return Ring(False, f"inhibited by rule {asked.inhibited}")
    if asked.notify is None or asked.urgency == URGENT:
        return Ring()
    try:
        times = times_of(asked.notify)
    except BadTimes:
        return Ring()  # a set with such a rule does not load; what another program wrote must not go unheard
    return _by_times(asked, asked.notify, times, now)


def silenced_by(silences: Iterable[Silence], rule: str, provider: str, story: str, now: str) -> Silence | None:
    """The first silence in force at `now` that means this rule, source and story."""
    moment = utc(now)
    for each in silences:
        wanted = ((each.rule, rule), (each.source, provider), (each.story, story))
        given = [(pattern, text) for pattern, text in wanted if pattern is not None]
        meant = bool(given) and all(fnmatchcase(text, pattern) for pattern, text in given)
        if meant and utc(each.since) <= moment < utc(each.until):
            return each
    return None


def _by_times(asked: Asked, notify: Notify, times: Times, now: str) -> Ring:
    moment = datetime.fromisoformat(utc(now))
    until, why = moment, ""
    if asked.event != "correction":
        digest = times.digest_after(moment)
        if digest is not None:
            until, why = digest, f"waits for the digest ({notify.digest})"
        elif times.interval is not None and asked.rang and moment < _instant(asked.rang) + times.interval:
            until, why = _instant(asked.rang) + times.interval, f"rang less than {notify.interval} ago"
    quiet = times.quiet_until(until)
    if quiet is not None:
        until = quiet
        why = why or f"quiet hours until {quiet.astimezone(times.zone):%H:%M} {notify.zone}"
    return Ring(False, why, whole_minute(until)) if why else Ring()


def whole_minute(moment: datetime) -> str:
    """The moment as a UTC instant, rounded up to the minute: so many rules have one time in common."""
    up = moment + timedelta(seconds=59, microseconds=999_999)
    return utc(up.replace(second=0, microsecond=0).isoformat())


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
