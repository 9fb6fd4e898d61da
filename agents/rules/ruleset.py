"""A set of rules in force: built whole or refused, matched against articles, changed a rule at a time."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec import Struct

from agents.notices.times import BadTimes, times_of
from agents.rules.counters import Counters, Timer
from agents.rules.entry import Entry
from agents.rules.errors import QueryError, RuleError
from agents.rules.evaluate import is_true
from agents.rules.explain import Explanation, explain_tree
from agents.rules.index import Index
from agents.rules.marks import marks_of
from agents.rules.parser import Pool, check_selective, parse_tree
from agents.rules.reading import Reading
from agents.rules.ringing import inhibition_errors
from agents.rules.syntax import Node, leaves_of
from schemas.enriched import Enriched
from schemas.routed import Match
from schemas.rule import Notify, Rule

BAD_ID = "an id is letters, digits, '.', '_' and '-', 100 at most"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_DIGEST_BYTES = 16


class Refused(Struct, frozen=True):
    """The set as a whole is refused: every error in it, none of it in force."""

    errors: tuple[RuleError, ...]


class RuleSet:
    """Rules in force by id, matched one article at a time. Not for several threads at once.

    It is changed a rule at a time by `add` and `remove`, or as a whole by `become`; between two articles, so that each
    article sees one version of the set.
    """

    def __init__(self, timer: Timer | None = None) -> None:
        """`timer` measures what each rule costs; it is not asked for the time of day."""
        self.rules: dict[str, Rule] = {}
        self.version = version_of(0)
        """A digest of the rules' content, whatever their order: equal sets have equal versions."""
        self._digest = 0
        self._entries: dict[str, Entry] = {}
        self.counters = Counters(self._entries, timer)
        self._index = Index()
        self._pool: Pool = {}

    @classmethod
    def build(cls, rules: Iterable[Rule], timer: Timer | None = None) -> "RuleSet | Refused":
        """All the rules, or every error that any of them has."""
        made = cls(timer)
        return made.become(rules) or made

    def become(self, rules: Iterable[Rule]) -> Refused | None:
        """Make these the rules in force, all or none: where one has an error, nothing changes.

        A rule that stays as it is keeps its counts; one that is new or changed is counted from zero.
        """
        wanted: dict[str, Rule] = {}
        trees: dict[str, Node] = {}
        errors = []
        for rule in rules:
            if rule.id in wanted:
                errors.append(RuleError("this id is taken by another rule", rule.id))
                continue
            wanted[rule.id] = rule
            if self.rules.get(rule.id) != rule:
                try:
                    trees[rule.id] = self._tree(rule)
                except QueryError as wrong:
                    errors.append(wrong.at_rule(rule.id))
        errors += inhibition_errors(wanted)
        if errors:
            return Refused(tuple(errors))
        for rule_id in self.rules.keys() - wanted.keys():
            self._remove(rule_id)
        for rule_id, tree in trees.items():
            self._put(wanted[rule_id], tree)
        self.version = version_of(self._digest)
        return None

    def add(self, rule: Rule) -> RuleError | None:
        """Put a rule in force, in the place of the one with its id; on an error nothing changes."""
        try:
            tree = self._tree(rule)
        except QueryError as wrong:
            return wrong.at_rule(rule.id)
        self._put(rule, tree)
        self.version = version_of(self._digest)
        return None

    def remove(self, rule_id: str) -> bool:
        """Take a rule out of force; False where there is none with that id."""
        if rule_id not in self.rules:
            return False
        self._remove(rule_id)
        self.version = version_of(self._digest)
        return True

    def _tree(self, rule: Rule) -> Node:
        if not _ID.match(rule.id):
            raise QueryError(BAD_ID)
        tree = parse_tree(rule.query, self._pool)
        check_selective(tree, rule.query)
        if rule.notify is not None:
            _check_times(rule.notify)
        return tree

    def _put(self, rule: Rule, tree: Node) -> None:
        if rule.id in self.rules:
            self._remove(rule.id)
        self.rules[rule.id] = rule
        self._turn_digest(rule)
        if rule.enabled:
            self._entries[rule.id] = self._index.add(rule, tree)

    def _remove(self, rule_id: str) -> None:
        self._turn_digest(self.rules.pop(rule_id))
        entry = self._entries.pop(rule_id, None)
        if entry:
            self._index.remove(entry)
            for leaf in leaves_of(entry.tree):
                self._pool.pop(leaf.text, None)  # other rules keep theirs; only new ones no longer share it

    def match(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
        """The rules that are true of an article at a moment (aware, UTC), in order of their ids, with their marks."""
        reading = Reading(enriched, now)
        counters, timer = self.counters, self.counters.timer
        counters.articles += 1
        matched = []
        for entry in self._index.candidates(reading):
            entry.asked += 1
            start = timer() if timer else 0
            if is_true(entry.tree, reading):
                matched.append(entry)
            if timer:
                entry.spent += timer() - start
        matched.sort(key=_rule_id)
        return tuple([_match(entry, reading) for entry in matched])

    def explain(self, rule_or_query: str, enriched: Enriched, now: datetime) -> Explanation:
        """Why a rule (by its id) or a query is or is not true of an article. Raises QueryError for a bad query."""
        rule = self.rules.get(rule_or_query)
        entry = self._entries.get(rule_or_query)
        tree = entry.tree if entry else parse_tree(rule.query if rule else rule_or_query)
        return explain_tree(tree, Reading(enriched, now))

    def _turn_digest(self, rule: Rule) -> None:
        self._digest ^= digest_of(rule)


def _rule_id(entry: Entry) -> str:
    return entry.rule.id


def _match(entry: Entry, reading: Reading) -> Match:
    rule, marks = entry.rule, marks_of(entry.tree, reading)
    entry.matched += 1
    return Match(rule.id, rule.name, rule.version, rule.query, rule.urgency, rule.owner, rule.hooks, marks, rule.notify)


def _check_times(notify: Notify) -> None:
    try:
        times_of(notify)
    except BadTimes as error:
        raise QueryError(str(error)) from None


def is_id(text: str) -> bool:
    """Whether a text can be a rule's id."""
    return bool(_ID.match(text))


def digest_of(rule: Rule) -> int:
    """A rule's part of its set's digest: parts are XORed, so that adding and removing one are the same step."""
    return int.from_bytes(hashlib.blake2b(msgspec.json.encode(rule), digest_size=_DIGEST_BYTES).digest())


def version_of(digest: int) -> str:
    """A set's digest as its version."""
    return f"{digest:0{2 * _DIGEST_BYTES}x}"
