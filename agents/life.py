"""One moment of the route stage: what becomes of an article, or of what waited, and what is remembered of its story."""

from datetime import datetime
from typing import Protocol

import msgspec
from msgspec.structs import replace

from agents import drill, held
from agents.correction import find_edits
from agents.memory import Layer, Memory
from agents.notices.concerned import matched_by_rule
from agents.recall import ask, names_in, names_of, number_of, only_named
from agents.stage import Dead, Decision, Ending, Forward, Hold, Message, Released, Remember
from agents.story import (
    Rank,
    Step,
    content,
    moment_of,
    next_step,
    rank,
    release_time,
    sentences_of,
    utc,
    with_version,
)
from agents.takes import join_takes, other_takes, take_key, take_keys
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import Origin
from schemas.request import Bears, Recall
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
        self.memory = Layer(memory)
        self._remember: dict[str, Remember] = {}
        self._released: list[Released] = []
        self.asks: list[Forward] = []
        """Requests to other partitions, which go out with the ending that led to them."""

    def decision(self, endings: tuple[Ending, ...]) -> Decision:
        """All that this moment led to."""
        return Decision(endings, tuple(self._remember.values()), tuple(self._released))

    def take(self, message: Message) -> Decision:
        """Route the message's article; first comes what its time releases."""
        enriched = read_enriched(message)
        if isinstance(enriched, Dead):
            return Decision((enriched,))
        article, envelope = enriched.article, message.envelope
        scope = article.replay or held.LIVE
        self.release_due(scope)
        key = f"{scope}/{article.story_key}"
        step, story = next_step(article, self.story(key), self.now)
        origin = envelope.origin or Origin(ARCHIVE.name, 0, 0)
        if step == "wait":
            until = release_time(article)
            self._hold(story, scope, Held(enriched, self.now, envelope.entered, str(origin), until))
            return self.decision((Hold(until, origin.item, origin.items),))
        endings = forwards(*self._settle(step, enriched, story, scope), origin)
        if step == "kill" and not story.versions:
            self.asks += [ask(enriched, name, Recall(name), name) for name in names_in(article)]
        return self.decision((*endings, *self.asked()))

    def release_due(self, scope: str) -> None:
        """Route what waited and whose time has come, in order of those times."""
        agenda = held.read_agenda(self.memory, scope)
        due = held.due_by(agenda, utc(self.now))
        for each in due:
            waiting = held.read_held(self.memory, each.key)
            if waiting is not None:
                article = waiting.record.article
                story = self.story(f"{scope}/{article.story_key}")
                story = replace(story, held=tuple(key for key in story.held if key != each.key))
                step, story = next_step(article, story, max(self.now, each.until))
                self._release(waiting, *self._settle(step, waiting.record, story, scope))
            self.put(each.key, None)
        if due:
            self.put(held.agenda_key(scope), held.without(agenda, [each.key for each in due]))

    def tell_names(self, enriched: Enriched, story: Story) -> None:
        """The first alert of a story: its names are kept, for a kill that names it by nothing else.

        Of later parts the number under which they were sent, which is each one's own.
        """
        article, named = enriched.article, only_named(enriched)
        names = number_of(article) if story.told else names_of(article)
        self.asks += [ask(named, name, Bears(name), name) for name in names]

    def asked(self) -> tuple[Forward, ...]:
        """The requests so far, once."""
        asks, self.asks = tuple(self.asks), []
        return asks

    def _settle(self, step: Step, enriched: Enriched, story: Story, scope: str) -> tuple[Enriched, Verdict]:
        """The article as it goes on, a take joined with others, and the verdict; and what is remembered of it."""
        article = enriched.article
        match step:
            case "kill":
                return enriched, self.kill(article, self.end_waiting(story, scope, "killed"))
            case "match" | "wait":
                mine = rank(article.version, moment_of(article))
                return self._match(enriched, self.end_waiting(story, scope, "superseded", mine))
            case "killed" | "superseded":
                self.put(story.key, with_version(story, article, self.now))
            case "repeat":
                self.put(story.key, story)
        return enriched, Verdict("archive", self.now, self.rules.version, reason=step)

    def kill(self, article: Article, story: Story) -> Verdict:
        """Everyone who was told hears of the withdrawal; nothing of the story alerts anybody from now on."""
        version = with_version(story, article, self.now)
        for key in take_keys(story):
            self.put(key, None)
        killed = replace(version, killed=self.now, killed_moment=version.versions[-1].moment, told=(), sentences=())
        self.put(story.key, killed)
        previous = _told_version(story)
        if not story.told:
            return Verdict("archive", self.now, self.rules.version, reason="killed", previous=previous)
        return Verdict("alert", self.now, self.rules.version, previous=previous, withdraws=story.told)

    def _match(self, enriched: Enriched, story: Story) -> tuple[Enriched, Verdict]:
        article, joined = enriched.article, enriched
        if article.take is not None:
            joined = join_takes(enriched, other_takes(self.memory, story, article.take))
            self.put(take_key(story.key, article.take), enriched)
        matches = drill.match(self.rules, joined, datetime.fromisoformat(self.now))
        new = tuple(match.rule for match in matches)
        corrects = story.told if article.kind == "correction" else ()
        edits = find_edits(story.sentences, sentences_of(article)) if story.told and article.take is None else ()
        unchanged = bool(story.told) and article.take is None and not edits and set(new) <= set(story.told)
        told = tuple(dict.fromkeys((*story.told, *new)))
        if not (matches or corrects) or unchanged:
            self.put(story.key, self.counting(with_version(story, article, self.now), article))
            reason: ArchiveReason = "already-alerted" if unchanged else "no-rule-matched"
            if story.told:
                self.tell_names(enriched, story)
            archived = Verdict("archive", self.now, self.rules.version, reason=reason, previous=_told_version(story))
            return enriched, archived
        seen = with_version(story, article, self.now, new)
        self.put(story.key, self.counting(replace(seen, told=told), article))
        self.tell_names(enriched, story)
        previous = _told_version(story)
        return joined, Verdict(
            "alert", self.now, self.rules.version, matches, previous=previous, corrects=corrects, edits=edits
        )  # fmt: skip

    def counting(self, story: Story, article: Article) -> Story:
        """With the words of this version, which is the one that counts now; a take leaves them as they are."""
        if not story.told or (article.take is not None and story.sentences):
            return story
        return replace(story, sentences=sentences_of(article))

    def _hold(self, story: Story, scope: str, waiting: Held) -> None:
        article = waiting.record.article
        key = held.held_key(story.key, article.version, content(article))
        self.put(key, waiting)
        self.put(story.key, replace(story, held=(*story.held, key)))
        if waiting.until is not None:
            self.put(held.agenda_key(scope), held.add(held.read_agenda(self.memory, scope), waiting.until, key))

    def end_waiting(self, story: Story, scope: str, reason: ArchiveReason, below: Rank | None = None) -> Story:
        """Versions that wait and are overtaken (all, or those that count less than `below`) end in the archive."""
        ended = []
        for key in story.held:
            waiting = held.read_held(self.memory, key)
            if waiting is None:
                continue
            article = waiting.record.article
            if below is None or rank(article.version, moment_of(article)) < below:
                self._release(waiting, waiting.record, Verdict("archive", self.now, self.rules.version, reason=reason))
                self.put(key, None)
                ended.append(key)
        agenda = held.read_agenda(self.memory, scope)
        if any(each.key in ended for each in agenda.due):
            self.put(held.agenda_key(scope), held.without(agenda, ended))
        return replace(story, held=tuple(key for key in story.held if key not in ended))

    def _release(self, waiting: Held, enriched: Enriched, verdict: Verdict) -> None:
        article, origin = waiting.record.article, Origin.parse(waiting.origin)
        endings = forwards(enriched, replace(verdict, held_since=waiting.since), origin)
        self._released += [
            Released(each, origin, waiting.entered, self.now, article.replay, article.deliver)
            for each in (*endings, *self.asked())
        ]

    def story(self, key: str) -> Story:
        """What is remembered of a story."""
        kept = self.memory.get(key)
        return _decode_story(kept) if kept else Story(key)

    def put(self, key: str, value: msgspec.Struct | None) -> None:
        """Remember, and see it from now on."""
        change = Remember(key, value)
        self._remember[key] = change
        self.memory.put([(key, change.encoded())])


def read_enriched(message: Message) -> Enriched | Dead:
    """The article in a message."""
    try:
        return _decode(message.value)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        return Dead("not-a-record", f"not an enriched article: {error}")


def _told_version(story: Story) -> str | None:
    """The last version that alerted someone."""
    return next((seen.version for seen in reversed(story.versions) if seen.alerted), None)


def forwards(enriched: Enriched, verdict: Verdict, origin: Origin) -> tuple[Forward, ...]:
    """To the alerts or the archive; an alert also once to each rule that it concerns."""
    topic = ALERTS if verdict.outcome == "alert" else ARCHIVE
    item, items = origin.item, origin.items
    fields = {name: getattr(enriched, name) for name in Enriched.__struct_fields__}
    routed = Forward(topic.name, enriched.article.story_key, Routed(**fields, verdict=verdict), item, items)
    if topic is ARCHIVE:
        return (routed,)
    matched = matched_by_rule(enriched, verdict)
    return (routed, *(Forward(MATCHES.name, each.rule, each, item, items, each.rule) for each in matched))
