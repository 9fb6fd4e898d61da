"""The fields of the language: what stands before a colon, what may follow it, and where it looks."""

import difflib
from typing import Literal

from msgspec import Struct

FieldKind = Literal[
    "part",  # words of a part of the article; groups and operators may follow
    "name",  # words of a name that enrichment found, by its label
    "topic",  # words of a subject's name, or its code
    "choice",  # one of a few words
    "code",  # a short code
    "number",  # a comparison or a range
    "money",  # the same, of amounts named in the text
    "age",  # a comparison with a time
    "dates",  # a date, a range of dates, or a tense
]


class Field(Struct, frozen=True):
    """A field. `label` is the entity label it looks for; `choices` what may stand after it."""

    name: str
    kind: FieldKind
    about: str
    example: str
    label: str | None = None
    choices: tuple[str, ...] = ()
    selects: bool = True
    """False: every article has it, so it cannot select on its own."""


_TABLE = (
    Field("headline", "part", "words of the headline", "headline:(ceasefire OR truce)"),
    Field("lead", "part", "words of the first two paragraphs", 'lead:"state of emergency"'),
    Field("slug", "part", "words of the slug", "slug:syria"),
    Field("byline", "part", "words of the byline", 'byline:"staff writer"'),
    Field("person", "name", "a person", "person:Assad", "PERSON"),
    Field("org", "name", "an organisation", 'org:"Islamic State"', "ORG"),
    Field("loc", "name", "a place", "loc:Mosul", "LOC"),
    Field("norp", "name", "a nationality, religion or political group", "norp:Kurdish", "NORP"),
    Field("misc", "name", "another name", "misc:Ramadan", "MISC"),
    Field("weapon", "name", "a weapon", "weapon:rocket*", "WEAPON"),
    Field("entity", "name", "a name with any label", "entity:Jordan"),
    Field("subject", "topic", "a subject that the agency gave: code, or words of its name", "subject:medtop:16000000"),
    Field("country", "code", "a place in a country, ISO 3166-1 alpha-2", "country:SY"),
    Field("money", "money", "an amount of money, whatever the currency", "money:>1000000"),
    Field("mentions", "dates", "a date that the article speaks of", "mentions:[2017-12-01 TO 2017-12-31]"),
    Field("source", "code", "the provider", "source:ap", selects=False),
    Field("lang", "code", "the language", "lang:en", selects=False),
    Field("urgency", "number", "the report's urgency, 1 (flash) to 8", "urgency:<=2", selects=False),
    Field("words", "number", "how many words headline and body have", "words:>200", selects=False),
    Field("age", "age", "time since it was sent", "age:<6h", selects=False),
    Field(
        "kind", "choice", "what kind of report it is", "kind:correction", selects=False,
        choices=("new", "update", "correction", "kill", "advisory", "hold", "repeat"),
    ),
    Field(
        "status", "choice", "whether it may be used", "status:usable", selects=False,
        choices=("usable", "withheld", "canceled"),
    ),
)  # fmt: skip

FIELDS = {field.name: field for field in _TABLE}
TEXT = "text"
"""The field of a word without one: headline and body."""
TEXT_FIELDS = frozenset({TEXT, "headline", "lead"})
"""Fields whose words are counted in the article's text."""
LINE_FIELDS = frozenset({"slug", "byline"})
"""Fields with a text of their own."""
NAME_FIELDS = frozenset(field.name for field in _TABLE if field.kind == "name")


def nearest_field(name: str) -> str | None:
    """The field that a misspelt one most likely means."""
    found = difflib.get_close_matches(name.lower(), FIELDS, n=1, cutoff=0.5)
    return found[0] if found else None
