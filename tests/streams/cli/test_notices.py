"""A notice as people read it on a terminal."""

from rich.text import Text

from schemas.notice import Carrier, Extract, Notice
from schemas.routed import Edit
from streams.cli.notices import lines_of

CORRECTION = Notice(
    "n2",
    "correction",
    "fires",
    "n1",
    rule_name="Fires",
    urgency=2,
    article="ap/1/2",
    provider="ap",
    story="ap/1",
    headline="A fire [in Hama]",
    sent="2018-01-01T12:00:00Z",
    alerted="2018-01-01T12:00:04Z",
    extracts=(Extract("The fire hurt 20.", ((4, 8),)),),
    matched=("fire",),
    entities=("Hama",),
    dates=("Monday = 2018-01-01",),
    also=(Carrier("reuters/7/1", "reuters", "reuters/7"),),
    edits=(Edit("headline", "A fire in Homs", "A fire [in Hama]"), Edit("sentence", None, "It was cold.")),
)


def plain(notice: Notice) -> list[str]:
    return [line.plain for line in lines_of(notice)]


def test_a_correction() -> None:
    assert plain(CORRECTION) == [
        "CORRECTION A fire [in Hama]",
        "    rule fires Fires, urgency 2: fire",
        "    ap, sent 2018-01-01T12:00:00Z, alerted 2018-01-01T12:00:04Z, ap/1/2",
        "    > The fire hurt 20.",
        "    names: Hama",
        "    dates: Monday = 2018-01-01",
        "    headline: A fire in Homs A fire [in Hama]",
        "    sentence: It was cold.",
        "    also carried by: reuters",
    ]


def test_marked_words_stand_out() -> None:
    line: Text = list(lines_of(CORRECTION))[3]
    assert [line.plain[span.start : span.end] for span in line.spans if span.style == "reverse"] == ["fire"]


def test_a_digest_and_what_does_not_ring() -> None:
    muted = Notice("n3", "new", "fires", "n3", ring=False, headline="Rain", provider="ap", muted="silenced by the desk")
    assert plain(muted)[0] == "NEW Rain  does not ring: silenced by the desk"
    digest = Notice("n4", "digest", "fires", "n4", headline="3 stories", items=(muted, CORRECTION), more=1)
    assert plain(digest) == [
        "DIGEST 3 stories",
        "    rule fires",
        "    new: Rain (ap)",
        "    correction: A fire [in Hama] (ap)",
        "    and 1 before these",
    ]
