"""Countries by every name they go by, and by the words for their people."""

from pathlib import Path

from msgspec import Struct

from agents.facts.words import fold

DATA = Path(__file__).parent / "data"


class Country(Struct, frozen=True):
    """A country as GeoNames has it, with the names and words that mean it."""

    iso: str
    geonames: int
    population: int
    name: str
    capital: str
    neighbours: frozenset[str]
    names: tuple[str, ...]
    people: tuple[str, ...]


def plain(name: str) -> str:
    """A name as tables are asked for it: folded, one kind of apostrophe, no leading `the`, single spaces."""
    flat = " ".join(fold(name.replace("’", "'").replace("‘", "'")).split())
    return flat.removeprefix("the ")


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell."""
    return tuple(part for part in cell.split(";") if part)


class Countries:
    """Look-up by ISO code, by name, and by the word for the people."""

    def __init__(self, rows: list[Country]) -> None:
        self.by_iso = {row.iso: row for row in rows}
        self.by_name = {plain(name): row for row in rows for name in (row.name, *row.names)}
        self.by_people = {plain(word): row for row in rows for word in row.people}

    @classmethod
    def load(cls, path: Path = DATA / "countries.tsv") -> "Countries":
        """From the table that the package carries. Raises OSError, ValueError."""
        lines = path.read_text("utf-8").splitlines()
        return cls([_country(line.split("\t")) for line in lines if not line.startswith("#")])


def _country(cells: list[str]) -> Country:
    iso, geonames, population, name, capital, near, names, people = cells
    return Country(
        iso, int(geonames), int(population), name, capital, frozenset(split(near)), split(names), split(people)
    )
