"""What of a routed article is indexed: a column of words for each field of the language, and facts about it."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from agents.rules.conditions import local_days, values_of
from agents.rules.fields import FIELDS, NAME_FIELDS
from agents.rules.reading import Reading
from agents.rules.words import folded_words
from agents.search.tokens import BREAK, fact, parts_stream
from agents.text.stamps import instant
from schemas.enriched import Entity, Timex
from schemas.routed import Routed

OTHER = "other"
"""The column of names whose label has no field: `entity:` looks there, too."""
NAME_COLUMNS = (*sorted(NAME_FIELDS - {"entity"}), OTHER)
COLUMNS = ("headline", "body", "slug", "byline", *NAME_COLUMNS, "subject", "facts")
WORDS_VERSION = 1
"""Of all that decides which tokens an article has. An index made by another version is made again."""

_BY_LABEL = {FIELDS[name].label: name for name in NAME_COLUMNS if name != OTHER}
ALL = fact("all", "")
"""The fact that every article has."""
REPLAYED = fact("replayed", "")
MONEY, MENTIONS = fact("has", "money"), fact("has", "mentions")


def document(routed: Routed, reported: datetime) -> tuple[str, ...]:
    """The tokens of each column, in the order of `COLUMNS`. `reported` is the moment that `since` and `until` mean."""
    article = routed.article
    names = _names(routed.entities)
    subjects = (form for subject in article.subjects for form in (subject.code, subject.name) if form)
    facts = chain((ALL,), _facts(routed), (fact("has", column) for column in names), day_facts("at", reported.date()))
    return (
        parts_stream((article.headline,)) if article.headline else "",
        parts_stream(article.body),
        parts_stream((article.slug,)) if article.slug else "",
        parts_stream((article.byline,)) if article.byline else "",
        *(f" {BREAK} ".join(names.get(column, ())) for column in NAME_COLUMNS),
        parts_stream(subjects),
        " ".join(dict.fromkeys(facts)),
    )


def _names(entities: Iterable[Entity]) -> dict[str, list[str]]:
    """Each name once, by the column of its label."""
    found: dict[str, dict[str, None]] = {}
    for entity in entities:
        forms = found.setdefault(_BY_LABEL.get(entity.label, OTHER), {})
        for form in _forms(entity.text, entity.name):
            forms[form.stream] = None
    return {column: list(forms) for column, forms in found.items()}


class _Form(NamedTuple):
    """A name in one of its forms: its tokens, and the fact of it."""

    stream: str
    fact: str


@lru_cache(maxsize=50_000)
def _forms(text: str, name: str | None) -> tuple[_Form, ...]:
    """By text, and by normal name where it has another. Kept: news names the same again and again."""
    written = (text,) if name is None or name == text else (text, name)
    return tuple(_Form(parts_stream((form,)), name_fact(form)) for form in written)


def _facts(routed: Routed) -> Iterable[str]:
    article, verdict = routed.article, routed.verdict
    reading = _Unread(routed)
    for field in ("country", "source", "lang", "kind", "status"):
        yield from (fact(field, value) for value in values_of(field, reading))
    if article.urgency is not None:
        yield fact("urgency", str(min(max(article.urgency, 0), 9)))
    for entity in routed.entities:
        yield from (form.fact for form in _forms(entity.text, entity.name))
        if entity.label == "MONEY":
            yield MONEY
    yield fact("outcome", verdict.outcome)
    if verdict.reason:
        yield fact("reason", verdict.reason)
    yield from (fact("rule", rule) for rule in rules_of(routed))
    if article.replay is not None:
        yield REPLAYED
        yield fact("replay", article.replay)
    for timex in routed.dates:
        if timex.earliest is not None and timex.latest is not None:
            yield from _mention_facts(timex.value, timex.earliest, timex.latest)


class _Unread(Reading):
    """An article whose fields are asked about, and none of its words: these are not parted."""

    def __init__(self, routed: Routed) -> None:
        self.enriched = routed


def rules_of(routed: Routed) -> tuple[str, ...]:
    """The rules that the verdict concerns: they matched, or hear of a correction or withdrawal."""
    verdict = routed.verdict
    return tuple(dict.fromkeys((*(match.rule for match in verdict.matches), *verdict.corrects, *verdict.withdraws)))


def name_fact(name: str) -> str:
    """The fact that an article names something, whatever its label: a name is known by its folded words."""
    return fact("entity", " ".join(folded_words(name)))


@lru_cache(maxsize=50_000)
def _mention_facts(value: str, earliest: str, latest: str) -> tuple[str, ...]:
    """That a date is spoken of; the day on which it begins, and the day, month and year in which it lies wholly."""
    begin, end = instant(earliest), instant(latest)
    if begin is None or end is None:
        return ()
    begins, ends = local_days(Timex(0, 0, "", "DATE", value), begin, end)
    whole = (fact("in", unit) for unit, other in zip(units(begins), units(ends), strict=True) if unit == other)
    return (MENTIONS, *day_facts("from", begins), *whole)


@lru_cache(maxsize=10_000)
def day_facts(kind: str, day: date) -> tuple[str, ...]:
    """A day with its month and year, so that a range of days is a few facts."""
    return tuple(fact(kind, unit) for unit in units(day))


def units(day: date) -> tuple[str, str, str]:
    """The year, month and day.

    >>> units(date(2017, 12, 28))
    ('2017', '2017-12', '2017-12-28')
    """
    iso = day.isoformat()
    return iso[:4], iso[:7], iso
