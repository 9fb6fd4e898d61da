"""Which time zone a dateline's place lies in."""

import pytest

from agents.facts.gazetteer import Places
from agents.facts.places import home_of
from agents.facts.zones import Zones
from schemas.enriched import Place

ZONES, PLACES = Zones.load(), Places.load()

CASES: list[tuple[str, Place | None, str | None]] = [
    ("a country of one zone", Place("KE"), "Africa/Nairobi"),
    ("a city", Place("US", geonames=5809844), "America/Los_Angeles"),
    ("several zones, and nowhere in particular", Place("US"), None),
    ("no country", Place(), None),
    ("no place", None, None),
    ("a country that nobody knows", Place("ZZ"), None),
]
DATELINES: list[tuple[str, str | None]] = [
    ("NAIROBI", "Africa/Nairobi"),
    ("NAIROBI, Kenya", "Africa/Nairobi"),
    ("SEATTLE", "America/Los_Angeles"),
    ("NEW YORK", "America/New_York"),
    ("MOSCOW", "Europe/Moscow"),
    ("ATLANTIS", None),
]


@pytest.mark.parametrize(("place", "zone"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_zone(place: Place | None, zone: str | None) -> None:
    assert ZONES.of(place) == zone


@pytest.mark.parametrize(("dateline", "zone"), DATELINES)
def test_zone_of_a_dateline(dateline: str, zone: str | None) -> None:
    assert ZONES.of(home_of([], "", PLACES, dateline)) == zone
