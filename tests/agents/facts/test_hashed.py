"""Tables of names as hashes: what a dictionary would say, and the package's tables as its lists make them."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from agents.facts import hashed
from agents.facts.countries import DATA
from agents.facts.gazetteer import INDEX, city_names, read_cities
from agents.facts.tagger import NAMES
from agents.facts.words import LISTS, numbers


@given(pairs=st.lists(st.tuples(st.text(max_size=3), st.integers(1, 2**32 - 1))), asked=st.text(max_size=3))
def test_it_answers_as_a_dictionary_of_lists(pairs: list[tuple[str, int]], asked: str) -> None:
    table = hashed.build(pairs)
    for name in {asked, *(name for name, _ in pairs)}:
        given = [number for other, number in pairs if other == name]
        assert table.all(name) == given
        assert table.one(name) == (given[0] if given else 0)


def test_a_table_is_the_same_when_read_back(tmp_path: Path) -> None:
    table = hashed.build([("oslo", 3), ("bergen", 1)])
    table.write(tmp_path / "t.npz")
    assert all(np.array_equal(one, other) for one, other in zip(table, hashed.read(tmp_path / "t.npz"), strict=True))


def test_the_packages_tables_are_those_of_its_lists() -> None:
    lists = [(name, one, (DATA / "lists" / f"{name}.txt").read_text("utf-8").splitlines()) for name, one in LISTS]
    names, cities = numbers(lists), list(city_names(read_cities()))
    for path, pairs in ((NAMES, list(names.items())), (INDEX, cities)):
        made, kept = hashed.build(pairs), hashed.read(path)
        again = "run python -m training.tables"
        assert np.array_equal(made.keys, kept.keys), again
        assert np.array_equal(made.numbers, kept.numbers), again
        assert len(np.unique(made.keys)) == len({name for name, _ in pairs}), "two names share a hash"
