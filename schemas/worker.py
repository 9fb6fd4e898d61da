"""What a worker says of itself (topic wire.state.workers, compacted): its rules, and when it was last heard."""

from msgspec import Struct


class RuleTally(Struct, frozen=True):
    """What one rule did on one worker."""

    rule: str
    asked: int
    """Articles of which nothing in the index spoke against it."""
    matched: int
    spent: float
    """Microseconds an article in its verdicts, of all articles that came by."""


class RulesTally(Struct, frozen=True, omit_defaults=True):
    """What the rules of one worker did since they were loaded there; of a rule that changed alone, since it changed."""

    articles: int
    rules: int
    """Rules that are enabled."""
    asked: int
    matched: int
    never: int
    """Rules that matched nothing."""
    never_matched: tuple[str, ...] = ()
    """The first of them."""
    noisiest: tuple[RuleTally, ...] = ()
    slowest: tuple[RuleTally, ...] = ()


class WorkerState(Struct, frozen=True, omit_defaults=True):
    """One worker. It says so whenever something changes, and every few seconds; at an orderly end it takes it back."""

    id: str
    """host:pid."""
    at: str
    """Wall clock, UTC."""
    rules: str
    """Version of the rule set in force."""
    rules_since: str
    """When that set came into force here."""
    rules_error: str | None = None
    """Why a newer set was refused; None while the newest is in force."""
    tally: RulesTally | None = None
    """What its rules did; None where it has not counted yet."""
