"""One moment of the route stage: what becomes of an article, or of what waited, and what is remembered of its story."""

from datetime import datetime
from typing import Protocol

from msgspec.structs import replace

from agents import drill, held
from agents.book import Book
from agents.correction import find_edits
from agents.ending import forwards, read_enriched
from agents.memory import Memory
from agents.recall import ask, names_in, names_of, number_of, only_named
from agents.stage import Dead, Decision, Hold, Message
from agents.story import Step, moment_of, next_step, rank, release_time, sentences_of, utc, with_version
from agents.takes import join_takes, other_takes, take_key, take_keys
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import Origin
from schemas.request import Bears, Recall
from schemas.routed import ArchiveReason, Match, Verdict
from schemas.story import Held, Story
from schemas.topics import ARCHIVE


class Rules(Protocol):
    """A set of standing rules, as `agents.rules` builds it."""

    @property
    def version(self) -> str:
        """Of the whole set."""
        ...

    def match(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
        """The rules that match, in order of their ids."""
        ...


class Moment(Book):
    """One moment: what becomes of an article that comes, and of what waited until now."""

    def __init__(self, rules: Rules, memory: Memory, now: str) -> None:
        super().__init__(memory, now, rules.version)
        self.rules = rules

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
            self.hold(story, scope, Held(enriched, self.now, envelope.entered, str(origin), until))
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
                self.release(waiting, *self._settle(step, waiting.record, story, scope))
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

    def _settle(self, step: Step, enriched: Enriched, story: Story, scope: str) -> tuple[Enriched, Verdict]:
        """The article as it goes on, a take joined with others, and the verdict; and what is remembered of it."""
        article = enriched.article
        match step:
            case "kill":
                return enriched, self.kill(article, self.end_waiting(story, scope, "killed"))
            case "match" | "wait":
                mine = rank(article.version, moment_of(article))
                return self._match(enriched, self.end_waiting(story, scope, "superseded", mine))
            case "killed" if article.kind == "repeat":  # its number is that of a version which may wait still
                self.put(story.key, story)
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


def _told_version(story: Story) -> str | None:
    """The last version that alerted someone."""
    return next((seen.version for seen in reversed(story.versions) if seen.alerted), None)
