"""What a tree may be used for: whether a rule can select by it, and in which text it has a place."""

from agents.rules.fields import FIELDS, LINE_FIELDS, TEXT
from agents.rules.syntax import And, AtLeast, Between, Mentions, Near, Node, Not, Or, Phrase, Prefix, Value, Word, Words


def why_not_selective(node: Node) -> str | None:
    """Why nothing could select by this query, or None where something can.

    >>> from agents.rules.syntax import Not, Words
    >>> why_not_selective(Not(Words("war", "text", ("war",))))
    'NOT alone would be true of nearly every article: add what must be there, with AND'
    """
    kind = node.__class__
    if kind in _SELECTING:
        return None
    match node:
        case Value(field=field) | Between(field=field):
            if FIELDS[field].selects:
                return None
            return f"{field}: alone cannot select, since every article has it: add a word, phrase or name with AND"
        case Not():
            return "NOT alone would be true of nearly every article: add what must be there, with AND"
        case And(items):
            reason = None
            for item in items:
                why = why_not_selective(item)
                if why is None:
                    return None
                reason = reason or why
            return reason
        case Or(items):
            for item in items:
                if why := why_not_selective(item):
                    return f"one side of OR selects nothing: {why}"
    return None


_SELECTING = frozenset({Words, Word, Phrase, Prefix, Mentions, Near, AtLeast})
_NOWHERE = {And: "AND", Not: "NOT", AtLeast: "atleast"}


def where_located(node: Node) -> tuple[str, str | None]:
    """The text among whose words a tree has its place (`text`, `slug`, `byline`), and what in it has none."""
    if isinstance(node, Words) and node.field == TEXT:
        return TEXT, None
    match node:
        case Words(field=field) | Value(field=field) | Between(field=field):
            if field in LINE_FIELDS:
                return field, None
            placed = field != "subject" and (field == TEXT or FIELDS[field].selects)
            return TEXT, None if placed else f"{field}:"
        case Near(left):
            return where_located(left)
        case Mentions():
            return TEXT, None
        case Or(items):
            places = [where_located(item) for item in items]
            why = next((why for _, why in places if why), None)
            texts = sorted({text for text, _ in places})
            return texts[0], why or (f"OR of {' and '.join(texts)}" if len(texts) > 1 else None)
        case _:
            return TEXT, _NOWHERE[type(node)]
