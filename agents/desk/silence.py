"""A source's unusual silence as a notice, and its end as what updates it."""

from msgspec.structs import replace

from agents.text.identity import digest
from schemas.notice import Notice

RULE = "wirewatch-silence"
"""Stands where others name the standing rule."""
_NAME = "Unusual silence of a source"


def silence_began(source: str, last: str, now: str, hooks: tuple[str, ...]) -> Notice:
    """Nothing has come for longer than it ever does. The same silence has the same id, whoever notices it.

    `last`: when its last report came. `hooks`: the endpoints that asked to be told.
    """
    thread = f"silence/{digest(source, last)}"
    return Notice(
        id=thread,
        event="new",
        rule=RULE,
        rule_name=_NAME,
        thread=thread,
        urgency=2,
        hooks=hooks,
        provider=source,
        headline=f"{source} is silent: no report since {last}",
        received=last,
        alerted=now,
    )


def silence_ended(source: str, last: str, now: str, hooks: tuple[str, ...]) -> Notice:
    """It has been heard again: an update that does not ring. `last` is the report before the silence."""
    began = silence_began(source, last, now, hooks)
    return replace(
        began,
        id=f"{began.thread}/end",
        event="update",
        ring=False,
        headline=f"{source} is heard again: nothing had come since {last}",
    )
