"""Phrase lists: what is found in a text, and what is said of a list that does not read."""

from pathlib import Path

import pytest

from agents.facts.phrases import STARTING_PHRASES, PhraseError, Phrases, read_lists


@pytest.fixture(scope="module")
def weapons() -> Phrases:
    return Phrases(read_lists(STARTING_PHRASES))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He fired an AK-47 and two AK-47s.", ["AK-47", "AK-47s"]),
        (
            "ROCKET-PROPELLED GRENADES, rocket propelled grenade",
            ["ROCKET-PROPELLED GRENADES", "rocket propelled grenade"],
        ),
        ("a car bomb, then bombs; the bomber fled", ["car bomb", "bombs"]),
        ("improvised explosive devices (IEDs)", ["improvised explosive devices", "IEDs"]),
        ("anti-tank missiles", ["anti-tank missiles"]),
        ("Rocketdyne’s shares", []),
        ("", []),
    ],
)
def test_weapons(weapons: Phrases, text: str, found: list[str]) -> None:
    entities = weapons.find(text)
    assert [one.text for one in entities] == found
    assert all(text[one.start : one.end] == one.text for one in entities)
    assert all((one.label, one.source) == ("WEAPON", "phrases:weapon") for one in entities)
    assert not any((one.name or "").endswith("47s") for one in entities)


def test_a_users_list_gives_its_files_label(tmp_path: Path) -> None:
    (tmp_path / "vessel-type.txt").write_text("# ships\noil tanker\n", "utf-8")
    (one,) = Phrases(read_lists(tmp_path)).find("Two oil tankers collided.")
    assert (one.text, one.label) == ("oil tankers", "VESSEL_TYPE")


@pytest.mark.parametrize(
    ("content", "says"), [(b"ok\n---\n", "line 2: '---' is no phrase"), (b"\xff\xfe", "must be text in UTF-8")]
)
def test_a_faulty_list_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "x.txt").write_bytes(content)
    with pytest.raises(PhraseError, match=says):
        read_lists(tmp_path)


def test_a_folder_without_lists_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PhraseError, match="no phrase list"):
        read_lists(tmp_path / "nowhere")
