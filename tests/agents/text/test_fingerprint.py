"""Copies are found by what they contain, against an oracle that compares every gram."""

import random

from hypothesis import given
from hypothesis import strategies as st

from agents.text.fingerprint import ENOUGH, MOST, Fingerprints, contained, fingerprint, relation

WORDS = [f"word{number}" for number in range(3000)]


def story(seed: int, words: int = 400) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) for _ in range(words)]


def grams(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + 5]) for place in range(len(words) - 4)}


def test_case_and_punctuation_do_not_count() -> None:
    assert fingerprint("The harbour, of Port Louis; reopened!") == fingerprint("the harbour of PORT LOUIS reopened")


def test_too_short_for_a_gram() -> None:
    assert fingerprint("Only four words here") == ()
    assert contained((), (1, 2, 3)) == 0.0


@given(st.text(max_size=300))
def test_a_fingerprint_is_short_sorted_and_exact_in_json(text: str) -> None:
    hashes = fingerprint(text)
    assert list(hashes) == sorted(set(hashes))
    assert len(hashes) <= MOST
    assert all(0 <= each < 2**53 for each in hashes)


@given(st.integers(0, 10_000), st.floats(0.3, 1.0), st.integers(0, 200))
def test_containment_is_near_that_of_all_grams(seed: int, kept: float, added: int) -> None:
    """A sample of 64 is off by a few standard errors at most."""
    whole = story(seed)
    part = whole[: int(len(whole) * kept)] + story(seed + 1, added)
    true = len(grams(part) & grams(whole)) / len(grams(part))
    assert abs(contained(fingerprint(" ".join(part)), fingerprint(" ".join(whole))) - true) < 0.35


RELATIONS = [
    # new, old, what the new one is to the old one
    (story(1), story(1), "copy"),
    (story(1) + story(2, 3000), story(1, 400), "update"),
    (story(1)[:150], story(1) + story(2, 300), "part"),
    (story(1), story(2), None),
]


def test_relations() -> None:
    for new, old, wanted in RELATIONS:
        assert relation(fingerprint(" ".join(new)), fingerprint(" ".join(old))) == wanted


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=30))
def test_the_index_finds_what_comparing_with_all_finds(steps: list[tuple[int, bool]]) -> None:
    """Texts put, replaced and dropped in any order; each is then looked for."""
    held, kept = Fingerprints(), {}
    for number, put in steps:
        name = f"s{number // 2}"
        if put:
            kept[name] = fingerprint(" ".join(story(number, 150)))
            held.put(name, kept[name])
        else:
            kept.pop(name, None)
            held.drop(name)
    assert len(held) == len(kept)
    for number in range(13):
        hashes = fingerprint(" ".join(story(number, 150)))
        slow = {name for name, old in kept.items() if max(contained(hashes, old), contained(old, hashes)) >= ENOUGH}
        assert {each.name for each in held.find(hashes)} == slow


def test_boilerplate_leads_nowhere() -> None:
    held, frame = Fingerprints(), " ".join(story(99, 60))
    for number in range(200):
        held.put(str(number), fingerprint(frame + " " + " ".join(story(number + 1000, 60))))
    assert [each.name for each in held.find(fingerprint(frame + " " + " ".join(story(1007, 60))))][:1] == ["7"]
