"""Datelines at the beginning of a text and in fields of their own; a sentence that begins with a name is none."""

import pytest

from agents.text.datelines import complete, find_dateline, read_dateline
from schemas.article import Dateline

FOUND = [
    ("GROSSETO, Italy (AP) -- The trial", ("GROSSETO, Italy (AP)", "GROSSETO, Italy", "AP")),
    ("NAIROBI, Kenya (AP) _ The trial", ("NAIROBI, Kenya (AP)", "NAIROBI, Kenya", "AP")),
    ("LONDON, Oct 19 (Reuters) - Shares", ("LONDON, Oct 19 (Reuters)", "LONDON", "Reuters")),
    ("PARIS, 23 jan 2014 (AFP) - Le", ("PARIS, 23 jan 2014 (AFP)", "PARIS", "AFP")),
    ("Frankfurt/Main (dpa) - Der", ("Frankfurt/Main (dpa)", "Frankfurt/Main", "dpa")),
    ("St. Petersburg, Fla. (AP) — A man", ("St. Petersburg, Fla. (AP)", "St. Petersburg, Fla.", "AP")),
    ("CANBERRA, May 2 AAP - The", ("CANBERRA, May 2 AAP", "CANBERRA", "AAP")),
    ("WASHINGTON — The", ("WASHINGTON", "WASHINGTON", None)),
    ("RIO DE JANEIRO — The", ("RIO DE JANEIRO", "RIO DE JANEIRO", None)),
    ("(Reuters) - Shares", ("(Reuters)", None, "Reuters")),
    ("PARIS/LONDON, March 5 (Reuters) - The", ("PARIS/LONDON, March 5 (Reuters)", "PARIS/LONDON", "Reuters")),
    ("ST. PETERSBURG, Russia — The", ("ST. PETERSBURG, Russia", "ST. PETERSBURG, Russia", None)),
    ("UNITED NATIONS, May 5 (Xinhua) -- The", ("UNITED NATIONS, May 5 (Xinhua)", "UNITED NATIONS", "Xinhua")),
    ("DEIR AL-ZOR, Syria – The", ("DEIR AL-ZOR, Syria", "DEIR AL-ZOR, Syria", None)),
    ("Deir al-Zor, Syria (AP) - The", ("Deir al-Zor, Syria (AP)", "Deir al-Zor, Syria", "AP")),
    ("Frankfurt am Main (dpa) - Der", ("Frankfurt am Main (dpa)", "Frankfurt am Main", "dpa")),
    ("Wien (APA/dpa) - Die", ("Wien (APA/dpa)", "Wien", "APA/dpa")),
    ("N'DJAMENA (Reuters) - The", ("N'DJAMENA (Reuters)", "N'DJAMENA", "Reuters")),
    ("London | Reuters", ("London | Reuters", "London", "Reuters")),
    ("LONDON | Reuters | The city", ("LONDON | Reuters", "LONDON", "Reuters")),
    ("OSLO, May 5, 2018 /PRNewswire/ -- A", ("OSLO, May 5, 2018 /PRNewswire/", "OSLO", "PRNewswire")),
    ("NEW YORK--(BUSINESS WIRE)--A firm", ("NEW YORK--(BUSINESS WIRE)", "NEW YORK", "BUSINESS WIRE")),
    ("Moscow. March 5. INTERFAX - The", ("Moscow. March 5. INTERFAX", "Moscow", "INTERFAX")),
    ("MOSCOW, March 5. /TASS/. The", ("MOSCOW, March 5. /TASS/", "MOSCOW", "TASS")),
    ("TOKYO, March 5, Kyodo - The", ("TOKYO, March 5, Kyodo", "TOKYO", "Kyodo")),
    ("New Delhi, Mar 5 (PTI) The city", ("New Delhi, Mar 5 (PTI)", "New Delhi", "PTI")),
    ("WASHINGTON (AP) The city", ("WASHINGTON (AP)", "WASHINGTON", "AP")),
    ("Madrid, 5 mar (EFE).- El", ("Madrid, 5 mar (EFE)", "Madrid", "EFE")),
    ("(ANSA) - ROMA, 5 MAR - Il", ("(ANSA) - ROMA, 5 MAR", "ROMA", "ANSA")),
    ("ISLAMABAD, March 5 (APP): The", ("ISLAMABAD, March 5 (APP)", "ISLAMABAD", "APP")),
    ("Islamabad, March 5 - The", ("Islamabad, March 5", "Islamabad", None)),
    ("By Harbour Desk PARIS (AP) - The", ("PARIS (AP)", "PARIS", "AP")),
    ("(Adds quotes) PARIS (AFP) - The", ("PARIS (AFP)", "PARIS", "AFP")),
    ("* LONDON (Reuters) - The", ("LONDON (Reuters)", "LONDON", "Reuters")),
    ("NATO - the alliance - left", None),
    ("US - China trade", None),
    ("Mr Smith (left) - a sailor - said", None),
    ("John Smith (Democrat) - the mayor", None),
    ("Harbour Ltd (HBW.L) - shares fell", None),
    ("Police in Paris, March 5 - The", None),
    ("London | The city", None),
    ("FILE - In this photo", None),
    ("NATO-led forces left", None),
    ("Rescue teams - all of them - left", None),
    ("The minister (a lawyer) said so", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "parts"), FOUND)
def test_find_dateline(text: str, parts: tuple[str, str | None, str | None] | None) -> None:
    found = find_dateline(text)
    assert (found and (found.text, found.place, found.agency)) == parts


FIELDS = [
    ("MOSCOW, Monday (Reuters)", ("MOSCOW", "Reuters")),
    ("Sydney, Aug 2 AAP -", ("Sydney", "AAP")),
    ("PORT LOUIS, May 3 HW -", ("PORT LOUIS", "HW")),
    ("    SALVADOR, Feb 26 - ", ("SALVADOR", None)),
    ("something else 7", (None, None)),
]


@pytest.mark.parametrize(("text", "parts"), FIELDS)
def test_a_field_is_kept_whole(text: str, parts: tuple[str | None, str | None]) -> None:
    found = read_dateline(text)
    assert found is not None
    assert found.text == text.strip()
    assert (found.place, found.agency) == parts


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("PARIS, March 5 (AFP) - The", "March 5"),
        ("PARIS, 5 mars 2018 (AFP) - Le", "5 mars 2018"),
        ("MOSCOW, Monday (Reuters) - The", "Monday"),
        ("PARIS (AFP) - The", None),
    ],
)
def test_its_day(text: str, date: str | None) -> None:
    found = find_dateline(text)
    assert found is not None
    assert found.date == date


def test_a_stated_dateline_learns_its_agency_from_the_text_that_names_the_same_place() -> None:
    stated = read_dateline("PORT LOUIS, Mauritius")
    assert complete(stated, "PORT LOUIS, May 3 (HW) - Rain.") == Dateline(
        "PORT LOUIS, Mauritius", "PORT LOUIS, Mauritius", "HW", "May 3"
    )
    assert complete(stated, "CUREPIPE (HW) - Rain.") == stated
    assert complete(None, "CUREPIPE (HW) - Rain.") == find_dateline("CUREPIPE (HW) - Rain.")
