"""Reads place names in context: which country each lies in, and how much of the article is about which country."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from agents.facts.countries import plain
from agents.facts.gazetteer import Places, Reading
from agents.text.datelines import find_dateline
from schemas.enriched import CountryWeight, Entity, Place

NAMED, DATELINE, NEIGHBOUR, CAPITAL, MAIN = 3.0, 2.0, 0.5, 1.0, 0.5
"""What a reading gains: its country is named in the article (times its share), is the dateline's, is a neighbour of
one named; it is a capital; the name is its main one. A tenfold population is worth 1."""
SIZES = {"country": 7.0, "region": 7.0, "division": 5.5}
"""What such a place is worth by itself; a city is worth the logarithm of its people."""
LARGE = 100_000
"""Without context only a city of so many people is taken."""
MARGIN = 0.5
"""Without context the best reading must be better than the next by so much."""
_STATES = (
    "Calif. CA, Fla. FL, Tex. TX, Mass. MA, Pa. PA, Conn. CT, Ill. IL, Mich. MI, Ariz. AZ, "
    "Colo. CO, Va. VA, Wash. WA, Ga. GA, Tenn. TN, N.Y. NY, N.J. NJ, N.C. NC, S.C. SC, D.C. DC, "
    "N.M. NM, Minn. MN, Mo. MO, Md. MD, Wis. WI, Okla. OK, La. LA, Ala. AL, Ky. KY, DC DC, D.C DC, "
    "Ark. AR, Del. DE, Ind. IN, Kan. KS, Miss. MS, Mont. MT, Neb. NE, Nev. NV, N.H. NH, N.D. ND, Ore. OR, R.I. RI, "
    "S.D. SD, Vt. VT, W.Va. WV, Wyo. WY"
)
STATES = dict(pair.split() for pair in _STATES.split(", "))
"""The news agencies' abbreviations of American states, as they stand after a city."""
LINE = 200
"""Characters of a line within which its dateline ends."""
_INSIDE = re.compile(r",\s*|\s+in\s+(?:the\s+)?|\s*\(")
_BEHIND = re.compile(r"(?:,\s*(?:the\s+)?|\s+is\s+the\s+)capital\s+of\s+(?:the\s+)?|,\s*|\s+in\s+(?:the\s+)?")
_OWNER = re.compile(r"(.+?)(?:['’]s|s['’])\s+(.+)")
_DIRECTION = re.compile(r"^(?:(?:north|south|east|west)(?:(?:ea|we)st)?(?:ern)?|central|upper|lower|mainland)[ -]")


def place_all(
    entities: Sequence[Entity], text: str, places: Places, dateline: str | None
) -> tuple[list[Entity], tuple[CountryWeight, ...]]:
    """The entities with their places, and the countries that the article is about, heaviest first.

    Every LOC is read, and NORP where it is a word for a country's people. What is sure comes first (countries, peoples,
    names with their country behind a comma); the rest is read in its light. What stays unsure stays without a place.
    """
    home = _home(entities, text, places, dateline)
    sure = {at: reading for at, one in enumerate(entities) if (reading := _sure(at, entities, text, places))}
    named: Counter[str | None] = Counter(reading.country for reading in sure.values() if reading.country)
    if home and home.country:
        named[home.country] += 2
    unsure = [at for at, one in enumerate(entities) if one.label == "LOC" and at not in sure]
    options = {entities[at].text: _options(entities[at].text, places) for at in unsure}
    for helps in (_plain, bool, None):  # first what only one country has a large place of, then all that was read
        read = {name: best(readings, named, home, places) for name, readings in options.items()}
        if helps is not None:
            named.update(one.country for name, one in read.items() if one and one.country and helps(options[name]))
    sure |= {at: reading for at in unsure if (reading := read[entities[at].text])}
    placed = [_placed(one, sure.get(at)) for at, one in enumerate(entities)]
    return placed, weigh(placed, text)


def _placed(one: Entity, reading: Reading | None) -> Entity:
    """The entity with its place, and called as the place is; a people keeps its own name."""
    place = as_place(reading) if reading else None
    if place is None:
        return one
    return replace(one, place=place, name=place.name if one.label == "LOC" else one.name)


def as_place(reading: Reading) -> Place | None:
    """The reading as a record; None for a region of no one country."""
    if reading.country is None:
        return None
    return Place(
        country=reading.country,
        name=reading.name,
        latitude=reading.latitude,
        longitude=reading.longitude,
        geonames=reading.geonames,
        population=reading.population,
    )


