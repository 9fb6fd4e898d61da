"""Rules from the desk: the set in force, a query checked, a rule published, a verdict explained."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from agents.rules import Explanation, QueryError, RuleSet, parse_query
from agents.rules.syntax import render
from agents.text.stamps import instant
from schemas.desk_rules import Checked, Query, RuleChange, RulePublished, RulesStanding, RuleStanding
from schemas.routed import Routed
from schemas.rule import Rule
from streams.desk.alerts import find_routed
from streams.desk.endpoint import Ask
from streams.desk.fault import Fault
from streams.desk.room import Desk
from streams.rules.files import load_rules
from streams.rules.rollcall import read_roll
from streams.rules.rulebook import Rulebook, publish, read_rulebook
from streams.settings import Settings

Wanted = Callable[[Rulebook], Sequence[Rule]]


async def list_rules(desk: Desk, ask: Ask) -> RulesStanding:
    """The rules in force, by id."""
    book, roll = await asyncio.gather(read_rulebook(desk.settings), read_roll(desk.settings))
    rules = await _rules(desk.settings, book)
    counts = Counter(rule.id for entry in desk.live.window.oldest_first() for rule in entry.row.rules)
    limit, after = ask.number("limit", 500), ask.text("after") or ""
    shown = sorted(rule for rule in rules if rule > after)
    items = tuple(_standing(rules[rule], counts[rule]) for rule in shown[:limit])
    file = str(desk.settings.rules) if desk.settings.rules is not None else None
    return RulesStanding(items, shown[limit - 1] if len(shown) > limit else None, book.current, file, tuple(roll))


async def show_rule(desk: Desk, ask: Ask) -> RuleStanding:
    """One rule."""
    wanted = ask.text("id") or ""
    found = (await _rules(desk.settings, await read_rulebook(desk.settings))).get(wanted)
    if found is None:
        raise Fault(404, f"there is no rule {wanted}")
    alerts = sum(any(rule.id == wanted for rule in each.row.rules) for each in desk.live.window.oldest_first())
    return _standing(found, alerts)


async def check_rule(desk: Desk, ask: Ask) -> Checked:
    """Whether a query reads, and selects enough to be a rule."""
    del desk
    given: Query = ask.body
    single_rule(Rule("query", given.query))
    return Checked(True, render(parse_query(given.query)))


async def put_rule(desk: Desk, ask: Ask) -> RulePublished:
    """Publish the set with this rule in it, new or in the place of the one with its id."""
    given: RuleChange = ask.body
    name = ask.text("id") or ""
    rule = Rule(name, given.query, given.name, given.urgency, given.owner, given.enabled, given.hooks, given.note)
    if given.notify is not msgspec.UNSET:
        rule = msgspec.structs.replace(rule, notify=given.notify)
    if not 1 <= rule.urgency <= 5:
        raise Fault(422, "urgency is 1 (ring at once) to 5 (for the record)")
    single_rule(rule)

    def wanted(book: Rulebook) -> Sequence[Rule]:
        old = book.rules.get(name)
        if given.version is not None and (old is None or old.version != given.version):
            stands = f"version {old.version} stands" if old else "it was taken out"
            raise Fault(409, f"rule {name} has changed meanwhile: {stands}; look at it again")
        kept = old.notify if old and given.notify is msgspec.UNSET else rule.notify
        others = (each for each in book.rules.values() if each.id != name)
        return [*others, msgspec.structs.replace(rule, notify=kept)]

    return await _publish(desk, ask, wanted, name)


async def delete_rule(desk: Desk, ask: Ask) -> RulePublished:
    """Publish the set without this rule."""
    name = ask.text("id") or ""

    def wanted(book: Rulebook) -> Sequence[Rule]:
        if name not in book.rules:
            raise Fault(404, f"there is no rule {name}")
        return [rule for rule in book.rules.values() if rule.id != name]

    return await _publish(desk, ask, wanted, name)


async def explain(desk: Desk, ask: Ask) -> Explanation:
    """Why a rule, by its id, or a query is or is not true of an article: the whole tree, and what nearly matched."""
    article, rule = ask.text("article"), ask.text("rule")
    if not article or not rule:
        raise Fault(400, "explain takes rule (an id or a query) and article (an id)")
    routed = await find_routed(desk, article, ask.text("replay"))
    known = (await _rules(desk.settings, await read_rulebook(desk.settings))).get(rule)
    return explained(known.query if known else rule, routed)


def explained(query: str, routed: Routed) -> Explanation:
    """The tree of a query for an article, at the moment of its verdict. Raises Fault."""
    now = instant(routed.verdict.now)
    if now is None:
        raise Fault(409, f"the verdict's moment {routed.verdict.now!r} does not read")
    try:
        return RuleSet().explain(query, routed, now)
    except QueryError as error:
        raise unread(error.message, error.line, error.column) from error


def single_rule(rule: Rule) -> RuleSet:
    """A set of this rule alone. Raises Fault, which says where the query is wrong."""
    made = RuleSet.build([rule])
    if isinstance(made, RuleSet):
        return made
    error = made.errors[0]
    raise unread(error.message, error.line, error.column)


def unread(message: str, line: int | None, column: int | None) -> Fault:
    """A query that does not read."""
    return Fault(422, message, line=line or msgspec.UNSET, column=column or msgspec.UNSET)


async def _publish(desk: Desk, ask: Ask, wanted: Wanted, name: str) -> RulePublished:
    if desk.settings.rules is not None:
        raise Fault(409, f"the rules are those of {desk.settings.rules}: change them there")
    by = ask.visitor.name or "desk"
    async with desk.publishing:
        change = await publish(desk.settings, wanted, desk.clock, by, ask.text("note"))
    rule = next((rule for rule in change.whole if rule.id == name), None)
    return RulePublished(_standing(rule, 0) if rule else None, change.version, len(change.whole))


async def _rules(settings: Settings, book: Rulebook) -> dict[str, Rule]:
    """What is in force: of the file, where the settings name one, else what is published."""
    if settings.rules is None:
        return book.rules
    return (await asyncio.to_thread(load_rules, settings.rules)).rules


def _standing(rule: Rule, alerts: int) -> RuleStanding:
    return RuleStanding(**{name: getattr(rule, name) for name in Rule.__struct_fields__}, alerts=alerts)
