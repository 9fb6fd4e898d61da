"""NewsML 1.0 to 1.2 (IPTC): an envelope and NewsItems, their text in NITF, XHTML or plain."""

import re
from collections.abc import Iterator

from agents.text.datelines import read_dateline
from agents.text.formats.codes import media_topic, read_urgency
from agents.text.formats.nitf import is_nitf, read_body, read_document
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.markup import Blocks, read_blocks, split_plain
from agents.text.salvage import parse_items
from agents.text.stamps import read_any
from agents.text.xml import Element, Parsed, at, child, children, descend, local, text_of
from schemas.article import Change, Kind, NamedPlace, Related, Status, Subject

_STATUS: dict[str, Status] = {
    "usable": "usable",
    "embargoed": "withheld",  # NewsML 1: not for use until StatusWillChange says so
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}
_INSTRUCTIONS: dict[str, Kind] = {
    # NewsManagement/Instruction/@FormalName and NewsItemType say what a revision is
    "update": "update",
    "rectify": "correction",
    "correction": "correction",
    "correct": "correction",
    "corrected": "correction",
    "delete": "kill",
    "kill": "kill",
    "cancel": "kill",
    "alert": "new",
    "advisory": "advisory",
    "hold": "hold",
    "repeat": "repeat",
}


_TITLES = ("title", "headline", "hl1")
_ASIDE = ("caption", "keyword", "keywords", "thumbnail", "preview", "quicklook", "icon", "slug")
"""Roles of components whose text is not the story's."""


def recognise(source: Source) -> bool:
    """Root `NewsML`, or a `NewsItem` alone."""
    return source.root is not None and source.root[1] in ("NewsML", "NewsItem")


def read(source: Source) -> Iterator[Item | Unreadable]:
    """Each NewsItem; raises ReadError as `parse_xml` does, and `empty` for an envelope without items."""
    for parsed in parse_items(source.data, "NewsItem"):
        if isinstance(parsed, Unreadable):
            yield parsed
        else:
            yield from _read_document(parsed)


def _read_document(parsed: Parsed) -> Iterator[Item | Unreadable]:
    envelope = child(parsed.root, "NewsEnvelope")
    sent = read_any(text_of(child(envelope, "DateAndTime")))
    members = [parsed.root] if local(parsed.root) == "NewsItem" else list(children(parsed.root, "NewsItem"))
    if not members:
        raise ReadError("empty", "NewsML without NewsItems")
    for each in members:
        yield _read_item(each, envelope, sent, parsed.changes)


def _read_item(
    root: Element, envelope: Element | None, sent: str | None, changes: tuple[Change, ...]
) -> Item | Unreadable:
    name, manage = child(root, "Identification", "NewsIdentifier"), child(root, "NewsManagement")
    component = next(descend(root, "NewsComponent"), None)
    if component is None and child(root, "TopicSet") is not None:
        return Unreadable("not-a-report", "a NewsItem with a TopicSet carries vocabulary, not a report")
    story = _story(name)
    content = _content(root)
    headline = _line(root, "HeadLine", "Headline") or content.headline
    if not (story or headline or content.body):
        return Unreadable("empty", "a NewsItem with neither identifier, headline nor text")
    slug = _line(root, "SlugLine") or text_of(child(root, "Identification", "NameLabel"))
    status = _STATUS.get((_formal(child(manage, "Status")) or "").lower())
    ednote = _line(root, "EdNote", "Instruction") or _comment(component)
    provider = _formal(next(descend(next(descend(root, "Provider"), None), "Party"), None))
    return Item(
        format=FORMAT.name,
        provider=text_of(child(name, "ProviderId")) or provider or _formal(child(envelope, "SentFrom", "Party")),
        story=story,
        digest=digest(headline, *content.body),
        version=text_of(child(name, "RevisionId")),
        status=status,
        kind=_instruction(manage) or content.kind,
        headline=headline,
        slug=slug,
        byline=_line(root, "ByLine", "Byline") or content.byline,
        dateline=read_dateline(_line(root, "DateLine", "Dateline")) or content.dateline,
        body=content.body,
        captions=content.captions,
        tables=content.tables,
        language=_formal(next(descend(root, "Language"), None)) or content.language,
        sent=sent,
        created=read_any(text_of(child(manage, "FirstCreated"))) or content.created,
        updated=read_any(text_of(child(manage, "ThisRevisionCreated"))),
        embargo=_embargo(manage, status),
        urgency=read_urgency(_formal(child(manage, "Urgency")) or _formal(child(envelope, "Priority"))),
        ednote=ednote,
        subjects=tuple(_subjects(root)) or content.subjects,
        places=tuple(_places(root)) or content.places,
        related=tuple(_related(manage, root)),
        rights=_line(root, "CopyrightLine") or content.rights or _line(root, "UsageTerms", "UsageType"),
        changes=(*changes, *content.changes),
        extra=_extra(name, root),
    )


