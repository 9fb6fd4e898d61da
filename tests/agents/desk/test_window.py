"""What a desk remembers of alerts: rows, stories and their copies, positions, and the words that say why."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.desk.extract import LONGEST, extract_of
from agents.desk.position import Place, merged, read_position, write_position
from agents.desk.window import Window
from agents.text.fingerprint import fingerprint
from schemas.ack import Ack
from schemas.article import Article
from schemas.routed import Mark, Match, Routed, Verdict

TEXTS = (
    "A flood closed the harbour of Port Louis on Thursday, the port authority said in a statement to agencies.",
    "The council of ministers met in Harbourtown to speak of next year's budget, and of nothing else, officials said.",
)


def routed(story: str, version: str = "1", text: str = TEXTS[0], *, replay: str | None = None) -> Routed:
    """An alert for the rule `floods`."""
    article = Article(f"wire/{story}/{version}", "wire", story, version, body=(text,), replay=replay)
    verdict = Verdict("alert", "2017-12-28T10:00:00Z", "1", (Match("floods", urgency=2),))
    return Routed(article.id, article, fingerprint=fingerprint(text), verdict=verdict)


def take(window: Window, offset: int, alert: Routed) -> None:
    value = msgspec.json.encode(alert)
    window.take(value, key=(1000 + offset, 0, offset), at="2017-12-28T10:00:01Z", took_ms=5, position=str(offset))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1), st.booleans()), max_size=40), st.integers(1, 12))
def test_it_stays_within_its_bound_and_agrees_with_itself(told: list[tuple[int, int, bool]], most: int) -> None:
    """The last alerts and no others, newest first; each story's rows are those of its own; links lead to stories."""
    window, taken = Window(most), []
    for offset, (story, text, replayed) in enumerate(told):
        take(window, offset, routed(str(story), str(offset), TEXTS[text], replay="r" if replayed else None))
        taken.append((f"wire/{story}", "r" if replayed else None, f"wire/{story}/{offset}"))
    kept = taken[-most:]
    entries = list(window.newest_first())
    assert [entry.row.id for entry in entries] == [name for _, _, name in reversed(kept)]
    for key, replay, _ in kept:
        life = window.story(key, replay)
        assert life is not None
        assert [row.id for row in life.versions] == [name for k, r, name in kept if (k, r) == (key, replay)]
        others = {each.story for each in life.also}
        assert others <= {k for k, r, _ in kept if r == replay} - {key}, "a copy is another story of the same replay"


def test_copies_are_found_both_ways_and_forgotten() -> None:
    window = Window(2)
    take(window, 0, routed("1"))
    take(window, 1, routed("2"))
    assert [[each.story for each in window.present(entry).also] for entry in window.newest_first()] == [
        ["wire/1"],
        ["wire/2"],
    ]
    take(window, 2, routed("3", text=TEXTS[1]))
    assert [each.story for entry in window.newest_first() for each in window.present(entry).also] == []


def test_an_acknowledgement_is_taken_once() -> None:
    window = Window(5)
    take(window, 0, routed("1"))
    ack = Ack("a", "wire/1/1", "wire/1", "desk editor")
    assert [window.take_ack(ack), window.take_ack(ack)] == [True, False]
    (entry,) = window.newest_first()
    assert window.present(entry).acks == (ack,)


def test_what_a_replay_brought_is_another() -> None:
    window = Window(5)
    take(window, 0, routed("1"))
    take(window, 1, routed("1", replay="r1"))
    take(window, 2, routed("2", replay="r1"))
    ack = Ack("a", "wire/1/1", "wire/1", "desk editor", replay="r1")
    window.take_ack(ack)
    found = [window.find("wire/1/1"), window.find("wire/1/1", "r1"), window.find("wire/2/1")]
    assert [entry and window.present(entry).replay for entry in found] == [None, "r1", "r1"]
    assert [entry and window.present(entry).acks for entry in found] == [(), (ack,), ()]
    assert (window.find("wire/1/1", "r2"), window.find("wire/3/1")) == (None, None)


positions = st.dictionaries(st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 6)), st.integers(0, 10**9))


@given(positions)
def test_a_position_reads_as_it_was_written(position: dict[Place, int]) -> None:
    """Partitions that are not named have nothing read."""
    read = read_position(write_position(position, ("a", "b")), ("a", "b"))
    assert {place: offset for place, offset in read.items() if offset} == {
        place: offset for place, offset in position.items() if offset
    }


@given(positions, positions)
def test_the_further_of_two_positions(one: dict[Place, int], other: dict[Place, int]) -> None:
    both = merged(one, other)
    assert all(both[place] >= offset for each in (one, other) for place, offset in each.items())
    assert merged(both, one) == both == merged(other, one)


@pytest.mark.parametrize("text", ["", "1", "1~2~3", "x~1", "1.~2", "-1~2", "1~²", "1" * 30_000])
def test_what_is_no_position(text: str) -> None:
    if text == "":
        assert read_position("~", ("a", "b")) == {}
    with pytest.raises(ValueError, match="no position"):
        read_position(text, ("a", "b"))


BODY = ("It rained. A flood closed the harbour, and a strike began.", "The flood rose.")


@pytest.mark.parametrize(
    ("headline", "words", "text", "marked"),
    [
        (None, ("flood", "strike"), "A flood closed the harbour, and a strike began.", ["flood", "strike"]),
        (None, ("rose",), "The flood rose.", ["rose"]),
        (None, (), "It rained.", []),
        ("Storm", ("Storm",), "Storm", ["Storm"]),
        ("Storm", ("rained",), "It rained.", ["rained"]),
    ],
)
def test_the_sentence_that_says_why(headline: str | None, words: tuple[str, ...], text: str, marked: list[str]) -> None:
    article = Article("a", "wire", "1", headline=headline, body=BODY)
    marks = [Mark(article.text.index(word), article.text.index(word) + len(word), word, word) for word in words]
    found = extract_of(article, marks)
    assert found.text == text
    assert [found.text[start:end] for start, end in found.marks] == marked


@given(st.text(alphabet="ab. A\n", max_size=900), st.data())
def test_an_extract_is_short_and_its_marks_are_right(text: str, data: st.DataObject) -> None:
    article = Article("a", "wire", "1", body=(text,))
    ends = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(1, 9)), max_size=6))
    marks = [Mark(at, min(len(text), at + long), text[at : at + long], "t") for at, long in ends if at < len(text)]
    found = extract_of(article, marks)
    assert len(found.text) <= LONGEST + 2
    assert all(0 <= start < end <= len(found.text) for start, end in found.marks)
    assert {found.text[start:end] for start, end in found.marks} <= {mark.text for mark in marks}
