"""Languages: which is said, and when nothing is."""

import pytest

from agents.facts.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Police in Nairobi said on Monday that three men were arrested near the airport with a large sum of cash.",
            "en",
        ),
        (
            "POLICE SAY THE MEN WERE ARRESTED AT THE AIRPORT IN NAIROBI WITH A LARGE SUM OF CASH ON MONDAY, THEY SAID",
            "en",
        ),
        (
            "Le président a déclaré hier que la situation au Mali était très grave pour tous les habitants du nord.",
            "fr",
        ),
        (
            "El presidente dijo ayer que la situación es muy grave en Caracas. Nadie ha respondido, según la prensa.",
            "es",
        ),
        ("Полиция Москвы сообщила о задержании трёх человек", "ru"),
        ("新华社北京电 国务院总理周一在北京会见了来访的客人并发表讲话", "zh"),
        ("القاهرة عاصمة مصر وأكبر مدنها من حيث عدد السكان", "ar"),
        ("Türkiye’s Erdoğan met Putin in Sochi", None),
        ("12345 67890 " * 40, None),
        ("", None),
        ("\x00\x01\ud800\ufffe" * 30, None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect_language(text) == language
