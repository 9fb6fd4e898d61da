"""What the components of a NewsML 1 item carry: its text, in NITF, XHTML or plain, captions, subjects and places."""

from collections.abc import Iterator

from msgspec.structs import replace

from agents.text.formats.codes import media_topic
from agents.text.formats.nitf import is_nitf, read_body, read_document
from agents.text.item import Item
from agents.text.markup import Blocks, read_blocks, split_plain
from agents.text.xml import Element, at, child, descend, local, text_of
from schemas.article import Caption, NamedPlace, Subject

_TITLES = ("title", "headline", "hl1")
_ASIDE = ("caption", "keyword", "keywords", "thumbnail", "preview", "quicklook", "icon", "slug")
"""Roles of components whose text is not the story's."""
_CAPTIONS = ("caption", "piccaption", "picturecaption", "legend")


def read_content(root: Element) -> Item:
    """The text: NITF where there is some, else XHTML's paragraphs, else the words of the first DataContent."""
    captions = tuple(_captions(root))
    found = _read_text([each for each in descend(root, "DataContent") if _role(each) not in _CAPTIONS])
    shown = [each.text for each in found.captions]
    more = tuple(each for each in captions if each.text not in shown)
    return replace(found, captions=(*found.captions, *more))


def _read_text(contents: list[Element]) -> Item:
    """The item that the contents hold."""
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
    return (formal(child(component, "Role")) or "").lower()


def _captions(root: Element) -> Iterator[Caption]:
    """Captions of pictures that are components of their own."""
    for each in descend(root, "DataContent"):
        text = text_of(each)
        if text and _role(each) in _CAPTIONS:
            yield Caption(text)


def _text(blocks: Blocks, headline: str | None = None, byline: str | None = None) -> Item:
    return Item(
        format="newsml-1",
        headline=headline,
        byline=byline,
        body=blocks.paragraphs,
        captions=blocks.captions,
        tables=blocks.tables,
        changes=blocks.changes,
    )


def formal(element: Element | None) -> str | None:
    """A topic's FormalName, or, where an agency leaves it out, its text."""
    return at(element, "FormalName") or text_of(element)


def read_subjects(root: Element) -> Iterator[Subject]:
    """The finest of Subject, SubjectMatter and SubjectDetail of each SubjectCode."""
    for code in descend(root, "SubjectCode"):
        parts = list(descend(code, "SubjectDetail", "SubjectMatter", "Subject"))
        order = ("SubjectDetail", "SubjectMatter", "Subject")
        best = min(parts, key=lambda part: order.index(local(part)), default=None)
        if best is not None and formal(best):
            yield Subject(None, media_topic(formal(best)))


def read_places(root: Element) -> Iterator[NamedPlace]:
    """Cities, else regions, else countries; a country that is spelt out also beside its city."""
    for each in descend(root, "Location"):
        named = {at(part, "FormalName"): at(part, "Value") or "" for part in descend(each, "Property")}
        country, spelt = named.get("Country"), named.get("CountryName")
        name = named.get("City") or named.get("CountryArea") or spelt or country
        if name:
            yield NamedPlace(name, country if name != country else None)
        if spelt and spelt != name:
            yield NamedPlace(spelt, country)
