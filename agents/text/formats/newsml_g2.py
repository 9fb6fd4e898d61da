"""NewsML-G2 (IPTC, 2.x): newsItem, packageItem, and newsMessage with several of them."""

import re
from collections.abc import Iterator

from agents.text.datelines import read_dateline
from agents.text.formats.codes import media_topic, read_urgency
from agents.text.formats.g2_content import read_content
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.salvage import parse_items
from agents.text.stamps import read_any
from agents.text.xml import Element, Parsed, at, child, children, descend, local, text_of
from schemas.article import Change, Kind, NamedPlace, Related, Status, Subject

NAMESPACE = "iptc.org/std/nar/2006-10-01"
REPORTS = ("newsItem", "packageItem")
NO_REPORTS = ("conceptItem", "knowledgeItem", "catalogItem", "planningItem")
"""Items of the G2 family that carry vocabulary or plans, not reports."""

_STATUS: dict[str, Status] = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "embargoed": "usable",  # some senders' own; the embargo itself stands in `embargoed`
}
_SIGNALS: dict[str, Kind] = {
    # IPTC editorial signals (sig:), and what agencies call the same
    "update": "update",
    "correction": "correction",
    "correct": "correction",
    "corrected": "correction",
    "kill": "kill",
    "withdraw": "kill",
    "withdrawal": "kill",
    "advisory": "advisory",
    "hold": "hold",
    "repeat": "repeat",
    "retransmit": "repeat",
    "cqn": "correction",
}


def recognise(source: Source) -> bool:
    """A root of the NAR namespace, or one of its names without any."""
    if source.root is None:
        return False
    space, name = source.root
    return NAMESPACE in space or (not space and name in (*REPORTS, *NO_REPORTS, "newsMessage"))


def read(source: Source) -> Iterator[Item | Unreadable]:
    """Each newsItem and packageItem of the document; raises ReadError as `parse_xml` does."""
    for parsed in parse_items(source.data, *REPORTS, *NO_REPORTS):
        if isinstance(parsed, Unreadable):
            yield parsed
        else:
            yield from _read_document(parsed)


def _read_document(parsed: Parsed) -> Iterator[Item | Unreadable]:
    root = parsed.root
    if local(root) in NO_REPORTS:
        raise ReadError("not-a-report", f"a {local(root)} carries no report")
    if local(root) in REPORTS:
        yield _read_item(root, parsed.changes)
        return
    sent = read_any(text_of(child(root, "header", "sent")))
    sender = text_of(child(root, "header", "sender"))
    members = list(descend(root, *REPORTS, *NO_REPORTS))
    if not members:
        raise ReadError("empty", f"a {local(root)} without items")
    for each in members:
        if local(each) in NO_REPORTS:
            yield Unreadable("not-a-report", f"a {local(each)} carries no report")
        else:
            yield _read_item(each, parsed.changes, sent, sender)


def _read_item(
    root: Element, changes: tuple[Change, ...], sent: str | None = None, sender: str | None = None
) -> Item | Unreadable:
    meta, about = child(root, "itemMeta"), child(root, "contentMeta")
    content = read_content(root)
    headline = _headline(about, meta) or content.headline
    slug, ednote = text_of(child(about, "slugline")), _joined(meta, "edNote")
    guid = at(root, "guid")
    if not (guid or headline or content.blocks.paragraphs):
        return Unreadable("empty", f"a {local(root)} with neither guid, headline nor text")
    status = _STATUS.get((_code(child(meta, "pubStatus")) or "").lower())
    return Item(
        format=FORMAT.name,
        provider=_provider(child(meta, "provider")) or sender,
        story=guid,
        digest=digest(headline, *content.blocks.paragraphs),
        version=at(root, "version"),
        status=status,
        kind=_kind(meta),
        headline=headline,
        slug=slug,
        byline=text_of(child(about, "by")) or content.byline or _creators(about),
        dateline=read_dateline(text_of(child(about, "dateline")) or content.dateline),
        body=content.blocks.paragraphs,
        captions=content.blocks.captions,
        tables=content.blocks.tables,
        language=_language(root, about, content.language),
        sent=sent,
        created=_moment(meta, "firstCreated") or _moment(about, "contentCreated"),
        updated=_moment(meta, "versionCreated") or _moment(about, "contentModified"),
        embargo=_moment(meta, "embargoed"),
        urgency=read_urgency(text_of(child(about, "urgency"))),
        ednote=ednote,
        subjects=tuple(_subjects(about)),
        places=tuple(_places(about)),
        related=tuple(_related(root, meta)),
        rights=_rights(root),
        changes=(*changes, *content.blocks.changes),
        extra=_extra(root, meta, about),
    )


