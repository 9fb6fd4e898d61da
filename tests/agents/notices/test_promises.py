"""What notify promises, in random orders, with versions, copies, kills, embargoes, delays, replays and restarts."""

from collections import defaultdict
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.memory import Layer
from agents.notices.ring import silenced_by
from agents.notify import Notify as Stage
from agents.stage import Forward, Message
from agents.text.fingerprint import fingerprint
from schemas.article import Article
from schemas.headers import Envelope, Origin
from schemas.notice import Matched, Notice
from schemas.rule import Notify, Rule
from schemas.silence import Silence
from tests.agents.notices.wire import Wire, at, prose, report

PARTS = [prose(number, 60) for number in range(5)]
TEXTS = [
    # the parts that a text is made of: the whole of another one, half of it, a third, nothing
    (0,), (0, 1), (1, 0), (0, 1, 2), (0, 3, 4), (3,), (3, 4), (1,),
]  # fmt: skip
RULES = st.builds(
    lambda urgency, notify: Rule("fires", "fire", urgency=urgency, notify=notify),
    st.sampled_from([1, 1, 3]),
    st.one_of(
        st.none(),
        st.builds(
            Notify,
            quiet=st.sampled_from([(), ("12:20-12:40",), ("mon 13:00-14:00",)]),
            interval=st.sampled_from([None, None, "15m"]),
            digest=st.sampled_from([None, None, "daily 12:30", "every 1h"]),
            inhibited_by=st.sampled_from([(), (), ("homs",)]),
        ),
    ),
)
OTHER = Rule("homs", "Homs")
SILENCES = st.lists(
    st.builds(
        lambda start, length, rule, source, story: Silence(
            "s", "desk", "why", at(start), at(start + length), rule, source, story
        ),
        st.integers(0, 60),
        st.integers(1, 60),
        st.sampled_from([None, "fires", "f*", "zzz"]),
        st.sampled_from([None, None, "ap"]),
        st.sampled_from([None, None, "*/1"]),
    ),
    max_size=2,
)
ARTICLES = st.builds(
    lambda source, story, number, text, place, **fields: report(
        f"{source}/{story}", f"A fire{place}. " + " ".join(PARTS[part] for part in text), number, **fields
    ),
    st.sampled_from(["ap", "reuters", "afp"]),
    st.sampled_from(["1", "2"]),
    st.sampled_from(["1", "2", "3", "4"]),
    st.sampled_from(TEXTS),
    st.sampled_from(["", " in Homs"]),
    kind=st.sampled_from(["new", "new", "new", "update", "correction", "kill"]),
    urgency=st.sampled_from([None, 4, 3, 2]),
    embargo=st.sampled_from([None, None, None, "2018-01-01T12:25:00Z"]),
    replay=st.sampled_from([None, None, None, "r"]),
)
FEEDS = st.lists(st.tuples(ARTICLES, st.integers(0, 15), st.booleans()), max_size=12)
"""Reports, minutes since the one before, and whether the time is passed on to the stages in between."""


class Watched(Wire):
    """A wire that knows of each match the notice that came of it, and what each rule was told."""

    def __init__(self, *rules: Rule, silences: Any = ()) -> None:
        super().__init__(*rules, silences=silences)
        self.pairs: list[tuple[Matched, Notice, bool, set[tuple[Any, ...]]]] = []
        """The match, its notice, whether its story was told by then, and which stories the rule had heard of."""
        self.told: set[tuple[Any, ...]] = set()
        self.heard: set[tuple[Any, ...]] = set()

    def run(self, feed: list[tuple[Article, int, bool]]) -> float:
        minute = 0.0
        for article, later, pass_on in feed:
            minute += later
            if pass_on:
                self.watch(lambda now=minute: self.route_to(now))  # type: ignore[misc] # a default binds the variable
                self.watch(lambda now=minute: self.pass_to(now))  # type: ignore[misc]
            self.watch(lambda one=article, now=minute: self.send(one, now))  # type: ignore[misc]
        return minute

    def watch(self, step: Any) -> None:
        """Do one step and hold what came out of it against the matches that went in, in order."""
        known = len(self.matched)
        made = step()
        matched = iter(self.matched[known:])
        for notice in made:
            if notice.event == "digest":
                self._tell(notice, notice.items)
                continue
            match = next(matched)
            story = (match.article.replay, match.rule, match.article.story_key)
            self.pairs.append((match, notice, story in self.told, set(self.heard)))
            self.heard.add(story)
            self._tell(notice, [notice] if notice.ring or notice.thread in self._threads(notice) else [])
        assert next(matched, None) is None, "a match without a notice"

    def _threads(self, notice: Notice) -> set[str]:
        return {name for replay, rule, name in self.told if (replay, rule) == (notice.replay, notice.rule)}

    def _tell(self, by: Notice, stories: Any) -> None:
        """Of a story that was told, everyone who carries it is known, and who joins it later."""
        for each in stories:
            names = [each.thread, each.story, *(carrier.story for carrier in each.also)]
            self.told |= {(by.replay, by.rule, name) for name in names}


@settings(max_examples=70, deadline=None)
@given(RULES, SILENCES, FEEDS)
def test_the_first_is_never_delayed(rule: Rule, silences: list[Silence], feed: list[tuple[Article, int, bool]]) -> None:
    """Its notice is written with the match, whatever is set; it rings unless something asked for holds it back."""
    wire = Watched(rule, OTHER, silences=silences)
    wire.run(feed)
    options = rule.notify or Notify()
    for match, notice, _, _ in wire.pairs:
        if notice.event != "new":
            continue
        story = match.article.story_key
        silence = silenced_by(silences, match.rule, match.article.provider, story, match.verdict.now)
        may_wait = match.rule == "fires" and rule.urgency > 1 and (options.quiet or options.interval or options.digest)
        if silence is None and match.inhibited is None and not may_wait:
            assert notice.ring, notice.muted
        assert notice.ring or notice.muted, "it does not ring, and does not say why"


