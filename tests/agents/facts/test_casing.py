"""Headlines in capitals get the case of the article below them, and nothing else is touched."""

import numpy as np
import pytest

from agents.facts.casing import with_case
from agents.facts.words import shape


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("MACRON NAMES ARMY CHIEF ~ He names few . On Monday Macron spoke .", "Macron names ARMY CHIEF"),
        ("EU AND UN TALK ~ Now the EU and the UN talk .", "EU and UN talk"),
        ("MCADAM HELD IN LAGOS ~ Police held Ms. McAdam in Lagos .", "McAdam held in Lagos"),
        ("CHIEFS MEET AGAIN ~ Chiefs do . The chiefs meet .", "chiefs meet AGAIN"),
        ("UKRAINE HIT OVERNIGHT", "UKRAINE HIT OVERNIGHT"),
        ("Ukraine hit OVERNIGHT ~ It was overnight .", "Ukraine hit OVERNIGHT"),
        ("NATO , EU ~ the nato", "NATO , EU"),
    ],
)
def test_a_headline_has_the_case_of_its_article(text: str, seen: str) -> None:
    words = ["\n\n" if word == "~" else word for word in text.split(" ")]
    breaks = np.array([3 if word == "\n\n" else 0 for word in words])
    shapes = np.array([shape(word) for word in words])
    found = with_case(words, shapes, breaks)
    assert found[: len(seen.split())] == seen.split()
    assert found[len(seen.split()) :] == words[len(seen.split()) :]
