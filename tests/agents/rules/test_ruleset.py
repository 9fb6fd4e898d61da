"""The set of rules: built whole or refused, matches with marks in order, a version that is a digest of its content."""

import pytest

from agents.rules import Refused, RuleSet
from schemas.routed import Mark
from schemas.rule import Rule
from tests.agents.rules.articles import NOW, mosul


def built(*rules: Rule) -> RuleSet:
    made = RuleSet.build(rules)
    assert isinstance(made, RuleSet), made
    return made


def test_matches_come_in_order_of_ids_with_what_the_rule_says() -> None:
    rules = built(
        Rule("z", "mosul", name="Mosul", urgency=1, owner="desk", hooks=("chat",), version="7"),
        Rule("a", "bomb w/5 kill*"),
        Rule("no", "raqqa"),
        Rule("off", "mosul", enabled=False),
    )
    first, second = rules.match(mosul(), NOW)
    assert (first.rule, second.rule) == ("a", "z")
    assert (second.name, second.urgency, second.owner, second.hooks, second.version) == (
        "Mosul",
        1,
        "desk",
        ("chat",),
        "7",
    )
    assert second.query == "mosul"


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("bomb w/5 kill*", [("bomb", "bomb"), ("killed", "kill*")]),
        ("mosul w/1 blast", [("Mosul", "mosul"), ("blast", "blast")]),
        ("org:(IS OR amaq)", [("IS", "org:IS")]),
        ('org:"islamic state"', [("Islamic State", 'org:"islamic state"'), ("IS", 'org:"islamic state"')]),
        ("raqqa OR bomb", [("bomb", "bomb")]),
        ("bomb AND NOT raqqa", [("bomb", "bomb")]),
        ("headline:mosul", [("Mosul", "headline:mosul")]),
        ("slug:mosul", [("mosul", "slug:mosul")]),
        ("mentions:future", [("January 5", "mentions:future")]),
        ("country:IQ AND urgency:2", [("Mosul", "country:IQ")]),
        ('"cease fire"', [("cease-fire", '"cease fire"')]),
        ("(police w/1 said) w/2 eleven", [("police", "police"), ("said", "said"), ("Eleven", "eleven")]),
    ],
)
def test_marks_are_the_spans_that_made_it_true(query: str, marks: list[tuple[str, str]]) -> None:
    enriched = mosul()
    [match] = built(Rule("r", query)).match(enriched, NOW)
    assert [(mark.text, mark.term) for mark in match.marks] == marks
    for mark in match.marks:
        whole = enriched.article.text if mark.field == "text" else enriched.article.slug
        assert whole is not None
        assert whole[mark.start : mark.end] == mark.text


def test_a_slug_is_marked_in_the_slug() -> None:
    [match] = built(Rule("r", "slug:mosul")).match(mosul(), NOW)
    assert match.marks == (Mark(5, 10, "mosul", "slug:mosul", "slug"),)


def test_a_set_is_built_whole_or_refused_with_every_error() -> None:
    refused = RuleSet.build([Rule("a", "x w/5"), Rule("b", "bomb"), Rule("b", "blast"), Rule("no good", "bomb")])
    assert isinstance(refused, Refused)
    assert [str(error) for error in refused.errors] == [
        "rule a: line 1, column 3: w/5 needs a term or a group on its right",
        "rule b: this id is taken by another rule",
        "rule no good: an id is letters, digits, '.', '_' and '-', 100 at most",
    ]


def test_the_version_is_of_the_content_whatever_the_order_and_the_history() -> None:
    bomb, blast = Rule("a", "bomb"), Rule("b", "blast")
    both = built(bomb, blast)
    changed = built(bomb)
    assert changed.version != both.version
    assert changed.add(Rule("b", "blasts")) is None
    assert changed.version != both.version
    assert changed.add(blast) is None
    assert changed.version == both.version == built(blast, bomb).version
    assert changed.remove("b")
    assert not changed.remove("b")
    assert changed.version == built(bomb).version


def test_a_rule_that_does_not_parse_leaves_the_old_one_in_force() -> None:
    rules = built(Rule("a", "mosul"))
    before = rules.version
    assert str(rules.add(Rule("a", "mosul AND"))) == (
        "rule a: line 1, column 7: AND needs a term or a group on its right"
    )
    assert rules.version == before
    assert [match.rule for match in rules.match(mosul(), NOW)] == ["a"]
