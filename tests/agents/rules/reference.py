"""The slow, obvious matcher: the language read by its grammar and answered by looking at everything. An oracle.

It shares with agents/rules only the tables of fields and scripts and the reading of amounts, and with the text stage
the ends of sentences, which have tests of their own. Every occurrence is a pair of positions of words; nothing is
indexed, remembered or skipped.
"""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer

from agents.rules.amounts import amount_of
from agents.rules.fields import FIELDS
from agents.rules.words import OWN_WORD
from agents.text.sentences import sentence_ends
from schemas.enriched import Enriched

GRAMMAR = Lark((Path(__file__).parent / "reference.lark").read_text(), parser="lalr")
Tree = tuple[Any, ...]
Spans = set[tuple[int, int]]

_UNITS = {"": 1, "k": 1000, "m": 10**6, "bn": 10**9}
_TIMES = {"m": 60, "h": 3600, "d": 86400, "w": 604800}


class _ToTree(Transformer[Token, Tree]):
    """Lark's tree as tuples: ("and", …), ("term", field, text), ("near", kind, n, left, right), …"""

    def start(self, items: list[Tree]) -> Tree:
        return items[0]

    def and_(self, items: list[Tree]) -> Tree:
        return ("and", *items)

    def or_(self, items: list[Tree]) -> Tree:
        return ("or", *items)

    def not_(self, items: list[Tree]) -> Tree:
        return ("not", items[0])

    def near(self, items: list[Any]) -> Tree:
        kind, _, reach = str(items[1]).lower().partition("/")
        return ("near", kind, int(reach or 0), items[0], items[2])

    def atleast(self, items: list[Any]) -> Tree:
        return ("atleast", int(items[0][7:]), items[1])

    def term(self, items: list[Any]) -> Tree:
        return ("term", "text", str(items[0]))

    def field(self, items: list[Any]) -> Tree:
        return ("term", str(items[0]).partition(":")[0].lower(), str(items[1]))

    def field_group(self, items: list[Any]) -> Tree:
        return _in_field(str(items[0]).partition(":")[0].lower(), items[1])


def _in_field(field: str, tree: Tree) -> Tree:
    if tree[0] == "term":
        return ("term", field, tree[2])
    return tuple(_in_field(field, part) if isinstance(part, tuple) else part for part in tree)


def read(query: str) -> Tree:
    """The tree of a query by the grammar. Raises lark.LarkError."""
    return _ToTree().transform(GRAMMAR.parse(query))


def is_own_word(char: str) -> bool:
    return any(first <= char <= last for first, last in zip(OWN_WORD[::3], OWN_WORD[2::3], strict=True))


def words_with_spans(text: str) -> list[tuple[str, int, int]]:
    """Words, character by character: letters and digits with their marks; in some scripts each letter is one."""
    found: list[tuple[str, int, int]] = []
    start: int | None = None
    for place, char in enumerate(text + " "):
        joins = unicodedata.category(char)[0] == "M" or char in "\u00ad\u200c\u200d\u2060"
        is_letter = char.isalnum() and char != "_"
        alone = start is not None and is_own_word(text[start])
        if start is not None and not joins and (not is_letter or alone or is_own_word(char)):
            found.append((text[start:place], start, place))
            start = None
        if start is None and is_letter:
            start = place
    return found


