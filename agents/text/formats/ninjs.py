"""ninjs (IPTC): 1.x with `body_*` and `person`, 2.x with arrays in lower case, 3.x the same in camelCase."""

import re
from collections.abc import Iterator
from typing import Any

from agents.text.datelines import read_dateline
from agents.text.formats.codes import media_topic, read_urgency
from agents.text.formats.dated_text import split_paragraphs
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, Unreadable
from agents.text.markup import Blocks, read_html
from agents.text.stamps import read_any
from schemas.article import Caption, NamedPlace, Related, Status, Subject

Json = dict[str, Any]

_STATUS: dict[str, Status] = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}
_MARKS = {"versioncreated", "pubstatus", "headlines", "bodies", "representationtype", "renditions", "body_html"} | {
    *("body_text", "body_xhtml", "headline", "contentcreated", "firstcreated", "descriptions", "description_text"),
    *("associations", "usageterms", "copyrightholder", "slugline"),
}
_KNOWN = {
    "versioncreated",
    "pubstatus",
    "bodies",
    "representationtype",
    "body_html",
    "body_text",
    "body_xhtml",
    "$standard",
}
_PICTURES = ("picture", "audio", "video", "graphic", "animation")
_BODY_ORDER = ("body_xhtml", "body_html", "body_html5", "body_text")


def recognise(source: Source) -> bool:
    """An object with a `uri` and something that only ninjs has, or an array of such objects."""
    return any(_is_ninjs(each) for each in _documents(source.json)[:1])


