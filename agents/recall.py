"""Withdrawals that name their story by its headline or its slug alone: "Please kill the story slugged Syria-Attack".

Route remembers a story under its key, and so on that key's partition; such a kill arrives under a key of its own. So
names have a place as well: under a key made of the name, a partition remembers which stories that alerted somebody bear
it, and whether a kill has named it. What alerts tells that place its names; a kill asks it; it sends the kill on to the
stories, whichever of the two came first. All of it goes through wire.enriched, each step in a transaction.
"""

import re
from datetime import timedelta

import msgspec
from msgspec.structs import replace

from agents.held import NAME
from agents.rules.words import folded_words
from agents.stage import Forward
from agents.text.identity import digest
from agents.text.stamps import instant
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.request import Request, Withdraw
from schemas.story import Bearer, Name
from schemas.topics import ENRICHED

REACH = timedelta(hours=36)
"""Between an alert and the kill that names it: headlines and slugs are used again."""
KEPT = 30
"""Stories remembered of one name: the latest."""
_HEAD = 600
"""Characters of a kill's text in which it says what it is about."""
_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"\n]{10,200})[”“»\"]")
_SLUGGED = re.compile(r"\bslug(?:ged|line)?\s*[:=]?\s*[“„«\"]?([\w/-]*[\w-]{4,}(?:[/-]\w+)*)", re.IGNORECASE)
_HEADLINED = re.compile(r"\b(?:headlined?|titled?|entitled)\s*[:=]\s*([^\n“„«\"]{10,200})", re.IGNORECASE)
_KILL_WORDS = re.compile(
    r"^\W*(?:(?:URGENT|ATTENTION|MANDATORY|STORY|NEWS)\W+)*(?:KILL\w*|WITHDRAW\w*|RETRACT\w*)(?:\W+STORY)?\W+",
)


def names_of(article: Article) -> tuple[str, ...]:
    """The names that an article's story bears: by its headline and by its slug."""
    return _keys(article.provider, [article.headline], [article.slug], article.extra.get("transmission"))


def number_of(article: Article) -> tuple[str, ...]:
    """The name that it bears by its transmission's number, on wires that have no other id."""
    return _keys(article.provider, [], [], article.extra.get("transmission"))


def names_in(kill: Article) -> tuple[str, ...]:
    """The names by which a kill says what it is about: headlines that it quotes or repeats, slugs that it gives.

    Not the kill's own slug, which a day's other stories bear as well.

    >>> len(names_in(Article("i", "p", "s", headline="KILL: Harbour closed by strike")))
    1
    """
    said = "\n".join(filter(None, (kill.ednote, *kill.body)))[:_HEAD]
    headline = kill.headline or ""
    own = _KILL_WORDS.sub("", headline)
    headlines = [*_QUOTED.findall(f"{headline}\n{said}"), *_HEADLINED.findall(said), own if own != headline else None]
    number = next((each.story for each in kill.related if each.relation == "kill"), None)
    return _keys(kill.provider, headlines, _SLUGGED.findall(said), number)


def _keys(provider: str, headlines: list[str | None], slugs: list[str | None], number: str | None) -> tuple[str, ...]:
    kinds = (("headline", headlines, 2), ("slug", slugs, 1))
    found = {
        f"{provider}{NAME}{kind}/{digest(*words)}": None
        for kind, texts, least in kinds
        for text in texts
        if len(words := folded_words(text or "")) >= least
    }
    if number:
        found[f"{provider}{NAME}number/{digest(number)}"] = None
    return tuple(found)


def ask(enriched: Enriched, key: str, request: Request, part: str) -> Forward:
    """A request to route on the partition of `key`."""
    return Forward(ENRICHED.name, key, enriched, part=part, request=msgspec.json.encode(request).decode())


def only_named(enriched: Enriched) -> Enriched:
    """As much of an article as says which story it belongs to."""
    article = enriched.article
    kept = Article(article.id, article.provider, article.story, replay=article.replay, deliver=article.deliver)
    return Enriched(enriched.id, kept)


def withdraw(kill: Enriched, bearer: Bearer) -> Forward:
    """The kill, sent on to a story."""
    provider, version = kill.article.provider, kill.article.version
    story = bearer.story.removeprefix(f"{provider}/")
    article = replace(kill.article, id=f"{provider}/{story}/{version}", story=story)
    return ask(replace(kill, id=article.id, article=article), bearer.story, Withdraw(), f"withdraw/{bearer.story}")


def with_bearer(name: Name, bearer: Bearer) -> Name:
    """The name, borne by one more story."""
    others = tuple(each for each in name.bearers if each.story != bearer.story)
    return replace(name, bearers=(*others, bearer)[-KEPT:])


def within_reach(one: str, other: str) -> bool:
    """Whether two moments are near enough for a kill at one of them to mean a story of the other."""
    first, second = instant(one), instant(other)
    return first is not None and second is not None and abs(first - second) <= REACH
