"""NITF, the News Industry Text Format (IPTC, versions 2 to 3.6): alone, or inside NewsML."""

from collections.abc import Iterator
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from agents.text.datelines import read_dateline
from agents.text.formats.codes import media_topic, read_urgency
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, Unreadable
from agents.text.markup import Blocks, read_blocks
from agents.text.salvage import parse_items
from agents.text.stamps import instant, read_any
from agents.text.xml import Element, at, child, children, descend, local, text_of, words_of
from schemas.article import Change, Kind, NamedPlace, Related, Stamp, Status, Subject

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


_SLUGS = ("slug", "slugline", "anpa-keyword")
"""Names of meta elements that agencies put their slugs into."""


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
    issued, released = _norm(data, "date.issue"), _norm(data, "date.release")
    published = read_any(at(child(head, "pubdata"), "date.publication"))
    revisions = [stamp for each in children(head, "revision-history") if (stamp := read_any(at(each, "norm")))]
    message = child(data, "ed-msg")
    ednote = at(message, "info") or text_of(message)
    slug = at(child(data, "fixture"), "fix-id") or _keywords(data) or _meta(head, *_SLUGS)
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
        kind=_KINDS.get((at(message, "msg-type") or "").lower()),
        headline=headline,
        slug=slug,
        byline=body.byline,
        dateline=read_dateline(body.dateline),
        body=body.blocks.paragraphs,
        captions=body.blocks.captions,
        tables=body.blocks.tables,
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang") or at(child(root, "body"), "lang"),
        sent=published,
        created=issued,
        updated=max(revisions) if revisions else None,
        embargo=_embargo(released, issued, *revisions),
        urgency=read_urgency(at(child(data, "urgency"), "ed-urg")),
        ednote=ednote,
        subjects=tuple(_subjects(head, data)),
        places=tuple(_places(data)),
        related=tuple(_related(data)),
        rights=_rights(data, root),
        changes=(*changes, *body.blocks.changes),
        extra=_extra(root, key),
    )


def read_body(root: Element) -> NitfBody:
    """Headline, byline, dateline and text of a `nitf` element."""
    head, content = child(root, "body", "body.head"), child(root, "body", "body.content")
    lines = next(descend(head, "hedline"), None)
    headline = text_of(child(lines, "hl1")) or text_of(next(descend(lines, "hl1", "hl2"), None)) or text_of(lines)
    blocks = read_blocks(*(part for part in (content,) if part is not None))
    return NitfBody(
        headline=headline,
        byline=words_of(next(descend(head, "byline"), None)),
        dateline=words_of(next(descend(head, "dateline"), None)),
        blocks=blocks if blocks.paragraphs else replace(blocks, paragraphs=_abstract(head)),
    )


def _abstract(head: Element | None) -> tuple[str, ...]:
    return tuple(part for each in descend(head, "abstract") for part in read_blocks(each).paragraphs)


def _embargo(released: Stamp | None, *written: Stamp | None) -> Stamp | None:
    """The release, where it lies after the writing: many senders fill it in with the moment of writing itself."""
    release = instant(released)
    moments = [moment for each in written if (moment := instant(each))]
    return released if release and moments and release - max(moments) > timedelta(minutes=1) else None


def _norm(data: Element | None, name: str) -> str | None:
    return next(
        (stamp for each in children(data, name) if (stamp := read_any(at(each, "norm") or text_of(each)))), None
    )


def _keywords(data: Element | None) -> str | None:
    keys = [key for each in descend(child(data, "key-list"), "keyword") if (key := at(each, "key"))]
    return keys[0] if len(keys) == 1 else None


def _meta(head: Element | None, *names: str) -> str | None:
    found = {(at(each, "name") or "").lower(): at(each, "content") for each in children(head, "meta")}
    return next((text for name in names if (text := found.get(name))), None)


def _subjects(head: Element | None, data: Element | None) -> Iterator[Subject]:
    for each in descend(head, "tobject.subject"):
        name = (
            at(each, "tobject.subject.detail") or at(each, "tobject.subject.matter") or at(each, "tobject.subject.type")
        )
        code = at(each, "tobject.subject.refnum")
        if name or code:
            yield Subject(name, media_topic(code))
    for each in descend(child(data, "identified-content"), "classifier"):
        if at(each, "type") in ("subject", "tobject", "category"):
            yield Subject(at(each, "value") or text_of(each), media_topic(at(each, "idsrc"), at(each, "value")))


def _places(data: Element | None) -> Iterator[NamedPlace]:
    for each in children(data, "evloc"):
        name = at(each, "city") or at(each, "county-dist") or at(each, "state-prov")
        code = at(each, "iso-cc")
        if name or code:
            yield NamedPlace(name or str(code), code)
    for each in descend(child(data, "identified-content"), "location"):
        name = text_of(each)
        if name:
            yield NamedPlace(name, at(each, "location-code"))


def _related(data: Element | None) -> Iterator[Related]:
    target = at(data, "management-doc-idref")
    if target:
        yield Related(target, "manages")


def _rights(data: Element | None, root: Element) -> str | None:
    copyright_ = next(descend(data, "doc.copyright", "doc-copyright"), None)
    parts = [at(copyright_, "holder"), at(copyright_, "year")]
    written = text_of(next(descend(child(root, "body", "body.head"), "rights"), None))
    return written or " ".join(part for part in parts if part) or None


def _extra(root: Element, key: Element | None) -> dict[str, str]:
    pairs = {f"du-key.{name}": at(key, name) for name in ("generation", "part", "version", "key")}
    pairs["story-date"] = text_of(next(descend(child(root, "body", "body.head"), "story.date"), None))
    return {name: value for name, value in pairs.items() if value}


def is_nitf(element: Element) -> bool:
    """Whether an element inside another format is a NITF document."""
    return local(element) == "nitf"


FORMAT = Format("nitf", recognise, read)