def _story(name: Element | None) -> str | None:
    """The public identifier without its revision, which changes with every version; else date and item ids."""
    public = text_of(child(name, "PublicIdentifier"))
    revision = text_of(child(name, "RevisionId"))
    if public and revision:
        return re.sub(rf":{re.escape(revision)}[UANuan]?\Z", "", public)
    return public or text_of(child(name, "NewsItemId"))


def _content(root: Element) -> Item:
    """The text: NITF where there is some, else XHTML's paragraphs, else the words of the first DataContent."""
    contents = list(descend(root, "DataContent"))
    for each in contents:
        inner = next((part for part in descend(each, "nitf") if is_nitf(part)), None)
        if inner is not None:
            return read_document(inner)
        if any(local(part).startswith("body") for part in each):
            body = read_body(each)
            return _text(body.blocks, body.headline, body.byline)
    marked = [each for each in contents if len(each)]
    blocks = next((found for each in marked if (found := read_blocks(each)).paragraphs), None)
    return _text(blocks) if blocks else _plain(contents)


def _plain(contents: list[Element]) -> Item:
    """Text without markup: title, lead and body may be components of their own, told apart by their roles."""
    by_role = [(_role(each), split_plain("".join(map(str, each.itertext())))) for each in contents]
    titles = [" ".join(parts) for role, parts in by_role if role in _TITLES and parts]
    body = tuple(part for role, parts in by_role if role not in (*_TITLES, *_ASIDE) for part in parts)
    return _text(Blocks(body), titles[0] if titles else None)


def _role(content: Element) -> str:
    """The role of the innermost component around a content, in lower case."""
    component = next((each for each in content.iterancestors() if local(each) == "NewsComponent"), None)
    return (_formal(child(component, "Role")) or "").lower()


def _text(blocks: Blocks, headline: str | None = None, byline: str | None = None) -> Item:
    return Item(
        format=FORMAT.name,
        headline=headline,
        byline=byline,
        body=blocks.paragraphs,
        captions=blocks.captions,
        tables=blocks.tables,
        changes=blocks.changes,
    )


def _formal(element: Element | None) -> str | None:
    """A topic's FormalName, or, where an agency leaves it out, its text."""
    return at(element, "FormalName") or text_of(element)


def _line(root: Element, *names: str) -> str | None:
    return next((text for each in descend(root, *names) if (text := text_of(each))), None)


def _comment(component: Element | None) -> str | None:
    return text_of(next(descend(component, "Comment"), None))


def _instruction(manage: Element | None) -> Kind | None:
    said = [_formal(each) for each in children(manage, "Instruction")]
    return next((kind for name in said if name and (kind := _INSTRUCTIONS.get(name.lower()))), None)


def _embargo(manage: Element | None, status: Status | None) -> str | None:
    """StatusWillChange of a withheld item to usable is its embargo."""
    change = child(manage, "StatusWillChange")
    future = (_formal(child(change, "FutureStatus")) or "").lower()
    moment = read_any(text_of(child(change, "DateAndTime")))
    return moment if moment and (future == "usable" or status == "withheld") else None


def _subjects(root: Element) -> Iterator[Subject]:
    """The finest of Subject, SubjectMatter and SubjectDetail of each SubjectCode."""
    for code in descend(root, "SubjectCode"):
        parts = list(descend(code, "SubjectDetail", "SubjectMatter", "Subject"))
        order = ("SubjectDetail", "SubjectMatter", "Subject")
        best = min(parts, key=lambda part: order.index(local(part)), default=None)
        if best is not None and _formal(best):
            yield Subject(None, media_topic(_formal(best)))


def _places(root: Element) -> Iterator[NamedPlace]:
    for each in descend(root, "Location"):
        named = {at(part, "FormalName"): at(part, "Value") or "" for part in descend(each, "Property")}
        name = named.get("City") or named.get("CountryArea") or named.get("Country")
        if name:
            yield NamedPlace(name, named.get("Country") if name != named.get("Country") else None)


def _related(manage: Element | None, root: Element) -> Iterator[Related]:
    for name, relation in (("DerivedFrom", "derived"), ("AssociatedWith", "associated")):
        for each in children(manage, name):
            target = at(each, "NewsItem")
            if target:
                yield Related(target, relation)
    for each in descend(root, "NewsItemRef"):
        target = at(each, "NewsItem")
        if target:
            yield Related(target, "member", text_of(child(each, "Comment")))


def _extra(name: Element | None, root: Element) -> dict[str, str]:
    pairs = {
        "public-identifier": text_of(child(name, "PublicIdentifier")),
        "news-item-id": text_of(child(name, "NewsItemId")),
        "date-id": text_of(child(name, "DateId")),
        "previous-revision": at(child(name, "RevisionId"), "PreviousRevision"),
        "type": _formal(child(root, "NewsManagement", "NewsItemType")),
        "genre": _formal(next(descend(root, "Genre"), None)),
    }
    return {key: value for key, value in pairs.items() if value}


FORMAT = Format("newsml-1", recognise, read)
