"""Alerts, stories and articles: what the desk has at hand."""

import msgspec

from agents.desk.window import Entry, Key
from agents.rules import QueryError, RuleSet
from agents.text.stamps import instant
from schemas.desk import ArticleWhole, Row, Rows, StoryLife
from schemas.routed import Routed
from schemas.rule import Rule
from streams.desk.endpoint import Ask
from streams.desk.fault import Fault
from streams.desk.room import Desk


async def list_alerts(desk: Desk, ask: Ask) -> Rows:
    """Rows, newest first, that fit every filter; `next` goes on where this page ended, whatever came meanwhile."""
    limit, after = ask.number("limit", 100), ask.text("after")
    before = read_key(after) if after else None
    query = _query(ask.text("q"))
    rows: list[Row] = []
    last: Entry | None = None
    for entry in desk.live.window.newest_first(before):
        if len(rows) == limit:
            return Rows(tuple(rows), write_key(last.key) if last else None, desk.live.position)
        if _fits(entry.row, ask) and (query is None or _is_true(query, entry)):
            rows.append(desk.live.window.present(entry))
            last = entry
    return Rows(tuple(rows), None, desk.live.position)


async def show_story(desk: Desk, ask: Ask) -> StoryLife:
    """A story with its versions."""
    key = ask.text("key") or ""
    found = desk.live.window.story(key, ask.text("replay"))
    if found is None:
        raise Fault(404, f"no alert of the story {key} is at hand")
    return found


async def show_article(desk: Desk, ask: Ask) -> ArticleWhole:
    """A routed article, whole, and why its rules matched."""
    return whole_article(await find_routed(desk, ask.text("id") or ""))


async def find_row(desk: Desk, article: str) -> Row:
    """The row of an alert. Raises Fault where there is none."""
    return find_entry(desk, article).row


async def find_routed(desk: Desk, article: str) -> Routed:
    """The whole record of an article. Raises Fault where there is none."""
    return find_entry(desk, article).routed()


def find_entry(desk: Desk, article: str) -> Entry:
    """The alert about an article. Raises Fault."""
    entry = desk.live.window.find(article)
    if entry is None:
        raise Fault(404, f"no alert about the article {article} is at hand")
    return entry


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


def _is_true(query: RuleSet, entry: Entry) -> bool:
    routed = entry.routed()
    now = instant(routed.verdict.now)
    return now is not None and bool(query.match(routed, now))
