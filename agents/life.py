"""One moment of the route stage: what becomes of an article, or of what waited, and what is remembered of its story."""

from datetime import datetime
from typing import Protocol

import msgspec
from msgspec.structs import replace

from agents import drill, held
from agents.correction import find_edits
from agents.memory import Layer, Memory
from agents.notices.concerned import matched_by_rule
from agents.stage import Dead, Decision, Ending, Forward, Hold, Message, Released, Remember
from agents.story import (
    Rank,
    Step,
    content,
    moment_of,
    next_step,
    rank,
    release_time,
    revive,
    sentences_of,
    utc,
    with_version,
)
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import Origin
from schemas.routed import ArchiveReason, Match, Routed, Verdict
from schemas.story import Held, Story
from schemas.topics import ALERTS, ARCHIVE, MATCHES

_decode = msgspec.json.Decoder(Enriched).decode
_decode_story = msgspec.json.Decoder(Story).decode


class Rules(Protocol):
    """A set of standing rules, as `agents.rules` builds it."""

    @property
    def version(self) -> str:
        """Of the whole set."""
        ...

    def match(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
        """The rules that match, in order of their ids."""
        ...


class Moment:
    """Work on a memory at `now`: collects what is to be remembered and what is released."""

    def __init__(self, rules: Rules, memory: Memory, now: str) -> None:
        self.rules, self.now = rules, now
        self._memory = Layer(memory)
        self._remember: dict[str, Remember] = {}
        self._released: list[Released] = []

    def decision(self, endings: tuple[Ending, ...]) -> Decision:
        """All that this moment led to."""
        return Decision(endings, tuple(self._remember.values()), tuple(self._released))

    def take(self, message: Message) -> Decision:
        """Route the message's article; first comes what its time releases."""
        try:
            enriched = _decode(message.value)
        except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
            return Decision((Dead("not-a-record", f"not an enriched article: {error}"),))
        article, envelope = enriched.article, message.envelope
        scope = article.replay or held.LIVE
        self.release_due(scope)
        key = f"{scope}/{article.story_key}"
        story = revive(article, self._story(key))
        origin = envelope.origin or Origin(ARCHIVE.name, 0, 0)
        step = next_step(article, story, self.now)
        if step == "wait":
            until = release_time(article)
            self._hold(story, scope, Held(enriched, self.now, envelope.entered, str(origin), until))
            return self.decision((Hold(until, origin.item, origin.items),))
        return self.decision(_forwards(enriched, self._settle(step, enriched, story, scope), origin))

    def release_due(self, scope: str) -> None:
        """Route what waited and whose time has come, in order of those times."""
        agenda = held.read_agenda(self._memory, scope)
        due = held.due_by(agenda, utc(self.now))
        for each in due:
            waiting = held.read_held(self._memory, each.key)
            if waiting is not None:
                article = waiting.record.article
                story = self._story(f"{scope}/{article.story_key}")
                story = replace(story, held=tuple(key for key in story.held if key != each.key))
                step = next_step(article, story, max(self.now, each.until))
                self._release(waiting, self._settle(step, waiting.record, story, scope))
            self._put(each.key, None)
        if due:
            self._put(held.agenda_key(scope), held.without(agenda, [each.key for each in due]))

    def _settle(self, step: Step, enriched: Enriched, story: Story, scope: str) -> Verdict:
        """The verdict for an article, and what is remembered of it."""
        article = enriched.article
        match step:
            case "kill":
                return self._kill(article, self._end_waiting(story, scope, "killed"))
            case "match" | "wait":
                mine = rank(article.version, moment_of(article))
                return self._match(enriched, self._end_waiting(story, scope, "superseded", mine))
            case "killed" | "superseded":
                self._put(story.key, with_version(story, article, self.now))
            case "repeat":
                self._put(story.key, story)
        return Verdict("archive", self.now, self.rules.version, reason=step)

    def _kill(self, article: Article, story: Story) -> Verdict:
        """Everyone who was told hears of the withdrawal; nothing of the story alerts anybody from now on."""
        version = with_version(story, article, self.now)
        killed = replace(version, killed=self.now, killed_moment=version.versions[-1].moment, told=(), sentences=())
        self._put(story.key, killed)
        previous = _told_version(story)
        if not story.told:
            return Verdict("archive", self.now, self.rules.version, reason="killed", previous=previous)
        return Verdict("alert", self.now, self.rules.version, previous=previous, withdraws=story.told)

    def _match(self, enriched: Enriched, story: Story) -> Verdict:
        article = enriched.article
        matches = drill.match(self.rules, enriched, datetime.fromisoformat(self.now))
        new = tuple(match.rule for match in matches)
        corrects = story.told if article.kind == "correction" else ()
        edits = find_edits(story.sentences, sentences_of(article)) if story.told and article.take is None else ()
        unchanged = bool(story.told) and article.take is None and not edits and set(new) <= set(story.told)
        told = tuple(dict.fromkeys((*story.told, *new)))
        if not (matches or corrects) or unchanged:
            self._put(story.key, self._counting(with_version(story, article, self.now), article))
            reason: ArchiveReason = "already-alerted" if unchanged else "no-rule-matched"
            return Verdict("archive", self.now, self.rules.version, reason=reason, previous=_told_version(story))
        seen = with_version(story, article, self.now, new)
        self._put(story.key, self._counting(replace(seen, told=told), article))
        previous = _told_version(story)
        return Verdict(
            "alert", self.now, self.rules.version, matches, previous=previous, corrects=corrects, edits=edits
        )  # fmt: skip

    def _counting(self, story: Story, article: Article) -> Story:
        """With the words of this version, which is the one that counts now; a take leaves them as they are."""
        if not story.told or (article.take is not None and story.sentences):
            return story
        return replace(story, sentences=sentences_of(article))

    def _hold(self, story: Story, scope: str, waiting: Held) -> None:
        article = waiting.record.article
        key = held.held_key(story.key, article.version, content(article))
        self._put(key, waiting)
        self._put(story.key, replace(story, held=(*story.held, key)))
        if waiting.until is not None:
            self._put(held.agenda_key(scope), held.add(held.read_agenda(self._memory, scope), waiting.until, key))

    def _end_waiting(self, story: Story, scope: str, reason: ArchiveReason, below: Rank | None = None) -> Story:
        """Versions that wait and are overtaken (all, or those that count less than `below`) end in the archive."""
        ended = []
        for key in story.held:
            waiting = held.read_held(self._memory, key)
            if waiting is None:
                continue
            article = waiting.record.article
            if below is None or rank(article.version, moment_of(article)) < below:
                self._release(waiting, Verdict("archive", self.now, self.rules.version, reason=reason))
                self._put(key, None)
                ended.append(key)
        agenda = held.read_agenda(self._memory, scope)
        if any(each.key in ended for each in agenda.due):
            self._put(held.agenda_key(scope), held.without(agenda, ended))
        return replace(story, held=tuple(key for key in story.held if key not in ended))

    def _release(self, waiting: Held, verdict: Verdict) -> None:
        article, origin = waiting.record.article, Origin.parse(waiting.origin)
        self._released += [
            Released(ending, origin, waiting.entered, self.now, article.replay, article.deliver)
            for ending in _forwards(waiting.record, replace(verdict, held_since=waiting.since), origin)
        ]

    def _story(self, key: str) -> Story:
        kept = self._memory.get(key)
        return _decode_story(kept) if kept else Story(key)

    def _put(self, key: str, value: msgspec.Struct | None) -> None:
        change = Remember(key, value)
        self._remember[key] = change
        self._memory.put([(key, change.encoded())])


def _told_version(story: Story) -> str | None:
    """The last version that alerted someone."""
    return next((seen.version for seen in reversed(story.versions) if seen.alerted), None)


def _forwards(enriched: Enriched, verdict: Verdict, origin: Origin) -> tuple[Forward, ...]:
    """To the alerts or the archive; an alert also once to each rule that it concerns."""
    topic = ALERTS if verdict.outcome == "alert" else ARCHIVE
    item, items = origin.item, origin.items
    fields = {name: getattr(enriched, name) for name in Enriched.__struct_fields__}
    routed = Forward(topic.name, enriched.article.story_key, Routed(**fields, verdict=verdict), item, items)
    if topic is ARCHIVE:
        return (routed,)
    matched = matched_by_rule(enriched, verdict)
    return (routed, *(Forward(MATCHES.name, each.rule, each, item, items, each.rule) for each in matched))
