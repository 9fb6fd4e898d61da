"""What a NewsML-G2 item carries: the story inside its contentSet, in whichever form, and descriptions in its place."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from agents.text.formats.nitf import is_nitf, read_body
from agents.text.markup import Blocks, read_blocks, read_html, split_plain
from agents.text.xml import Element, at, child, children, descend, local, text_of
from schemas.article import Caption

_PICTURES = ("picture", "photo", "video", "audio", "graphic", "animated")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Content(Struct, frozen=True):
    """The story of an item: its blocks, and what the form inside says beside them."""

    blocks: Blocks = Blocks()
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str | None = None


def read_content(root: Element) -> Content:
    """The first form of the content that has text; for pictures and sound the description, as a caption."""
    found = next(
        (each for each in _forms(child(root, "contentSet")) if each.blocks.paragraphs or each.blocks.tables), None
    )
    about = child(root, "contentMeta")
    described = [text for each in children(about, "description") if (text := text_of(each))]
    kind = (at(child(root, "itemMeta", "itemClass"), "qcode") or "").partition(":")[2]
    if found is not None:
        return found
    if kind in _PICTURES and described:
        credit = text_of(child(about, "creditline"))
        return Content(Blocks(captions=tuple(Caption(text, credit) for text in described)))
    if described and kind in ("text", ""):
        return Content(Blocks(tuple(described)))
    return Content()


def _forms(content: Element | None) -> Iterator[Content]:
    for each in content if content is not None else ():
        if local(each) == "inlineXML":
            yield _inline_xml(each)
        elif local(each) == "inlineData":
            yield _inline_data(each)


def _inline_xml(element: Element) -> Content:
    """NITF or (X)HTML. Only what knows paragraphs is a story: sports statistics and events are not."""
    inner = next(iter(element), None)
    if inner is None:
        return Content()
    if is_nitf(inner):
        body = read_body(inner)
        return Content(body.blocks, body.headline, body.byline, body.dateline, at(element, _XML_LANG))
    if local(inner) == "html":
        page = child(inner, "body")
        title = next((text for each in descend(page, "h1") if (text := text_of(each))), None)
        blocks = read_blocks(page) if page is not None else Blocks()
        if title and blocks.paragraphs[:1] == (title,):
            blocks = replace(blocks, paragraphs=blocks.paragraphs[1:])
        return Content(blocks, title, language=at(element, _XML_LANG))
    if any(True for _ in descend(inner, "p")):
        return Content(read_blocks(*element), language=at(element, _XML_LANG))
    return Content()


def _inline_data(element: Element) -> Content:
    text = "".join(map(str, element.itertext()))
    marked = "html" in (at(element, "contenttype") or "") or "<p" in text
    return Content(read_html(text) if marked else Blocks(split_plain(text)), language=at(element, _XML_LANG))
