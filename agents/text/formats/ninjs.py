"""ninjs (IPTC): 1.x with `body_*` and `person`, 2.x with arrays in lower case, 3.x the same in camelCase."""

import re
from collections.abc import Iterator
from typing import Any

from agents.text.datelines import read_dateline
from agents.text.formats.codes import read_urgency, signal_kind
from agents.text.formats.dated_text import split_paragraphs
from agents.text.formats.ninjs_about import (
    Json,
    entries_in,
    lowered,
    part_in,
    read_extra,
    read_places,
    read_related,
    read_rights,
    read_subjects,
    text_in,
    valued_in,
)
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, Unreadable
from agents.text.markup import Blocks, read_html
from agents.text.written_dates import read_any
from schemas.article import Caption, Kind, Status

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
            yield _read(lowered(each))
        else:
            yield Unreadable("malformed", f"entry {number} is no ninjs object with a uri")


def _read(got: Json) -> Item:
    blocks = _body(got)
    shown = [each.text for each in blocks.captions]
    captions = (*blocks.captions, *(each for each in _captions(got) if each.text not in shown))
    headline = valued_in(got, "headlines", "headline", "main") or text_in(got, "title")
    slug, ednote = text_in(got, "slugline"), text_in(got, "ednote")
    status = _STATUS.get((text_in(got, "pubstatus") or "").lower())
    return Item(
        format=FORMAT.name,
        provider=text_in(got, "provider") or text_in(got, "source") or text_in(got, "copyrightholder"),
        story=text_in(got, "uri") or text_in(got, "guid"),
        digest=digest(headline, *blocks.paragraphs),
        version=text_in(got, "version"),
        status=status,
        kind=_kind(got),
        headline=headline,
        slug=slug,
        byline=text_in(got, "byline") or text_in(got, "by"),
        dateline=read_dateline(text_in(got, "dateline") or part_in(got, "dateline", "text")),
        body=blocks.paragraphs,
        captions=captions,
        tables=blocks.tables,
        language=text_in(got, "language"),
        sent=read_any(text_in(got, "sent")),
        created=read_any(text_in(got, "firstcreated")) or read_any(text_in(got, "contentcreated")),
        updated=read_any(text_in(got, "versioncreated")),
        embargo=read_any(text_in(got, "embargoed")),
        urgency=read_urgency(got.get("urgency")),
        ednote=ednote,
        subjects=tuple(read_subjects(got)),
        places=tuple(read_places(got)),
        related=tuple(read_related(got)),
        rights=read_rights(got),
        changes=blocks.changes,
        extra=read_extra(got),
    )


def _kind(got: Json) -> Kind | None:
    """An editorial signal, where a sender hands on what NewsML-G2 has: ninjs itself has no field for it."""
    coded = (each.get("code") or each.get("qcode") for each in entries_in(got, "signal", "signals"))
    given = [got.get("signal"), *coded]
    return next((kind for each in given if (kind := signal_kind(each))), None)


def _body(got: Json) -> Blocks:
    """The body in the form that marks its paragraphs; a description stands in for a text without body."""
    written = [_blocks(got[key], key) for key in _BODY_ORDER if isinstance(got.get(key), str)]
    written += [_blocks(got[key], key) for key in got if key.startswith("body_") and isinstance(got[key], str)]
    bodies = [each for each in entries_in(got, "bodies") if isinstance(each.get("value"), str)]
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
        each for each in entries_in(got, "descriptions") if each.get("role") in ("text", "caption", "summary", None)
    ]
    texts = [text_in(each, "value") for each in ordered]
    return text_in(got, "description_text") or next((text for text in texts if text), None)


def _captions(got: Json) -> Iterator[Caption]:
    """What a picture shows: of the item itself, and of the pictures that belong to it."""
    own = [got] if got.get("type") in _PICTURES else []
    for each in (*own, *entries_in(got, "associations")):
        text = _description(each)
        if each.get("type") in _PICTURES and text:
            yield Caption(text, text_in(each, "byline") or text_in(each, "by") or text_in(each, "creditline"))


FORMAT = Format("ninjs", recognise, read)
