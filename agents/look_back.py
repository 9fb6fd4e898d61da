"""Looking back: a rule that is new or changed, asked of an article that was routed before it was published."""

from datetime import datetime

from msgspec.structs import replace

from agents.rules import RuleSet
from agents.story import counts_no_more, is_kill, with_alert
from schemas.enriched import Enriched
from schemas.request import LookBack
from schemas.routed import Match
from schemas.story import Story


def matches_then(enriched: Enriched, request: LookBack) -> tuple[Match, ...]:
    """What the rule makes of the article at the moment when it was routed; nothing for a rule that does not load."""
    made = RuleSet.build([request.rule])
    return made.match(enriched, datetime.fromisoformat(request.at)) if isinstance(made, RuleSet) else ()


def is_open(enriched: Enriched, story: Story, rule: str) -> bool:
    """Whether the article may alert the rule still: the story lives, this version counts, and nobody told it yet.

    So a request that is made twice alerts once, and one that was overtaken by a kill or a correction not at all.
    """
    article = enriched.article
    return not (story.killed or is_kill(article) or rule in story.told or counts_no_more(article, story))


def told_late(enriched: Enriched, story: Story, rule: str, now: str) -> Story:
    """The story, remembering that the rule was alerted by this version."""
    return with_alert(replace(story, told=(*story.told, rule)), enriched.article, rule, now)