def _documents(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and isinstance(value.get("_items"), list):
        return list(value["_items"])  # a page of a content API
    return [value]


def _is_ninjs(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    names = {key.lower() for key in value}
    return ("uri" in names and len(names & _MARKS) >= 1) or len(names & _KNOWN) >= 2


def read(source: Source) -> Iterator[Item | Unreadable]:
    """One item for each object; what is no ninjs among them is Unreadable and the others go on."""
    for number, each in enumerate(_documents(source.json)):
        if _is_ninjs(each):
            yield _read(_lower(each))
        else:
            yield Unreadable("malformed", f"entry {number} is no ninjs object with a uri")


def _lower(value: Json) -> Json:
    """Keys in lower case: the one difference between 2.x and 3.x that a reader must mind."""
    return {key.lower(): each for key, each in value.items()}


def _read(got: Json) -> Item:
    blocks = _body(got)
    shown = [each.text for each in blocks.captions]
    captions = (*blocks.captions, *(each for each in _captions(got) if each.text not in shown))
    headline = _valued(got, "headlines", "headline", "main") or _text(got, "title")
    slug, ednote = _text(got, "slugline"), _text(got, "ednote")
    status = _STATUS.get((_text(got, "pubstatus") or "").lower())
    return Item(
        format=FORMAT.name,
        provider=_text(got, "provider") or _text(got, "source") or _text(got, "copyrightholder"),
        story=_text(got, "uri") or _text(got, "guid"),
        digest=digest(headline, *blocks.paragraphs),
        version=_text(got, "version"),
        status=status,
        headline=headline,
        slug=slug,
        byline=_text(got, "byline") or _text(got, "by"),
        dateline=read_dateline(_text(got, "dateline") or _part(got, "dateline", "text")),
        body=blocks.paragraphs,
        captions=captions,
        tables=blocks.tables,
        language=_text(got, "language"),
        sent=read_any(_text(got, "sent")),
        created=read_any(_text(got, "firstcreated")) or read_any(_text(got, "contentcreated")),
        updated=read_any(_text(got, "versioncreated")),
        embargo=read_any(_text(got, "embargoed")),
        urgency=read_urgency(got.get("urgency")),
        ednote=ednote,
        subjects=tuple(_subjects(got)),
        places=tuple(_places(got)),
        related=tuple(_related(got)),
        rights=" ".join(text for key in ("copyrightnotice", "usageterms") if (text := _text(got, key))) or None,
        changes=blocks.changes,
        extra=_extra(got),
    )


def _text(got: Json, key: str) -> str | None:
    value = got.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return re.sub(r"\s+", " ", value).strip() or None if isinstance(value, str) else None


def _part(got: Json, key: str, part: str) -> str | None:
    value = got.get(key)
    return _text(value, part) if isinstance(value, dict) else None


def _entries(got: Json, *keys: str) -> list[Json]:
    """The objects of an array by any of its names; ninjs 1 associations are an object of them."""
    value = next((got[key] for key in keys if got.get(key)), None)
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [_lower(each) for each in found if isinstance(each, dict)]


def _valued(got: Json, many: str, one: str, role: str) -> str | None:
    """A text that 1.x has as a string and later ones as an array of roles and values."""
    entries = _entries(got, many)
    ordered = [each for each in entries if each.get("role", role) == role] + entries
    return _text(got, one) or next((text for each in ordered if (text := _text(each, "value"))), None)


def _body(got: Json) -> Blocks:
    """The body in the form that marks its paragraphs; a description stands in for a text without body."""
    written = [_blocks(got[key], key) for key in _BODY_ORDER if isinstance(got.get(key), str)]
    written += [_blocks(got[key], key) for key in got if key.startswith("body_") and isinstance(got[key], str)]
    bodies = [each for each in _entries(got, "bodies") if isinstance(each.get("value"), str)]
    bodies.sort(key=lambda each: _rank(each))
    written += [_blocks(each["value"], str(each.get("contenttype"))) for each in bodies]
    found = next((blocks for blocks in written if blocks.paragraphs), None)
    if found is None and got.get("type", "text") in ("text", "composite"):
        described = _description(got)
        return Blocks(split_paragraphs(described)) if described else Blocks()
    return found or Blocks()


def _rank(body: Json) -> int:
    """HTML before plain text, which has lost its paragraphs; other XML last."""
    kind = str(body.get("contenttype") or body.get("role") or "").lower()
    return 0 if "html" in kind else 1 if "plain" in kind or kind in ("text", "") else 2


def _blocks(text: str, kind: str) -> Blocks:
    marked = "html" in kind or re.search(r"<(?:p|br|div|h\d)\b", text[:2000]) is not None
    return read_html(text) if marked else Blocks(split_paragraphs(text))


def _description(got: Json) -> str | None:
    ordered = [
        each for each in _entries(got, "descriptions") if each.get("role") in ("text", "caption", "summary", None)
    ]
    texts = [_text(each, "value") for each in ordered]
    return _text(got, "description_text") or next((text for text in texts if text), None)


def _captions(got: Json) -> Iterator[Caption]:
    """What a picture shows: of the item itself, and of the pictures that belong to it."""
    own = [got] if got.get("type") in _PICTURES else []
    for each in (*own, *_entries(got, "associations")):
        text = _description(each)
        if each.get("type") in _PICTURES and text:
            yield Caption(text, _text(each, "byline") or _text(each, "by") or _text(each, "creditline"))


def _subjects(got: Json) -> Iterator[Subject]:
    for each in _entries(got, "subjects", "subject"):
        name = _text(each, "name")
        code = media_topic(_text(each, "uri"), _text(each, "code"), _text(each, "literal"), _text(each, "qcode"))
        literal = media_topic(_text(each, "code"), _text(each, "literal"), _text(each, "qcode"))
        if name or code:
            yield Subject(name, literal if literal and literal.startswith(("medtop:", "subj:")) else code)


def _places(got: Json) -> Iterator[NamedPlace]:
    located = _text(got, "located")
    if located:
        yield NamedPlace(located)
    for each in _entries(got, "places", "place"):
        name = _text(each, "name")
        if name:
            yield NamedPlace(name, _text(each, "code") or _text(each, "uri") or _text(each, "literal"))


def _related(got: Json) -> Iterator[Related]:
    for each in _entries(got, "associations"):
        uri = _text(each, "uri")
        if uri:
            yield Related(uri, _text(each, "name") or "associated", _valued(each, "headlines", "headline", "main"))
    for key, relation in (("evolvedfrom", "evolved-from"), ("predecessor", "predecessor")):
        uri = _text(got, key)
        if uri:
            yield Related(uri, relation)


def _extra(got: Json) -> dict[str, str]:
    sources = ", ".join(name for each in _entries(got, "infosources") if (name := _text(each, "name")))
    pairs = {"type": _text(got, "type"), "profile": _text(got, "profile"), "expires": _text(got, "expires")}
    return {key: value for key, value in {**pairs, "source": sources or None}.items() if value}


FORMAT = Format("ninjs", recognise, read)
