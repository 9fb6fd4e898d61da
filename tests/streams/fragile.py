"""A stage for tests of failure: it dies, raises or answers as the message says."""

import os
from collections.abc import Sequence

from agents.memory import Memory
from agents.stage import Dead, Decision, Message, Stage
from schemas import topics
from streams.hops.stages import Row
from streams.settings import Settings


class Fragile:
    """Answers every message with a dead letter that repeats it; `die` ends the process that it runs in."""

    def decide(self, messages: Sequence[Message], memory: Memory) -> list[Decision]:
        """By the message's words."""
        if any(message.value == b"die" for message in messages):
            os._exit(9)
        return [Decision((Dead("empty", message.value.decode()),)) for message in messages]


def make(settings: Settings) -> Stage:
    """A stage that can be made."""
    return Fragile()


def fail(settings: Settings) -> Stage:
    """A stage that cannot."""
    raise FileNotFoundError("no model of that name")


FRAGILE = Row("fragile", topics.CLEAN, make, apart=True)
UNFIT = Row("unfit", topics.CLEAN, fail, apart=True)
