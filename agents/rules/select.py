"""What a tree may be used for: whether a rule can select by it, and in which text it has a place."""

from agents.rules.fields import FIELDS, LINE_FIELDS, TEXT
from agents.rules.syntax import And, AtLeast, Between, Mentions, Near, Node, Not, Or, Value, Words


def why_not_selective(node: Node) -> str | None:
    """Why nothing could select by this query, or None where something can.

    >>> from agents.rules.syntax import Not, Words
    >>> why_not_selective(Not(Words("war", "text", ("war",))))
    'NOT alone would be true of nearly every article: add what must be there, with AND'
    """
    match node:
        case Words() | Mentions() | Near() | AtLeast():
            return None
        case Value(field=field) | Between(field=field):
            if FIELDS[field].selects:
                return None
            return f"{field}: alone cannot select, since every article has it: add a word, phrase or name with AND"
        case Not():
            return "NOT alone would be true of nearly every article: add what must be there, with AND"
        case And(items):
            reasons = [why_not_selective(item) for item in items]
            return reasons[0] if all(reasons) else None
        case Or(items):
            reason = next(filter(None, map(why_not_selective, items)), None)
            return f"one side of OR selects nothing: {reason}" if reason else None


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
