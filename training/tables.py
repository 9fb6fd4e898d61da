"""Make the tables that are looked up at run time of the lists that people read: `python -m training.tables`.

To be run after a change of data/lists or data/cities.tsv.gz; a test holds the tables to the lists.
"""

from agents.facts import hashed
from agents.facts.countries import DATA
from agents.facts.gazetteer import INDEX, city_names, read_cities
from agents.facts.hashed import Hashed
from agents.facts.tagger import NAMES
from agents.facts.words import LISTS, numbers


def names() -> Hashed:
    """The name lists that the tagger sees as hints."""
    folder = DATA / "lists"
    lists = ((name, single, (folder / f"{name}.txt").read_text("utf-8").splitlines()) for name, single in LISTS)
    return hashed.build(numbers(lists).items())


def cities() -> Hashed:
    """The names of the table of cities."""
    return hashed.build(city_names(read_cities()))


def main() -> None:
    """Write agents/facts/data/names.npz and cities.npz."""
    names().write(NAMES)
    cities().write(INDEX)


if __name__ == "__main__":
    main()
