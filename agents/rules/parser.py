"""The parser: a query into its tree, by recursive descent, with errors that say at which column what was expected."""

import re

from agents.rules.errors import QueryError
from agents.rules.fields import FIELDS, TEXT, Field, nearest_field
from agents.rules.lexer import QUOTES, Token, next_token, skip_space
from agents.rules.select import where_located, why_not_selective
from agents.rules.syntax import And, AtLeast, Leaf, Near, Node, Not, Or, Words
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

_VALUE = re.compile(rf"\[[^\]]*\]|[{QUOTES}][^{QUOTES}]*[{QUOTES}]|[^\s()\[\]{QUOTES}]+")
_TERM_VALUE = re.compile(rf"=?[{QUOTES}][^{QUOTES}]*[{QUOTES}]\*?|[^\s()\[\]{QUOTES}]+")

_LOCATED = "only words, phrases, prefixes, names and OR of them"

Pool = dict[str, Leaf]
"""Leaves by their text: equal leaves of many rules are one object."""


def parse_query(query: str, pool: Pool | None = None) -> Node:
    """The tree of a query that can stand as a rule. Raises QueryError for the first thing that is wrong.

    >>> render = __import__("agents.rules.syntax", fromlist=["render"]).render
    >>> render(parse_query('org:"Islamic State" AND (Mosul OR Raqqa) w/10 kill*'))
    'org:"Islamic State" AND ((Mosul OR Raqqa) w/10 kill*)'
    """
    node = _Parser(query, {} if pool is None else pool).parse()
    why = why_not_selective(node)
    if why:
        raise QueryError(why, query, skip_space(query, 0))
    return node


