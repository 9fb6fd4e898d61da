"""Notices, as tables: which event each report is, whether it rings, what holds it back, and what it says."""

from typing import Any

import pytest

from agents.notices.books import COPY, KEPT
from agents.text.fingerprint import contained, fingerprint
from schemas.notice import Notice
from schemas.rule import Notify, Rule
from schemas.silence import Silence
from tests.agents.notices.wire import Wire, at, prose, report

FIRE = "A fire in Homs. " + prose(1)
CORRECTED = report("ap/1", "A fire in Hama. " + prose(1), "2", kind="correction")
HOUR = 60.0


def said(*notices: Notice) -> list[tuple[str, bool]]:
    return [(each.event, each.ring) for each in notices]


def fires(**notify: Any) -> Rule:
    urgency = notify.pop("urgency", 3)
    return Rule("fires", "fire", urgency=urgency, notify=Notify(**notify) if notify else None)


def silence(**given: Any) -> Silence:
    return Silence(**{"id": "s1", "author": "night desk", "reason": "drill", "since": at(0), "until": at(60)} | given)


STORY = [
    # report, minute, the event, whether it rings
    (report("ap/1", FIRE, "1", urgency=4), 0, "new", True),
    (report("ap/1", FIRE + " More.", "2", urgency=4), 1, "update", False),
    (report("reuters/7", "READ MORE. " + FIRE), 2, "update", False),
    (report("ap/1", FIRE + " Even more.", "3", urgency=2), 3, "rise", True),
    (report("ap/1", FIRE + " Less.", "4", urgency=3), 4, "update", False),
    (report("ap/1", "A fire in Hama. " + prose(1), "5", kind="correction"), 5, "correction", True),
    (report("reuters/7", "A fire in Hama. " + prose(1), "2", kind="correction"), 6, "correction", True),
    (report("reuters/7", "Kill that.", "3", kind="kill"), 7, "withdrawal", True),
    (report("ap/1", FIRE + " At last.", "6"), 8, "update", False),
    (report("ap/1", "Kill this.", "7", kind="kill"), 9, "withdrawal", True),
    (report("afp/3", FIRE), 10, "new", True),
]


def test_a_storys_life() -> None:
    wire = Wire(fires())
    made = [wire.send(article, minute) for article, minute, _, _ in STORY]
    assert [said(*each) for each in made] == [[(event, ring)] for *_, event, ring in STORY]
    first, *others = wire.out
    assert first.thread == first.id
    assert {each.thread for each in others[:-1]} == {first.id}
    assert len({each.id for each in wire.out}) == len(wire.out)
    assert [[carrier.provider for carrier in each.also] for each in wire.out] == [
        [], [], *[["reuters"]] * 4, ["ap"], ["ap"], [], [], [],
    ]  # fmt: skip


def test_what_a_notice_says() -> None:
    rule = Rule("fires", "fire", name="Fires", urgency=2, owner="day desk", hooks=("chat",), version="4")
    text = "It was cold. Dr. Haddad saw the fire in Homs from afar. " + prose(1)
    (notice,) = Wire(rule).send(report("ap/1", text, headline="Homs burns", sent="2018-01-01T11:59:00Z"), 1)
    assert (notice.rule, notice.rule_name, notice.rule_version, notice.query) == ("fires", "Fires", "4", "fire")
    assert (notice.urgency, notice.owner, notice.hooks) == (2, "day desk", ("chat",))
    assert (notice.article, notice.story, notice.provider) == ("ap/1/1", "ap/1", "ap")
    assert (notice.headline, notice.sent, notice.alerted) == ("Homs burns", "2018-01-01T11:59:00Z", at(1))
    (extract,) = notice.extracts
    assert extract.text == "Dr. Haddad saw the fire in Homs from afar."
    assert [extract.text[start:end] for start, end in extract.marks] == ["fire"]
    assert notice.matched == ("fire",)


def test_a_report_without_a_headline_shows_its_first_sentence() -> None:
    (notice,) = Wire(fires()).send(report("ap/1", FIRE))
    assert notice.headline == "A fire in Homs."


def test_a_later_version_says_what_changed_and_a_copy_does_not() -> None:
    wire = Wire(fires())
    wire.send(report("ap/1", "A fire hurt 12 in Homs. " + prose(1)))
    (later,) = wire.send(report("ap/1", "A fire hurt 20 in Homs. " + prose(1), "2"))
    assert [edit.figures for edit in later.edits] == [("12 -> 20",)]
    (copy,) = wire.send(report("reuters/7", "A fire hurt 20 in Homs. " + prose(1)))
    assert (copy.edits, copy.article, copy.headline) == ((), "ap/1/2", "A fire hurt 20 in Homs.")
    assert [(carrier.provider, carrier.article) for carrier in copy.also] == [("reuters", "reuters/7/1")]


