"""What a NITF document's head says of its story: slug, notes, embargo, subjects, places, rights."""

from collections.abc import Iterator
from datetime import timedelta

from agents.text.formats.codes import media_topic
from agents.text.stamps import instant
from agents.text.written_dates import read_any
from agents.text.xml import Element, at, child, children, descend, text_of
from schemas.article import NamedPlace, Related, Stamp, Subject

_SLUGS = ("slug", "slugline", "anpa-keyword")
"""Names of meta elements that agencies put their slugs into."""


def read_slug(head: Element | None, data: Element | None) -> str | None:
    """What is named a slug, else the fixture, else the one key word."""
    found = {(at(each, "name") or "").lower(): at(each, "content") for each in children(head, "meta")}
    named = next((text for name in _SLUGS if (text := found.get(name))), None)
    keys = [key for each in descend(child(data, "key-list"), "keyword") if (key := at(each, "key"))]
    return named or at(child(data, "fixture"), "fix-id") or (keys[0] if len(keys) == 1 else None)


def read_notes(root: Element, data: Element | None) -> str | None:
    """The message to editors, and notes to them above the text."""
    message = child(data, "ed-msg")
    notes = [text_of(each) for each in children(child(root, "body", "body.head"), "note")]
    return "\n".join(dict.fromkeys(part for part in (at(message, "info") or text_of(message), *notes) if part)) or None


def read_embargo(released: Stamp | None, *written: Stamp | None) -> Stamp | None:
    """The release, where it lies after the writing: many senders fill it in with the moment of writing itself."""
    release = instant(released)
    moments = [moment for each in written if (moment := instant(each))]
    return released if release and moments and release - max(moments) > timedelta(minutes=1) else None


def read_norm(data: Element | None, name: str) -> Stamp | None:
    """A date of the docdata."""
    return next(
        (stamp for each in children(data, name) if (stamp := read_any(at(each, "norm") or text_of(each)))), None
    )


def read_subjects(head: Element | None, data: Element | None) -> Iterator[Subject]:
    """The finest name of each subject, and the classifiers that are subjects."""
    for each in descend(head, "tobject.subject"):
        name = (
            at(each, "tobject.subject.detail") or at(each, "tobject.subject.matter") or at(each, "tobject.subject.type")
        )
        code = at(each, "tobject.subject.refnum")
        if name or code:
            yield Subject(name, media_topic(code))
    for each in descend(child(data, "identified-content"), "classifier"):
        if at(each, "type") in ("subject", "tobject", "category"):
            source, value = at(each, "idsrc"), at(each, "value")
            code = media_topic(source, value)
            coded = code if (code or "").startswith(("medtop:", "subj:")) else None
            yield Subject(text_of(each) or (None if coded else value), coded or media_topic(value))


def read_places(data: Element | None) -> Iterator[NamedPlace]:
    """Where the events took place, then the places that the text names."""
    for each in children(data, "evloc"):
        name = at(each, "city") or at(each, "county-dist") or at(each, "state-prov")
        code = at(each, "iso-cc")
        if name or code:
            yield NamedPlace(name or str(code), code)
    for each in descend(child(data, "identified-content"), "location"):
        own = " ".join((each.text or "").split())
        name = own or next((text for part in each if (text := text_of(part))), None) or at(each, "value")
        if name:
            yield NamedPlace(name, at(each, "location-code"))


def read_related(data: Element | None) -> Iterator[Related]:
    """The document that this one manages: kills, corrects, releases."""
    target = at(data, "management-doc-idref")
    if target:
        yield Related(target, "manages")


def read_rights(data: Element | None, root: Element) -> str | None:
    """The rights as written above the text, else the holder and year of the copyright."""
    copyright_ = next(descend(data, "doc.copyright", "doc-copyright"), None)
    parts = [at(copyright_, "holder"), at(copyright_, "year")]
    written = text_of(next(descend(child(root, "body", "body.head"), "rights"), None))
    return written or " ".join(part for part in parts if part) or None


def read_extra(root: Element, key: Element | None) -> dict[str, str]:
    """What the document says beyond an article's fields."""
    above = child(root, "body", "body.head")
    pairs = {f"du-key.{name}": at(key, name) for name in ("generation", "part", "version", "key")}
    pairs["story-date"] = text_of(next(descend(above, "story.date"), None))
    pairs["subhead"] = text_of(next(descend(above, "hl2"), None))
    pairs["abstract"] = text_of(next(descend(above, "abstract"), None))
    pairs["distributor"] = text_of(next(descend(above, "distributor"), None))
    return {name: value for name, value in pairs.items() if value}
