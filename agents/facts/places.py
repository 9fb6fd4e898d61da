"""Puts places on the map: which country a LOC lies in, or a NORP stands for."""

from collections.abc import Iterable

from msgspec.structs import replace

from agents.facts.countries import Countries, Country, plain
from schemas.enriched import Entity, Place


def place_all(entities: Iterable[Entity], countries: Countries) -> list[Entity]:
    """The entities, those that are or stand for a country with its place."""
    return [_placed(entity, countries) for entity in entities]


def _placed(entity: Entity, countries: Countries) -> Entity:
    name = plain(entity.text)
    country = None
    if entity.label == "LOC":
        country = countries.by_name.get(name)
    elif entity.label == "NORP":
        country = countries.by_people.get(name) or countries.by_name.get(name)
    return replace(entity, place=as_place(country)) if country else entity


def as_place(country: Country) -> Place:
    """The country as a place."""
    return Place(country=country.iso, name=country.name, geonames=country.geonames, population=country.population)