def test_a_withdrawal_names_what_is_withdrawn_and_the_rule_although_it_does_not_match() -> None:
    wire = Wire(Rule("fires", "fire", name="Fires", urgency=2, hooks=("chat",)))
    wire.send(report("ap/1", FIRE))
    wire.rules = ()  # the rule was removed since
    (notice,) = wire.send(report("ap/1", "Please kill this item.", "2", kind="kill"))
    assert (notice.event, notice.ring, notice.headline) == ("withdrawal", True, "A fire in Homs.")
    assert (notice.rule, notice.rule_name, notice.urgency, notice.hooks) == ("fires", "Fires", 2, ("chat",))
    assert [each.text for each in notice.extracts] == ["Please kill this item."]


def test_a_withdrawal_of_what_was_forgotten_rings() -> None:
    wire = Wire(fires())
    wire.send(report("ap/1", FIRE))
    wire.memory.clear()
    assert said(*wire.send(report("ap/1", "", "2", kind="kill"))) == [("withdrawal", True)]


def test_a_number_used_again_is_a_new_story() -> None:
    wire = Wire(fires())
    form = {"format": "iptc7901", "created": None}
    wire.send(report("ap/1", FIRE, sent="2018-01-01T00:00", **form))
    again = report("ap/1", "A fire. " + prose(2), "9", sent="2018-01-04T00:00", **form)
    assert said(*wire.send(again, 1)) == [("new", True)]


def test_an_embargoed_report_becomes_a_notice_at_its_time() -> None:
    wire = Wire(fires())
    assert wire.send(report("ap/1", FIRE, embargo="2018-01-01T13:00:00Z")) == []
    assert said(*wire.route_to(60)) == [("new", True)]


def test_each_rule_has_a_notice_of_its_own() -> None:
    wire = Wire(fires(), Rule("homs", "Homs"))
    made = wire.send(report("ap/1", FIRE))
    assert [(each.rule, each.event) for each in made] == [("fires", "new"), ("homs", "new")]
    assert len({each.id for each in made}) == 2


def test_a_replay_folds_nothing_into_the_live_wire() -> None:
    wire = Wire(fires())
    wire.send(report("ap/1", FIRE))
    (again,) = wire.send(report("reuters/7", FIRE, replay="r1", deliver=False))
    assert (again.event, again.ring, again.replay, again.deliver) == ("new", True, "r1", False)


FOLDS = [
    # of the first and of the second report: source, text; whether the second is folded into the first
    ("ap", FIRE, "reuters", FIRE, True),
    ("ap", FIRE, "ap", FIRE, True),
    ("ap", FIRE, "ap", "A fire in Homs. " + prose(1, 60), True),
    ("ap", FIRE, "ap", "A fire. " + prose(1, 40) + " " + prose(2, 40), False),
    ("ap", FIRE, "reuters", "A fire. " + prose(1, 40) + " " + prose(2, 10), True),
    ("ap", FIRE, "reuters", "A fire. " + prose(1, 25) + " " + prose(2, 120), False),
    ("ap", FIRE, "reuters", "A fire. " + prose(2), False),
    ("ap", "Flash: fire in Homs, many dead.", "reuters", "Flash: fire in Homs, many dead.", False),
]


@pytest.mark.parametrize(("one", "first", "other", "second", "folded"), FOLDS)
def test_what_is_a_copy(one: str, first: str, other: str, second: str, folded: bool) -> None:
    wire = Wire(fires())
    wire.send(report(f"{one}/1", first))
    (notice,) = wire.send(report(f"{other}/2", second), 1)
    assert (notice.event, notice.ring) == (("update", False) if folded else ("new", True))


def test_nothing_is_folded_after_a_day() -> None:
    wire = Wire(fires())
    wire.send(report("ap/1", FIRE))
    assert said(*wire.send(report("reuters/2", FIRE), 25 * HOUR)) == [("new", True)]


def test_folding_does_not_wander_from_copy_to_copy() -> None:
    """The third is a copy of the second, but not of the first, in which the second was folded."""
    wire = Wire(fires())
    parts = [prose(number, 60) for number in range(5)]
    texts = [" ".join(["A fire.", *parts[start:end]]) for start, end in ((0, 3), (1, 4), (2, 5))]
    assert contained(fingerprint(texts[2]), fingerprint(texts[1])) >= COPY
    made = [wire.send(report(f"s{n}/1", text)) for n, text in enumerate(texts)]
    assert [said(*each) for each in made] == [[("new", True)], [("update", False)], [("new", True)]]


