"""The parts of a MIME message: what it shows, and the messages that it carries."""

from collections.abc import Iterator
from email.message import Message

from agents.text.charset import decode

PARTS = 200
"""MIME parts that are looked at: no report has more."""


def attached_to(message: Message) -> list[Message]:
    """Messages that this one carries as attachments or in a digest, not those that they carry in turn."""
    if message.get_content_type() == "message/rfc822":
        return [part for part in message.get_payload() if isinstance(part, Message)] if message.is_multipart() else []
    parts = message.get_payload() if message.is_multipart() else ()
    return [inner for part in parts if isinstance(part, Message) for inner in attached_to(part)]


def _parts(message: Message) -> Iterator[Message]:
    """Parts of the message itself, without those of messages within it."""
    if message.get_content_type() == "message/rfc822":
        return
    if not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _parts(part)


def shown_parts(message: Message) -> list[Message]:
    """Parts that are shown, not attached."""
    parts = [part for _, part in zip(range(PARTS), _parts(message), strict=False)]
    return [part for part in parts if part.get_content_disposition() != "attachment"]


def text_of_part(part: Message) -> str:
    """The words of a part, as its declarations explain its bytes."""
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset()
    return decode(payload, charset).text if isinstance(payload, bytes) else ""
