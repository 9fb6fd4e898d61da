"""NITF, the News Industry Text Format (IPTC, versions 2 to 3.6): alone, or inside NewsML."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from agents.text.datelines import read_dateline
from agents.text.formats.codes import read_urgency
from agents.text.formats.nitf_head import (
    read_embargo,
    read_extra,
    read_norm,
    read_notes,
    read_places,
    read_related,
    read_rights,
    read_slug,
    read_subjects,
)
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, Unreadable
from agents.text.markup import Blocks, read_blocks
from agents.text.salvage import parse_items
from agents.text.written_dates import read_any
from agents.text.xml import Element, at, child, children, descend, local, text_of, words_of
from schemas.article import Change, Kind, Status

_KINDS: dict[str, Kind] = {
    # ed-msg/@msg-type
    "kill": "kill",
    "correction": "correction",
    "corrected": "correction",
    "advisory": "advisory",
    "update": "update",
    "hold": "hold",
}
_STATUS: dict[str, Status] = {
    # docdata/@management-status
    "usable": "usable",
    "embargoed": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}


class NitfBody(Struct, frozen=True):
    """What a NITF document says of the story itself, for the documents that carry one inside."""

    headline: str | None
    byline: str | None
    dateline: str | None
    blocks: Blocks


def recognise(source: Source) -> bool:
    """Root `nitf`, with or without a namespace."""
    return source.root is not None and source.root[1] == "nitf"


def read(source: Source) -> Iterator[Item | Unreadable]:
    """One item a document. Raises ReadError as `parse_xml` does."""
    for parsed in parse_items(source.data, "nitf"):
        if isinstance(parsed, Unreadable):
            yield parsed
            continue
        item = read_document(parsed.root, parsed.changes)
        said = item.headline or item.body or item.captions or item.story
        yield item if said else Unreadable("empty", "a nitf document with neither headline, text nor id")


def read_document(root: Element, changes: tuple[Change, ...] = ()) -> Item:
    """The item of a `nitf` element. Dates: `date.issue` is when it was written, `date.release` its embargo."""
    head = child(root, "head")
    data = child(head, "docdata")
    body = read_body(root)
    identity, key = child(data, "doc-id"), child(data, "du-key")
    issued, released = read_norm(data, "date.issue"), read_norm(data, "date.release")
    published = read_any(at(child(head, "pubdata"), "date.publication"))
    revisions = [stamp for each in children(head, "revision-history") if (stamp := read_any(at(each, "norm")))]
    title = text_of(child(head, "title"))
    headline = body.headline or title
    story = at(identity, "id-string") or at(key, "key")
    return Item(
        format=FORMAT.name,
        provider=at(identity, "regsrc") or text_of(next(descend(root, "distributor"), None)),
        story=story,
        digest=digest(issued, headline, *body.blocks.paragraphs),
        version=at(key, "version") or None,
        status=_STATUS.get((at(data, "management-status") or "").lower()),
        kind=_KINDS.get((at(child(data, "ed-msg"), "msg-type") or "").lower()),
        headline=headline,
        slug=read_slug(head, data),
        byline=body.byline,
        dateline=read_dateline(body.dateline),
        body=body.blocks.paragraphs,
        captions=body.blocks.captions,
        tables=body.blocks.tables,
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang") or at(child(root, "body"), "lang"),
        sent=published,
        created=issued,
        updated=max(revisions) if revisions else None,
        embargo=read_embargo(released, issued, *revisions),
        urgency=read_urgency(at(child(data, "urgency"), "ed-urg")),
        ednote=read_notes(root, data),
        subjects=tuple(read_subjects(head, data)),
        places=tuple(read_places(data)),
        related=tuple(read_related(data)),
        rights=read_rights(data, root),
        changes=(*changes, *body.blocks.changes),
        extra=read_extra(root, key),
    )


def read_body(root: Element) -> NitfBody:
    """Headline, byline, dateline and text of a `nitf` element."""
    head, content = child(root, "body", "body.head"), child(root, "body", "body.content")
    lines = next(descend(head, "hedline"), None)
    headline = text_of(child(lines, "hl1")) or text_of(next(descend(lines, "hl1", "hl2"), None)) or text_of(lines)
    blocks = read_blocks(*(part for part in (content,) if part is not None))
    return NitfBody(
        headline=headline,
        byline=_join_bylines([words for each in descend(head, "byline") if (words := words_of(each))]),
        dateline=words_of(next(descend(head, "dateline"), None)),
        blocks=blocks if blocks.paragraphs else replace(blocks, paragraphs=_abstract(head)),
    )


def _abstract(head: Element | None) -> tuple[str, ...]:
    return tuple(part for each in descend(head, "abstract") for part in read_blocks(each).paragraphs)


def _join_bylines(lines: list[str]) -> str | None:
    """Several bylines as one: "By the Harbour Desk and the Night Desk"."""
    joined = "".join(
        line if not at else f" {line}" if line.startswith("and ") else f", {line}" for at, line in enumerate(lines)
    )
    return joined or None


def is_nitf(element: Element) -> bool:
    """Whether an element inside another format is a NITF document."""
    return local(element) == "nitf"


FORMAT = Format("nitf", recognise, read)
