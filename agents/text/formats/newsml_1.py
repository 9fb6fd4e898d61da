"""NewsML 1.0 to 1.2 (IPTC): an envelope and NewsItems, their text in NITF, XHTML or plain."""

import re
from collections.abc import Iterator

from agents.text.datelines import read_dateline
from agents.text.formats.codes import read_urgency
from agents.text.formats.newsml_1_content import formal, read_content, read_places, read_subjects
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.salvage import parse_items
from agents.text.written_dates import read_any
from agents.text.xml import Element, Parsed, at, child, children, descend, local, text_of
from schemas.article import Change, Kind, Related, Status

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
    content = read_content(root)
    headline = _line(root, "HeadLine", "Headline") or content.headline
    if not (story or headline or content.body):
        return Unreadable("empty", "a NewsItem with neither identifier, headline nor text")
    slug = _line(root, "SlugLine") or text_of(child(root, "Identification", "NameLabel"))
    status = _STATUS.get((formal(child(manage, "Status")) or "").lower())
    ednote = _line(root, "EdNote", "Instruction") or _comment(component)
    provider = formal(next(descend(next(descend(root, "Provider"), None), "Party"), None))
    return Item(
        format=FORMAT.name,
        provider=text_of(child(name, "ProviderId")) or provider or formal(child(envelope, "SentFrom", "Party")),
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
        language=formal(next(descend(root, "Language"), None)) or content.language,
        sent=sent,
        created=read_any(text_of(child(manage, "FirstCreated"))) or content.created,
        updated=read_any(text_of(child(manage, "ThisRevisionCreated"))),
        embargo=_embargo(manage, status),
        urgency=read_urgency(formal(child(manage, "Urgency")) or formal(child(envelope, "Priority"))),
        ednote=ednote,
        subjects=tuple(read_subjects(root)) or content.subjects,
        places=tuple(read_places(root)) or content.places,
        related=tuple(_related(manage, root)),
        rights=_rights(root) or content.rights,
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


def _line(root: Element, *names: str) -> str | None:
    return next((text for each in descend(root, *names) if (text := text_of(each))), None)


def _rights(root: Element) -> str | None:
    """The copyright line, or the holder and the year, and the terms of use."""
    made = next(descend(root, "Copyright"), None)
    holder = " ".join(part for name in ("CopyrightHolder", "CopyrightDate") if (part := text_of(child(made, name))))
    parts = (_line(root, "CopyrightLine") or holder, _line(root, "UsageTerms") or _line(root, "UsageType"))
    return " ".join(part for part in parts if part) or None


def _comment(component: Element | None) -> str | None:
    return text_of(next(descend(component, "Comment"), None))


def _instruction(manage: Element | None) -> Kind | None:
    said = [formal(each) for each in children(manage, "Instruction")]
    return next((kind for name in said if name and (kind := _INSTRUCTIONS.get(name.lower()))), None)


def _embargo(manage: Element | None, status: Status | None) -> str | None:
    """StatusWillChange of a withheld item to usable is its embargo."""
    change = child(manage, "StatusWillChange")
    future = (formal(child(change, "FutureStatus")) or "").lower()
    moment = read_any(text_of(child(change, "DateAndTime")))
    return moment if moment and (future == "usable" or status == "withheld") else None


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
        "type": formal(child(root, "NewsManagement", "NewsItemType")),
        "genre": formal(next(descend(root, "Genre"), None)),
    }
    return {key: value for key, value in pairs.items() if value}


FORMAT = Format("newsml-1", recognise, read)
