"""A set of rules in force: built whole or refused, matched against articles, changed a rule at a time."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec import Struct

from agents.rules.errors import QueryError, RuleError
from agents.rules.evaluate import is_true
from agents.rules.explain import Explanation, explain_tree
from agents.rules.index import Entry, Index
from agents.rules.marks import marks_of
from agents.rules.parser import Pool, check_selective, parse_tree
from agents.rules.reading import Reading
from schemas.enriched import Enriched
from schemas.routed import Match
from schemas.rule import Rule

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_DIGEST_BYTES = 16


class Refused(Struct, frozen=True):
    """The set as a whole is refused: every error in it, none of it in force."""

    errors: tuple[RuleError, ...]


class RuleSet:
    """Rules that are enabled, by id, with their trees."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {}
        self._entries: dict[str, Entry] = {}
        self._index = Index()
        self._pool: Pool = {}
        self._digest = 0
        self.version = _hex(0)
        """A digest of the rules' content, whatever their order: equal sets have equal versions."""

    @classmethod
    def build(cls, rules: Iterable[Rule]) -> "RuleSet | Refused":
        """All the rules, or every error that any of them has."""
        made, errors = cls(), []
        for rule in rules:
            taken = RuleError("this id is taken by another rule", rule.id) if rule.id in made.rules else None
            if error := taken or made._add(rule):
                errors.append(error)
        made.version = _hex(made._digest)
        return Refused(tuple(errors)) if errors else made

    def add(self, rule: Rule) -> RuleError | None:
        """Put a rule in force, in the place of the one with its id; on an error nothing changes."""
        error = self._add(rule)
        self.version = _hex(self._digest)
        return error

    def _add(self, rule: Rule) -> RuleError | None:
        if error := id_error(rule.id):
            return error
        try:
            tree = parse_tree(rule.query, self._pool)
            entry = self._index.add(rule, tree) if rule.enabled else None
            if entry is None:
                check_selective(tree, rule.query)
        except QueryError as wrong:
            return wrong.at_rule(rule.id)
        if rule.id in self.rules:
            self._remove(rule.id)
        self.rules[rule.id] = rule
        self._turn_digest(rule)
        if entry:
            self._entries[rule.id] = entry
        return None

    def remove(self, rule_id: str) -> bool:
        """Take a rule out of force; False where there is none with that id."""
        if rule_id not in self.rules:
            return False
        self._remove(rule_id)
        self.version = _hex(self._digest)
        return True

    def _remove(self, rule_id: str) -> None:
        rule = self.rules.pop(rule_id)
        self._turn_digest(rule)
        entry = self._entries.pop(rule_id, None)
        if entry:
            self._index.remove(entry)

    def match(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
        """The rules that are true of an article at a moment (aware, UTC), in order of their ids, with their marks."""
        reading = Reading(enriched, now)
        candidates = self._index.candidates(self._index.found_in(reading))
        matched = {entry.rule.id: entry for entry in candidates if is_true(entry.tree, reading)}
        return tuple(_match(matched[rule_id], reading) for rule_id in sorted(matched))

    def explain(self, rule_or_query: str, enriched: Enriched, now: datetime) -> Explanation:
        """Why a rule (by its id) or a query is or is not true of an article. Raises QueryError for a bad query."""
        rule = self.rules.get(rule_or_query)
        entry = self._entries.get(rule_or_query)
        tree = entry.tree if entry else parse_tree(rule.query if rule else rule_or_query)
        return explain_tree(tree, Reading(enriched, now))

    def _turn_digest(self, rule: Rule) -> None:
        """Digests of rules are XORed: adding and removing one are the same step, and order does not count."""
        content = hashlib.blake2b(msgspec.json.encode(rule), digest_size=_DIGEST_BYTES)
        self._digest ^= int.from_bytes(content.digest())


def _match(entry: Entry, reading: Reading) -> Match:
    rule, marks = entry.rule, marks_of(entry.tree, reading)
    return Match(rule.id, rule.name, rule.version, rule.query, rule.urgency, rule.owner, rule.hooks, marks)


def id_error(rule_id: str) -> RuleError | None:
    """What is wrong with an id, if anything is."""
    return None if _ID.match(rule_id) else RuleError("an id is letters, digits, '.', '_' and '-', 100 at most", rule_id)


def _hex(digest: int) -> str:
    return f"{digest:0{2 * _DIGEST_BYTES}x}"
