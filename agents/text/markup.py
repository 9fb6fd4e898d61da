"""Marked-up text to paragraphs: HTML, XHTML and NITF bodies, with tables and captions set apart."""

import html
import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from agents.text.xml import Element, descend, local, text_of
from schemas.article import Caption, Change

BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "main", "aside", "header", "footer", "address", "center", "body", "html"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "figure"),
        *("table", "tr", "td", "th", "caption", "details", "summary"),
        *("block", "bq", "hl1", "hl2", "note", "body.content", "abstract", "fn", "body.end", "tagline", "nitf-table"),
    )
)
"""Elements that begin and end a paragraph: HTML's first, then NITF's."""
SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "nav", "form", "button", "iframe", "object", "svg"),
        *("media", "media-metadata", "media-reference", "media-producer", "figure", "caption"),
    )
)
"""Elements whose text is no part of the story; captions are taken from the pictures' elements before."""
CAPTIONS = ("figcaption", "media-caption")
_CREDITS = ("media-producer",)
_CELL = 160
"""Characters of a cell beyond which a table is a page's layout and its cells are paragraphs."""
_TAG = re.compile(r"<(?:/?([A-Za-z][\w.-]*)[^<>]{0,2000}|!--.{0,2000}?--)>", re.DOTALL)
_BREAK = "\x1e"
_SENTENCE_END = re.compile(r"[.!?:;…][\"”’')\]]?\Z")


class Blocks(Struct, frozen=True):
    """A body's paragraphs in order, and what stood among them without being a sentence."""

    paragraphs: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    changes: tuple[Change, ...] = ()


def read_html(text: str) -> Blocks:
    """The blocks of a fragment or page of HTML; text without markup is one block. Linear in the text's length.

    >>> read_html("<p>One &amp; two</p><p>Three</p>").paragraphs
    ('One & two', 'Three')
    """
    if "<" not in text:
        return Blocks(split_plain(html.unescape(text)))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return Blocks(split_plain(_strip_tags(text)), changes=(Change("markup-flattened", 1, "nested too deeply"),))
    return read_blocks(root) if root is not None else Blocks()


def read_blocks(*roots: Element) -> Blocks:
    """The blocks of elements that are parsed already, in order."""
    paragraphs, tables, captions = [], [], []
    for root in roots:
        captions += list(_captions(root))
        walk = _Walk(root)
        paragraphs += walk.paragraphs
        tables += walk.tables
    return Blocks(tuple(paragraphs), tuple(tables), tuple(captions))


class _Walk:
    """One pass over a tree, collecting text until a block ends."""

    def __init__(self, root: Element) -> None:
        self.paragraphs: list[str] = []
        self.tables: list[str] = []
        self._pieces: list[str] = []
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            name = local(element).lower()
            if event == "end":
                self._leave(element, name, element is root)
            elif name in SKIPPED or (name == "table" and self._take_table(element)):
                walker.skip_subtree()
            else:
                self._enter(element, name)
        self._flush()

    def _enter(self, element: Element, name: str) -> None:
        if name in BLOCKS:
            self._flush()
        if name == "br":
            self._pieces.append(_BREAK)
        if element.text:
            self._pieces.append(element.text)

    def _leave(self, element: Element, name: str, is_root: bool) -> None:
        if name in BLOCKS:
            self._flush()
        if element.tail and not is_root:
            self._pieces.append(element.tail)

    def _take_table(self, table: Element) -> bool:
        rows = ["\t".join(cells) for cells in _rows(table) if any(cells)]
        layout = not rows or any(len(cell) > _CELL for row in rows for cell in row.split("\t"))
        if not layout:
            self._flush()
            self.tables.append("\n".join(rows))
        return not layout

    def _flush(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        if text.strip():
            self.paragraphs += split_breaks(text)


def _rows(table: Element) -> Iterator[list[str]]:
    for row in descend(table, "tr"):
        yield [text_of(cell) or "" for cell in row if local(cell) in ("td", "th")]


def _captions(root: Element) -> Iterator[Caption]:
    """Captions of pictures; NITF's producer, its neighbour, is the credit."""
    for element in descend(root, *CAPTIONS):
        text = text_of(element)
        beside = element.getparent()
        credit = next((text_of(each) for each in descend(beside, *_CREDITS)), None)
        if text:
            yield Caption(text, credit)


def split_breaks(text: str) -> list[str]:
    """A block's paragraphs: a line break ends one where a sentence ends before it, or where two follow each other."""
    paragraphs: list[str] = []
    open_line = False
    for part in text.split(_BREAK):
        line = " ".join(part.split())
        if not line:
            open_line = False
        elif open_line:
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        else:
            paragraphs.append(line)
        open_line = bool(line) and _SENTENCE_END.search(line[-2:]) is None
    return paragraphs


def split_plain(text: str) -> tuple[str, ...]:
    """Paragraphs of text without markup, by blank lines."""
    parts = re.split(r"\n[ \t\r]*\n", text)
    return tuple(line for part in parts if (line := " ".join(part.split())))


def _strip_tags(text: str) -> str:
    """Text without tags, for markup that no parser should be asked to build a tree of."""
    return html.unescape(_TAG.sub(lambda tag: "\n\n" if (tag[1] or "").lower() in BLOCKS else " ", text))
