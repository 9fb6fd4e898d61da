"""One name, one entity: what each mention of an article is called, with the alias file in the last word."""

from pathlib import Path

import pytest

from agents.facts.aliases import STARTING_ALIASES, Aliases, read_aliases
from agents.facts.names import name_all
from agents.facts.phrases import PhraseError
from schemas.enriched import Entity, Place

CASES = [
    # label, mentions in order: their names
    ("PERSON", "Bashar al-Assad|Assad|Mr. Assad|President Bashar al-Assad", "Bashar al-Assad|" * 4),
    ("PERSON", "Assad|Bashar al-Assad", "Bashar al-Assad|Bashar al-Assad"),
    (
        "PERSON",
        "Bashar al-Assad|Assad|Maher al-Assad|Assad",
        "Bashar al-Assad|Bashar al-Assad|Maher al-Assad|Maher al-Assad",
    ),
    ("PERSON", "Recep Tayyip Erdoğan|ERDOGAN|Erdoğan’s", "Recep Tayyip Erdoğan|" * 3),
    ("PERSON", "William Ruto|W. Ruto|Ruto", "William Ruto|" * 3),
    ("PERSON", "Abe|Abel Kiprop", "Abe|Abel Kiprop"),
    ("PERSON", "Kim Jong Un|Kim", "Kim Jong Un|Kim Jong Un"),
    ("ORG", "Kenya Defence Forces|KDF|K.D.F.", "Kenya Defence Forces|" * 3),
    ("ORG", "KDF|Kenyan Parliament", "KDF|Kenyan Parliament"),
    ("ORG", "ISIS|Daesh|the Islamic State|ISIL", "Islamic State|" * 4),
    ("ORG", "UN|U.N.|the United Nations", "United Nations|" * 3),
    ("ORG", "the Central Bank of Kenya", "Central Bank of Kenya"),
]


@pytest.fixture(scope="module")
def aliases() -> Aliases:
    return read_aliases(STARTING_ALIASES)


def named(label: str, mentions: str, aliases: Aliases) -> list[str | None]:
    found = [
        Entity(start=9 * at, end=9 * at + 1, label=label, text=text) for at, text in enumerate(mentions.split("|"))
    ]
    return [one.name for one in name_all(found, aliases)]


@pytest.mark.parametrize(("label", "mentions", "names"), CASES)
def test_names_of_one_article(aliases: Aliases, label: str, mentions: str, names: str) -> None:
    assert named(label, mentions, aliases) == names.rstrip("|").split("|")


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("the Justice and Development Party (AKP) and AKP", "AKP", "Justice and Development Party"),
        ("the Justice and Development Party, AKP", "AKP", "AKP"),
        ("the Labour Party (Thursday)", "Thursday", "Thursday"),
    ],
)
def test_what_follows_a_name_in_brackets_is_its_short_form(aliases: Aliases, text: str, short: str, name: str) -> None:
    full = text[4 : text.index("Party") + 5]
    label = "ORG" if short.isupper() else "MISC"
    found = [
        Entity(4, 4 + len(full), "ORG", full),
        Entity(text.index(short), text.index(short) + len(short), label, short),
    ]
    assert name_all(found, aliases, text)[1].name == name


FULL_NAMES = [
    # mentions with their labels: the label of the first
    ("Yasuhiko Ueno/LOC|Ueno/PERSON|Ueno/PERSON", "PERSON"),
    ("Yasuhiko Ueno/LOC|Ueno/PERSON", "LOC"),  # once says little
    ("Fort Collins/LOC:US|Collins/PERSON|Collins/PERSON", "LOC"),  # a list knows it
    ("Ueno Park/LOC|Ueno/PERSON|Ueno/PERSON", "LOC"),
    ("Ueno/LOC|Ueno/PERSON|Ueno/PERSON", "LOC"),
]


@pytest.mark.parametrize(("mentions", "label"), FULL_NAMES)
def test_a_place_that_no_list_knows_is_the_person_whose_surname_follows(
    aliases: Aliases, mentions: str, label: str
) -> None:
    found = []
    for at, each in enumerate(mentions.split("|")):
        text, kind = each.split("/")
        kind, _, country = kind.partition(":")
        found.append(Entity(at * 30, at * 30 + 9, kind, text, place=Place(country=country) if country else None))
    assert name_all(found, aliases)[0].label == label


def test_dates_and_money_have_no_name(aliases: Aliases) -> None:
    assert named("DATE", "Monday", aliases) == named("MONEY", "$5", aliases) == [None]


def test_an_alias_gives_its_label(aliases: Aliases) -> None:
    (one,) = name_all([Entity(start=0, end=5, label="MISC", text="Daesh")], aliases)
    assert (one.label, one.name) == ("ORG", "Islamic State")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Islamic State ISIS", r"line 1: expected `name = form; form`"),
        ("\n# x\nA B = C D;; E", "line 3: an empty form"),
        ("One = X Y\nTwo = X Y", "line 2: 'X Y' is also a form of 'One'"),
    ],
)
def test_a_faulty_alias_file_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "aliases.txt"
    file.write_text(text, "utf-8")
    with pytest.raises(PhraseError, match=says):
        read_aliases(file)


def test_short_forms_match_only_as_written(tmp_path: Path) -> None:
    file = tmp_path / "aliases.txt"
    file.write_text("[ORG]\nInter-Services Intelligence = ISI; who is who\n", "utf-8")
    read = read_aliases(file)
    assert read.of("ISI") is not None
    assert read.of("isi") is None
    assert read.of("WHO IS WHO") is not None


def test_an_article_of_thousands_of_names_ends(aliases: Aliases) -> None:
    mentions = "|".join(f"Ali {chr(97 + at % 26)}{at % 997} Omar" for at in range(8000))
    assert len(named("PERSON", mentions, aliases)) == 8000
