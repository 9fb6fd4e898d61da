"""Rules from the text of a YAML or TOML file: all of them, or every error, each with where it stands."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from agents.rules.errors import LINE, QueryError, RuleError
from agents.rules.parser import parse_query
from agents.rules.ringing import option_errors
from agents.rules.ruleset import BAD_ID, is_id
from schemas.rule import Rule

Format = Literal["yaml", "toml"]
TAKEN = "this id is taken by another rule"
KEYS = tuple(field.name for field in msgspec.structs.fields(Rule))


class LoadedRules(Struct, frozen=True):
    """The rules of one text; or, where there are errors, those and no rules."""

    rules: tuple[Rule, ...]
    errors: tuple[RuleError, ...] = ()


def parse_rules(text: str, form: Format, file: str | None = None) -> LoadedRules:
    """The rules in a text: a list of them, or a mapping with the one key `rules`. `file` is its name in errors."""
    try:
        entries = _entries(text, form)
    except _NotRulesError as error:
        return LoadedRules((), (RuleError(error.args[0], file=file, file_line=error.args[1]),))
    rules: list[Rule] = []
    errors: list[RuleError] = []
    seen: set[str] = set()
    for entry in entries:
        line = entry.pop(LINE, None)
        rule, found = _rule_of(entry)
        rule_id = entry.get("id")
        if isinstance(rule_id, str):
            if rule_id in seen:
                found.append(RuleError(TAKEN, rule_id))
            seen.add(rule_id)
        errors += [msgspec.structs.replace(error, file=file, file_line=line) for error in found]
        if rule:
            rules.append(rule)
    return LoadedRules((), tuple(errors)) if errors else LoadedRules(tuple(rules))


def parse_data(text: str, form: Format) -> object:
    """What a YAML or TOML text holds. Raises ValueError with what is wrong with it."""
    try:
        return _without_lines(_READERS[form](text))
    except _NotRulesError as error:
        raise ValueError(f"line {error.args[1]}: {error.args[0]}" if error.args[1] else error.args[0]) from None


def _without_lines(data: object) -> object:
    if isinstance(data, dict):
        return {key: _without_lines(value) for key, value in data.items() if key != LINE}
    return [_without_lines(value) for value in data] if isinstance(data, list) else data


def duplicate_ids(rules: Iterable[Rule]) -> list[RuleError]:
    """An error for each rule whose id an earlier one has."""
    seen: set[str] = set()
    errors = []
    for rule in rules:
        if rule.id in seen:
            errors.append(RuleError(TAKEN, rule.id))
        seen.add(rule.id)
    return errors


class _NotRulesError(Exception):
    """The text has no list of rules. Arguments: what is wrong, the line or None."""


def _entries(text: str, form: Format) -> list[dict[str, Any]]:
    whole = _READERS[form](text)
    if isinstance(whole, Mapping):
        unknown = [key for key in whole if key not in ("rules", LINE)]
        if unknown:
            raise _NotRulesError(f"unknown key {unknown[0]}: the file holds rules: and a list of them", whole.get(LINE))
        whole = whole.get("rules", [])
    if whole is None:
        return []
    if not isinstance(whole, list) or not all(isinstance(entry, Mapping) for entry in whole):
        raise _NotRulesError("rules: takes a list, each with id and query", None)
    return [dict(entry) for entry in whole]


def _rule_of(entry: dict[str, Any]) -> tuple[Rule | None, list[RuleError]]:
    """The rule, or everything that is wrong with it."""
    name = str(entry.get("id", "without id"))
    errors = [RuleError(_unknown(key), name) for key in entry if key not in KEYS]
    errors += [RuleError(f"{key}: is missing", name) for key in ("id", "query") if key not in entry]
    errors += option_errors(entry.get("notify"), name)
    rule = None
    if not errors:
        try:
            rule = msgspec.convert(entry, Rule)
        except msgspec.ValidationError as error:
            errors.append(RuleError(str(error), name))
    if isinstance(entry.get("id"), str) and not is_id(name):
        errors.append(RuleError(BAD_ID, name))
    if isinstance(entry.get("query"), str):
        try:
            parse_query(entry["query"])
        except QueryError as error:
            errors.append(error.at_rule(name))
    return (None, errors) if errors else (rule, [])


def _unknown(key: object) -> str:
    near = difflib.get_close_matches(str(key), KEYS, n=1, cutoff=0.4)
    return f"unknown key {key}: " + (f"did you mean {near[0]}?" if near else f"the keys are {', '.join(KEYS)}")


def _read_toml(text: str) -> object:
    import tomllib  # as below

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _NotRulesError(f"not TOML: {error}", None) from None


def _read_yaml(text: str) -> object:
    from agents.rules.lined_yaml import YAMLProblem, read_lined  # a query alone needs no YAML

    try:
        return read_lined(text)
    except YAMLProblem as error:
        raise _NotRulesError(f"not YAML: {error}", error.line) from None


_READERS = {"yaml": _read_yaml, "toml": _read_toml}
