"""Every reading of a place name that we know: countries, their divisions, cities, regions."""

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pycountry
from msgspec import Struct

from agents.facts import hashed
from agents.facts.countries import DATA, Countries, plain, split
from agents.facts.hashed import Hashed

INDEX = DATA / "cities.npz"
"""The names of the table of cities, made by `python -m training.tables`."""
_GENERIC = """state province region governorate county district department prefecture oblast city municipality
    territory provincia departamento town village sheng shi"""
GENERIC = frozenset(_GENERIC.split())
"""Words that say what kind of place a name is: `Kachin State` is Kachin."""


_SAINT = re.compile(r"^st\.? (?=\w)")


class Reading(Struct, frozen=True):
    """One place that a name may mean. `kind`: country, division, city, region; `division` for a city in the US."""

    kind: str
    name: str
    country: str | None
    division: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    population: int | None = None
    main: bool = True
    """Whether the name asked for is its main one."""


class Places:
    """Readings by name. The cities stay a table of text until their name is asked for."""

    def __init__(self, countries: Countries, regions: Iterable[tuple[str, str]], cities: bytes, index: Hashed) -> None:
        """`cities`: the rows of the table, whole; `index`: see `city_names`."""
        self.countries = countries
        self._table: dict[str, list[Reading]] = defaultdict(list)
        self._cities = cities
        self._index = index
        for name, iso in regions:
            self._table[plain(name)].append(Reading("region", name, iso or None))
        for one in countries.by_iso.values():
            reading = Reading("country", one.name, one.iso, geonames=one.geonames, population=one.population)
            for name in {plain(name) for name in (one.name, *one.names)}:
                self._table[name].append(reading)
        for division in pycountry.subdivisions:
            reading = Reading("division", division.name, division.country_code, division.code[3:])
            flat = plain(division.name)
            for name in {flat, without_kind(flat), flat.removesuffix("-do")}:
                self._table[name].append(reading)

    @classmethod
    def load(cls) -> "Places":
        """From the tables that the package carries. Raises OSError, ValueError."""
        with (DATA / "regions.tsv").open(encoding="utf-8") as lines:
            rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
            regions = [(name, iso) for name, iso in rows]
        return cls(Countries.load(), regions, read_cities(), hashed.read(INDEX))

    def state(self, code: str) -> Reading:
        """The American state of two letters."""
        division = pycountry.subdivisions.get(code=f"US-{code}")  # type: ignore[no-untyped-call]  # it types a part of itself
        return Reading("division", division.name if division else code, "US", code)

    def readings(self, name: str, *, widely: bool = False) -> list[Reading]:
        """All places of that name: a region or country that we list by hand hides cities of the same name.

        A city by another of its names counts only where none has that name as its main one, or `widely`.
        """
        flat = plain(name)
        listed = self._table.get(flat, [])
        if any(one.kind == "region" for one in listed):
            return [one for one in listed if one.kind == "region"]
        rows = self._index.all(flat)
        if (saint := _SAINT.sub("saint ", flat)) != flat:
            rows += [row for row in self._index.all(saint) if row not in rows and (widely or not row & 1)]
        main = [row for row in rows if not row & 1]
        found = [*listed, *(self._city(row >> 1, not row & 1) for row in (not widely and main) or rows)]
        if not found and (short := without_kind(flat)) != flat:
            return self.readings(short, widely=widely)
        return found

    def _city(self, at: int, main: bool) -> Reading:
        """The city whose row begins at byte `at`."""
        geonames, country, division, north, east, people, name, *_ = (
            self._cities[at : self._cities.index(b"\n", at)].decode().split("\t")
        )
        return Reading(
            kind="city",
            name=name,
            country=country,
            division=division or None,
            latitude=float(north),
            longitude=float(east),
            geonames=int(geonames),
            population=int(people),
            main=main,
        )


def read_cities(path: Path = DATA / "cities.tsv.gz") -> bytes:
    """The table of cities, as it is read."""
    return gzip.decompress(path.read_bytes())


def city_names(cities: bytes) -> Iterator[tuple[str, int]]:
    """Each name of each city, with twice the byte at which its row begins, and one more for a name not its main one."""
    at = 0
    for row in cities.splitlines(keepends=True):
        if not row.startswith(b"#"):
            _, flat, others = row.decode().rstrip("\n").rsplit("\t", 2)
            yield flat, 2 * at
            yield from ((other, 2 * at + 1) for other in dict.fromkeys(split(others)))
        at += len(row)


def without_kind(flat: str) -> str:
    """A folded name without the words that say what kind of place it is: `kachin state`, `state of kachin`."""
    words = flat.split()
    while len(words) > 1 and words[-1] in GENERIC:
        words.pop()
    while len(words) > 2 and words[0] in {*GENERIC, "republic"} and words[1] in {"of", "de"}:
        words = words[2:]
    return " ".join(words)
