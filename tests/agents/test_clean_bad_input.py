"""Bad input: each piece ends as a dead letter with a reason or as a repaired item, and good neighbours go on."""

import gzip
import io
import tarfile
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.clean import Clean
from agents.stage import Dead, Ending, Forward, Message
from schemas.article import Article
from schemas.headers import Envelope

SAMPLES = {path.name: path.read_bytes() for path in sorted(Path(__file__).parent.glob("text/formats/samples/*"))}
ENVELOPE = Envelope("id", "wire", "wirewatch.raw.v1", "2016-05-04T00:00:00Z", 0)


def decide(data: bytes, max_bytes: int = 1_000_000) -> tuple[Ending, ...]:
    [decision] = Clean(max_bytes).decide([Message(b"wire", data, ENVELOPE)], {})
    return decision.endings


def reasons(data: bytes) -> list[str]:
    return [each.reason if isinstance(each, Dead) else "article" for each in decide(data)]


LAUGHS = (
    b'<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = b'<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
RSS = (
    b"<rss><channel><item><title>One</title></item>%s"
    b"<item><title>Two</title><description>It rained.</description></item></channel></rss>"
)


def zipped(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def tarred(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def packed(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = gzip.compress(data)
    return data


GOOD = SAMPLES["dated.txt"]
ARTICLES = ["article", "article"]
MESSAGE = SAMPLES["newsml-g2-message.xml"].replace(b'<conceptItem guid="x" version="1"/>', b"")
CASES: list[tuple[str, bytes, list[str]]] = [
    # what is wrong, bytes, the endings
    ("billion laughs", LAUGHS + b"<nitf><body>&c;</body></nitf>", ["unsafe"]),
    ("billion laughs in a feed", LAUGHS.replace(b"nitf", b"rss") + RSS % b"&c;", ["unsafe"]),
    ("external entity", OUTSIDE + b"<nitf><body>&a;</body></nitf>", ["unsafe"]),
    ("external DTD", SAMPLES["nitf.xml"], ["article"]),
    ("deep XML", b"<nitf>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</nitf>", ["unsafe"]),
    ("deep JSON", b'{"uri":"x","body_html":' + b"[" * 100_000, ["not-a-report"]),
    ("deep HTML", b"<html>" + b"<div>" * 50_000 + b"It rained." + b"</div>" * 50_000, ["article"]),
    ("deep gzip", packed(GOOD, 9), ["unsafe"]),
    ("gzip within bounds", packed(GOOD, 2), ["article"]),
    ("gzip bomb", gzip.compress(b"date 2016-05-03 " + b"a" * 5_000_000), ["unsafe"]),
    ("zip bomb", zipped(("good.txt", GOOD), ("bomb.txt", b"a" * 5_000_000), ("lost.txt", GOOD)), ["article", "unsafe"]),
    ("truncated gzip", gzip.compress(GOOD)[:-12], ["truncated"]),
    ("truncated zip", zipped(("good.txt", GOOD))[:-30], ["truncated"]),
    ("bad among good in a zip", zipped(("a", GOOD), ("b", b"?"), ("c", GOOD)), ["article", "no-date-line", "article"]),
    ("bad among good in a tar", tarred(("a", GOOD), ("b", b""), ("c", GOOD)), ["article", "empty", "article"]),
    ("truncated XML", SAMPLES["newsml-g2.xml"][:-200], ["truncated"]),
    ("a message cut in its third item", MESSAGE[: MESSAGE.rindex(b"<newsItem") + 300], [*ARTICLES, "truncated"]),
    ("a bad item in a message", MESSAGE.replace(b"</headline>", b"<headline>", 1), ["malformed", "article", "article"]),
    ("two documents in a file", SAMPLES["nitf.xml"] + SAMPLES["nitf.xml"], ["article", "article"]),
    ("truncated feed", (RSS % b"")[:-40], ["article", "article"]),
    ("truncated JSON", SAMPLES["ninjs-1.json"][:-10], ["not-a-report"]),
    ("truncated 7901", SAMPLES["iptc7901.txt"].partition(b"\x02")[0], ["truncated"]),
    ("7901 without ETX", SAMPLES["iptc7901.txt"].partition(b"\x03")[0], ["article"]),
    ("7901, a bad one among good", b"\x01hbw1 4 vm 5\r\n\x02A\r\n  B.\r\n\x03\x01?\x02C\x03", ["article", "malformed"]),
    ("truncated WARC", SAMPLES["pages.warc"][:900], ["article"]),
    ("truncated MIME", SAMPLES["mail.eml"][:-60], ["article"]),
    ("wrong length in WARC", SAMPLES["pages.warc"].replace(b"Length: 13", b"Length: 99999999", 1), ["empty"]),
    ("NUL bytes in text", GOOD.replace(b" ", b" \0"), ["article"]),
    ("NUL bytes in XML", SAMPLES["nitf.xml"].replace(b"<p>", b"<p>\0"), ["article"]),
    ("NULs alone", b"\0" * 500, ["empty"]),
    ("bare ampersand", b"<nitf><body><body.content><p>A & B</p></body.content></body></nitf>", ["article"]),
    ("a date out of range", b"date 3013-05-03 It rained.", ["no-date-line"]),
    ("a concept", b'<conceptItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="x"/>', ["not-a-report"]),
    ("an unknown root", b"<menu><dish>soup</dish></menu>", ["not-a-report"]),
    ("a few bytes of nothing", b"\x00\xffpoison", ["not-text"]),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, ["not-text"]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "endings"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_bad_input(data: bytes, endings: list[str]) -> None:
    assert reasons(data) == endings


def test_the_size_limit_is_a_setting() -> None:
    [ending] = decide(GOOD + b" " * 2_000, max_bytes=1_000)
    assert isinstance(ending, Dead)
    assert ending.reason == "too-large"
    assert "1,000" in ending.error


def test_repairs_are_noted() -> None:
    [ending] = decide(SAMPLES["nitf.xml"].replace(b"<p>The", b"<p>A & B \0The"))
    assert isinstance(ending, Forward)
    assert isinstance(ending.record, Article)
    assert ending.record.body[0].startswith("A & B The harbour")
    assert {"characters-made-plain", "ampersands-escaped"} <= {change.what for change in ending.record.changes}


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """A sample that was cut, spliced with another, or had bytes changed, doubled or lost."""
    data = bytearray(draw(st.sampled_from(list(SAMPLES.values()))))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        size = draw(st.integers(0, 400))
        match draw(st.sampled_from(["cut", "change", "double", "lose", "splice"])):
            case "cut":
                del data[at:]
            case "change":
                data[at : at + 1] = draw(
                    st.sampled_from([b"\0", b"<", b"&", b"\xff", b'"', b"\x01", b"{", b"\n", b"9"])
                )
            case "double":
                data[at:at] = data[at : at + size] * draw(st.integers(1, 20))
            case "lose":
                del data[at : at + size]
            case "splice":
                other = draw(st.sampled_from(list(SAMPLES.values())))
                data[at:at] = other[:size]
    return bytes(data)


@settings(
    max_examples=300,
    deadline=timedelta(seconds=20),  # a hang, not slowness: the machine may be busy
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(mutilated())
def test_no_damage_gets_an_exception_out_of_the_stage(data: bytes) -> None:
    endings = decide(data)
    assert endings
    assert [each.item for each in endings] == list(range(len(endings)))
    assert {each.items for each in endings} == {len(endings)}
    assert [each.error for each in endings if isinstance(each, Dead) and each.reason == "stage-error"] == []
