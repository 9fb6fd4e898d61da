"""A page of HTML with an article on it: its text by trafilatura, the rest from what the page declares."""

import re
from collections.abc import Iterator

import trafilatura
from lxml import etree

from agents.text.charset import decode
from agents.text.datelines import read_dateline
from agents.text.formats.codes import media_topic
from agents.text.formats.page_facts import Facts, read_facts
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.markup import Blocks, read_html
from agents.text.written_dates import read_any
from agents.text.xml import Element, descend
from schemas.article import Caption, Change, NamedPlace, Subject

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:<\?xml[^>]{0,300}\?>\s*|<!--.{0,2000}?-->\s*){0,5}(?:<!DOCTYPE\s+html|<(?:html|head|body|article|main|div|p|h1)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_LARGEST = 3_000_000
"""Characters of a page beyond which its text is taken as it stands: no article's page is so long."""


def recognise(source: Source) -> bool:
    """A doctype of HTML, its root, or a fragment that begins with one of its blocks."""
    return _BEGINS.match(source.head) is not None


def read(source: Source) -> Iterator[Item | Unreadable]:
    """One item. Raises ReadError `empty` where the page has no text."""
    yield read_page(source.data, None)


def read_page(data: bytes, address: str | None) -> Item:
    """The article of a page that came from `address`. Raises ReadError `not-text` and `empty`."""
    declared = _DECLARED.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    text = _without_declaration(decoded.text).replace("\0", "")
    root, deep = _parse(text)
    facts = read_facts(root) if root is not None else Facts()
    blocks = read_html(text) if root is None or deep else _article(root, text)
    if not (blocks.paragraphs or facts.headline):
        raise ReadError("empty", "a page without text")
    written = (facts.created, facts.updated)
    created, updated = (read_any(each) for each in written)
    lost = [each for each, stamp in zip(written, (created, updated), strict=True) if each and not stamp]
    body = blocks.paragraphs[1:] if blocks.paragraphs[:1] == (facts.headline,) else blocks.paragraphs
    return Item(
        format=FORMAT.name,
        provider=facts.provider,
        story=facts.address or address,
        digest=digest(facts.headline, *body),
        headline=facts.headline,
        byline=facts.byline,
        body=body,
        captions=blocks.captions,
        tables=blocks.tables,
        language=facts.language,
        created=created,
        updated=updated,
        dateline=read_dateline(facts.dateline),
        subjects=tuple(map(_subject, facts.subjects)),
        places=tuple(map(NamedPlace, facts.places)),
        rights=facts.rights,
        changes=(*decoded.changes, *blocks.changes, *(Change("date-unreadable", 1, each[:60]) for each in lost)),
        extra={key: value for key, value in (("address", address),) if value},
    )


def _subject(word: str) -> Subject:
    code = media_topic(word)
    return Subject(None, code) if (code or "").startswith(("medtop:", "subj:")) else Subject(word)


def _without_declaration(text: str) -> str:
    return re.sub(r"\A\s*<\?xml[^>]{0,400}\?>", "", text)


def _parse(text: str) -> tuple[Element | None, bool]:
    """The tree, and whether it is nested too deeply to trust it."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, True
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _article(root: Element, text: str) -> Blocks:
    """Text, captions and tables of the article alone; all of the page's where no article is found."""
    whole = read_html(text)
    if len(text) > _LARGEST:
        return whole
    found = trafilatura.extract(text, fast=True, include_comments=False, include_tables=False)
    paragraphs = tuple(line for part in (found or "").split("\n") if (line := " ".join(part.split())))
    shown = {" ".join("".join(map(str, each.itertext())).split()) for each in descend(root, "figcaption")}
    kept = tuple(part for part in paragraphs if part not in shown)
    return Blocks(kept or whole.paragraphs, whole.tables, tuple(_unique(whole.captions)))


def _unique(captions: tuple[Caption, ...]) -> Iterator[Caption]:
    return iter(dict.fromkeys(captions))


FORMAT = Format("html", recognise, read)
