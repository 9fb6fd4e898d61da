"""What an audit came to."""

from msgspec import Struct


class Account(Struct, frozen=True):
    """Reports by ending. The pipeline kept its promise if `problems` is empty."""

    reports: int
    """In wire.raw, when the audit began."""
    items: int
    """The same, reports of several items counted by these."""
    alerts: int
    archived: int
    dead: int
    reasons: dict[str, int]
    """Dead letters by reason."""
    unfinished: int
    """Reports and items without an ending: lost, or on their way."""
    problems: tuple[str, ...]
    """Whatever has no ending or several, alerts that route does not remember, and alerts that did not go once to each

    rule that they concern: at most a thousand, named."""
    wrong: int
    """How many problems there are, those not named counted too."""
    held: int = 0
    """Waiting in route's memory for a release: an embargo's end, or another version."""
    strays: int = 0
    """Messages that do not come from wire.raw: somebody wrote to a topic behind it."""
    older: int = 0
    """Messages whose report is no longer in wire.raw: its retention is over."""
