"""Which endpoint takes which notice."""

from fnmatch import fnmatchcase
from typing import get_args

from msgspec.structs import replace

from schemas.hook import DRILL, Endpoint
from schemas.notice import Notice, NoticeEvent

ALWAYS = frozenset({"correction", "withdrawal"})
"""Whoever was told must hear that it was wrong."""
MUTED = "muted"
"""In `events`: also what a silence, quiet hours or another rule mutes."""
EVENTS: tuple[str, ...] = (*get_args(NoticeEvent), MUTED)
"""What `events` may name."""


def takes(endpoint: Endpoint, notice: Notice) -> bool:
    """Whether the endpoint is due this notice. A test reaches everyone; news of endpoints goes to whom it names."""
    if notice.hooks:
        if endpoint.name not in notice.hooks:
            return False
    elif notice.event != "test" and not any(fnmatchcase(notice.rule, pattern) for pattern in endpoint.rules):
        return False
    return wants(endpoint.events, notice)


def wants(events: tuple[str, ...], notice: Notice) -> bool:
    """Whether somebody who chose these events wants this one; without a choice, whatever rings."""
    if notice.event in ("test", "heartbeat", "endpoint"):
        return True
    if notice.event in ALWAYS and notice.muted is None:
        return True
    if notice.muted is not None and not notice.ring:
        return MUTED in events
    if not events:
        return notice.ring or notice.event in ALWAYS
    return notice.event in events or notice.event in ALWAYS


def as_delivered(notice: Notice) -> Notice:
    """The notice as it leaves the house: one of a fire drill is a test, whatever event its report led to."""
    if notice.rule != DRILL:
        return notice
    return replace(notice, event="test", ring=False, headline=notice.headline or "Fire drill", muted=None)
