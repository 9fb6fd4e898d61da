"""Search over the archive, counts of it, and a rule tried on it before it is published."""

from datetime import date

from agents.text.title import display_title
from schemas.desk_rules import Counted, Example, Found, Trial, Tried
from schemas.rule import Rule
from streams.archive.asked import FACETS, Counts, Hit, Search
from streams.desk.endpoint import Ask, Param
from streams.desk.fault import Fault
from streams.desk.room import Desk
from streams.desk.rules import single_rule

REPLAYS = "any"
"""What is searched unless somebody names a replay, or `live`: all that is in the archive."""
MOST_EXAMPLES = 100

PARAMS = (
    Param("q", "What to look for, in the rule language."),
    Param("since", "Reports from this moment on, by their own time, ISO 8601."),
    Param("until", "Reports before this moment; a day counts whole."),
    Param("source", "Only this source."),
    Param("entity", "Only where this name stands, by any of its forms."),
    Param("country", "Only about this country, ISO 3166-1 alpha-2."),
    Param("rule", "Only what this rule was told of."),
    Param("outcome", "alert or archive."),
    Param("spoken_from", "They speak of a date from this day on."),
    Param("spoken_to", "They speak of a date up to this day."),
    Param("replay", "A replay's id, `live`, or `any`, which is the default."),
)


async def search(desk: Desk, ask: Ask) -> Found:
    """A page of what the archive holds, newest filed first."""
    wanted, limit, after = search_of(ask), ask.number("limit", 20), ask.text("after")
    page = await desk.library.ask(lambda archive: archive.search(wanted, limit=limit, after=after))
    return Found(tuple(map(example, page.hits)), page.next)


async def count(desk: Desk, ask: Ask) -> Counted:
    """How many, by value of each field, and over time."""
    wanted = search_of(ask)
    bucket = ask.text("bucket") or "day"
    if bucket not in ("hour", "day", "month"):
        raise Fault(400, "bucket takes hour, day or month")
    counts: Counts = await desk.library.ask(
        lambda archive: archive.counts(wanted, FACETS[:5], ask.number("top", 20), bucket)  # type: ignore[arg-type] # one of its three words
    )
    return Counted(counts.count.number, counts.count.exact, counts.facets, tuple(counts.timeline), counts.whole)


async def try_rule(desk: Desk, ask: Ask) -> Tried:
    """What a query would have found. Raises Fault where it would be refused as a rule."""
    given: Trial = ask.body
    single_rule(Rule("query", given.query))
    if not 1 <= given.limit <= MOST_EXAMPLES:
        raise Fault(422, f"limit is 1 to {MOST_EXAMPLES}")
    wanted = Search(query=given.query, since=given.since, until=given.until, replay=REPLAYS)
    page, counts = await desk.library.ask(
        lambda archive: (archive.search(wanted, limit=given.limit), archive.counts(wanted, (), 0))
    )
    timeline = tuple(counts.timeline)
    rate = rate_per_day(counts.count.number, given.since or _first(timeline), given.until or _last(timeline))
    return Tried(counts.count.number, counts.count.exact, rate, tuple(map(example, page.hits)), timeline)


def search_of(ask: Ask) -> Search:
    """What is asked, in the archive's own words."""
    spoken = ask.text("spoken_from"), ask.text("spoken_to")
    country, replay = ask.text("country"), ask.text("replay") or REPLAYS
    outcome = ask.text("outcome")
    if outcome not in (None, "alert", "archive"):
        raise Fault(400, "outcome takes alert or archive")
    return Search(
        query=ask.text("q"),
        since=ask.text("since"),
        until=ask.text("until"),
        source=ask.text("source"),
        entity=ask.text("entity"),
        country=country.upper() if country else None,
        rule=ask.text("rule"),
        outcome=outcome,
        spoken_of=spoken if any(spoken) else None,
        replay=None if replay == "live" else replay,
    )


def example(hit: Hit) -> Example:
    """A hit as the API shows it."""
    record = hit.filed.record
    article, verdict = record.article, record.verdict
    return Example(
        id=record.id,
        story=article.story_key,
        headline=display_title(article)[0],
        source=article.provider,
        sent=article.sent or article.created,
        outcome=verdict.outcome,
        rules=tuple(match.rule for match in verdict.matches),
        snippet=hit.snippet,
        marks=hit.marks,
        withdrawn=hit.withdrawn,
        replay=article.replay,
    )


def rate_per_day(count: int, first: str | None, last: str | None) -> float | None:
    """How many a day, both days counted whole; None where there is no time to speak of.

    >>> rate_per_day(30, "2017-12-01", "2017-12-10T12:00")
    3.0
    """
    try:
        days = (date.fromisoformat((last or "")[:10]) - date.fromisoformat((first or "")[:10])).days + 1
    except ValueError:
        return None
    return count / days if days > 0 else None


def _first(timeline: tuple[tuple[str, int], ...]) -> str | None:
    return timeline[0][0] if timeline else None


def _last(timeline: tuple[tuple[str, int], ...]) -> str | None:
    return timeline[-1][0] if timeline else None
