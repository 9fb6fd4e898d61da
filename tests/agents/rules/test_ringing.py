"""When a rule may ring, as rule files say it: every slip is an error that names what is right."""

import pytest

from agents.rules import Refused, RuleSet
from agents.rules.load import parse_rules
from schemas.rule import Notify, Rule

YAML = "- id: mosul\n  query: mosul\n  notify: {%s}\n"

SLIPS = [
    # a rule's options, what is said of them
    ('quite: ["22:00-06:00"]', "unknown key notify.quite: did you mean quiet?"),
    ("zzz: 1", "unknown key notify.zzz: the keys are quiet, interval, digest, inhibited_by, zone"),
    ("quiet: 22:00-06:00", "notify.quiet: is a list; write [22:00-06:00]"),
    ('quiet: ["22-6"]', "notify.quiet: '22-6' is no stretch of time; write 22:00-06:00 or sat,sun 00:00-24:00"),
    ('quiet: ["22:00-22:00"]', "notify.quiet: '22:00-22:00' begins where it ends; a whole day is 00:00-24:00"),
    ('quiet: ["22:00-25:00"]', "notify.quiet: there is no time 25:00"),
    ('quiet: ["00:00-24:00"]', "notify.quiet: is the whole week; to switch a rule off write enabled: false"),
    (
        'quiet: ["so 1:00-2:00"]',
        "notify.quiet: 'so' is no day; the days are mon, tue, wed, thu, fri, sat, sun, mon-fri, or daily",
    ),
    ("digest: 19:00", "notify.digest: is no text; write daily 19:00, or 19:00 in quotation marks"),
    ("digest: noon", "notify.digest: 'noon' is no time; write daily 07:00, mon-fri 07:00,17:00 or every 4h"),
    ("digest: every 2d", "notify.digest: 'every 2d' is no time; write daily 07:00, mon-fri 07:00,17:00 or every 4h"),
    ("interval: 2d", "notify.interval: '2d' is no length of time from 1m to 1d; write 15m or 4h"),
    ("zone: Warsaw", "notify.zone: 'Warsaw' is no time zone; write it as Europe/Warsaw or UTC"),
]


@pytest.mark.parametrize(("options", "wrong"), SLIPS)
def test_slips(options: str, wrong: str) -> None:
    (error,) = parse_rules(YAML % options, "yaml", "rules.yaml").errors
    assert str(error) == f"rules.yaml:1: rule mosul: {wrong}"


def test_options_that_load_stand_in_the_match() -> None:
    options = 'quiet: ["mon-fri 22:00-06:00", "sat,sun 00:00-24:00"], zone: Europe/Warsaw, interval: 15m'
    loaded = parse_rules(YAML % options, "yaml")
    notify = Notify(("mon-fri 22:00-06:00", "sat,sun 00:00-24:00"), "15m", zone="Europe/Warsaw")
    assert [rule.notify for rule in loaded.rules] == [notify]
    toml = '[[rules]]\nid = "a"\nquery = "mosul"\n[rules.notify]\ndigest = "every 4h"\n'
    assert [rule.notify for rule in parse_rules(toml, "toml").rules] == [Notify(digest="every 4h")]


SETS = [
    # rules and those they stand back for, what is wrong with the set
    ({"a": ("b",), "b": ()}, []),
    ({"mosul": ("mosu",)}, ["rule mosul: notify.inhibited_by: there is no rule mosu; did you mean mosul?"]),
    ({"a": ("zzz",)}, ["rule a: notify.inhibited_by: there is no rule zzz in this set"]),
    ({"a": ("b",), "b": ("a",)}, ["rule a: notify.inhibited_by: none of a and b would ring"]),
    ({"a": ("a",)}, ["rule a: notify.inhibited_by: none of a would ring"]),
]


@pytest.mark.parametrize(("rules", "wrong"), SETS)
def test_who_stands_back_for_whom(rules: dict[str, tuple[str, ...]], wrong: list[str]) -> None:
    made = RuleSet.build(Rule(name, name, notify=Notify(inhibited_by=others)) for name, others in rules.items())
    assert [str(error) for error in made.errors] == wrong if isinstance(made, Refused) else wrong == []


def test_a_published_rule_with_options_that_do_not_read_is_refused() -> None:
    made = RuleSet.build([Rule("a", "mosul", notify=Notify(zone="Warsaw"))])
    assert isinstance(made, Refused)
    assert "Warsaw" in str(made.errors[0])
