"""What route is asked to do with an article beyond routing it, or asks of itself on another partition."""

from msgspec import Struct

from schemas.rule import Rule


class LookBack(Struct, frozen=True, omit_defaults=True, tag="look-back"):
    """Alert an article that was routed before its rule was published.

    It brings the rule along, so that the answer does not depend on which set a worker has by then.
    """

    rule: Rule
    at: str
    """The stages' `now` at which the article was routed: the moment of the match."""


class Bears(Struct, frozen=True, tag="bears"):
    """The article's story, which alerted somebody, bears this name: a headline or a slug."""

    name: str


class Recall(Struct, frozen=True, tag="recall"):
    """The article withdraws the stories that bear this name: it names none of them by id."""

    name: str


class Withdraw(Struct, frozen=True, tag="withdraw"):
    """The article withdraws the story that it now belongs to, which it had named otherwise."""


Request = LookBack | Bears | Recall | Withdraw
"""In the header `ce_request` of a message on wire.enriched, as JSON: no report, and no ending of one."""