HELD_BACK = [
    # options of the rule, minute of the first after Monday noon, why it does not ring, minute at which it does
    ({"quiet": ("11:00-13:00",)}, 5, "quiet hours until 13:00 UTC", 60),
    ({"quiet": ("daily 22:00-06:00",)}, 11 * HOUR, "quiet hours until 06:00 UTC", 18 * HOUR),
    ({"quiet": ("22:00-06:00",), "zone": "Asia/Tokyo"}, 2 * HOUR, "quiet hours until 06:00 Asia/Tokyo", 9 * HOUR),
    ({"quiet": ("sun 00:00-24:00",)}, 0, None, None),
    ({"digest": "daily 18:00"}, 0, "waits for the digest (daily 18:00)", 6 * HOUR),
    ({"digest": "every 4h"}, 1, "waits for the digest (every 4h)", 4 * HOUR),
    ({"digest": "daily 18:00", "quiet": ("17:00-20:00",)}, 0, "waits for the digest (daily 18:00)", 8 * HOUR),
    ({"digest": "daily 18:00", "urgency": 1}, 0, None, None),
    ({"quiet": ("11:00-13:00",), "urgency": 1}, 0, None, None),
    ({"interval": "15m"}, 0, None, None),
]


@pytest.mark.parametrize(("options", "minute", "why", "rings"), HELD_BACK)
def test_what_holds_a_first_back(options: dict[str, Any], minute: float, why: str | None, rings: float | None) -> None:
    wire = Wire(fires(**options))
    (first,) = wire.send(report("ap/1", FIRE), minute)
    assert (first.event, first.ring, first.muted) == ("new", why is None, why)
    if rings is None:
        assert wire.pass_to(minute + 2 * 24 * HOUR) == []
        return
    assert wire.pass_to(rings - 0.01) == []
    (digest,) = wire.pass_to(rings)
    assert (digest.event, digest.ring, digest.headline) == ("digest", True, "1 story")
    assert [(item.event, item.article, item.muted) for item in digest.items] == [("new", "ap/1/1", None)]
    assert wire.pass_to(rings + 2 * 24 * HOUR) == []


def test_an_interval_gathers_what_comes_within_it() -> None:
    wire = Wire(fires(interval="15m"))
    stories = [report(f"ap/{n}", f"A fire. {prose(n)}") for n in range(4)]
    assert said(*wire.send(stories[0], 0)) == [("new", True)]
    assert said(*wire.send(stories[1], 1), *wire.send(stories[2], 14.5)) == [("new", False)] * 2
    (digest,) = wire.pass_to(15)
    assert [item.article for item in digest.items] == ["ap/1/1", "ap/2/1"]
    assert said(*wire.send(stories[3], 16)) == [("new", False)]
    assert len(wire.pass_to(30)) == 1


def test_a_digest_shows_each_story_as_it_is_by_then_and_none_that_was_withdrawn() -> None:
    wire = Wire(fires(digest="daily 18:00"))
    wire.send(report("ap/1", FIRE))
    wire.send(report("ap/2", "A fire. " + prose(2)))
    wire.send(report("reuters/7", FIRE), 1)
    wire.send(report("ap/1", FIRE + " More.", "2"), 2)
    (gone,) = wire.send(report("ap/2", "", "2", kind="kill"), 3)
    assert (gone.event, gone.ring, gone.muted) == (
        "withdrawal", False, "nobody was told: waits for the digest (daily 18:00)",
    )  # fmt: skip
    (digest,) = wire.pass_to(6 * HOUR)
    ((item,),) = (digest.items,)
    assert (item.event, item.article, [each.provider for each in item.also]) == ("new", "ap/1/2", ["reuters"])
    assert said(*wire.send(report("ap/1", "", "3", kind="kill"), 7 * HOUR)) == [("withdrawal", True)]


PASSES = [
    # what holds a first back, and whether a correction rings at once
    ({"digest": "daily 18:00"}, True),
    ({"interval": "1d"}, True),
    ({"quiet": ("12:30-14:00",)}, False),
    ({"quiet": ("12:30-14:00",), "urgency": 1}, True),
]


@pytest.mark.parametrize(("options", "rings"), PASSES)
def test_corrections_and_withdrawals_of_what_was_told(options: dict[str, Any], rings: bool) -> None:
    wire = Wire(fires())
    wire.send(report("ap/1", FIRE))
    wire.rules = (fires(**options),)
    (correction,) = wire.send(CORRECTED, 40)
    assert (correction.event, correction.ring) == ("correction", rings)
    if not rings:
        (digest,) = wire.pass_to(120)
        assert [(item.event, bool(item.edits)) for item in digest.items] == [("correction", True)]
    assert said(*wire.send(report("ap/1", "", "3", kind="kill"), 41)) == [("withdrawal", True)]


