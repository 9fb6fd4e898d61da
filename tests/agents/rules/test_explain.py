"""Explanations: the verdict is the live one, every part says why, and what nearly matched is named."""

from datetime import timedelta

import pytest
from hypothesis import given, settings

from agents.rules import Explanation, RuleSet
from agents.rules.explain import explain_tree
from agents.rules.parser import parse_tree
from agents.rules.reading import Reading
from schemas.enriched import Enriched
from schemas.rule import Rule
from tests.agents.rules.articles import NOW, enriched, mosul
from tests.agents.rules.strategies import articles, queries

WHY = [
    # query, why at the root
    ("mosul", "present at word 4, 13"),
    ("raqqa", "absent"),
    ("headline:claims", "present at word 3"),
    ("slug:mosul", "present at word 2"),
    ("bomb w/2 police", "nearest was 8 words apart"),
    ("bomb w/2 killed", "1 pair, the nearest 1 word apart"),
    ("bomb pre/2 car", "only in the other order, 1 word apart"),
    ("bomb w/2 raqqa", "raqqa is absent"),
    ("claims w/9 bomb", "the two stand only apart: one in the headline, one in the body; or they are the same words"),
    ("bomb same wounded", "never in one sentence; nearest was 12 words apart"),
    ("atleast4 said", "3 of 4: word 17, 24, 52"),
    ("mosul AND raqqa", "1 of 2 true"),
    ("mosul OR raqqa", "1 of 2 true"),
    ("mosul AND NOT raqqa", "2 of 2 true"),
    ("person:mosul", "absent; found as person: Bashar al-Assad"),
    ("norp:kurdish", "absent; nothing was found as nationality, religion or political group"),
    ("org:is", "present at word 22"),
    ("country:SY", "the countries named are IQ"),
    ("money:>2m", "the amounts are $1.5 million (1,500,000)"),
    ("urgency:4", "urgency is 2"),
    ("kind:kill", "kind is update"),
    ("source:reuters", "source is ap"),
    ("age:<1h", "it is 2 h 0 min old (sent 2017-12-28 10:00 UTC)"),
    ("mentions:2016", "it speaks of Thursday (2017-12-28), January 5 (2018-01-05)"),
    ("subject:war", "the report gives no subject"),
]


def explained(query: str) -> Explanation:
    return RuleSet().explain(query, mosul(), NOW)


@pytest.mark.parametrize(("query", "why"), WHY)
def test_every_part_says_why(query: str, why: str) -> None:
    assert explained(query).why == why


@pytest.mark.parametrize(
    ("query", "hints"),
    [
        ("wound", ("wound* would find wounded",)),
        ("=mosul", ("written otherwise it stands there: Mosul",)),
        ("headline:bomb", ("it stands in the text, but not in the headline",)),
        ('"killed car"', ("all its words are there, but not one after the other",)),
        ('"car bombs"', ("bombs is not there; the other words are",)),
        ("person:mosul", ("found with another label: Mosul (LOC)",)),
        ('person:"police said"', ("the words stand in the text, but were not found as a name",)),
        ('person:="Assad"', ("as part of a longer name, or written otherwise, it is there",)),
        ('person:"Bashar Assad"', ("Bashar al-Assad has a part of it",)),
        ("mosul AND bomb AND raqqa", ("only this is missing: raqqa",)),
        ("bomb w/3 police", ("within 9 words they stand near each other",)),
        ("atleast4 said", ("one more would do",)),
        ("zebra", ()),
    ],
)
def test_near_misses(query: str, hints: tuple[str, ...]) -> None:
    found = explained(query)
    assert not found.verdict
    assert found.near_misses == hints


def test_the_tree_is_whole_and_its_parts_are_marked() -> None:
    root = explained("raqqa AND (bomb w/5 kill*) AND NOT org:is")
    assert [part.verdict for part in root.parts] == [False, True, False]
    near = root.parts[1]
    assert [mark.text for mark in near.marks] == ["bomb", "killed"]
    assert [part.text for part in near.parts] == ["bomb", "kill*"]
    assert [part.text for part in root.parts[2].parts] == ["org:is"]


def test_a_rule_is_explained_by_its_id_and_at_the_moment_given() -> None:
    rules = RuleSet()
    assert rules.add(Rule("fresh", "mosul AND age:<6h")) is None
    assert rules.add(Rule("off", "mosul", enabled=False)) is None
    assert rules.explain("fresh", mosul(), NOW).verdict
    assert not rules.explain("fresh", mosul(), NOW + timedelta(days=1)).verdict
    assert rules.explain("off", mosul(), NOW).verdict


@settings(max_examples=120, deadline=None)
@given(queries(), articles())
def test_the_verdict_at_the_root_is_the_live_one(query: str, found: Enriched) -> None:
    explanation = explain_tree(parse_tree(query), Reading(found, NOW))
    rules = RuleSet()
    refused = rules.add(Rule("r", query))
    assert refused or bool(rules.match(found, NOW)) is explanation.verdict
    if not refused and explanation.verdict:
        assert rules.match(found, NOW)[0].marks == explanation.marks


def test_an_article_without_anything_is_explained() -> None:
    empty = enriched(None, urgency=None, sent=None)
    for query, _ in WHY:
        assert RuleSet().explain(query, empty, NOW).why
