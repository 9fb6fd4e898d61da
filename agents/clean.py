"""The clean stage: a report as received becomes articles, or a dead letter that says why not."""

import re
from collections.abc import Sequence

from agents.memory import Memory
from agents.stage import Dead, Decision, Ending, Forward, Message
from agents.text.datelines import complete
from agents.text.formats import Item, Unreadable, read_items
from agents.text.kinds import Wording, kind_of
from agents.text.polish import polish, polish_line
from agents.text.wire_story import take_of
from schemas.article import Article, Kind

TOPIC = "wire.clean"
ABOUT = ("kills", "corrects", "withdraws", "manages")
"""Relations by which a kill or a correction names the item that it is about."""


NUMBERED = ("newsml-g2", "newsml-1", "nitf", "ninjs", "json-lines")
"""Formats whose version numbers count from one."""


class Clean:
    """Remembers nothing: each report is decided by its bytes and headers alone."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes

    def decide(self, messages: Sequence[Message], memory: Memory) -> list[Decision]:
        """One decision per report; as many endings as it holds items."""
        del memory
        return [self._decide(message) for message in messages]

    def _decide(self, message: Message) -> Decision:
        source = message.key.decode("utf-8", "replace")
        try:
            found = read_items(message.value, hint=message.envelope.format, source=source, max_bytes=self.max_bytes)
            return Decision(tuple(_ending(each, source, message, n, len(found)) for n, each in enumerate(found)))
        except Exception as error:  # one report that we fail on must not take its batch with it
            return Decision((Dead("stage-error", f"clean: {type(error).__name__}: {error}"),))


def _ending(found: Item | Unreadable, source: str, message: Message, item: int, items: int) -> Ending:
    if isinstance(found, Unreadable):
        return Dead(found.reason, found.error, item, items)
    article = to_article(found, source, message)
    return Forward(TOPIC, article.story_key, article, item, items)


def to_article(item: Item, source: str, message: Message) -> Article:
    """The cleaned article: the provider is what the item says of itself, else the source's name."""
    headline = polish_line(item.headline)
    clean = polish(item.body, headline)
    opening = clean.body[0] if clean.body else None
    kind = _kind(item, headline, opening)
    provider, story = item.provider or source, _story(item, kind)
    version = item.version or "1"
    envelope = message.envelope
    return Article(
        id=f"{provider}/{story}/{version}",
        provider=provider,
        story=story,
        version=version,
        status=item.status or "usable",
        kind=kind,
        format=item.format,
        headline=headline,
        slug=polish_line(item.slug),
        byline=polish_line(item.byline) or clean.byline,
        dateline=complete(item.dateline, opening),
        body=clean.body,
        captions=(*item.captions, *clean.captions),
        tables=item.tables,
        language=item.language,
        sent=item.sent,
        created=item.created,
        updated=item.updated,
        embargo=item.embargo,
        received=envelope.now,
        urgency=item.urgency,
        ednote=polish_line(item.ednote),
        take=item.take if item.take is not None else take_of(item.slug, headline),
        subjects=item.subjects,
        places=item.places,
        related=item.related,
        rights=item.rights,
        changes=(*item.changes, *clean.changes),
        replay=envelope.replay,
        deliver=envelope.deliver,
        extra=item.extra,
    )


def _kind(item: Item, headline: str | None, opening: str | None) -> Kind:
    """A cancelled item is a kill; else what its format says, then what its words say."""
    if item.status == "canceled":
        return "kill"
    said = item.kind or kind_of(Wording(headline, item.slug, item.ednote, opening))
    return said or ("update" if _is_later_version(item) else "new")


def _is_later_version(item: Item) -> bool:
    """Whether a version number beyond the first says that it takes the place of an earlier one."""
    return item.format in NUMBERED and re.fullmatch(r"0*(?:[2-9]|[1-9]\d{1,2})", item.version or "") is not None


def _story(item: Item, kind: Kind) -> str:
    """The story that the item is about: for a kill or a correction of another item, that one's."""
    managed = next((each.story for each in item.related if each.relation in ABOUT), None)
    if kind in ("kill", "correction") and managed:
        return managed
    return item.story or item.digest
