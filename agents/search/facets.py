"""What an article is counted under."""

from collections.abc import Iterable

from agents.search.document import rules_of
from schemas.routed import Routed

_NO_NAMES = ("DATE", "MONEY")


def facets_of(record: Routed) -> Iterable[tuple[str, str]]:
    """What an article is counted under, each once: field and value."""
    article, verdict = record.article, record.verdict
    found = [("source", article.provider), ("outcome", verdict.outcome), ("kind", article.kind)]
    if verdict.reason:
        found.append(("reason", verdict.reason))
    if article.replay:
        found.append(("replay", article.replay))
    found += [("rule", rule) for rule in rules_of(record)]
    found += [("entity", entity.name or entity.text) for entity in record.entities if entity.label not in _NO_NAMES]
    found += [("country", each.place.country) for each in record.entities if each.place and each.place.country]
    return dict.fromkeys(found)
