"""A story's life: versions, corrections, kills, embargoes and repeats, in tables and in random orders."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.held import is_held_key
from agents.notices.concerned import concerned_rules
from agents.route import Route
from agents.stage import Decision, Forward, Hold, Message
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import Envelope, Origin
from schemas.notice import Matched
from schemas.routed import Match, Routed, Verdict

START = datetime(2018, 1, 1, tzinfo=UTC)


class Words:
    """Rules that match when their own name stands in the text: nothing to go wrong in the rules themselves."""

    version = "w1"

    def match(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
        text = enriched.article.text.replace(".", " ").split()
        return tuple(Match(word) for word in ("fire", "flood", "storm") if word in text)


class Desk:
    """A route stage, its memory, and what came out of it; every step goes through a new stage, as after a restart."""

    def __init__(self) -> None:
        self.memory: dict[str, bytes] = {}
        self.out: list[tuple[int, Verdict]] = []
        """Offset of the report in wire.raw and the verdict, in the order in which they ended."""
        self.count = 0

    def send(self, article: Article, minute: float = 0) -> None:
        self.send_all([(article, minute)])

    def send_all(self, sent: Iterable[tuple[Article, float]]) -> None:
        messages = []
        for article, minute in sent:
            envelope = Envelope(
                "id", "s", "t", at(minute), 0, origin=Origin("wire.raw", 0, self.count), replay=article.replay
            )
            messages.append(Message(b"k", msgspec.json.encode(Enriched(article.id, article)), envelope))
            self.count += 1
        first = self.count - len(messages)
        for number, decision in enumerate(Route(Words()).decide(messages, self.memory)):
            self._take(decision, first + number)

    def pass_to(self, minute: float) -> None:
        self._take(Route(Words()).release(self.memory, at(minute)), -1)

    def _take(self, decision: Decision, offset: int) -> None:
        made = [(released.origin.offset, released.ending) for released in decision.released]
        for ending in decision.endings:
            assert isinstance(ending, Forward | Hold)
            made += [(offset, ending)] if isinstance(ending, Forward) else []
        concerned, verdicts = [], []
        for place, forward in made:
            if isinstance(forward.record, Matched):
                assert (forward.topic, forward.key, forward.part) == ("wire.matches", *[forward.record.rule] * 2)
                concerned.append((place, forward.record.rule))
            else:
                assert isinstance(forward.record, Routed)
                verdicts.append((place, forward.record.verdict))
        alerts = [(place, rule) for place, verdict in verdicts for rule in concerned_rules(verdict)]
        assert concerned == alerts, "each alert goes once to each rule that it concerns, and nothing else goes there"
        self.out += verdicts
        for change in decision.remember:
            value = change.encoded()
            if value is None:
                self.memory.pop(change.key, None)
            else:
                self.memory[change.key] = value

    @property
    def held(self) -> int:
        return sum(map(is_held_key, self.memory))

    def verdict(self, place: int = -1) -> Verdict:
        return self.out[place][1]


def at(minute: float) -> str:
    return (START + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")


def version(number: str, words: str, **fields: Any) -> Article:
    given: dict[str, Any] = {"kind": "new", "headline": None, "body": (words,), "created": "2018-01-01T00:00:00Z"}
    return Article(id=f"p/s/{number}", provider="p", story="s", version=number, **(given | fields))


def test_versions_replace_and_late_ones_alert_nobody() -> None:
    desk = Desk()
    desk.send(version("1", "A fire in Homs."))
    desk.send(version("3", "A fire and a flood in Homs."))
    desk.send(version("2", "A storm and a fire in Homs."))
    first, third, second = (each for _, each in desk.out)
    assert (first.outcome, first.previous) == ("alert", None)
    assert (third.outcome, third.previous) == ("alert", "1")
    assert [edit.after for edit in third.edits] == ["A fire and a flood in Homs."]
    assert (second.outcome, second.reason) == ("archive", "superseded")


def test_a_version_counts_by_number_then_by_date() -> None:
    desk = Desk()
    desk.send(version("10", "A fire.", updated="2018-01-01T02:00:00Z"))
    desk.send(version("9", "A flood.", updated="2018-01-01T03:00:00Z"))
    desk.send(version("10", "A storm.", updated="2018-01-01T03:00:00+02:00"))
    desk.send(version("10", "A storm.", updated="2018-01-01T05:00:00+02:00"))
    assert [each.reason for _, each in desk.out] == [None, "superseded", "superseded", "repeat"]


def test_repeats_alert_nobody() -> None:
    desk = Desk()
    for article in (version("1", "A fire."), version("1", "A fire."), version("2", "A fire.", kind="repeat")):
        desk.send(article)
    assert [each.reason for _, each in desk.out] == [None, "repeat", "repeat"]
    desk.send(version("3", "A fire."))
    assert desk.verdict().reason == "already-alerted"


def test_a_correction_reaches_everyone_who_was_told_and_says_what_changed() -> None:
    desk = Desk()
    desk.send(version("1", "A fire hurt 12 in Homs. It was cold. Mayor Ali spoke."))
    desk.send(version("2", "A flood hurt 120 in Homs. It was cold. Mayor Omar spoke.", kind="correction"))
    told = desk.verdict()
    assert (told.outcome, told.corrects, [match.rule for match in told.matches]) == ("alert", ("fire",), ["flood"])
    assert [edit.before for edit in told.edits] == ["A fire hurt 12 in Homs.", "Mayor Ali spoke."]
    assert told.edits[0].figures == ("12 -> 120",)
    assert told.edits[1].names == ("Mayor Ali -> Mayor Omar",)
    desk.send(version("3", "Nothing happened.", kind="kill"))
    assert desk.verdict().withdraws == ("fire", "flood")


def test_a_kill_wins_in_whichever_order_it_arrives() -> None:
    desk = Desk()
    desk.send(version("2", "", kind="kill"))
    desk.send(version("1", "A fire."))
    desk.send(version("2", "", kind="kill"))
    assert [(each.outcome, each.reason) for _, each in desk.out] == [
        ("archive", "killed"), ("archive", "killed"), ("archive", "repeat"),
    ]  # fmt: skip


def test_a_later_version_with_a_higher_number_reinstates_a_withdrawn_story() -> None:
    desk = Desk()
    desk.send(version("1", "A fire.", updated="2018-01-01T00:10:00Z"))
    desk.send(version("2", "", kind="kill", updated="2018-01-01T00:20:00Z"))
    desk.send(version("3", "A fire.", updated="2018-01-01T00:15:00Z"))
    assert desk.verdict().reason == "killed"
    desk.send(version("4", "A fire.", updated="2018-01-01T00:30:00Z"))
    assert [match.rule for match in desk.verdict().matches] == ["fire"]
    desk.send(version("5", "", kind="kill", updated="2018-01-01T00:40:00Z"))
    assert desk.verdict().withdraws == ("fire",)


def test_a_cancelled_item_with_an_empty_body_is_a_kill() -> None:
    desk = Desk()
    desk.send(version("1", "A fire."))
    desk.send(version("1", "", status="canceled", kind="kill"))
    assert (desk.verdict().outcome, desk.verdict().withdraws) == ("alert", ("fire",))


def test_a_reused_number_is_a_new_story() -> None:
    desk = Desk()
    desk.send(version("1", "A fire.", format="iptc7901", sent="2018-01-01T00:00", created=None))
    desk.send(version("9", "", format="iptc7901", sent="2018-01-01T00:30", created=None, kind="kill"))
    desk.send(version("1", "A flood.", format="iptc7901", sent="2018-01-04T00:00", created=None))
    assert (desk.verdict().outcome, desk.verdict().previous) == ("alert", None)


def test_an_embargo_holds_although_the_status_is_usable() -> None:
    desk = Desk()
    desk.send(version("1", "A fire.", embargo="2018-01-01T01:00:00+00:00"), minute=1)
    assert (desk.out, desk.held) == ([], 1)
    assert Route(Words()).next_release(desk.memory) == "2018-01-01T01:00:00.000000+00:00"
    desk.pass_to(59.99)
    assert desk.out == []
    desk.pass_to(60)
    [(offset, verdict)] = desk.out
    assert (offset, verdict.outcome, verdict.held_since, verdict.now) == (0, "alert", at(1), at(60))
    assert desk.held == 0
    desk.pass_to(61)
    assert len(desk.out) == 1


def test_a_withheld_version_waits_for_the_next() -> None:
    desk = Desk()
    desk.send(version("1", "A fire.", status="withheld", kind="hold"))
    desk.pass_to(10_000)
    assert (desk.out, desk.held) == ([], 1)
    desk.send(version("1", "A fire."))
    desk.send(version("2", "A flood."))
    assert [(offset, each.outcome, each.reason) for offset, each in desk.out] == [
        (1, "alert", None), (0, "archive", "superseded"), (2, "alert", None),
    ]  # fmt: skip


def test_a_kill_ends_what_waits() -> None:
    desk = Desk()
    desk.send(version("1", "A fire.", embargo="2018-01-01T01:00:00Z"))
    desk.send(version("2", "", kind="kill"), minute=2)
    assert sorted((offset, each.reason) for offset, each in desk.out) == [(0, "killed"), (1, "killed")]
    desk.pass_to(120)
    assert (len(desk.out), desk.held) == (2, 0)


def test_a_version_that_waits_does_not_take_up_a_withdrawn_story_yet() -> None:
    desk = Desk()
    desk.send(version("1", "A fire."))
    desk.send(version("1", "", kind="kill"))
    again = version("2", "A fire.", updated="2018-01-01T00:10:00Z", embargo="2018-01-01T00:30:00Z")
    desk.send(again)
    desk.send(again)
    desk.send(version("1", "A flood."))
    assert [each.reason for _, each in desk.out[2:]] == ["repeat", "killed"]
    desk.pass_to(40)
    assert (desk.verdict().outcome, desk.held) == ("alert", 0)


def test_a_repeat_of_a_version_that_waits_does_not_kill_it() -> None:
    desk = Desk()
    desk.send(version("1", "A fire."))
    desk.send(version("1", "", kind="kill"))
    again = version("2", "A fire.", updated="2018-01-01T00:10:00Z", embargo="2018-01-01T00:30:00Z")
    desk.send(again)
    desk.send(msgspec.structs.replace(again, kind="repeat", embargo=None))
    assert (desk.verdict().reason, desk.held) == ("killed", 1)
    desk.pass_to(40)
    assert ([match.rule for match in desk.verdict().matches], desk.held) == (["fire"], 0)


def test_a_replay_releases_by_its_own_time() -> None:
    desk = Desk()
    desk.send(version("1", "A fire.", embargo="2018-01-01T01:00:00Z", replay="r"))
    desk.pass_to(10_000)
    assert desk.out == []
    desk.send(msgspec.structs.replace(version("1", "A flood.", replay="r"), story="other"), minute=60)
    assert [offset for offset, _ in desk.out] == [0, 1]


ARTICLES = st.builds(
    version,
    st.sampled_from(["1", "2", "3"]),
    st.sampled_from(["A fire.", "A flood and a fire.", "A storm.", "Nothing."]),
    kind=st.sampled_from(["new", "new", "update", "correction", "kill", "repeat"]),
    status=st.sampled_from(["usable", "usable", "usable", "withheld"]),
    updated=st.sampled_from([None, "2018-01-01T00:10:00Z", "2018-01-01T00:20:00Z"]),
    embargo=st.sampled_from([None, None, "2018-01-01T00:30:00Z", "2018-01-01T02:00:00Z"]),
)
FEEDS = st.lists(st.tuples(ARTICLES, st.integers(0, 20), st.booleans()), max_size=10)
"""Articles, minutes since the one before, and whether the time is passed on to the stage in between."""


@settings(max_examples=400, deadline=None)
@given(FEEDS, st.randoms(use_true_random=False))
def test_whoever_was_told_hears_of_corrections_and_of_the_withdrawal(
    feed: list[tuple[Article, int, bool]], chance: Any
) -> None:
    """In any order, with any delays, duplicates and restarts."""
    desk, minute, sent = Desk(), 0, []
    for article, later, pass_on in feed:
        minute += later
        if pass_on:
            desk.pass_to(minute)
        for _ in range(chance.choice([1, 1, 2])):
            desk.send(article, minute)
            sent.append(article)
    desk.pass_to(100_000)
    ended = [offset for offset, _ in desk.out]
    assert len(ended) == len(set(ended)), "a report ended twice"
    assert len(ended) + desk.held == len(sent), "a report was lost"
    assert all(release(sent[offset]) is None for offset in range(len(sent)) if offset not in ended), "held for ever"
    told: set[str] = set()
    killed: Article | None = None
    for offset, verdict in desk.out:
        article = sent[offset]
        if verdict.outcome == "alert":
            assert killed is None or goes_beyond(article, killed), "an alert after the withdrawal"
            assert article.kind == "kill" or verdict.now >= (release(article) or ""), "an alert before its time"
        if article.kind == "kill" and verdict.reason != "repeat":
            assert set(verdict.withdraws) == told
            killed, told = article, set()
        elif killed and verdict.reason not in ("killed", "superseded", "repeat"):
            killed = None  # reinstated; what follows goes by the story as it lives on
        if article.kind == "correction" and verdict.reason in (None, "no-rule-matched"):
            assert set(verdict.corrects) == told
        told |= {match.rule for match in verdict.matches}


def goes_beyond(article: Article, killed: Article) -> bool:
    """Whether it may reinstate a story: its number and its date are beyond those of the withdrawal."""
    moments = [each.updated or each.created or "" for each in (article, killed)]
    return int(article.version) > int(killed.version) and moments[0] > moments[1]


def release(article: Article) -> str | None:
    return article.embargo


@given(FEEDS, st.integers(1, 5))
def test_batches_do_not_matter(feed: list[tuple[Article, int, bool]], size: int) -> None:
    """One by one, or in batches with a restart between them: the same verdicts in the same order."""
    whole, parts, minute, sent = Desk(), Desk(), 0, []
    for article, later, _ in feed:
        minute += later
        sent.append((article, float(minute)))
        whole.send(article, minute)
    for start in range(0, len(sent), size):
        parts.send_all(sent[start : start + size])
    assert parts.out == whole.out
    assert parts.memory == whole.memory


@given(FEEDS)
def test_only_higher_versions_alert(feed: list[tuple[Article, int, bool]]) -> None:
    desk = Desk()
    for article, _, _ in feed:
        desk.send(msgspec.structs.replace(article, embargo=None, status="usable"))
    ranks = [
        (int(feed[offset][0].version), feed[offset][0].updated or feed[offset][0].created or "")
        for offset, verdict in desk.out
        if verdict.outcome == "alert" and feed[offset][0].kind != "kill"
    ]
    assert ranks == sorted(ranks)