def weigh(entities: Iterable[Entity], text: str) -> tuple[CountryWeight, ...]:
    """Countries with their share of the article: a mention in the first paragraph counts double, a people's half."""
    first = text.find("\n\n", len(text) // 10)
    shares: dict[str, float] = defaultdict(float)
    for one in entities:
        if one.place is not None and one.place.country is not None:
            shares[one.place.country] += (2 if one.start < first else 1) * (1 if one.label == "LOC" else 0.5)
    total = sum(shares.values())
    heaviest = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(CountryWeight(iso, round(share / total, 3)) for iso, share in heaviest)


def best(
    readings: Sequence[Reading], named: Mapping[str | None, float], home: Reading | None, places: Places
) -> Reading | None:
    """The reading that fits best, or None where none is sure enough."""
    if not readings:
        return None
    scored = sorted(((_score(one, named, home, places), one) for one in readings), key=lambda pair: -pair[0])
    (top, first), rest = scored[0], scored[1:]
    rivals = [score for score, one in rest if one.country != first.country]
    close = bool(rivals) and top - rivals[0] < MARGIN
    if first.country is None or first.kind == "region" or named.get(first.country):
        return first
    if first.kind == "city" and (first.population or 0) < LARGE:
        return None
    return None if close else first


def _score(reading: Reading, named: Mapping[str | None, float], home: Reading | None, places: Places) -> float:
    total = sum(named.values())
    size = {"country": 7.0, "region": 7.0, "division": 5.5}.get(reading.kind) or math.log10(
        (reading.population or 0) + 1000
    )
    score = size + (MAIN if reading.main else 0)
    if reading.country and total:
        score += NAMED * named.get(reading.country, 0) / total + (1 if named.get(reading.country) else 0)
        country = places.countries.by_iso.get(reading.country)
        if country is not None:
            score += NEIGHBOUR if any(named.get(near) for near in country.neighbours) else 0
            score += CAPITAL if reading.kind == "city" and plain(reading.name) == plain(country.capital) else 0
    if home is not None and home.country == reading.country:
        score += DATELINE
    return score


def _sure(at: int, entities: Sequence[Entity], text: str, places: Places) -> Reading | None:
    """The reading of an entity that needs no context beyond the words beside it, or None."""
    one = entities[at]
    if one.label == "NORP":
        country = places.countries.by_people.get(plain(one.text))
        return places.readings(country.name)[0] if country else None
    if one.label != "LOC":
        return None
    if one.text in STATES and "." in one.text:
        return places.state(STATES[one.text])
    if (reading := _qualified(one.text, places)) is not None:
        return reading
    readings = places.readings(one.text)
    listed = bool(readings) and readings[0].kind in {"country", "region"}
    following = entities[at + 1] if at + 1 < len(entities) else None
    near = following is not None and _BEHIND.fullmatch(text[one.end : following.start])
    if not listed and following is not None and near and following.label == "LOC":
        inside = within(one.text, following.text, places)
        return inside if not readings or (inside and inside.kind != "region") else None
    return readings[0] if listed and not _contested(readings) else None


def _plain(readings: Sequence[Reading]) -> bool:
    """Whether the name's large places lie in one country."""
    return len({one.country for one in readings if one.kind != "city" or (one.population or 0) >= LARGE}) == 1


def _contested(readings: Sequence[Reading]) -> bool:
    """Whether a country's name is also another's, or that of an American state: Congo, Georgia."""
    others = [one for one in readings if one.country != readings[0].country]
    return any(one.kind == "country" or (one.kind == "division" and one.country == "US") for one in others)


def _qualified(name: str, places: Places) -> Reading | None:
    """`Paris, Texas`, `Karachi in Pakistan`, `Spain's Balearic Islands`: the reading that its own words fix."""
    parts = [part.strip(" )") for part in _INSIDE.split(name, maxsplit=1)]
    if len(parts) == 2:
        return within(parts[0], parts[1], places)
    if owner := _OWNER.fullmatch(name):
        return within(owner[2], owner[1], places)
    return None


def within(name: str, around: str, places: Places) -> Reading | None:
    """The place `name` that lies in `around`: a city there, else the country of `around` alone."""
    wholes = [one for one in places.readings(around) if one.kind in {"country", "division"}]
    if around.strip() in STATES:
        wholes = [places.state(STATES[around.strip()])]
    inside = [
        one
        for whole in wholes
        for one in places.readings(name, widely=True)
        if one.country == whole.country and one.kind != "country" and _fits(one, whole)
    ]
    if inside:
        return max(inside, key=lambda one: one.population or 0)
    countries = {whole.country for whole in wholes}
    if len(countries) == 1 or (wholes and wholes[0].kind == "country"):
        return Reading("region", name, wholes[0].country)
    return None


def _fits(one: Reading, whole: Reading) -> bool:
    return whole.kind == "country" or whole.country != "US" or one.division == whole.division


def _options(name: str, places: Places) -> list[Reading]:
    """Readings of the name; `northern Aleppo` is read as Aleppo."""
    readings = places.readings(name)
    if not readings and (shorter := _DIRECTION.sub("", plain(name))) != plain(name):
        return places.readings(shorter)
    return readings


def as_datelines(entities: Sequence[Entity], text: str, places: Places) -> list[Entity]:
    """The entities, with a place that opens a line as a dateline taken for one whatever the model says."""
    return [replace(one, label="LOC") if _opens_line(one, text, places) else one for one in entities]


def _opens_line(one: Entity, text: str, places: Places) -> bool:
    if one.label not in {"PERSON", "ORG", "MISC"} or text[: one.start].rstrip(" \t")[-1:] not in {"", "\n"}:
        return False
    line = text[one.start : one.start + LINE].partition("\n")[0]
    found = find_dateline(line)
    return bool(found and found.place and found.place.startswith(one.text) and places.readings(one.text))


def home_of(entities: Sequence[Entity], text: str, places: Places, dateline: str | None) -> Place | None:
    """The place that the report was written in, where its dateline says so."""
    home = _home(entities, text, places, dateline)
    return as_place(home) if home else None


_AFTER_A_DATELINE = re.compile(
    r"(?:,\s*(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8}\.?)(?:,?\s\d{4})?)?\s*(?:\([^)]{2,20}\)\s*)?[—–_-]"
)
"""TOKYO — · TOKYO (Wire) — · TOKYO, Dec. 29 (Wire) —: after the place may stand a day and a source."""


def _home(entities: Sequence[Entity], text: str, places: Places, dateline: str | None) -> Reading | None:
    """The place that the report was written in: its dateline's, else a name that opens the text before a dash."""
    if dateline:
        return _qualified(dateline, places) or best(places.readings(dateline.title()), {}, None, places)
    for one in entities[:2]:
        if one.label == "LOC" and one.start < 3 and _AFTER_A_DATELINE.match(text, one.end):
            return _qualified(one.text, places) or best(places.readings(one.text), {}, None, places)
    return None
