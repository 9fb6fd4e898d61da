"""A line of an archive's export: an article that was cleaned before, with the names that it was known by."""

from collections.abc import Iterator

import msgspec

from agents.text.formats.source import Format, Source
from agents.text.item import Item, ReadError, Unreadable
from schemas.article import Article


def recognise(source: Source) -> bool:
    """An object with a `record` that has an `article`."""
    record = source.json.get("record") if isinstance(source.json, dict) else None
    return isinstance(record, dict) and isinstance(record.get("article"), dict)


def read(source: Source) -> Iterator[Item | Unreadable]:
    """The article as it was, so that it is the same version of the same story again."""
    try:
        article = msgspec.convert(source.json["record"]["article"], Article)
    except msgspec.ValidationError as error:
        raise ReadError("malformed", f"no article of an export: {error}") from None
    yield Item(**{name: getattr(article, name) for name in _SHARED})


_SHARED = sorted(set(Item.__struct_fields__) & set(Article.__struct_fields__))
FORMAT = Format("filed", recognise, read)
