"""Sentences around marked words: chosen, cut, and marked where the words stand."""

from hypothesis import given
from hypothesis import strategies as st

from agents.notices.extract import EXTRACTS, LONGEST, Sentences
from schemas.article import Article
from schemas.enriched import Enriched, Entity, Timex
from schemas.routed import Mark


def enriched(*body: str, headline: str | None = None) -> Enriched:
    return Enriched("p/s/1", Article("p/s/1", "p", "s", headline=headline, body=body))


def mark(each: Enriched, words: str, term: str | None = None, nth: int = 0) -> Mark:
    at = -1
    for _ in range(nth + 1):
        at = each.article.text.index(words, at + 1)
    return Mark(at, at + len(words), words, term or words)


def test_sentences_that_add_a_term_in_the_order_of_the_text() -> None:
    report = enriched(
        "A ship sank. The port of Riga closed. Riga slept.", "Nobody drowned in the port.", headline="Riga mourns"
    )
    marks = [mark(report, "Riga"), mark(report, "Riga", nth=1), mark(report, "Riga", nth=2), mark(report, "port"),
             mark(report, "drowned")]  # fmt: skip
    why = Sentences(report).why(marks)
    assert [each.text for each in why.extracts] == ["The port of Riga closed.", "Nobody drowned in the port."]
    assert why.matched == ("Riga", "port", "drowned")


def test_a_headline_is_shown_for_what_stands_there_alone() -> None:
    report = enriched("A ship sank.", headline="Riga mourns")
    assert [each.text for each in Sentences(report).why([mark(report, "Riga")]).extracts] == ["Riga mourns"]


def test_names_and_dates_beside_the_marked_words() -> None:
    report = enriched("Ann saw the fire on Monday. Bob slept on Tuesday. C. Doe fled.")
    text = report.article.text

    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    people = (Entity(*at("Ann"), "PERSON", "Ann", name="Ann Lee"), Entity(*at("Bob"), "PERSON", "Bob"))
    entities = (*people, Entity(*at("Monday"), "DATE", "Monday"))
    dates = (
        Timex(*at("Monday"), "Monday", "DATE", "2018-01-01"),
        Timex(*at("Tuesday"), "Tuesday", "DATE", "2018-01-02"),
    )
    report = Enriched(report.id, report.article, entities, dates)
    why = Sentences(report).why([mark(report, "fire")])
    assert (why.named, why.dated) == (("Ann Lee",), ("Monday = 2018-01-01",))


def test_a_long_sentence_is_cut_around_its_first_mark() -> None:
    report = enriched("word " * 200 + "fire " + "word " * 200)
    (extract,) = Sentences(report).why([mark(report, "fire")]).extracts
    assert len(extract.text) <= LONGEST + 2
    assert (extract.text[0], extract.text[-1]) == ("…", "…")
    assert [extract.text[start:end] for start, end in extract.marks] == ["fire"]


WORDS = st.lists(st.sampled_from(["fire", "Homs", "cold.", "Rain", "x" * 400, "\n\n", "U.S.", "“No,”"]), max_size=80)


@given(WORDS, st.booleans())
def test_marks_show_their_words_wherever_they_stand(words: list[str], headed: bool) -> None:
    body = tuple(part.strip() for part in " ".join(words).split("\n\n"))
    report = enriched(*body, headline="A fire" if headed else None)
    text = report.article.text
    marks = [
        Mark(at, at + len(word), word, word)
        for word in ("fire", "Homs", "x" * 400)
        for at in range(len(text))
        if text.startswith(word, at)
    ]
    why = Sentences(report).why(marks)
    assert len(why.extracts) <= EXTRACTS
    assert bool(why.extracts) == bool(marks)
    for extract in why.extracts:
        assert extract.text.strip("…") in text
        assert extract.marks == tuple(sorted(extract.marks))
        for start, end in extract.marks:
            assert 0 <= start < end <= len(extract.text)
            shown = extract.text[start:end].strip("…")
            assert any(mark.text.startswith(shown) or shown.startswith(mark.text) for mark in marks)