class _Parser:
    """One query being read. `token` is the next one; `field` the one whose parentheses are open."""

    def __init__(self, query: str, pool: Pool) -> None:
        self.query, self.pool = query, pool
        self.field: Field | None = None
        self.depth = self.nears = 0
        if len(query) > MAX_LENGTH:
            raise QueryError(f"{len(query):,} characters are too many for a query; {MAX_LENGTH:,} at most", query, 0)
        self.token = next_token(query, 0)

    def parse(self) -> Node:
        if self.token.kind == "end":
            raise self.error("the query is empty")
        node = self.expression()
        if self.token.kind == ")":
            raise self.error("this ) closes nothing")
        return node

    def expression(self) -> Node:
        """Operands joined by AND or all by OR."""
        items = [self.operand()]
        operator = self.token
        while self.token.kind in ("AND", "OR"):
            if self.token.kind != operator.kind:
                raise self.error(f"{self.token.kind} after {operator.kind}: say with parentheses which comes first")
            self.advance()
            items.append(self.operand(self.token_before))
        if self.token.kind not in ("end", ")"):
            raise self.error(self.why_not_next())
        if len(items) == 1:
            return items[0]
        return And(tuple(items)) if operator.kind == "AND" else Or(tuple(items))

    def operand(self, after: Token | None = None) -> Node:
        if self.token.kind != "NOT":
            return self.near(after)
        self.advance()
        if self.token.kind == "NOT":
            raise self.error("NOT NOT: leave both away")
        return Not(self.near(self.token_before))

    def near(self, after: Token | None) -> Node:
        """A primary, or two with a proximity between them."""
        start = self.token.start
        left = self.primary(after)
        if self.token.kind != "near":
            return left
        operator = self.token
        self.check_reach(operator)
        self.advance()
        right_start = self.token.start
        right = self.primary(operator)
        self.check_located(left, start, operator, right, right_start)
        if self.token.kind == "near":
            raise self.error(
                f"{self.token.text} after {operator.text}: say with parentheses which two come first,"
                f" for instance (a {operator.text} b) {self.token.text} c"
            )
        kind = operator.text.partition("/")[0].lower()
        return Near(left, right, kind, operator.number)

    def primary(self, after: Token | None) -> Node:
        token = self.token
        match token.kind:
            case "term":
                node = self.leaf(token.text, token.start)
                self.advance()
                return node
            case "field":
                return self.field_value()
            case "(":
                return self.group()
            case "atleast":
                return self.at_least()
        if after is None:
            raise self.error(f"a term is expected before {token.text}" if token.text else "a term is expected here")
        raise self.error(f"{after.text} needs a term or a group on its right", after.start)

    def group(self) -> Node:
        opening = self.token
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"parentheses stand {MAX_DEPTH} deep at most")
        self.advance()
        if self.token.kind == ")":
            raise self.error("these parentheses are empty", opening.start)
        node = self.expression()
        self.close(opening)
        return node

    def close(self, opening: Token) -> None:
        if self.token.kind != ")":
            raise self.error("this ( is never closed", opening.start)
        self.depth -= 1
        self.advance()

    def at_least(self) -> Node:
        operator = self.token
        if not 1 <= operator.number <= MAX_COUNT:
            raise self.error(f"atleast counts from 1 to {MAX_COUNT}")
        self.advance()
        start = self.token.start
        node = self.primary(operator)
        self.check_countable(node, start)
        return AtLeast(operator.number, node)

    def field_value(self) -> Node:
        """What follows `field:`: a value, or parentheses in which each value is the field's."""
        token = self.token
        if self.field is not None:
            raise self.error(f"{token.text}: cannot stand inside {self.field.name}:( ); put it beside it with AND")
        field = FIELDS.get(token.text.lower())
        if field is None:
            near = nearest_field(token.text)
            hint = f"did you mean {near}:?" if near else f"the fields are {', '.join(FIELDS)}"
            raise self.error(
                f"there is no field {token.text}:; {hint}; for the text itself write it in quotation marks"
            )
        start = skip_space(self.query, token.end)
        if self.query.startswith("(", start):
            self.field = field
            self.token = next_token(self.query, start)
            node = self.group()
            self.field = None
            return node
        pattern = _TERM_VALUE if field.kind in ("part", "name", "topic") else _VALUE
        found = pattern.match(self.query, start)
        if found is None:
            raise self.error(f"{token.text}: needs a value right after it, for instance {field.example}")
        node = self.value_of(field, found[0], start)
        self.token = next_token(self.query, found.end())
        return node

    def leaf(self, text: str, start: int) -> Leaf:
        """The leaf for a term: of the text, or of the field whose parentheses are open."""
        if self.field is not None:
            return self.value_of(self.field, text, start)
        known = self.pool.get(text)
        if known is None:
            known = self.pool[text] = self.words_of(TEXT, text, text, start)
        return known

    def value_of(self, field: Field, raw: str, start: int) -> Leaf:
        text = f"{field.name}:{raw}"
        known = self.pool.get(text)
        if known is not None:
            return known
        if field.kind in ("part", "name", "topic"):
            if raw == "*" and field.kind == "name":
                leaf: Leaf = Words(text, field.name, ())
            else:
                leaf = self.words_of(field.name, text, raw, start)
        else:
            bare = raw[1:-1] if raw[0] in QUOTES else raw
            try:
                leaf = read_value(field, bare)
            except ValueError as error:
                raise self.error(str(error), start) from None
        self.pool[text] = leaf
        return leaf

    def words_of(self, field: str, text: str, raw: str, start: int) -> Words:
        try:
            items, exact = read_term(raw)
        except ValueError as error:
            raise self.error(str(error), start) from None
        return Words(text, field, items, exact)

    def check_reach(self, operator: Token) -> None:
        self.nears += 1
        if self.nears > MAX_NEARS:
            raise self.error(f"{MAX_NEARS} proximities at most in one query: make two rules of it")
        if operator.text != "same" and not 1 <= operator.number <= MAX_REACH:
            raise self.error(f"a proximity reaches over 1 to {MAX_REACH} words")

    def check_located(self, left: Node, start: int, operator: Token, right: Node, right_start: int) -> None:
        """Both sides must stand among the words of one text."""
        texts = []
        for node, place in ((left, start), (right, right_start)):
            text, why = where_located(node)
            if why:
                raise self.error(f"{why} cannot stand beside {operator.text}: {_LOCATED} can", place)
            texts.append(text)
        if texts[0] != texts[1]:
            raise self.error(f"{operator.text} stands between words of one text, not {texts[0]} and {texts[1]}", start)

    def check_countable(self, node: Node, start: int) -> None:
        why = "a proximity" if isinstance(node, Near) else where_located(node)[1]
        if why:
            raise self.error(f"{why} cannot be counted by atleast: {_LOCATED} can", start)

    def why_not_next(self) -> str:
        token, before = self.token, self.token_before
        if token.kind == "near":
            return f"{token.text} has nothing that it can stand between here"
        if token.kind == "term" and before.kind == "term" and not {before.text[0], token.text[0]} & set('="“”„'):
            return (
                f"AND, OR or a proximity is expected before {token.text};"
                f' for the phrase write "{before.text} {token.text}"'
            )
        return f"AND, OR or a proximity is expected before {token.text}"

    def advance(self) -> None:
        self.token_before = self.token
        self.token = next_token(self.query, self.token.end)

    def error(self, message: str, position: int | None = None) -> QueryError:
        return QueryError(message, self.query, self.token.start if position is None else position)
