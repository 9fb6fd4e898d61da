"""What is wrong with when a rule may ring: options that do not read, and rules that stand back for each other."""

import difflib
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

import msgspec

from agents.notices.times import BadTimes, times_of
from agents.rules.errors import LINE, RuleError
from schemas.rule import Notify, Rule

KEYS = tuple(field.name for field in msgspec.structs.fields(Notify))


def option_errors(given: object, rule: str) -> list[RuleError]:
    """Of a rule file's `notify`, as it was read: a key that is none, a value of the wrong kind, a time that is none.

    Takes the line numbers of the file out of it.
    """
    if given is None:
        return []
    if not isinstance(given, dict):
        return [RuleError(f"notify: takes options, which are {', '.join(KEYS)}", rule)]
    given.pop(LINE, None)
    unknown = [RuleError(_unknown(key), rule) for key in given if key not in KEYS]
    if unknown:
        return unknown
    try:
        times_of(msgspec.convert(given, Notify))
    except msgspec.ValidationError as error:
        return [RuleError(_hinted(given, str(error)), rule)]
    except BadTimes as error:
        return [RuleError(str(error), rule)]
    return []


def inhibition_errors(rules: Mapping[str, Rule]) -> list[RuleError]:
    """Of a whole set: rules that stand back for one that is not there, for themselves, or in a circle."""
    errors = []
    graph: dict[str, tuple[str, ...]] = {}
    for rule in rules.values():
        if rule.notify is None or not rule.notify.inhibited_by:
            continue
        graph[rule.id] = rule.notify.inhibited_by
        errors += [
            RuleError(f"notify.inhibited_by: there is no rule {other}{_near(other, rules)}", rule.id)
            for other in rule.notify.inhibited_by
            if other not in rules
        ]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = list(dict.fromkeys(reversed(error.args[1])))
        errors.append(RuleError(f"notify.inhibited_by: none of {' and '.join(circle)} would ring", circle[0]))
    return errors


def _unknown(key: object) -> str:
    near = difflib.get_close_matches(str(key), KEYS, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(KEYS)}"
    return f"unknown key notify.{key}: {hint}"


def _hinted(given: Mapping[str, object], message: str) -> str:
    """The commonest slips: a text where a list belongs, and 19:00, which YAML takes for the number 1140."""
    for key in ("quiet", "inhibited_by"):
        if isinstance(given.get(key), str):
            return f"notify.{key}: is a list; write [{given[key]}]"
    if isinstance(given.get("digest"), int):
        return "notify.digest: is no text; write daily 19:00, or 19:00 in quotation marks"
    return f"notify: {message}"


def _near(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else " in this set"
