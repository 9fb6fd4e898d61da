"""NewsML-G2 (IPTC, 2.x): newsItem, packageItem, and newsMessage with several of them."""

import re
from collections.abc import Iterator

from agents.text.datelines import read_dateline
from agents.text.formats.codes import read_urgency, signal_kind
from agents.text.formats.g2_about import code_of, read_extra, read_places, read_related, read_rights, read_subjects
from agents.text.formats.g2_content import read_content
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.salvage import parse_items
from agents.text.written_dates import read_any
from agents.text.xml import Element, Parsed, at, child, children, descend, local, text_of
from schemas.article import Change, Kind, Status

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
    status = _STATUS.get((code_of(child(meta, "pubStatus")) or "").lower())
    embargo = child(meta, "embargoed")
    if embargo is not None and not text_of(embargo) and status in ("usable", None):
        status = "withheld"  # an empty `embargoed`: under embargo until another version says otherwise
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
        subjects=tuple(read_subjects(root)),
        places=tuple(read_places(about)),
        related=tuple(read_related(root)),
        rights=read_rights(root),
        changes=(*changes, *content.blocks.changes),
        extra=read_extra(root),
    )


def _headline(about: Element | None, meta: Element | None) -> str | None:
    """The headline without a role or with the main one; an item's title is no headline, but better than none."""
    lines = list(children(about, "headline"))
    main = [each for each in lines if (_role(each) or "main").endswith(("main", "headline", "hl1"))]
    return next((text for each in (*main, *lines) if (text := text_of(each))), None) or text_of(child(meta, "title"))


def _role(element: Element) -> str | None:
    return at(element, "role")


def _kind(meta: Element | None) -> Kind | None:
    found = [signal_kind(code_of(each)) for each in children(meta, "signal")]
    return next((kind for kind in found if kind), None)


def _provider(element: Element | None) -> str | None:
    """Of an address the host, which stays when pages move."""
    code = code_of(element)
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


FORMAT = Format("newsml-g2", recognise, read)
