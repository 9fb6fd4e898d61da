"""What a ninjs object says about its content, whichever version it is of, and how its values are read."""

import re
from collections.abc import Iterator
from typing import Any

from agents.text.formats.codes import media_topic
from schemas.article import NamedPlace, Related, Subject

Json = dict[str, Any]


def lowered(value: Json) -> Json:
    """Keys in lower case: the one difference between 2.x and 3.x that a reader must mind."""
    return {key.lower(): each for key, each in value.items()}


def text_in(got: Json, key: str) -> str | None:
    """A text or number on one line; None for anything else."""
    value = got.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return re.sub(r"\s+", " ", value).strip() or None if isinstance(value, str) else None


def part_in(got: Json, key: str, part: str) -> str | None:
    """A text of an object within."""
    value = got.get(key)
    return text_in(value, part) if isinstance(value, dict) else None


def entries_in(got: Json, *keys: str) -> list[Json]:
    """The objects of an array by any of its names; ninjs 1 associations are an object of them."""
    value = next((got[key] for key in keys if got.get(key)), None)
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [lowered(each) for each in found if isinstance(each, dict)]


def valued_in(got: Json, many: str, one: str, role: str) -> str | None:
    """A text that 1.x has as a string and later ones as an array of roles and values."""
    entries = entries_in(got, many)
    ordered = [each for each in entries if each.get("role", role) == role] + entries
    return text_in(got, one) or next((text for each in ordered if (text := text_in(each, "value"))), None)


def read_subjects(got: Json) -> Iterator[Subject]:
    """Each with its IPTC code, in whichever of its fields it stands, else with the code that it has."""
    for each in entries_in(got, "subjects", "subject"):
        name = text_in(each, "name")
        code = media_topic(
            text_in(each, "uri"), text_in(each, "code"), text_in(each, "literal"), text_in(each, "qcode")
        )
        literal = media_topic(text_in(each, "code"), text_in(each, "literal"), text_in(each, "qcode"))
        if name or code:
            yield Subject(name, literal if literal and literal.startswith(("medtop:", "subj:")) else code)


def read_places(got: Json) -> Iterator[NamedPlace]:
    """Where it was written, then the places that it is about, each once and with a code where one is given."""
    located = text_in(got, "located") or part_in(got, "located", "name")
    found = {located: NamedPlace(located)} if located else {}
    for each in entries_in(got, "places", "place"):
        name = text_in(each, "name")
        if name and (name not in found or found[name].code is None):
            code = text_in(each, "code") or text_in(each, "uri") or text_in(each, "literal") or text_in(each, "qcode")
            found[name] = NamedPlace(name, code)
    yield from found.values()


def read_related(got: Json) -> Iterator[Related]:
    """What belongs to it, and what it developed from."""
    for each in entries_in(got, "associations"):
        uri = text_in(each, "uri")
        if uri:
            yield Related(uri, text_in(each, "name") or "associated", valued_in(each, "headlines", "headline", "main"))
    for key, relation in (("evolvedfrom", "evolved-from"), ("predecessor", "predecessor")):
        uri = text_in(got, key)
        if uri:
            yield Related(uri, relation)


def read_rights(got: Json) -> str | None:
    """Notice and terms, which later versions have in an object of their own; else whose the copyright is."""
    info = got.get("rightsinfo")
    holders = [got, *([lowered(info)] if isinstance(info, dict) else [])]
    parts = [text for key in ("copyrightnotice", "usageterms") for each in holders if (text := text_in(each, key))]
    return " ".join(dict.fromkeys(parts)) or text_in(got, "copyrightholder")


def read_extra(got: Json) -> dict[str, str]:
    """What the object says beyond an article's fields."""
    words = got.get("keywords")
    listed = [word for word in words if isinstance(word, str)] if isinstance(words, list) else []
    pairs = {"type": text_in(got, "type"), "profile": text_in(got, "profile"), "expires": text_in(got, "expires")}
    more = {"source": _names(got, "infosources", "infosource"), "genre": _names(got, "genres", "genre")}
    more["keywords"] = ", ".join(listed) or None
    return {key: value for key, value in {**pairs, **more}.items() if value}


def _names(got: Json, *keys: str) -> str | None:
    return ", ".join(name for each in entries_in(got, *keys) if (name := text_in(each, "name"))) or None
