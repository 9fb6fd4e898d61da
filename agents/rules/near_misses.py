"""What nearly made a part of a query true: the hints that mend a rule."""

from collections.abc import Iterator

from agents.rules.evaluate import is_true, spans_of
from agents.rules.fields import FIELDS, NAME_FIELDS, TEXT, TEXT_FIELDS
from agents.rules.phrases import contains, fits, phrase_spans, stands
from agents.rules.reading import Line, Reading
from agents.rules.syntax import And, AtLeast, Near, Node, Words, render
from agents.rules.words import fold_word

_SHORTEST_STEM = 4
_SHOWN = 5


def near_misses(node: Node, reading: Reading) -> Iterator[str]:
    """Hints for a part that is false, the likeliest first; none where nothing is near."""
    match node:
        case Words(field=field) if field in NAME_FIELDS:
            yield from _of_name(node, reading)
        case Words(field=field) if field != "subject":
            yield from _of_text(node, reading)
        case And(items):
            missing = [item for item in items if not is_true(item, reading)]
            if len(missing) == 1:
                yield f"only this is missing: {render(missing[0])}"
        case Near(left, right, kind, reach, line) if kind == "w" and reach:
            wider = Near(left, right, "w", 3 * reach, line)
            if spans_of(wider, reading):
                yield f"within {3 * reach} words they stand near each other"
        case AtLeast(count, item):
            found = len(spans_of(item, reading))
            if found and found >= count - 1:
                yield "one more would do"


def _of_text(node: Words, reading: Reading) -> Iterator[str]:
    line = reading.line(node.field)
    folded = tuple(fold_word(item) for item in node.items) if node.exact else node.items
    if node.exact and (spans := phrase_spans(folded, False, line)):
        written = dict.fromkeys(" ".join(line.raw[start:end]) for start, end in spans)
        yield f"written otherwise it stands there: {', '.join(list(written)[:_SHOWN])}"
    if node.field in TEXT_FIELDS - {TEXT} and phrase_spans(node.items, node.exact, line):
        yield f"it stands in the text, but not in the {node.field}"
    if len(folded) > 1:
        missing = [item for item in folded if not stands(item, line)]
        if not missing:
            yield "all its words are there, but not one after the other"
        elif len(missing) < len(folded):
            yield f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not there; the other words are"
    else:
        yield from _related_words(folded[0], line)


def _related_words(item: str, line: Line) -> Iterator[str]:
    """Words that begin as the one asked for does: a plural, another tense."""
    stem = item.rstrip("*")
    if len(stem) < _SHORTEST_STEM or item.endswith("*"):
        return
    longer = [word for word in line.beginning(stem) if word != stem]
    if longer:
        yield f"{stem}* would find {', '.join(longer[:_SHOWN])}"


def _of_name(node: Words, reading: Reading) -> Iterator[str]:
    label = FIELDS[node.field].label
    wanted = tuple(fold_word(item) for item in node.items) if node.exact else node.items
    if not wanted:
        return
    others = [name for name in reading.names(None) if any(contains(form, wanted) for form in name.folded)]
    elsewhere = dict.fromkeys(
        f"{name.entity.text} ({name.entity.label})" for name in others if name.entity.label != label
    )
    if elsewhere:
        yield f"found with another label: {', '.join(list(elsewhere)[:_SHOWN])}"
    if node.exact and any(name.entity.label == label for name in others):
        yield "as part of a longer name, or written otherwise, it is there"
    if not others and phrase_spans(wanted, False, reading.text):
        yield "the words stand in the text, but were not found as a name"
    elif not others:
        yield from _partly_named(wanted, node, reading)


def _partly_named(wanted: tuple[str, ...], node: Words, reading: Reading) -> Iterator[str]:
    label = FIELDS[node.field].label
    for name in reading.names(label):
        if any(fits(item, word) for form in name.folded for word in form for item in wanted):
            yield f"{name.entity.text} has a part of it"
            return
