"""What a look-back asks of route: to alert an article that was routed before its rule was published."""

from msgspec import Struct

from schemas.rule import Rule


class LookBack(Struct, frozen=True, omit_defaults=True):
    """In the header `ce_lookback` of an article that is sent to wire.enriched once more, as JSON.

    It brings the rule along, so that the answer does not depend on which set a worker has by then.
    """

    rule: Rule
    at: str
    """The stages' `now` at which the article was routed: the moment of the match."""
