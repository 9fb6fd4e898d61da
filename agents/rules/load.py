"""Rules from the text of a YAML or TOML file: all of them, or every error, each with where it stands."""

import difflib
import tomllib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
import yaml
from msgspec import Struct

from agents.rules.errors import QueryError, RuleError
from agents.rules.parser import parse_query
from agents.rules.ruleset import id_error
from schemas.rule import Rule

Format = Literal["yaml", "toml"]
KEYS = tuple(field.name for field in msgspec.structs.fields(Rule))
_LINE = "__line__"


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
    for entry in entries:
        line = entry.pop(_LINE, None)
        rule, found = _rule_of(entry)
        errors += [msgspec.structs.replace(error, file=file, file_line=line) for error in found]
        if rule:
            rules.append(rule)
    errors += [msgspec.structs.replace(error, file=file) for error in duplicate_ids(rules)]
    return LoadedRules((), tuple(errors)) if errors else LoadedRules(tuple(rules))


def duplicate_ids(rules: Iterable[Rule]) -> list[RuleError]:
    """An error for each rule whose id an earlier one has."""
    seen: set[str] = set()
    errors = []
    for rule in rules:
        if rule.id in seen:
            errors.append(RuleError("this id is taken by another rule", rule.id))
        seen.add(rule.id)
    return errors


class _NotRulesError(Exception):
    """The text has no list of rules. Arguments: what is wrong, the line or None."""


def _entries(text: str, form: Format) -> list[dict[str, Any]]:
    whole = _READERS[form](text)
    if isinstance(whole, Mapping):
        unknown = [key for key in whole if key not in ("rules", _LINE)]
        if unknown:
            raise _NotRulesError(
                f"unknown key {unknown[0]}: the file holds rules: and a list of them", whole.get(_LINE)
            )
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
    rule = None
    if not errors:
        try:
            rule = msgspec.convert(entry, Rule)
        except msgspec.ValidationError as error:
            errors.append(RuleError(str(error), name))
    if isinstance(entry.get("id"), str) and (wrong := id_error(name)):
        errors.append(wrong)
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
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _NotRulesError(f"not TOML: {error}", None) from None


class _LinedLoader(yaml.SafeLoader):
    """YAML whose mappings keep their line and whose keys stand once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        del deep
        keys: Sequence[str] = [str(key.value) for key, _ in node.value]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice:
            raise yaml.MarkedYAMLError(None, None, f"key {twice} stands twice", node.start_mark)
        made = super().construct_mapping(node, deep=True)
        made[_LINE] = node.start_mark.line + 1
        return made


def _read_yaml(text: str) -> object:
    try:
        return yaml.load(text, _LinedLoader)  # noqa: S506 (a SafeLoader that also keeps lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise _NotRulesError(f"not YAML: {error.problem}", line) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise _NotRulesError(f"not YAML: {error}", None) from None


_READERS = {"yaml": _read_yaml, "toml": _read_toml}
