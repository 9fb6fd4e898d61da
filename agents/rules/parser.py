"""The parser: a query into its tree, by recursive descent, with errors that say at which column what was expected."""

import re

from agents.rules.errors import QueryError
from agents.rules.fields import FIELDS, TEXT, Field, nearest_field
from agents.rules.lexer import (
    BOOLEAN,
    END,
    QUOTES,
    at_least_count,
    is_plain,
    near_operator,
    position_of,
    split_query,
    why_bad,
    why_no_term,
)
from agents.rules.select import where_located, why_not_selective
from agents.rules.syntax import And, AtLeast, Leaf, Near, Node, Not, Or, Words, words
from agents.rules.terms import read_term
from agents.rules.values import read_value

MAX_LENGTH = 20_000
"""Characters in a query."""
MAX_DEPTH = 50
"""Parentheses within parentheses."""
MAX_NEARS = 50
"""Proximities in one query: each is work for every article that has both of its sides."""
MAX_REACH = 255
"""Words that a proximity may reach over."""
MAX_COUNT = 1000

_LOCATED = "only words, phrases, prefixes, names and OR of them"
_WORDY = ("part", "name", "topic")
"""Kinds of fields that are followed by terms."""

_HALF = re.compile("[\\ud800-\\udfff]")

Pool = dict[str, Leaf]
"""Leaves by their text: equal leaves of many rules are one object. Operators are never in it."""


def parse_query(query: str, pool: Pool | None = None) -> Node:
    """The tree of a query that can stand as a rule. Raises QueryError for the first thing that is wrong.

    >>> from agents.rules.syntax import render
    >>> render(parse_query('org:"Islamic State" AND (Mosul OR Raqqa) w/10 kill*'))
    'org:"Islamic State" AND ((Mosul OR Raqqa) w/10 kill*)'
    """
    node = parse_tree(query, pool)
    check_selective(node, query)
    return node


def parse_tree(query: str, pool: Pool | None = None) -> Node:
    """The tree of a query, whether it selects or not. Raises QueryError."""
    if len(query) > MAX_LENGTH:
        raise QueryError(f"{len(query):,} characters are too many for a query; {MAX_LENGTH:,} at most", query, 0)
    if not query.isascii() and (half := _HALF.search(query)):
        raise QueryError("half a character, a surrogate without its other half, is no text", query, half.start())
    return _Parser(query, {} if pool is None else pool).parse()


def check_selective(node: Node, query: str) -> None:
    """Raise QueryError where nothing could select by a query."""
    if why := why_not_selective(node):
        raise QueryError(why, query, position_of(query, 0))