def test_a_silence_mutes_and_says_who_and_why_and_what_was_muted_never_rings_of_itself() -> None:
    wire = Wire(fires(urgency=1), silences=[silence(rule="fi*", source="ap")])
    (muted,) = wire.send(report("ap/1", FIRE), 1)
    assert (muted.ring, muted.muted) == (False, f"silenced by night desk until {at(60)}: drill")
    assert said(*wire.send(report("reuters/1", "A fire. " + prose(2)), 1)) == [("new", True)]
    assert wire.pass_to(24 * HOUR) == []


def test_a_silence_lets_through_the_correction_and_withdrawal_of_what_was_told() -> None:
    wire = Wire(fires())
    wire.send(report("ap/1", FIRE))
    wire.silences = [silence(story="ap/1")]
    assert said(*wire.send(CORRECTED, 1)) == [("correction", True)]
    assert said(*wire.send(report("ap/1", "", "3", kind="kill"), 2)) == [("withdrawal", True)]


def test_of_what_a_silence_muted_neither_correction_nor_withdrawal_rings() -> None:
    wire = Wire(fires(), silences=[silence(rule="fires")])
    wire.send(report("ap/1", FIRE))
    assert said(*wire.send(CORRECTED, 1)) == [("correction", False)]
    assert said(*wire.send(report("ap/1", "", "3", kind="kill"), 2)) == [("withdrawal", False)]


def test_what_a_silence_muted_rings_with_its_next_report_after_the_silence() -> None:
    wire = Wire(fires(), silences=[silence(rule="fires")])
    wire.send(report("ap/1", FIRE))
    assert said(*wire.send(report("ap/1", FIRE + " More.", "2"), 59)) == [("update", False)]
    assert said(*wire.send(report("ap/1", FIRE + " Even more.", "3"), 60)) == [("update", True)]
    assert said(*wire.send(report("ap/1", FIRE + " At last.", "4"), 61)) == [("update", False)]


def test_a_silence_put_meanwhile_takes_a_story_out_of_the_digest() -> None:
    wire = Wire(fires(digest="daily 18:00"))
    wire.send(report("ap/1", FIRE))
    wire.send(report("ap/2", "A fire. " + prose(2)))
    wire.silences = [silence(story="ap/1", until=at(24 * HOUR))]
    (digest,) = wire.pass_to(6 * HOUR)
    assert [item.article for item in digest.items] == ["ap/2/1"]


def test_a_rule_stands_back_for_another_that_matches_as_well() -> None:
    wire = Wire(Rule("homs", "Homs", notify=Notify(inhibited_by=("fires",))), fires())
    first, second = sorted(wire.send(report("ap/1", FIRE)), key=lambda each: each.rule)
    assert (first.rule, first.ring, second.rule, second.ring) == ("fires", True, "homs", False)
    assert second.muted == "inhibited by rule fires"
    assert said(*wire.send(report("ap/2", "Rain in Homs. " + prose(2)))) == [("new", True)]
    assert said(*wire.send(report("reuters/1", "Homs burns. " + prose(1)))) == [("update", False)]


def test_after_a_withdrawal_another_source_that_goes_on_rings() -> None:
    wire = Wire(fires())
    wire.send(report("ap/1", FIRE))
    wire.send(report("reuters/1", FIRE))
    wire.send(report("ap/1", "", "2", kind="kill"))
    assert said(*wire.send(report("reuters/1", FIRE + " More.", "2"))) == [("update", True)]


def test_rules_of_which_nothing_is_heard_are_forgotten() -> None:
    wire = Wire(fires(interval="15m"))
    wire.send(report("ap/1", FIRE))
    wire.send(report("ap/2", "A fire. " + prose(2)), 1)
    wire.pass_to(15)
    assert wire.memory
    wire.pass_to(KEPT.total_seconds() / 60 + 24 * HOUR)
    assert wire.memory == {}


def test_a_replays_time_releases_what_waits_in_it() -> None:
    wire = Wire(fires(digest="daily 18:00"))
    wire.send(report("ap/1", FIRE, replay="r"))
    assert wire.pass_to(1000 * HOUR) == []
    assert said(*wire.send(report("ap/2", "A fire. " + prose(2), replay="r"), 6 * HOUR)) == [
        ("digest", True),
        ("new", False),
    ]
