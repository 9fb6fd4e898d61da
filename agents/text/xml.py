"""XML from strangers: read without entities, DTDs and network, repaired where the repair is certain."""

import html.entities
import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from agents.text.charset import decode
from agents.text.item import ReadError
from schemas.article import Change

Element = etree._Element

_DECLARATION = re.compile(r"\A\s*<\?xml\b([^>]{0,400}?)\?>")
_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,300}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]{0,2000}(\[[^\]]{0,100000}\]\s*)?>")
_PROLOG = 20_000
"""Characters within which a DOCTYPE stands: comments may go before it."""
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(r"&(?!(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL_REFERENCE = re.compile("&#(?:x0*(?:[0-8bcBC]|1[0-9a-fA-F]|[eEfF])|0*(?:[0-8]|1[1245-9]|2[0-9]|3[01]));")
_XML_ITSELF = frozenset({"amp", "lt", "gt", "quot", "apos"})
_TRUNCATED = ("Premature end", "EndTag: '</' not found", "Couldn't find end of", "not terminated", "not finished")


_FIRST_TAG = re.compile(r"<([A-Za-z_][\w:.-]*)")
_LAST_TAG = re.compile(r"</([A-Za-z_][\w:.-]*)\s*>\s*\Z")


class Parsed(Struct, frozen=True):
    """The root element and what had to be repaired to get it."""

    root: Element
    changes: tuple[Change, ...] = ()


def parse_xml(data: bytes) -> Parsed:
    """Parse a document. Raises ReadError: `unsafe` for entity declarations and abysses, `truncated`, `malformed`.

    A DTD is never read: declared entities, the way of every XML bomb and of files read from outside, end the report.
    HTML's named characters (NITF and NewsML 1 take them from their DTDs) become the characters themselves.
    """
    decoded = decode(data, declared_encoding(data))
    text, changes = decoded.text, decoded.changes
    if "<!ENTITY" in text:
        raise ReadError("unsafe", "declares entities, which no wire report needs and XML bombs are made of")
    text = without_prolog(text)
    text, illegal = _drop_illegal(text)
    if illegal:
        changes += (Change("characters-made-plain", illegal, "not allowed in XML"),)
    text = _NAMED_ENTITY.sub(_named, text)
    try:
        return Parsed(_parse(text), changes)
    except etree.XMLSyntaxError as error:
        repaired, count = _BARE_AMPERSAND.subn("&amp;", text)
        if not count:
            raise _reason(error, text) from error
        try:
            return Parsed(_parse(repaired), (*changes, Change("ampersands-escaped", count)))
        except etree.XMLSyntaxError as second:
            raise _reason(second, text) from second


def declared_encoding(data: bytes) -> str | None:
    """The encoding that an XML declaration names."""
    found = _ENCODING.match(data[:400])
    return found[1].decode("ascii") if found else None


def without_prolog(text: str) -> str:
    """A document without its XML declaration, which has done its work, and its DOCTYPE, which must do none."""
    text = _DECLARATION.sub("", text, count=1)
    start = text.find("<!DOCTYPE", 0, _PROLOG)
    found = _DOCTYPE.match(text, start) if start >= 0 else None
    return text[:start] + text[found.end() :] if found else text


def _parse(text: str) -> Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
        huge_tree=False,
    )
    return etree.fromstring(text.encode(), parser)


def _drop_illegal(text: str) -> tuple[str, int]:
    text, characters = _ILLEGAL.subn("", text)
    if "&#" not in text:
        return text, characters
    text, references = _ILLEGAL_REFERENCE.subn("", text)
    return text, characters + references


def _named(found: re.Match[str]) -> str:
    name = found[1]
    return found[0] if name in _XML_ITSELF else html.entities.html5.get(f"{name};", f"&amp;{name};")


def _reason(error: etree.XMLSyntaxError, text: str) -> ReadError:
    """The parser's complaint as a dead letter's reason."""
    said = str(error.msg).strip()
    if "depth" in said.lower():
        return ReadError("unsafe", f"nested too deeply for a report: {said}")
    if "huge" in said.lower() or "too long" in said.lower() or "Maximum" in said:
        return ReadError("too-large", f"a part too large for a report: {said}")
    root, last = _FIRST_TAG.search(text), _LAST_TAG.search(text[-400:])
    truncated = any(sign in said for sign in _TRUNCATED) or last is None or (root is not None and root[1] != last[1])
    return ReadError("truncated" if truncated else "malformed", f"XML: {said}")


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Children of that local name, in whatever namespace: agencies mix them."""
    return (child for child in element if local(child) == name) if element is not None else iter(())


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down that path of local names, or None."""
    for name in path:
        element = next(children(element, name), None)
    return element


def descend(element: Element | None, *names: str) -> Iterator[Element]:
    """Descendants of one of these local names, in document order."""
    return (each for each in element.iter() if local(each) in names) if element is not None else iter(())


def text_of(element: Element | None) -> str | None:
    """All text within an element on one line, or None where there is none."""
    if element is None:
        return None
    return " ".join("".join(map(str, element.itertext())).split()) or None


def words_of(element: Element | None) -> str | None:
    """`text_of` with a space between elements: for lines whose parts stand side by side without one."""
    if element is None:
        return None
    words = " ".join(" ".join(map(str, element.itertext())).split())
    return re.sub(r" ([,.;:])", r"\1", words) or None


def at(element: Element | None, attribute: str) -> str | None:
    """An attribute's value, trimmed; None where it is missing or empty."""
    value = element.get(attribute) if element is not None else None
    return value.strip() or None if value else None
