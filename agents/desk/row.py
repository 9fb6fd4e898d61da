"""From a routed article to the row that a desk shows of it."""

from collections import Counter
from collections.abc import Mapping

from agents.desk.extract import extract_of
from agents.text.title import display_title
from schemas.desk import Row, RowKind, RuleWord
from schemas.enriched import Enriched
from schemas.routed import Routed

MOST_NAMES = 12
"""Names and countries that a row carries, those named most first."""


def row_of(routed: Routed, *, at: str, took_ms: int | None, position: str, known: Mapping[str, RuleWord]) -> Row:
    """The row as it is when the alert comes. `known`: rules by id, for what a withdrawal only names."""
    article, verdict = routed.article, routed.verdict
    rules = rules_of(routed, known)
    headline, what = display_title(article)
    kind = kind_of(routed)
    return Row(
        id=routed.id,
        story=article.story_key,
        kind=kind,
        headline=headline,
        headline_is=what,
        source=article.provider,
        slug=article.slug,
        urgency=min((rule.urgency for rule in rules if rule.urgency is not None), default=None),
        agency_urgency=article.urgency,
        sent=article.sent or article.created,
        received=article.received,
        alerted=verdict.now,
        at=at,
        took_ms=took_ms,
        rules=rules,
        extract=extract_of(article, [mark for match in verdict.matches for mark in match.marks]),
        edits=verdict.edits,
        withdrawn=kind == "withdrawal",
        also=(),
        version=article.version,
        versions=1,
        acks=(),
        entities=names_of(routed),
        countries=tuple(each.country for each in routed.countries[:MOST_NAMES]),
        replay=article.replay,
        position=position,
    )


def kind_of(routed: Routed) -> RowKind:
    """What an alert is to who has seen the story before."""
    verdict = routed.verdict
    if verdict.withdraws:
        return "withdrawal"
    if verdict.corrects:
        return "correction"
    return "update" if verdict.previous else "alert"


def rules_of(routed: Routed, known: Mapping[str, RuleWord]) -> tuple[RuleWord, ...]:
    """The rules that an alert is for: those that match, then those that were told what it corrects or withdraws."""
    verdict = routed.verdict
    matched = {match.rule: RuleWord(match.rule, match.name, match.version, match.urgency) for match in verdict.matches}
    told = [rule for rule in (*verdict.withdraws, *verdict.corrects) if rule not in matched]
    return (*matched.values(), *(known.get(rule, RuleWord(rule)) for rule in dict.fromkeys(told)))


def names_of(enriched: Enriched) -> tuple[str, ...]:
    """The names in an article by their one normal form, those that stand most often first; without dates and sums."""
    counted = Counter(
        entity.name or entity.text for entity in enriched.entities if entity.label not in ("DATE", "MONEY")
    )
    return tuple(name for name, _ in counted.most_common(MOST_NAMES))
