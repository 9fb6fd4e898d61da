"""The rule language: parse, index, match, explain."""

from agents.rules.errors import QueryError, RuleError
from agents.rules.explain import Explanation
from agents.rules.load import LoadedRules, parse_rules
from agents.rules.parser import parse_query
from agents.rules.ruleset import Refused, RuleSet

__all__ = ["Explanation", "LoadedRules", "QueryError", "Refused", "RuleError", "RuleSet", "parse_query", "parse_rules"]
