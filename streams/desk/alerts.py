"""Alerts, stories and articles: what the desk has at hand."""

import asyncio
from collections.abc import Sequence

import msgspec

from agents.desk.window import Entry, Key, Window, story_life
from agents.rules import QueryError, RuleSet
from agents.text.stamps import instant
from schemas.desk import ArticleWhole, Row, Rows, StoryLife
from schemas.filed import Filed
from schemas.routed import Routed
from schemas.rule import Rule
from schemas.topics import ALERTS
from streams.archive.asked import Page, Search
from streams.clock import iso
from streams.desk.endpoint import Ask
from streams.desk.fault import Fault
from streams.desk.room import Desk

_FILED = "f"
"""Begins a cursor into the archive; others are into what is at hand."""


async def list_alerts(desk: Desk, ask: Ask) -> Rows:
    """Rows, newest first, that fit every filter; `next` goes on where this page ended, whatever came meanwhile.

    Behind what is at hand the archive goes on, where there is one.
    """
    limit, after, position = ask.number("limit", 100), ask.text("after"), desk.live.position
    if after and after.startswith(_FILED):
        return await _filed_alerts(desk, ask, limit, after.removeprefix(_FILED) or None)
    window = desk.live.window
    fitting = [each for each in window.newest_first(read_key(after) if after else None) if _fits(each.row, ask)]
    query = _query(ask.text("q"))
    entries = fitting if query is None else await asyncio.to_thread(_true_of, query, fitting, limit + 1)
    rows = tuple(window.present(entry) for entry in entries[:limit])
    if len(entries) > limit:
        return Rows(rows, write_key(entries[limit - 1].key), position)
    return Rows(rows, None if desk.library.missing else _FILED, position)


async def _filed_alerts(desk: Desk, ask: Ask, limit: int, after: str | None) -> Rows:
    """Alerts of the archive that are at hand no longer."""
    replay, window = ask.text("replay") or "any", desk.live.window
    country = ask.text("country")
    wanted = Search(
        query=ask.text("q"),
        source=ask.text("source"),
        entity=ask.text("entity"),
        country=country.upper() if country else None,
        rule=ask.text("rule"),
        outcome="alert",
        replay=None if replay == "live" else replay,
    )
    page, urgency = Page(), ask.number("urgency", 9)
    rows: list[Row] = []
    while True:
        page = await desk.library.ask(lambda archive, after=after: archive.search(wanted, limit=limit, after=after))  # type: ignore[misc] # the loop's own
        for hit in page.hits:
            if not window.has((hit.filed.filed, hit.filed.partition, hit.filed.offset)):
                row = row_filed(window, hit.filed, withdrawn=hit.withdrawn)
                rows += [row] if (row.urgency or 9) <= urgency else []
        after = page.next
        if after is None or len(rows) >= limit:
            return Rows(tuple(rows), None if after is None else _FILED + after, desk.live.position)


async def show_story(desk: Desk, ask: Ask) -> StoryLife:
    """A story with its versions: those at hand, and before them those that the archive has."""
    key, replay, window = ask.text("key") or "", ask.text("replay"), desk.live.window
    known = window.story(key, replay)
    filed = await desk.library.ask_if_there(lambda archive: archive.story(key, replay)) or []
    old = [row_filed(window, each) for each in filed if each.topic == ALERTS.name]
    rows = {row.id: row for row in (*old, *(known.versions if known else ()))}
    if not rows:
        raise Fault(404, f"there is no alert of the story {key}")
    return story_life(key, tuple(rows.values()), known.also if known else ())


async def show_article(desk: Desk, ask: Ask) -> ArticleWhole:
    """A routed article, whole, and why its rules matched."""
    return whole_article(await find_routed(desk, ask.text("id") or "", ask.text("replay")))


async def find_row(desk: Desk, article: str, replay: str | None) -> Row:
    """The row of an alert, as a replay brought it, or the live wire. Raises Fault where there is none."""
    entry = desk.live.window.find(article, replay)
    if entry is not None:
        return desk.live.window.present(entry)
    filed = await desk.library.ask_if_there(lambda archive: archive.get(article, replay))
    if filed is None or filed.topic != ALERTS.name:
        raise Fault(404, f"there is no alert about the article {article}")
    return row_filed(desk.live.window, filed)


async def find_routed(desk: Desk, article: str, replay: str | None) -> Routed:
    """The whole record of an article: an alert at hand, or anything in the archive. Raises Fault."""
    entry = desk.live.window.find(article, replay)
    if entry is not None:
        return entry.routed()
    filed = await desk.library.ask_if_there(lambda archive: archive.get(article, replay))
    if filed is None:
        raise Fault(404, f"there is no article {article}, neither at hand nor in the archive")
    return filed.record


def row_filed(window: Window, filed: Filed, *, withdrawn: bool = False) -> Row:
    """The row of an archived alert."""
    took = filed.filed - filed.entered if filed.entered else None
    return window.row_known(filed.record, at=iso(filed.filed), took_ms=took, withdrawn=withdrawn)


def whole_article(routed: Routed) -> ArticleWhole:
    """With its text, marks and the tree of each rule's query, as they were when the verdict was made."""
    now = instant(routed.verdict.now)
    why = {}
    for match in routed.verdict.matches:
        try:
            why[match.rule] = msgspec.to_builtins(RuleSet().explain(match.query, routed, now)) if now else None
        except QueryError as error:
            why[match.rule] = {"text": match.query, "verdict": True, "why": f"the query does not read today: {error}"}
    marks = sorted(
        {mark for match in routed.verdict.matches for mark in match.marks}, key=lambda mark: (mark.field, mark.start)
    )
    fields = {name: getattr(routed, name) for name in Routed.__struct_fields__}
    return ArticleWhole(**fields, text=routed.article.text, marks=tuple(marks), why=why)


def write_key(key: Key) -> str:
    """A row's place among all rows, as a cursor."""
    return "-".join(map(str, key))


def read_key(text: str) -> Key:
    """Read what `write_key` wrote. Raises Fault."""
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):
        raise Fault(400, "after takes `next` of the answer before")
    return int(parts[0]), int(parts[1]), int(parts[2])


def _fits(row: Row, ask: Ask) -> bool:
    rule, source, entity, country = (ask.text(name) for name in ("rule", "source", "entity", "country"))
    replay, urgency = ask.text("replay"), ask.number("urgency", 9)
    return (
        (rule is None or any(each.id == rule for each in row.rules))
        and (source is None or row.source == source)
        and (entity is None or entity.casefold() in (name.casefold() for name in row.entities))
        and (country is None or country.upper() in row.countries)
        and (replay is None or (row.replay or "live") == replay)
        and (urgency == 9 or (row.urgency or 9) <= urgency)
    )


def _query(text: str | None) -> RuleSet | None:
    """The query as a set of its own. Raises Fault where it does not read."""
    if text is None:
        return None
    made = RuleSet.build([Rule("q", text)])
    if isinstance(made, RuleSet):
        return made
    error = made.errors[0]
    raise Fault(422, error.message, line=error.line or msgspec.UNSET, column=error.column or msgspec.UNSET)


def _true_of(query: RuleSet, entries: Sequence[Entry], most: int) -> list[Entry]:
    """The first `most` of which the query is true."""
    found = []
    for entry in entries:
        routed = entry.routed()
        now = instant(routed.verdict.now)
        if now is not None and query.match(routed, now):
            found.append(entry)
        if len(found) == most:
            break
    return found
