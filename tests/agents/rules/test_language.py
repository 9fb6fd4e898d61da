"""What each part of the language means, as a table of queries about one report."""

import pytest

from agents.rules import parse_query
from agents.rules.evaluate import is_true
from agents.rules.reading import Reading
from tests.agents.rules.articles import NOW, enriched, mosul

TRUE = """
    mosul
    MOSUL
    "car bomb"
    "cease fire"
    cease-fire
    kill*
    "car bom*"
    "claim* mosul"
    ="IS"
    =IS
    U.N.
    Mosul AND police
    Raqqa OR Mosul
    Mosul AND NOT Raqqa
    (Raqqa OR Mosul) AND (kill* OR dead)
    bomb w/3 people
    people w/3 bomb
    bomb pre/3 people
    "car bomb" pre/1 killed
    (Raqqa OR Mosul) w/10 kill*
    (bomb w/1 killed) w/2 people
    police w/4 wounded
    said w/1 eleven
    bomb same police
    atleast2 said
    atleast3 said
    atleast2 (wounded OR killed)
    headline:mosul
    headline:("islamic state" AND claim*)
    headline:(state w/2 mosul)
    lead:wounded
    lead:assad
    slug:mosul
    slug:(iraq pre/1 mosul)
    byline:"staff writer"
    person:assad
    person:"bashar al assad"
    person:="Bashar al-Assad"
    org:"islamic state"
    org:="IS"
    org:is
    loc:mosul
    weapon:bomb
    weapon:*
    entity:assad
    country:IQ
    country:iq
    money:>1000000
    money:[1m TO 2m]
    Mosul AND source:ap
    Mosul AND urgency:<=2
    Mosul AND urgency:2
    Mosul AND lang:en
    Mosul AND kind:update
    Mosul AND status:usable
    Mosul AND words:>20
    Mosul AND age:<6h
    Mosul AND age:[1h TO 2h]
    mentions:2017-12-28
    mentions:[2017-12-01 TO 2017-12-31]
    mentions:2018
    mentions:future
    mentions:today
    mentions:[today TO today+10d]
    "car bomb" w/8 mentions:today
    org:"islamic state" w/3 claim*
    weapon:* w/6 killed
    loc:mosul w/3 org:"islamic state"
    person:(putin OR assad)
"""

FALSE = """
    mosu
    =is
    =Mosul AND =mosul
    "blast a"
    Raqqa
    Mosul AND Raqqa
    Mosul AND NOT police
    people pre/3 bomb
    blast w/50 car
    bomb w/1 people
    mosul w/200 "mosul blast"
    kill* w/5 killed
    bomb same wounded
    atleast4 said
    atleast2 "car bomb"
    headline:police
    headline:(claims AND police)
    lead:cease
    slug:attack
    byline:mosul
    person:mosul
    person:="Assad"
    norp:*
    country:SY
    money:>2000000
    Mosul AND source:reuters
    Mosul AND urgency:<2
    Mosul AND lang:fr
    Mosul AND kind:correction
    Mosul AND words:>2000
    Mosul AND age:<1h
    mentions:2017-12-27
    mentions:2016
    mentions:past
    mentions:[2018-01-06 TO *]
"""


def rows(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines()]


@pytest.mark.parametrize("query", rows(TRUE))
def test_true_of_the_report(query: str) -> None:
    assert is_true(parse_query(query), Reading(mosul(), NOW))


@pytest.mark.parametrize("query", rows(FALSE))
def test_false_of_the_report(query: str) -> None:
    assert not is_true(parse_query(query), Reading(mosul(), NOW))


@pytest.mark.parametrize(
    ("text", "query", "verdict"),
    [
        ("Erdoğan in Łódź", "erdogan AND lodz", True),
        ("Erdogan in Lodz", "Erdoğan AND ŁÓDŹ", True),
        ("the STRASSE", "straße", True),
        ("习近平在北京", "近平", True),
        ("习近平在北京", "平近", False),
        ("the U.S.-led raid", '"US led"', False),
        ("the U.S.-led raid", '"u.s. led"', True),
        ("Assad’s army", '"assad\'s army"', True),
        ("e\u0301tat", "etat", True),
    ],
)
def test_words_are_folded(text: str, query: str, verdict: bool) -> None:
    assert is_true(parse_query(query), Reading(enriched(None, text), NOW)) is verdict


def test_unknown_fields_are_false_and_their_denial_true() -> None:
    reading = Reading(enriched(None, "war", urgency=None, sent=None), NOW)
    assert not is_true(parse_query("war AND urgency:<=8"), reading)
    assert not is_true(parse_query("war AND age:<600d"), reading)
    assert is_true(parse_query("war AND NOT urgency:<=8"), reading)
