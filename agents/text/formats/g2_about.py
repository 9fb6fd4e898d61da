"""What a NewsML-G2 item says about its content: subjects, places, items that belong to it, rights."""

from collections.abc import Iterator

from agents.text.formats.codes import media_topic
from agents.text.xml import Element, at, child, children, descend, local, text_of
from schemas.article import NamedPlace, Related, Subject

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PLACES = ("geoarea", "poi", "country", "city")
"""Ends of concept types that are places: IPTC's own and what agencies call the same."""


def code_of(element: Element | None) -> str | None:
    """The value of a qcode without its scheme; else the literal, the name, the address."""
    qcode = at(element, "qcode")
    if qcode:
        return qcode.partition(":")[2] or qcode
    return at(element, "literal") or text_of(child(element, "name")) or at(element, "uri") or text_of(element)


def read_subjects(root: Element) -> Iterator[Subject]:
    """Subjects that are no places; one that has no name of its own is named by the item's assertions.

    A code of the agency's own gives way to one of the IPTC's that the item says is the same.
    """
    about, names, language = child(root, "contentMeta"), _asserted(root), _language(root)
    for each in children(about, "subject"):
        if _is_place(each):
            continue
        code = _address(each)
        name = _name(each, language) or names.get(code or "")
        same = [media_topic(_address(other)) for other in children(each, "sameAs")]
        own = media_topic(code)
        known = next((topic for topic in (own, *same) if (topic or "").startswith(("medtop:", "subj:"))), own)
        if name or code:
            yield Subject(name, known)


def read_places(about: Element | None) -> Iterator[NamedPlace]:
    """Where it was written, then the places that it is about; what a place lies in follows it."""
    areas = (each for each in children(about, "subject") if _is_place(each))
    found: dict[str, NamedPlace] = {}
    for each in (*children(about, "located"), *areas):
        for one in (each, *children(each, "broader")):
            code = _address(one)
            name = text_of(child(one, "name")) or (code.partition(":")[2] if code and one is each else None)
            if name and (name not in found or found[name].code is None):
                found[name] = NamedPlace(name, code)
    yield from found.values()


def read_related(root: Element) -> Iterator[Related]:
    """Links of the item, and the members of a package."""
    for each in children(child(root, "itemMeta"), "link"):
        target = at(each, "residref") or at(each, "href")
        if target:
            relation = (at(each, "rel") or "related").partition(":")[2] or "related"
            yield Related(target, relation, text_of(child(each, "title")))
    for each in descend(child(root, "groupSet"), "itemRef"):
        target = at(each, "residref") or at(each, "href")
        if target:
            yield Related(target, "member", text_of(child(each, "title")) or text_of(child(each, "headline")))


def read_rights(root: Element) -> str | None:
    """The copyright notice, or whose it is, and the terms of use."""
    info = child(root, "rightsInfo")
    holder = child(info, "copyrightHolder")
    owned = text_of(child(info, "copyrightNotice")) or text_of(child(holder, "name")) or at(holder, "literal")
    terms = [text_of(each) for each in children(info, "usageTerms")]
    return " ".join(part for part in (owned, *terms) if part) or None


def read_extra(root: Element) -> dict[str, str]:
    """What the item says beyond an article's fields."""
    meta, about = child(root, "itemMeta"), child(root, "contentMeta")
    pairs = {
        "class": code_of(child(meta, "itemClass")),
        "item": local(root),
        "service": text_of(child(meta, "service", "name")) or code_of(child(meta, "service")),
        "genre": ", ".join(name for each in children(about, "genre") if (name := text_of(child(each, "name")))) or None,
        "source": ", ".join(name for each in children(about, "infoSource") if (name := code_of(each))) or None,
        "keywords": ", ".join(word for each in children(about, "keyword") if (word := text_of(each))) or None,
        "credit": text_of(child(about, "creditline")),
        "description": text_of(child(about, "description")),
        "standard": at(root, "standardversion"),
    }
    return {name: value for name, value in pairs.items() if value}


def _asserted(root: Element) -> dict[str, str]:
    """Names that the item's assertions and concepts give to codes."""
    language = _language(root)
    found: dict[str, str] = {}
    for each in children(root, "assertion"):
        code, name = _address(each), _name(each, language)
        if code and name:
            found.setdefault(code, name)
    for concept in descend(child(root, "conceptSet"), "concept"):
        code, name = _address(child(concept, "conceptId")), _name(concept, language)
        if code and name:
            found.setdefault(code, name)
    return found


def _name(element: Element, language: str) -> str | None:
    """The name in the item's language, else the first."""
    names = list(children(element, "name"))
    mine = [each for each in names if language and (each.get(_LANG) or "").lower().startswith(language)]
    return next((text for each in (*mine, *names) if (text := text_of(each))), None)


def _language(root: Element) -> str:
    """The item's language in two or three letters, empty where it names none."""
    declared = at(child(root, "contentMeta", "language"), "tag") or root.get(_LANG) or ""
    return declared.lower().partition("-")[0]


def _address(element: Element | None) -> str | None:
    return at(element, "qcode") or at(element, "uri") or at(element, "literal")


def _is_place(subject: Element) -> bool:
    return (at(subject, "type") or "").lower().endswith(_PLACES)
