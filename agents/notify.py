"""The notify stage: each match of a rule becomes one notice, which says whether it rings, and if not, why."""

from collections.abc import Sequence

from agents.held import LIVE
from agents.memory import Layer, Memory
from agents.notices.timetable import next_time
from agents.notices.turn import Turn
from agents.stage import Decision, Message
from schemas.silence import Silence

__all__ = ["Notify"]


class Notify:
    """Decides by what is remembered of the rule, and by the silences in force: see `agents.notices.ring`.

    Memory is kept apart by replay, as route's is: a replay folds nothing into the live wire's notices.
    """

    def __init__(self, silences: Sequence[Silence] = ()) -> None:
        self.silences = silences

    def decide(self, messages: Sequence[Message], memory: Memory) -> list[Decision]:
        """One decision per message, in order; a later message sees what earlier ones remembered."""
        layer = Layer(memory)
        decisions = []
        for message in messages:
            decision = Turn(self.silences, layer, message.envelope.now).take(message)
            layer.put((each.key, each.encoded()) for each in decision.remember)
            decisions.append(decision)
        return decisions

    def release(self, memory: Memory, now: str, scope: str = LIVE) -> Decision:
        """What waited in `scope` (the live wire, or a replay) and rings at `now`; it has no endings."""
        turn = Turn(self.silences, memory, now)
        turn.release_due(scope)
        return turn.decision(())

    def needs(self, key: str, value: bytes) -> bool:
        """All of the live wire's, whose books are swept by its own time. A replay's time ends with it."""
        del value
        return key.startswith(f"{LIVE}/")

    def next_release(self, memory: Memory, scope: str = LIVE) -> str | None:
        """The UTC instant at which `release` has something to do, or None."""
        return next_time(memory, scope)
