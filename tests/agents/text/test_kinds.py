"""What a report says it is: desks' words in capitals or before a colon, and never a story about a withdrawal."""

import pytest

from agents.text.kinds import Wording, kind_of, target_number

KINDS = [
    # headline, slug, note, opening, kind
    ("UPDATE 2-Fed holds rates", None, None, None, "update"),
    ("CORRECTED-UPDATE 1-Fed holds rates", None, None, None, "correction"),
    ("REFILE-Fed holds rates", None, None, None, "update"),
    ("REFILE-CORRECTED-Fed holds rates", None, None, None, "correction"),
    ("Storm", None, "(Refiles to fix a typographical error)", None, "update"),
    ("RPT-Fed holds rates", None, None, None, "repeat"),
    ("ADVISORY-Fed story", None, None, None, "advisory"),
    ("STORY WITHDRAWN", None, None, None, "kill"),
    ("Correction: Fed holds rates", None, None, None, "correction"),
    ("KORREKTUR: Hafen offen", None, None, None, "correction"),
    ("Storm", "BC-Storm, 2nd Ld-Writethru", None, None, "update"),
    ("Storm", "BC-Storm,KILL", None, None, "kill"),
    ("Storm", None, "(Corrects name in third paragraph)", None, "correction"),
    ("Storm", None, None, "Please kill item dpa 157.", "kill"),
    ("Storm", None, None, "Kill the BC-Storm story.", "kill"),
    ("Hafen", None, None, "Die Meldung dpa 157 wird zurückgezogen.", "kill"),
    ("Kill bill passes", None, None, None, None),
    ("KILLED SOLDIER IS NAMED", None, None, None, None),
    ("Updated rules for ships", None, None, None, None),
    ("Hold on to your hats", None, None, None, None),
    ("US withdraws from treaty", None, None, "The army will withdraw from the city, a report says.", None),
    ("Police", None, None, "Police said that the report was withdrawn.", None),
    (None, None, None, None, None),
]


@pytest.mark.parametrize(("headline", "slug", "ednote", "opening", "kind"), KINDS)
def test_kind_of(
    headline: str | None, slug: str | None, ednote: str | None, opening: str | None, kind: str | None
) -> None:
    assert kind_of(Wording(headline, slug, ednote, opening)) == kind


TARGETS = [
    ("Please kill item dpa 157", "dpa", ("dpa", "157")),
    ("Please kill item dpa0157", "dpa", ("dpa", "157")),
    ("Bitte die Meldung dpa 0157 nicht verwenden", "dpa", ("dpa", "157")),
    ("Please kill item afp 157", "dpa", None),
    ("Please kill this story", "dpa", None),
]


@pytest.mark.parametrize(("text", "source", "target"), TARGETS)
def test_target_number(text: str, source: str, target: tuple[str, str] | None) -> None:
    assert target_number([None, text], source) == target
