"""The time zone of a place: by its country, and where that has several, by the city."""

import gzip
from collections.abc import Iterable

from agents.facts.countries import DATA
from schemas.enriched import Place


class Zones:
    """IANA names of zones, by country and by city."""

    def __init__(self, countries: dict[str, str], cities: dict[int, str]) -> None:
        self._countries = countries
        self._cities = cities

    @classmethod
    def load(cls) -> "Zones":
        """From the table that the package carries. Raises OSError, ValueError."""
        with gzip.open(DATA / "zones.tsv.gz", "rt", encoding="utf-8") as lines:
            return cls.read(lines)

    @classmethod
    def read(cls, lines: Iterable[str]) -> "Zones":
        """Rows of a country (ISO 3166-1, two letters) and its zone, or of a zone and the GeoNames ids of its cities."""
        countries: dict[str, str] = {}
        cities: dict[int, str] = {}
        for line in lines:
            if line.startswith("#"):
                continue
            name, _, rest = line.rstrip("\n").partition("\t")
            if len(name) == 2:
                countries[name] = rest
            else:
                cities.update((int(city), name) for city in rest.split())
        return cls(countries, cities)

    def of(self, place: Place | None) -> str | None:
        """The zone of a place; None where the place is not known well enough to say."""
        if place is None:
            return None
        return self._countries.get(place.country or "") or self._cities.get(place.geonames or 0)
