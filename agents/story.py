"""A story's life: which version counts, what repeats, what supersedes, what a kill has ended."""

import re
from datetime import timedelta
from typing import Literal

from msgspec.structs import replace

from agents.held import held_key
from agents.text.identity import digest
from agents.text.sentences import split_sentences
from agents.text.stamps import instant
from schemas.article import Article
from schemas.story import SeenVersion, Story

Rank = tuple[tuple[int, ...], str]
"""A version counts by its number, then by its date."""
Step = Literal["kill", "killed", "repeat", "superseded", "wait", "match"]

REUSED = ("iptc7901", "anpa1312")
"""Formats whose story ids are transmission numbers, which begin anew after some thousands."""
REUSED_AFTER = timedelta(hours=18)
"""Version dates further apart than this are two stories under one number."""
KEPT_VERSIONS = 64
KEPT_SENTENCES = 300


def next_step(article: Article, known: Story, now: str) -> tuple[Step, Story]:
    """What is to be done with an article that comes at `now`, and the story so far, as the article leaves it.

    A withdrawn story is alive again once a version of it is matched: not while that version waits, nor by its repeats.
    """
    story = _revive(article, known)
    step = _step(article, story, now)
    if step != "match" and story.versions:
        story = replace(story, killed=known.killed, killed_moment=known.killed_moment)
    return step, story


def _step(article: Article, story: Story, now: str) -> Step:
    if _seen(article, story) or held_key(story.key, article.version, content(article)) in story.held:
        return "repeat"
    if is_kill(article):
        return "kill"
    if story.killed:
        return "killed"
    if _is_older(article, story):
        return "superseded"
    if article.kind == "repeat":
        return "repeat"
    return "wait" if waits(article, now) else "match"


def is_kill(article: Article) -> bool:
    """Whether it withdraws its story."""
    return article.kind == "kill" or article.status == "canceled"


def waits(article: Article, now: str) -> bool:
    """Whether it may not be used yet: withheld or on hold without a time, or with a time to come.

    An embargo holds whatever the status says: agencies send embargoed items as usable.
    """
    until = release_time(article)
    if until is not None:
        return until > utc(now)
    return article.status == "withheld" or article.kind == "hold"


def release_time(article: Article) -> str | None:
    """The instant of its embargo, as `utc` writes it; None where it has none or one that cannot be read."""
    moment = instant(article.embargo)
    return moment.isoformat(timespec="microseconds") if moment else None


def utc(stamp: str) -> str:
    """A stamp as UTC in one writing, so that instants compare as texts do; empty where it cannot be read."""
    moment = instant(stamp)
    return moment.isoformat(timespec="microseconds") if moment else ""


def moment_of(article: Article) -> str:
    """The version date: when this version was made, else sent, else when the story was created."""
    return utc(article.updated or article.sent or article.created or "")


def rank(version: str, moment: str) -> Rank:
    """What versions are compared by.

    >>> rank("10", "") > rank("9", "2018"), rank("2", "2018-01-02") > rank("2", "2018-01-01")
    (True, True)
    """
    return tuple(int(part) for part in re.findall(r"\d{1,18}", version)[:4]), moment


def _revive(article: Article, story: Story) -> Story:
    """The story; alive again where this version reinstates it; a new one where the agency has used its number again."""
    if story.killed and reinstates(article, story):
        story = replace(story, killed=None, killed_moment="")
    if article.format not in REUSED:
        return story
    known = [seen.moment for seen in story.versions if seen.moment] + [story.killed_moment] * bool(story.killed_moment)
    latest, mine = instant(max(known, default=None)), instant(moment_of(article))
    if latest is None or mine is None or mine - latest < REUSED_AFTER:
        return story
    return Story(story.key)


def reinstates(article: Article, story: Story) -> bool:
    """Whether it publishes a withdrawn story again: usable, of a higher number than any, and dated after the kill.

    Both must be stated: a kill wins over everything that was on its way when it was sent. Repeats, advisories and
    holds publish nothing.
    """
    number, moment = rank(article.version, moment_of(article))
    return (
        article.status == "usable"
        and article.kind in ("new", "update", "correction")
        and not is_kill(article)
        and bool(story.killed_moment)
        and moment > story.killed_moment
        and all(number > rank(seen.version, "")[0] for seen in story.versions)
    )


def with_version(story: Story, article: Article, now: str, alerted: tuple[str, ...] = ()) -> Story:
    """The story with one more version, which alerted these rules."""
    seen = SeenVersion(article.version, now, alerted, moment_of(article), content(article), article.take)
    return replace(story, versions=(*story.versions, seen)[-KEPT_VERSIONS:])


def with_alert(story: Story, article: Article, rule: str, now: str) -> Story:
    """The story with one more rule that a version of it alerted, later than others."""
    words = content(article)
    for number, seen in enumerate(story.versions):
        if seen.version == article.version and seen.digest == words:
            told = replace(seen, alerted=(*seen.alerted, rule))
            return replace(story, versions=(*story.versions[:number], told, *story.versions[number + 1 :]))
    return with_version(story, article, now, (rule,))


def counts_no_more(article: Article, story: Story) -> bool:
    """Whether a later version was routed."""
    return _is_older(article, story)


def content(article: Article) -> str:
    """A digest of what the version says, and of whether it may be said."""
    return digest(article.status, article.kind, article.headline, *article.body)


def sentences_of(article: Article) -> tuple[str, ...]:
    """The headline, then the sentences, as a correction compares them."""
    body = [each for paragraph in article.body for each in split_sentences(paragraph)]
    return (article.headline or "", *body)[: KEPT_SENTENCES + 1]


def _seen(article: Article, story: Story) -> bool:
    """The same version with the same words; an agency without version numbers changes words under one number."""
    words = content(article)
    return any(seen.version == article.version and seen.digest == words for seen in story.versions)


def _is_older(article: Article, story: Story) -> bool:
    """Whether a version that counts more was routed. Takes are parts of one version, not versions of each other."""
    mine = rank(article.version, moment_of(article))
    others = (seen for seen in story.versions if seen.take == article.take)
    return any(rank(seen.version, seen.moment) > mine for seen in others)