@settings(max_examples=70, deadline=None)
@given(RULES, SILENCES, FEEDS, st.randoms(use_true_random=False))
def test_nobody_who_was_told_a_story_misses_its_withdrawal(
    rule: Rule, silences: list[Silence], feed: list[tuple[Article, int, bool]], chance: Any
) -> None:
    """Nor its correction, which may wait for the end of quiet hours."""
    wire = Watched(rule, OTHER, silences=silences)
    kills = {(each.story_key, each.replay): each for each, _, _ in feed}.values()
    killed = [report(each.story_key, "Kill it.", "9", kind="kill", replay=each.replay) for each in kills]
    minute = wire.run([*feed, *((each, chance.choice([0, 5, 40]), False) for each in killed)])
    for match, notice, told, _ in wire.pairs:
        if match.verdict.withdraws:
            assert notice.event == "withdrawal"
            assert notice.ring or not told
        if match.verdict.corrects:
            assert notice.event == "correction"
            assert notice.ring or not told or "quiet hours" in (notice.muted or "")
    wire.silences = ()
    waited = {
        (notice.rule, notice.thread)
        for match, notice, _, _ in wire.pairs
        if notice.replay is None and not notice.ring and _may_ring_later(notice)
    }
    wire.watch(lambda: wire.pass_to(minute + 8 * 24 * 60))
    rang = {(each.rule, each.thread) for each in wire.out if each.ring}
    rang |= {(each.rule, item.thread) for each in wire.out for item in each.items}
    gone = {(each.rule, each.thread) for each in wire.out if each.event == "withdrawal"}
    silenced = {(each.rule, each.thread) for each in wire.out if silences}
    assert waited <= rang | gone | silenced, "what waited never rang"


def _may_ring_later(notice: Notice) -> bool:
    why = notice.muted or ""
    return why.startswith(("quiet hours", "waits for", "rang less"))


@settings(max_examples=70, deadline=None)
@given(RULES, FEEDS)
def test_folding_never_hides_a_story_that_is_not_a_copy(rule: Rule, feed: list[tuple[Article, int, bool]]) -> None:
    """The oracle compares every five words of the whole texts, with what came before for the rule."""
    texts = {fingerprint(article.text): grams(article.text) for article, _, _ in feed}
    wire = Watched(rule, OTHER)
    wire.run(feed)
    before: defaultdict[tuple[Any, ...], list[set[tuple[str, ...]]]] = defaultdict(list)
    for match, notice, _, heard in wire.pairs:
        of_rule = (match.article.replay, match.rule)
        mine = texts[match.fingerprint]
        first = (*of_rule, match.article.story_key) not in heard
        if first and notice.event == "update":
            assert max(len(mine & other) / len(mine) for other in before[of_rule]) > 0.3, "it hides a story"
        if first and not (match.verdict.withdraws or match.verdict.corrects):
            unlike = all(len(mine & other) < 10 for other in before[of_rule])
            assert notice.event == "new" or not unlike
        before[of_rule].append(mine)


@settings(max_examples=40, deadline=None)
@given(RULES, SILENCES, FEEDS)
def test_ids_are_unique_and_threads_begin_with_their_first(
    rule: Rule, silences: list[Silence], feed: list[tuple[Article, int, bool]]
) -> None:
    wire = Watched(rule, OTHER, silences=silences)
    wire.run(feed)
    ids = [notice.id for notice in wire.out]
    assert len(set(ids)) == len(ids)
    begun: dict[str, tuple[str, str | None]] = {}
    for notice in wire.out:
        begun.setdefault(notice.thread, (notice.rule, notice.replay))
        assert notice.thread == notice.id or notice.thread in ids
        assert begun[notice.thread] == (notice.rule, notice.replay)
        told_before = [
            each for each in wire.out[: wire.out.index(notice)] if each.thread == notice.thread and each.ring
        ]
        if notice.event == "update" and notice.ring and told_before:
            assert any(each.event == "withdrawal" for each in told_before), "an update rang again"


@settings(max_examples=30, deadline=None)
@given(RULES, SILENCES, FEEDS, st.integers(1, 5))
def test_batches_and_restarts_do_not_matter(
    rule: Rule, silences: list[Silence], feed: list[tuple[Article, int, bool]], size: int
) -> None:
    wire = Watched(rule, OTHER, silences=silences)
    for article, later, _ in feed:
        wire.send(article, later)
    messages = [
        Message(
            each.rule.encode(),
            msgspec.json.encode(each),
            Envelope("id", "s", "t", each.verdict.now, 0, origin=Origin("wire.raw", 0, number)),
        )
        for number, each in enumerate(wire.matched)
    ]
    alone, together = Layer({}), Layer({})
    one_by_one, batched = [], []
    for message in messages:
        (decision,) = Stage(silences).decide([message], alone)
        alone.put((each.key, each.encoded()) for each in decision.remember)
        one_by_one.append(decision)
    stage = Stage(silences)
    for start in range(0, len(messages), size):
        decisions = stage.decide(messages[start : start + size], together)
        for decision in decisions:
            together.put((each.key, each.encoded()) for each in decision.remember)
        batched += decisions
    assert batched == one_by_one
    assert all(isinstance(each.endings[0], Forward) for each in batched)
    assert together.changes == alone.changes


def grams(text: str) -> set[tuple[str, ...]]:
    words = text.lower().replace(".", " ").split()
    return {tuple(words[place : place + 5]) for place in range(len(words) - 4)}