def fold(word: str) -> str:
    """Case and accents away, letter by letter."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if _seen(c)).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if _seen(c))
    for letter, instead in zip(
        "øđðłħŧıŋæœþĸ", ("o", "d", "d", "l", "h", "t", "i", "n", "ae", "oe", "th", "k"), strict=True
    ):
        plain = plain.replace(letter, instead)
    return plain or word


def _seen(char: str) -> bool:
    return unicodedata.category(char)[0] != "M" and char not in "\u00ad\u200c\u200d\u2060"


class Slow:
    """One article at a moment. `tokens`: (word, start, end, part, position) of headline and body, positions with a gap
    of one between paragraphs."""

    def __init__(self, enriched: Enriched, now: datetime) -> None:
        self.enriched, self.article, self.now = enriched, enriched.article, now
        parts = [*([self.article.headline] if self.article.headline else []), *self.article.body]
        self.headline_parts = 1 if self.article.headline else 0
        self.tokens: list[tuple[str, int, int, int, int]] = []
        position = offset = 0
        self.sentence_starts: list[int] = []
        for number, part in enumerate(parts):
            self.sentence_starts += [offset, *(offset + end for end in sentence_ends(part))]
            for word, start, end in words_with_spans(part):
                self.tokens.append((word, offset + start, offset + end, number, position))
                position += 1
            position += 1
            offset += len(part) + 2

    def holds(self, tree: Tree) -> bool:
        match tree:
            case ("and", *items):
                return all(self.holds(item) for item in items)
            case ("or", *items):
                return any(self.holds(item) for item in items)
            case ("not", item):
                return not self.holds(item)
            case ("near", *_):
                return bool(self.spans(tree))
            case ("atleast", count, item):
                return len(self.spans(item)) >= count
            case ("term", field, text):
                return self.term_holds(field, text)
        raise AssertionError(tree)

    def term_holds(self, field: str, text: str) -> bool:
        kind = FIELDS[field].kind if field in FIELDS else "part"
        bare = text.strip('"')
        match kind:
            case "part":
                return bool(self.spans(("term", field, text)))
            case "name" | "money" | "dates":
                return bool(self.places(field, text))
            case "topic":
                forms = [form for subject in self.article.subjects for form in (subject.code, subject.name) if form]
                return any(self.name_fits(form, text, whole=False) for form in forms)
            case "choice":
                return str(getattr(self.article, field)) == bare.lower()
            case "code" if field == "country":
                return bool(self.places(field, text))
            case "code" if field == "source":
                return _folded(self.article.provider) == _folded(bare)
            case "code":
                language = _folded(self.enriched.language or self.article.language or "")
                return bool(language) and _folded(bare) in (language[:1], language)
            case "number":
                number = self.article.urgency if field == "urgency" else len(self.tokens)
                return number is not None and _in_range(number, text, {"": 1})
            case _:
                assert self.article.sent is not None, "reference articles say when they were sent"
                age = (self.now - datetime.fromisoformat(self.article.sent)).total_seconds()
                return _in_range(age, text, _TIMES)

    def spans(self, tree: Tree) -> Spans:
        match tree:
            case ("or", *items):
                return set().union(*(self.spans(item) for item in items))
            case ("near", kind, reach, left, right):
                return self.near(kind, reach, self.spans(left), self.spans(right), _line(tree))
            case ("term", ("slug" | "byline") as field, text):
                line = getattr(self.article, field) or ""
                words = [
                    (word, start, end, 0, place) for place, (word, start, end) in enumerate(words_with_spans(line))
                ]
                return _phrase(words, text)
            case ("term", ("text" | "headline" | "lead") as field, text):
                return _phrase([token for token in self.tokens if self.in_field(token[3], field)], text)
            case ("term", field, text):
                return {span for one in self.places(field, text) if (span := self.span_of(one.start, one.end))}
        raise AssertionError(tree)

    def in_field(self, part: int, field: str) -> bool:
        if field == "lead":
            return self.headline_parts <= part < self.headline_parts + 2
        return field == "text" or part < self.headline_parts

    def near(self, kind: str, reach: int, left: Spans, right: Spans, line: str) -> Spans:
        wall = min((token[4] for token in self.tokens if token[3] >= self.headline_parts), default=0)
        pairs = list(product(left, right))
        if kind != "pre":
            pairs += list(product(right, left))
        good: Spans = set()
        for first, second in pairs:
            if first[1] > second[0]:
                continue
            if kind == "same":
                if line == "text" and self.sentence(first) != self.sentence(second):
                    continue
                if line == "text" and self.sentence(first) is None:
                    continue
            elif second[0] - (first[1] - 1) > reach or (line == "text" and first[0] < wall <= second[0]):
                continue
            good.add((first[0], second[1]))
        return {one for one in good if not any(two != one and one[0] <= two[0] and two[1] <= one[1] for two in good)}

    def sentence(self, span: tuple[int, int]) -> int | None:
        inside = [token for token in self.tokens if span[0] <= token[4] < span[1]]
        numbers = {sum(start <= token[1] for start in self.sentence_starts) for token in inside}
        return numbers.pop() if len(numbers) == 1 else None

    def span_of(self, start: int, end: int) -> tuple[int, int] | None:
        part = max((token[3] for token in self.tokens if token[1] <= start), default=0)
        touched = [token[4] for token in self.tokens if token[1] < end and token[2] > start and token[3] == part]
        return (touched[0], touched[-1] + 1) if touched else None

    def places(self, field: str, text: str) -> list[Any]:
        """The names or dates that a term is about."""
        entities = self.enriched.entities
        match FIELDS[field].kind:
            case "name":
                label = FIELDS[field].label
                return [
                    one
                    for one in entities
                    if (label is None or one.label == label)
                    and (
                        text == "*"
                        or self.name_fits(one.text, text, whole=True)
                        or (one.name is not None and self.name_fits(one.name, text, whole=True))
                    )
                ]
            case "code":
                return [one for one in entities if one.place and one.place.country == text.upper()]
            case "money":
                amounts = [(one, amount_of(one.text)) for one in entities if one.label == "MONEY"]
                return [one for one, amount in amounts if amount is not None and _in_range(amount, text, _UNITS)]
        return [one for one in self.enriched.dates if one.earliest and one.latest and self.dated(one, text)]

    def name_fits(self, name: str, text: str, *, whole: bool) -> bool:
        if text.startswith("=") and whole:
            return [word for word, *_ in words_with_spans(name)] == [word for word, *_ in words_with_spans(text)]
        words = [(word, 0, 0, 0, place) for place, (word, *_) in enumerate(words_with_spans(name))]
        return bool(_phrase(words, text))

    def dated(self, one: Any, text: str) -> bool:
        earliest, latest = datetime.fromisoformat(one.earliest), datetime.fromisoformat(one.latest)
        if text in ("past", "future"):
            return latest <= self.now if text == "past" else earliest > self.now
        first, last = text[1:-1].split(" TO ") if text.startswith("[") else (text, text)
        begins, ends = earliest.date(), (latest - timedelta(seconds=1)).date()
        today = self.now.astimezone(UTC).date()
        return (first == "*" or begins >= _bound(first, today, "01-01")) and (
            last == "*" or ends <= _bound(last, today, "12-31")
        )


def _line(tree: Tree) -> str:
    while tree[0] != "term":
        tree = next(part for part in tree[1:] if isinstance(part, tuple))
    return tree[1] if tree[1] in ("slug", "byline") else "text"


def _phrase(words: list[tuple[str, int, int, int, int]], text: str) -> Spans:
    exact, inner = text.startswith("="), text.lstrip("=").strip('"“”„')
    wanted = [(word if exact else fold(word), inner[end : end + 1] == "*") for word, _, end in words_with_spans(inner)]
    found: Spans = set()
    for at in range(len(words) - len(wanted) + 1):
        run = words[at : at + len(wanted)]
        if run[-1][4] - run[0][4] != len(run) - 1:
            continue
        if all(
            (word if exact else fold(word)).startswith(want) if prefix else (word if exact else fold(word)) == want
            for (word, *_), (want, prefix) in zip(run, wanted, strict=True)
        ):
            found.add((run[0][4], run[-1][4] + 1))
    return found


def _folded(text: str) -> list[str]:
    return [fold(word) for word, *_ in words_with_spans(text)]


def _in_range(number: float, text: str, units: dict[str, int]) -> bool:
    def value(digits: str) -> float:
        unit = digits.lstrip("0123456789.")
        return float(digits.removesuffix(unit)) * units[unit]

    if text.startswith("["):
        low, high = text[1:-1].split(" TO ")
        return value(low) <= number <= value(high)
    digits = text.lstrip("<=>")
    match text.removesuffix(digits):
        case "<":
            return number < value(digits)
        case "<=":
            return number <= value(digits)
        case ">":
            return number > value(digits)
        case ">=":
            return number >= value(digits)
    return number == value(digits)


def _bound(text: str, today: date, rest: str) -> date:
    if text.startswith("today"):
        return today + timedelta(days=int(text[5:].rstrip("d") or 0))
    return date.fromisoformat(text if len(text) == 10 else f"{text}-{rest}")
