"""Reports by e-mail: RFC 5322 with MIME, alone or several in one mailbox."""

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from agents.text.charset import decode
from agents.text.formats.dated_text import split_paragraphs
from agents.text.formats.mail_parts import PARTS, attached_to, shown_parts, text_of_part
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.markup import Blocks, read_html
from agents.text.written_dates import read_mail_date
from schemas.article import Change, Related, Subject

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?[^\n]*")
_KNOWN = frozenset(
    (
        *("from", "to", "subject", "date", "message-id", "mime-version", "received", "content-type", "return-path"),
        *(
            "sender",
            "reply-to",
            "delivered-to",
            "list-id",
            "x-mailer",
            "cc",
            "content-transfer-encoding",
            "dkim-signature",
        ),
    )
)
_MAILBOX = re.compile(rb"(?:\A|\r?\n\r?\n)From [^\r\n]{3,200}\r?\n(?=[A-Za-z-]{2,40}:)")
_BROKEN = (MessageError, ValueError, LookupError, IndexError, AttributeError, TypeError, RecursionError)
"""What the library's parsers raise over headers and parts that no grammar covers."""
_SIGNATURE = re.compile(r"\n-- ?\n.*\Z", re.DOTALL)
_HEADER_LENGTH = 4000
"""Characters of a header that are read."""


def recognise(source: Source) -> bool:
    """Two known headers among the first lines, before the first blank one; a mailbox begins with `From `."""
    lines = source.head.removeprefix("\ufeff").split("\n")
    if lines and lines[0].startswith("From ") and re.search(r"\d{4}\s*$", lines[0]):
        lines = lines[1:]
    known = 0
    for line in lines[:60]:
        found = _HEADER.match(line)
        if found is None and not line.startswith((" ", "\t")):
            break
        known += found is not None and found[1].lower() in _KNOWN
    return known >= 2


def read(source: Source) -> Iterator[Item | Unreadable]:
    """One item a message."""
    starts = [found.end() for found in _MAILBOX.finditer(source.data)]
    if not starts:
        yield from _read(source.data.lstrip(b"\xef\xbb\xbf \t\r\n"))
        return
    ends = [*(found.start() for found in _MAILBOX.finditer(source.data)), len(source.data)][1:]
    for start, end in zip(starts, ends, strict=True):
        yield from _read(source.data[start:end])


def _read(data: bytes) -> Iterator[Item | Unreadable]:
    """The message, and each that is attached to it; one that only carries others is no report of its own."""
    try:
        message = email.message_from_bytes(data)
        attached = [inner for outer in (message, *attached_to(message)) for inner in attached_to(outer)][:PARTS]
        carrier = attached and not any(text_of_part(part).strip() for part in shown_parts(message))
    except _BROKEN as error:
        yield _malformed(error)
        return
    for each in attached if carrier else (message, *attached):
        try:
            yield _to_item(each)
        except ReadError as error:
            yield error.unreadable
        except _BROKEN as error:
            yield _malformed(error)


def _malformed(error: Exception) -> Unreadable:
    return Unreadable("malformed", f"mail: {type(error).__name__}: {error}")


def _to_item(message: Message) -> Item | Unreadable:
    blocks = _body(message)
    headline, date = _header(message, "Subject"), _header(message, "Date")
    if not (headline or blocks.paragraphs):
        return Unreadable("empty", "a mail with neither subject nor text")
    sent = read_mail_date(date)
    changes = [*blocks.changes]
    changes += [Change("date-unreadable", 1, date[:60])] if date and not sent else []
    changes += [Change("end-missing", 1, "the last MIME part is not closed")] if _is_cut(message) else []
    named, address = next(iter(getaddresses([_header(message, "From") or ""])), ("", ""))
    answered = _header(message, "In-Reply-To")
    return Item(
        format=FORMAT.name,
        provider=_header(message, "Organization") or address.rpartition("@")[2].lower() or None,
        story=(_header(message, "Message-ID") or "").strip("<> ") or None,
        digest=digest(date, headline, *blocks.paragraphs),
        headline=headline,
        byline=named or address or None,
        body=blocks.paragraphs,
        captions=blocks.captions,
        tables=blocks.tables,
        language=_header(message, "Content-Language"),
        sent=sent,
        created=sent,
        subjects=tuple(map(Subject, _keywords(message))),
        related=(Related(answered.strip("<> "), "reply-to"),) if answered else (),
        changes=tuple(changes),
        extra=_extra(message),
    )


def _header(message: Message, name: str) -> str | None:
    """A header's text, encoded words read; raw bytes in it as our own decoding reads them."""
    # an older, plainer policy: the newer one takes quadratic time over long headers
    text = next((str(raw) for key, raw in message.raw_items() if key.lower() == name.lower()), "")[:_HEADER_LENGTH]
    if any("\udc80" <= letter <= "\udcff" for letter in text):
        text = decode(text.encode("utf-8", "surrogateescape")).text
    with suppress(MessageError, LookupError, UnicodeError, ValueError):  # as written is better than not at all
        text = str(make_header(decode_header(text)))
    return " ".join(text.split()) or None


def _body(message: Message) -> Blocks:
    """The plain text, which was written for people; HTML where there is none."""
    texts = shown_parts(message)
    plain = next(
        (text for part in texts if part.get_content_type() == "text/plain" and (text := text_of_part(part)).strip()),
        None,
    )
    if plain is not None:
        cut = _SIGNATURE.sub("", plain.replace("\r\n", "\n"))
        changes = (Change("signature-removed"),) if len(cut) < len(plain.replace("\r\n", "\n")) else ()
        return Blocks(split_paragraphs(cut), changes=changes)
    marked = next((part for part in texts if part.get_content_type() == "text/html"), None)
    return read_html(text_of_part(marked)) if marked is not None else Blocks()


def _is_cut(message: Message) -> bool:
    return any("CloseBoundary" in type(defect).__name__ for part in message.walk() for defect in part.defects)


def _keywords(message: Message) -> list[str]:
    return [word.strip() for word in (_header(message, "Keywords") or "").split(",") if word.strip()]


def _extra(message: Message) -> dict[str, str]:
    attached = ", ".join(name for part in message.walk() if (name := part.get_filename()))
    pairs = {"from": _header(message, "From"), "list": _header(message, "List-Id"), "attachments": attached or None}
    return {key: value for key, value in pairs.items() if value}


FORMAT = Format("mail", recognise, read)