def _code(element: Element | None) -> str | None:
    """The value of a qcode without its scheme; else the literal, the name, the address."""
    qcode = at(element, "qcode")
    if qcode:
        return qcode.partition(":")[2] or qcode
    return at(element, "literal") or text_of(child(element, "name")) or at(element, "uri") or text_of(element)


def _headline(about: Element | None, meta: Element | None) -> str | None:
    """The headline without a role or with the main one; an item's title is no headline, but better than none."""
    lines = list(children(about, "headline"))
    main = [each for each in lines if (_role(each) or "main").endswith(("main", "headline", "hl1"))]
    return next((text for each in (*main, *lines) if (text := text_of(each))), None) or text_of(child(meta, "title"))


def _role(element: Element) -> str | None:
    return at(element, "role")


def _kind(meta: Element | None) -> Kind | None:
    found = [_SIGNALS.get((_code(each) or "").lower()) for each in children(meta, "signal")]
    return next((kind for kind in found if kind), None)


def _provider(element: Element | None) -> str | None:
    """Of an address the host, which stays when pages move."""
    code = _code(element)
    host = re.match(r"https?://(?:www\.)?([^/]+)", code or "")
    return host[1] if host else code


def _creators(about: Element | None) -> str | None:
    return ", ".join(name for each in children(about, "creator") if (name := text_of(child(each, "name")))) or None


def _language(root: Element, about: Element | None, content: str | None) -> str | None:
    declared = at(child(about, "language"), "tag")
    return declared or content or root.get("{http://www.w3.org/XML/1998/namespace}lang")


def _moment(element: Element | None, name: str) -> str | None:
    return read_any(text_of(child(element, name)))


def _joined(element: Element | None, name: str) -> str | None:
    return "\n".join(text for each in children(element, name) if (text := text_of(each))) or None


def _subjects(about: Element | None) -> Iterator[Subject]:
    for each in children(about, "subject"):
        if (at(each, "type") or "").endswith("geoArea"):
            continue
        name, code = text_of(child(each, "name")), at(each, "qcode") or at(each, "uri") or at(each, "literal")
        if name or code:
            yield Subject(name, media_topic(code))


def _places(about: Element | None) -> Iterator[NamedPlace]:
    """Where it was written, then the places that it is about."""
    areas = (each for each in children(about, "subject") if (at(each, "type") or "").endswith("geoArea"))
    for each in (*children(about, "located"), *areas):
        code = at(each, "qcode") or at(each, "uri") or at(each, "literal")
        name = text_of(child(each, "name")) or (code.partition(":")[2] if code else None)
        if name:
            yield NamedPlace(name, code)


def _related(root: Element, meta: Element | None) -> Iterator[Related]:
    for each in children(meta, "link"):
        target = at(each, "residref") or at(each, "href")
        if target:
            yield Related(
                target, (at(each, "rel") or "related").partition(":")[2] or "related", text_of(child(each, "title"))
            )
    for each in descend(child(root, "groupSet"), "itemRef"):
        target = at(each, "residref") or at(each, "href")
        if target:
            yield Related(target, "member", text_of(child(each, "title")) or text_of(child(each, "headline")))


def _rights(root: Element) -> str | None:
    info = child(root, "rightsInfo")
    parts = [text_of(child(info, "copyrightNotice")), text_of(child(info, "usageTerms"))]
    return " ".join(part for part in parts if part) or text_of(child(info, "copyrightHolder", "name"))


def _extra(root: Element, meta: Element | None, about: Element | None) -> dict[str, str]:
    pairs = {
        "class": _code(child(meta, "itemClass")),
        "item": local(root),
        "service": text_of(child(meta, "service", "name")) or _code(child(meta, "service")),
        "genre": ", ".join(name for each in children(about, "genre") if (name := text_of(child(each, "name")))) or None,
        "source": ", ".join(name for each in children(about, "infoSource") if (name := _code(each))) or None,
        "keywords": ", ".join(word for each in children(about, "keyword") if (word := text_of(each))) or None,
        "standard": at(root, "standardversion"),
    }
    return {name: value for name, value in pairs.items() if value}


FORMAT = Format("newsml-g2", recognise, read)
