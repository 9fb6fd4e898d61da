"""What a correction changed: the sentences that differ, and in them the figures and the names."""

from hypothesis import given
from hypothesis import strategies as st

from agents.correction import MOST, find_edits
from schemas.routed import Edit

WAS = ("Two hurt", "A storm hurt 12 in Homs.", "It was cold.", "Mayor Ali spoke.")


def test_headline_figures_and_names() -> None:
    now = ("Three hurt", "A storm hurt 13 in Homs.", "It was cold.", "Mayor Omar spoke.")
    assert find_edits(WAS, now) == (
        Edit("headline", "Two hurt", "Three hurt"),
        Edit("sentence", WAS[1], now[1], figures=("12 -> 13",)),
        Edit("sentence", WAS[3], now[3], names=("Mayor Ali -> Mayor Omar",)),
    )


def test_a_sentence_that_came_and_one_that_went() -> None:
    assert find_edits(WAS, (*WAS[:2], *WAS[3:], "All is well.")) == (
        Edit("sentence", "It was cold."),
        Edit("sentence", None, "All is well."),
    )


@given(st.lists(st.sampled_from(["A 1.", "B 2.", "C 3."]), max_size=8).map(lambda body: ("", *body)))
def test_nothing_changed_is_no_edit(sentences: tuple[str, ...]) -> None:
    assert find_edits(sentences, sentences) == ()


@given(st.lists(st.text(max_size=10), max_size=60), st.lists(st.text(max_size=10), max_size=60))
def test_the_list_stays_small(old: list[str], new: list[str]) -> None:
    assert len(find_edits(old, new)) <= MOST