class _Parser:
    """One query being read. `at` is the index of the next token; `field` the one whose parentheses are open."""

    def __init__(self, query: str, pool: Pool) -> None:
        self.query, self.pool = query, pool
        self.tokens = split_query(query)
        self.at = self.depth = self.nears = 0
        self.field: Field | None = None

    def parse(self) -> Node:
        if self.tokens[0] is END:
            raise self.error("the query is empty")
        node = self.expression()
        if self.tokens[self.at] is not END:
            raise self.error("this ) closes nothing")
        return node

    def expression(self) -> Node:
        """Operands joined by AND or all by OR, up to a closing parenthesis or the end."""
        first = self.operand(None)
        operator = self.tokens[self.at][0]
        if operator != "AND" and operator != "OR":
            self.check_ended()
            return first
        items = [first]
        while (word := self.tokens[self.at][0]) == "AND" or word == "OR":
            if word != operator:
                raise self.error(f"{word} after {operator}: say with parentheses which comes first")
            self.at += 1
            items.append(self.operand(self.at - 1))
        self.check_ended()
        return And(tuple(items)) if operator == "AND" else Or(tuple(items))

    def operand(self, after: int | None) -> Node:
        """`after`: the index of the operator that asks for it."""
        if self.tokens[self.at][0] != "NOT":
            return self.near(after)
        self.at += 1
        if self.tokens[self.at][0] == "NOT":
            raise self.error("NOT NOT: leave both away")
        return Not(self.near(self.at - 1))

    def near(self, after: int | None) -> Node:
        """A primary, or two with a proximity between them."""
        start = self.at
        left = self.primary(after)
        word = self.tokens[self.at][0]
        if not word or word == "AND" or word == "OR" or (operator := near_operator(word)) is None:
            return left
        kind, reach = operator
        place = self.at
        self.check_reach(word, reach)
        self.at += 1
        right = self.primary(place)
        line = self.check_located(left, start, word, right, place + 1)
        following = self.tokens[self.at][0]
        if following and near_operator(following):
            raise self.error(
                f"{following} after {word}: say with parentheses which two come first,"
                f" for instance (a {word} b) {following} c"
            )
        return Near(left, right, kind, reach, line)

    def primary(self, after: int | None) -> Node:
        word, paren, field, value, bad = self.tokens[self.at]
        if word:
            known = self.pool.get(word) if self.field is None else None
            if known is None:
                return self.new_term_or_count(word, after)
            self.at += 1
            return known
        if field:
            return self.field_value(field, value)
        if paren == "(":
            return self.group()
        if bad:
            raise self.error(why_bad(bad))
        raise self.nothing_after(after)

    def new_term_or_count(self, word: str, after: int | None) -> Node:
        """A term met for the first time, or in a field's parentheses; or atleast; operators are out of place."""
        if word[0] not in QUOTES and not is_plain(word):
            if word in BOOLEAN or near_operator(word):
                raise self.nothing_after(after)
            if (count := at_least_count(word)) is not None:
                return self.at_least(count)
            if why := why_no_term(word):
                raise self.error(why)
        leaf = self.value_of(self.field, word, "word") if self.field else self.words_of(TEXT, word, word, "word")
        self.pool[leaf.text] = leaf
        self.at += 1
        return leaf

    def group(self) -> Node:
        opening = self.at
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"parentheses stand {MAX_DEPTH} deep at most")
        self.at += 1
        if self.tokens[self.at][1] == ")":
            raise self.error("these parentheses are empty", opening)
        node = self.expression()
        if self.tokens[self.at][1] != ")":
            raise self.error("this ( is never closed", opening)
        self.depth -= 1
        self.at += 1
        return node

    def at_least(self, count: int) -> Node:
        place = self.at
        if not 1 <= count <= MAX_COUNT:
            raise self.error(f"atleast counts from 1 to {MAX_COUNT}")
        self.at += 1
        node = self.primary(place)
        why = "a proximity" if isinstance(node, Near) else where_located(node)[1]
        if why:
            raise self.error(f"{why} cannot be counted by atleast: {_LOCATED} can", place + 1)
        return AtLeast(count, node)

    def field_value(self, name: str, value: str) -> Node:
        """What follows `field:`: a value, or parentheses in which each value is the field's."""
        if self.field is not None:
            raise self.error(f"{name}: cannot stand inside {self.field.name}:( ); put it beside it with AND")
        field = FIELDS.get(name) or FIELDS.get(name.lower())
        if field is None:
            near = nearest_field(name)
            hint = f"did you mean {near}:?" if near else f"the fields are {', '.join(FIELDS)}"
            raise self.error(f"there is no field {name}:; {hint} (for the text itself, use quotation marks)")
        if value:
            leaf = self.value_of(field, value, "value")
            self.at += 1
            return leaf
        self.at += 1
        if self.tokens[self.at][1] != "(":
            raise self.error(f"{name}: needs a value right after it, for instance {field.example}", self.at - 1)
        self.field = field
        node = self.group()
        self.field = None
        return node

    def value_of(self, field: Field, raw: str, group: str) -> Leaf:
        text = f"{field.name}:{raw}"
        known = self.pool.get(text)
        if known is not None:
            return known
        if raw == "*" and field.kind == "name":
            leaf: Leaf = Words(text, field.name, ())
        elif field.kind in _WORDY:
            leaf = self.words_of(field.name, text, raw, group)
        else:
            try:
                leaf = read_value(field, raw[1:-1] if raw[0] in QUOTES else raw)
            except ValueError as error:
                raise self.error(str(error), group=group) from None
        self.pool[text] = leaf
        return leaf

    def words_of(self, field: str, text: str, raw: str, group: str) -> Words:
        try:
            items, exact = read_term(raw)
        except ValueError as error:
            raise self.error(str(error), group=group) from None
        return words(text, field, items, exact)

    def check_ended(self) -> None:
        """After an expression stands its closing parenthesis, or nothing."""
        token = self.tokens[self.at]
        if token is END or token[1] == ")":
            return
        word, paren, field, value, bad = token
        if bad:
            raise self.error(why_bad(bad))
        if word and (word[0] not in QUOTES) and (why := why_no_term(word)):
            raise self.error(why)
        shown = word or paren or f"{field}:{value}"
        before = self.tokens[self.at - 1][0]
        both = word and before and not {before[0], word[0]} & set(QUOTES + "=")
        hint = f'; for the phrase write "{before} {word}"' if both else ""
        raise self.error(f"AND, OR or a proximity is expected before {shown}{hint}")

    def check_reach(self, word: str, reach: int) -> None:
        self.nears += 1
        if self.nears > MAX_NEARS:
            raise self.error(f"{MAX_NEARS} proximities at most in one query: make two rules of it")
        if not 1 <= reach <= MAX_REACH and word.lower() != "same":
            raise self.error(f"a proximity reaches over 1 to {MAX_REACH} words")

    def check_located(self, left: Node, start: int, operator: str, right: Node, right_start: int) -> str:
        """Both sides must stand among the words of one text, which is returned."""
        texts = []
        for node, place in ((left, start), (right, right_start)):
            text, why = where_located(node)
            if why:
                raise self.error(f"{why} cannot stand beside {operator}: {_LOCATED} can", place)
            texts.append(text)
        if texts[0] != texts[1]:
            raise self.error(f"{operator} stands between words of one text, not {texts[0]} and {texts[1]}", start)
        return texts[0]

    def nothing_after(self, after: int | None) -> QueryError:
        if after is not None:
            return self.error(f"{self.tokens[after][0]} needs a term or a group on its right", after)
        word, paren = self.tokens[self.at][:2]
        shown = word or paren
        return self.error(f"a term is expected before {shown}" if shown else "a term is expected here")

    def error(self, message: str, index: int | None = None, group: str = "") -> QueryError:
        return QueryError(message, self.query, position_of(self.query, self.at if index is None else index, group))
