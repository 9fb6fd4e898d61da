"""Routed and filed articles for the tests of the archive, in few words."""

from collections.abc import Iterable

from msgspec.structs import asdict, replace

from schemas.article import Article
from schemas.enriched import Enriched
from schemas.filed import Filed
from schemas.routed import ArchiveReason, Match, Routed, Verdict

NOW = "2017-12-28T12:00:00Z"


def routed(enriched: Enriched, *rules: str, reason: ArchiveReason | None = None, now: str = NOW) -> Routed:
    """The article with a verdict: an alert of these rules, or archived."""
    matches = tuple(Match(rule) for rule in rules)
    outcome = "alert" if rules else "archive"
    return Routed(
        **asdict(enriched),
        verdict=Verdict(outcome, now, "v1", matches, None if rules else reason or "no-rule-matched"),  # type: ignore[arg-type]
    )


def plain(number: int, text: str = "A bomb in Mosul.", **article: object) -> Enriched:
    """An article of a few words, by its number."""
    fields = {"provider": "ap", "story": str(number), "sent": "2017-12-28T10:00:00Z", "body": (text,)} | article
    name = f"{fields['provider']}/{fields['story']}/{fields.get('version', 1)}"
    made = Article(name, **fields)  # type: ignore[arg-type]  # tests give what a field takes
    return Enriched(made.id, made)


def filed(records: Iterable[Routed], partition: int = 0, first: int = 0) -> list[Filed]:
    """The records as they would be read from their topics, at consecutive offsets."""
    return [
        Filed(record, f"wire.{'alerts' if record.verdict.outcome == 'alert' else 'archive'}", partition, first + number)
        for number, record in enumerate(records)
    ]


def numbered(records: Iterable[Enriched]) -> list[Routed]:
    """Routed articles with ids of their own."""
    return [
        routed(replace(each, id=f"x/{number}/1", article=replace(each.article, id=f"x/{number}/1")))
        for number, each in enumerate(records)
    ]
