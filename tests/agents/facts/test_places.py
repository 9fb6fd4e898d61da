"""Places in context: a text with its names marked, and where each must lie."""

import re

import pytest

from agents.facts.countries import Countries
from agents.facts.gazetteer import Places, without_kind
from agents.facts.places import as_datelines, place_all
from schemas.enriched import Entity


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load()


def marked(text: str) -> tuple[str, list[Entity]]:
    """`[Paris]` is a LOC, `{Syrian}` a NORP."""
    plain, found = "", []
    for part in re.split(r"(\[[^]]*\]|\{[^}]*\})", text):
        word = part[1:-1] if part[:1] in "[{" and part else part
        if word != part:
            label = "LOC" if part[0] == "[" else "NORP"
            found.append(Entity(start=len(plain), end=len(plain) + len(word), label=label, text=word))
        plain += word
    return plain, found


CASES = [
    # text: the country of each name in it, - where it must stay unknown
    ("A fire in [Paris].", "FR"),
    ("A fire in [Paris], [Texas].", "US US"),
    ("A fire in [Paris, Texas].", "US"),
    ("[Moscow], [Idaho]", "US US"),
    ("[Washington, D.C.], [Moscow] and [Beijing]", "US RU CN"),
    ("[Georgia] said [Russia] shelled [Gori].", "GE RU GE"),
    ("[Georgia] and the city of [Atlanta], in the [United States]", "US US US"),
    ("{Lebanese} soldiers in [Tripoli]", "LB LB"),
    ("{Libyan} soldiers in [Tripoli]", "LY LY"),
    ("[Tripoli], then [Beirut]", "LB LB"),
    ("{Pakistani} police in [Hyderabad]", "PK PK"),
    ("{Indian} police in [Hyderabad]", "IN IN"),
    ("[Niger], [Nigeria], [Chad] and [Mali]", "NE NG TD ML"),
    ("[Congo] and [Kinshasa]", "CD CD"),
    ("[Kiev] was [Kyiv], [Burma] is [Myanmar]", "UA UA MM MM"),
    ("northern [Aleppo], [Idlib] and [Deir ez-Zor]", "SY SY SY"),
    ("[northern Aleppo]", "SY"),
    ("[Kachin State] and [Borno]", "MM NG"),
    ("[Karachi in Pakistan], [Spain’s Balearic Islands]", "PK ES"),
    ("the [U.S.], {US} and {American} troops", "US US US"),
    ("[Türkiye], [TURKEY] and the [Côte d’Ivoire]", "TR TR CI"),
    ("the [Middle East], [Africa], the [Red Sea], [Kurdistan]", "- - - -"),
    ("[Qxyzzy] and [San José]", "- -"),
    ("{Costa Rican} police in [San José]", "CR CR"),
    ("[St. Petersburg], [Fla.], and [St. Petersburg], [Russia]", "US US RU RU"),
    ("[St. Petersburg] and [Moscow], [Russia]", "RU RU RU"),
    ("a bridge in [St. Louis]", "US"),
    ("[San Jose], [Calif.]", "US US"),
    ("[Victoria] is the capital of [Seychelles]", "SC SC"),
    ("[Juba], the capital of [South Sudan]", "SS SS"),
    ("{Muslim} and {Arab} leaders", "- -"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_place_is_read_in_context(places: Places, text: str, expected: str) -> None:
    plain, entities = marked(text)
    placed, _ = place_all(entities, plain, places, None)
    assert [one.place.country if one.place else "-" for one in placed] == expected.split()


@pytest.mark.parametrize(
    ("dateline", "text", "country"),
    [("TRIPOLI, Lebanon", "Gunmen in [Tripoli]", "LB"), ("TRIPOLI, Libya", "Gunmen in [Tripoli]", "LY")],
)
def test_the_dateline_decides(places: Places, dateline: str, text: str, country: str) -> None:
    plain, entities = marked(text)
    ((placed,), _) = place_all(entities, plain, places, dateline)
    assert placed.place is not None
    assert placed.place.country == country


def test_a_dateline_in_the_text_counts_as_well(places: Places) -> None:
    plain, entities = marked("[BEIRUT] (AP) — Gunmen in [Tripoli] fled.")
    placed, _ = place_all(entities, plain, places, None)
    assert placed[1].place is not None
    assert placed[1].place.country == "LB"


def test_what_is_known_of_a_city(places: Places) -> None:
    plain, entities = marked("In [Mosul].")
    ((mosul,), _) = place_all(entities, plain, places, None)
    assert mosul.place is not None
    assert (mosul.place.geonames, mosul.place.country) == (99072, "IQ")
    assert mosul.place.latitude == pytest.approx(36.335, abs=0.01)
    assert (mosul.place.population or 0) > 1_000_000


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("NAIROBI (Reuters) - Police said", "LOC"),
        ("By Ann Lee\n\nNAIROBI, Kenya (AP) — Police said", "LOC"),
        ("NAIROBI said so", "ORG"),
        ("He left NAIROBI (Reuters) - Police said", "ORG"),
    ],
)
def test_a_dateline_is_a_place_whatever_the_model_says(places: Places, text: str, label: str) -> None:
    start = text.index("NAIROBI")
    (one,) = as_datelines([Entity(start, start + 7, "ORG", "NAIROBI")], text, places)
    assert one.label == label


def test_countries_are_weighed(places: Places) -> None:
    plain, entities = marked("[Kenya] and [Kenya].\n\n" + "x" * 80 + "\n\n{Somali} men in [Mogadishu], [Somalia].")
    _, countries = place_all(entities, plain, places, None)
    assert [one.country for one in countries] == ["KE", "SO"]
    assert sum(one.weight for one in countries) == pytest.approx(1, abs=0.01)
    assert place_all([], "", places, None) == ([], ())


def test_every_country_is_found_by_its_names(places: Places) -> None:
    countries = Countries.load()
    assert len(countries.by_iso) > 240
    for iso, country in countries.by_iso.items():
        assert iso in {one.country for one in places.readings(country.name)}
        assert all(iso in {one.country for one in places.readings(name)} for name in country.names)
        assert country.neighbours <= countries.by_iso.keys()


@pytest.mark.parametrize(
    ("name", "kept"),
    [("kachin state", "kachin"), ("state of borno", "borno"), ("state", "state"), ("mexico city", "mexico")],
)
def test_the_kind_of_a_place_is_no_part_of_its_name(name: str, kept: str) -> None:
    assert without_kind(name) == kept
