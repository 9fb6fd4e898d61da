"""The clean stage: a report as received becomes articles, or a dead letter that says why not."""

from collections.abc import Sequence

from agents.memory import Memory
from agents.stage import Dead, Decision, Ending, Forward, Message
from agents.text.formats import Item, Unreadable, read_items
from agents.text.polish import polish
from schemas.article import Article

TOPIC = "wire.clean"


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
    clean = polish(item.body)
    provider = item.provider or source
    story = item.story or item.digest
    version = item.version or "1"
    envelope = message.envelope
    return Article(
        id=f"{provider}/{story}/{version}",
        provider=provider,
        story=story,
        version=version,
        status=item.status or "usable",
        kind=item.kind or "new",
        format=item.format,
        headline=item.headline,
        slug=item.slug,
        byline=item.byline,
        dateline=item.dateline,
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
        ednote=item.ednote,
        take=item.take,
        subjects=item.subjects,
        places=item.places,
        related=item.related,
        rights=item.rights,
        changes=(*item.changes, *clean.changes),
        replay=envelope.replay,
        deliver=envelope.deliver,
        extra=item.extra,
    )
