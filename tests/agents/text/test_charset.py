"""UTF-8 first, then the declaration, then cp1252; and nothing is repaired in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.text.charset import decode
from agents.text.item import ReadError

CASES = [
    # bytes, declared, text, encoding
    (b"plain", None, "plain", "utf-8"),
    ("Zürich".encode(), "iso-8859-1", "Zürich", "utf-8"),
    ("Zürich".encode("latin-1"), "iso-8859-1", "Zürich", "cp1252"),
    ("“Ja”, sagte er in Zürich".encode("cp1252"), None, "“Ja”, sagte er in Zürich", "cp1252"),
    ("Łódź żółć".encode("iso-8859-2"), "ISO-8859-2", "Łódź żółć", "iso8859-2"),
    ("Москва".encode("koi8-r"), "koi8-r", "Москва", "koi8-r"),
    ("\ufeffZürich".encode("utf-8"), None, "Zürich", "utf-8-sig"),
    ("Zürich".encode("utf-16"), None, "Zürich", "utf-16"),
    ("Zürich und Bern".encode("utf-16-le"), None, "Zürich und Bern", "utf-16-le"),
    ("Zürich und Bern".encode("utf-16-be"), None, "Zürich und Bern", "utf-16-be"),
    ("Zürich".encode("latin-1"), "no-such-encoding", "Zürich", "cp1252"),
    ("Zürich".encode("latin-1"), "base64", "Zürich", "cp1252"),
    (b"ab\x81cde \xe9t\xe9 fgh", None, "ab\x81cde été fgh", "cp1252"),
    ("März, Zürich, Köln ".encode() + b"\x96 gut", None, "März, Zürich, Köln – gut", "utf-8"),
]


@pytest.mark.parametrize(("data", "declared", "text", "encoding"), CASES)
def test_decode(data: bytes, declared: str | None, text: str, encoding: str) -> None:
    decoded = decode(data, declared)
    assert (decoded.text, decoded.encoding) == (text, encoding)


def test_stray_bytes_are_counted() -> None:
    [change] = decode("März, Zürich, Köln ".encode() + b"\x96 gut").changes
    assert (change.what, change.count) == ("bytes-repaired", 1)


def test_what_is_no_text_is_said_to_be_none() -> None:
    with pytest.raises(ReadError) as caught:
        decode(bytes(range(1, 32)) * 30 + bytes(range(128, 160)) * 30)
    assert caught.value.unreadable.reason == "not-text"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_survives_whatever_is_declared(text: str) -> None:
    assert decode(text.encode(), "iso-8859-1").text == text.lstrip("\ufeff")


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "ascii", "utf-16", "idna", "rot13", "x"]))
def test_bytes_become_text_or_a_reason(data: bytes, declared: str | None) -> None:
    try:
        reason = None if isinstance(decode(data, declared).text, str) else "nothing"
    except ReadError as error:
        reason = error.unreadable.reason
    assert reason in (None, "not-text")
