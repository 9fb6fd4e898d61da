"""One sample of each format, written for this test, and what must be read from it, field by field."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from agents.clean import Clean
from agents.stage import Dead, Ending, Message
from schemas.headers import Envelope

SAMPLES = Path(__file__).parent / "samples"
STAGE = Clean(max_bytes=1_000_000)

STORM = "Harbour reopens after storm"
DATELINE = {
    "text": "PORT LOUIS, May 3 (Harbour Wire)",
    "place": "PORT LOUIS",
    "agency": "Harbour Wire",
    "date": "May 3",
}
NITF = {
    "headline": STORM,
    "byline": "By the Harbour Desk",
    "dateline": DATELINE,
    "captions": [{"text": "Waves at the quay", "credit": "Harbour Wire"}],
    "tables": ["Ferry\tTime\nRed\t10:30"],
    "created": "2016-05-03T10:15:00+04:00",
    "updated": "2016-05-03T10:30:00+04:00",
    "urgency": 4,
}
G2 = {
    "format": "newsml-g2",
    "provider": "HBW",
    "headline": STORM,
    "slug": "Storm-Harbour",
    "byline": "By the Harbour Desk",
    "dateline": DATELINE,
    "language": "en-GB",
    "created": "2016-05-03T10:15:00+04:00",
    "updated": "2016-05-03T10:30:00+04:00",
    "urgency": 3,
    "subjects": [{"name": "storm", "code": "medtop:20000151"}],
    "places": [{"name": "Port Louis"}],
    "rights": "(c) Harbour Wire",
}
NOTHING: dict[str, Any] = {"headline": None, "created": None, "updated": None, "embargo": None, "byline": None}

CASES: list[tuple[str, list[dict[str, Any]]]] = [
    # file, what each item must hold (fields left out are not looked at); {"dead": reason} for one that cannot be read
    (
        "dated.txt",
        [
            NOTHING
            | {"format": "dated-text", "created": "2016-05-03", "version": "1", "provider": "wire"}
            | {"body": ["The harbour of Port Louis reopened on Tuesday. Ferries sail again."]}
        ],
    ),
    (
        "nitf.xml",
        [
            NITF
            | {"format": "nitf", "provider": "HBW", "story": "hbw-2016-05-03-0042", "version": "2", "kind": "update"}
            | {"slug": "Storm-Harbour", "embargo": "2016-05-03T12:00:00+04:00", "ednote": "Adds quotes."}
            | {"subjects": [{"name": "Disaster", "code": "medtop:03000000"}], "rights": "Harbour Wire 2016"}
            | {"places": [{"name": "Port Louis", "code": "MU"}]}
            | {
                "body": [
                    "The harbour of Port Louis reopened on Tuesday — two days after the storm.",
                    "Ferries sail again, said the port’s master.",
                ]
            }
        ],
    ),
    (
        "newsml-g2.xml",
        [
            G2
            | {"story": "urn:newsml:harbour.example:20160503:42", "version": "3", "kind": "update", "status": "usable"}
            | {"embargo": "2016-05-03T12:00:00+04:00", "ednote": "Adds quotes", "sent": None}
            | {"body": ["The harbour reopened on Tuesday.", "Ferries sail again.", "More follows."]}
        ],
    ),
    (
        "newsml-g2-message.xml",
        [
            G2 | {"story": "urn:newsml:harbour.example:20160503:42", "sent": "2016-05-03T06:31:00Z", "kind": "update"},
            {"dead": "not-a-report"},
            {"story": "urn:newsml:harbour.example:20160503:43", "status": "canceled", "kind": "kill", "body": []},
            {"headline": "Plain story", "body": ["First words.", "Second words."], "version": "1"},
        ],
    ),
    (
        "newsml-1.xml",
        [
            NITF
            | {"format": "newsml-1", "provider": "harbour.example", "version": "2", "kind": "update", "language": "en"}
            | {"story": "urn:newsml:harbour.example:20160503:TX-HBW-42", "sent": "2016-05-03T06:31:00Z"}
            | {"slug": "Storm-Harbour", "rights": "(c) Harbour Wire", "subjects": [{"code": "subj:03015000"}]}
            | {"places": [{"name": "Port Louis", "code": "MUS"}], "status": "usable"}
        ],
    ),
    (
        "ninjs-1.json",
        [
            {"format": "ninjs", "provider": "Harbour Wire", "story": "tag:harbour.example,2016:42", "version": "3"}
            | {"status": "withheld", "kind": "update", "headline": STORM, "slug": "Storm-Harbour", "urgency": 3}
            | {"created": "2016-05-03T10:15:00+04:00", "updated": "2016-05-03T10:30:00+04:00", "language": "en"}
            | {"embargo": "2016-05-03T12:00:00+04:00", "byline": "Harbour Desk", "ednote": "Adds quotes"}
            | {"subjects": [{"name": "storm", "code": "medtop:20000151"}]}
            | {"places": [{"name": "Port Louis"}, {"name": "Mauritius", "code": "MU"}]}
            | {"captions": [{"text": "Waves at the quay", "credit": "Harbour Desk"}]}
            | {"body": ["The harbour reopened on Tuesday.", "Ferries sail again."]}
        ],
    ),
    (
        "ninjs-3.json",
        [
            {"story": "tag:harbour.example,2022:7", "status": "canceled", "kind": "kill", "headline": "Harbour reopens"}
            | {"created": "2022-05-03T10:15:00Z", "updated": "2022-05-03T10:30:00Z", "body": ["The harbour reopened."]}
            | {"subjects": [{"name": "storm", "code": "medtop:20000151"}], "byline": "Harbour Desk"}
        ],
    ),
    (
        "iptc7901.txt",
        [
            {"format": "iptc7901", "provider": "hbw", "story": "hbw157", "version": "1", "kind": "update", "urgency": 4}
            | {"headline": "Hafen nach Sturm wieder offen", "slug": "Wetter/Sturm/Mauritius", "ednote": "(Neu: Hafen)"}
            | {"sent": "2016-05-03T10:15", "created": None}
            | {"dateline": {"text": "Port Louis (hbw)", "place": "Port Louis", "agency": "hbw"}}
            | {"tables": ["   Rote Linie     10:30    12:30\n   Blaue Linie    11:30    13:30"]}
            | {
                "body": [
                    "Port Louis (hbw) - Der Hafen von Port Louis ist seit Dienstag wieder offen, zwei Tage nach dem"
                    " Sturm.",
                    "Die Fähren fahren wieder, sagte der Hafenmeister.",
                ]
            }
        ],
    ),
    ("iptc7901-kill.txt", [{"story": "hbw157", "version": "160", "kind": "kill", "urgency": 3}]),
    (
        "anpa1312.txt",
        [
            {
                "format": "anpa1312",
                "provider": "HW",
                "story": "storm-harbour/2016-05-03",
                "headline": STORM,
                "byline": "By the Harbour Desk",
            }
            | {"slug": "Bc-Storm-Harbour, 2nd Add", "take": 2, "urgency": 3, "created": None}
            | {"sent": "2016-05-03T10:15-04:00"}
            | {
                "body": [
                    "PORT LOUIS (HW) _ The harbour of Port Louis reopened on Tuesday, two days after the storm.",
                    "Ferries sail again.",
                ]
            }
        ],
    ),
    (
        "anpa1312-flags.txt",
        [
            {
                "story": "storm-harbour/2016-05-03",
                "version": "2",
                "headline": STORM,
                "byline": "By HARBOUR DESK",
                "kind": "update",
                "urgency": 4,
            }
            | {"ednote": "Eds: Adds quotes. With photos.", "slug": "Bc-Storm-Harbour,1st Ld-Writethru"}
            | {"sent": "2016-05-03T14:15Z", "created": None}
        ],
    ),
    (
        "newsml-1-roles.xml",
        [
            {"provider": "harbour.example", "story": "77", "version": "1", "status": "withheld", "headline": STORM}
            | {"embargo": "2016-05-03T12:00:00+04:00", "kind": "new"}
            | {"body": ["The harbour reopened.", "Ferries sail.", "More follows."]}
        ],
    ),
    (
        "rss.xml",
        [
            {"format": "feed", "story": "hbw-42", "headline": "Harbour reopens & ferries sail", "language": "en"}
            | {"created": "2016-05-03T10:15:00+04:00", "updated": None, "byline": "Harbour Desk"}
            | {"body": ["The harbour of Curaçao reopened.", "Ferries sail again."], "subjects": [{"name": "Weather"}]},
            {"story": "hbw-43", "created": None}
            | {"changes": [{"what": "date-unreadable", "sample": "Tue, 03 May 3013 10:15:00 GMT"}]},
        ],
    ),
    (
        "atom.xml",
        [
            {"story": "urn:hbw:42", "headline": STORM, "byline": "Harbour Desk", "language": "en"}
            | {"created": "2016-05-03T10:15:00+04:00", "updated": "2016-05-03T10:30:00+04:00"}
            | {"body": ["The harbour reopened.", "Ferries sail."]}
            | {"subjects": [{"name": "storm", "code": "medtop:20000151"}]}
        ],
    ),
    (
        "json-feed.json",
        [
            {"format": "json-feed", "story": "hbw-42", "headline": STORM, "byline": "Harbour Desk", "language": "en"}
            | {"created": "2016-05-03T10:15:00+04:00", "updated": "2016-05-03T10:30:00+04:00"}
            | {"body": ["The harbour reopened."], "subjects": [{"name": "storm"}]},
            {"dead": "malformed"},
        ],
    ),
    (
        "mail.eml",
        [
            {"format": "mail", "provider": "harbour.example", "story": "42@harbour.example"}
            | {"headline": "Harbour reopens in Curaçao", "sent": "2016-05-03T10:15:00+04:00", "byline": "Harbour Wire"}
            | {"changes": [{"what": "signature-removed"}]}
            | {"body": ["PORT LOUIS (HW) - The harbour of Curaçao reopened on Tuesday.", "Ferries sail again."]}
        ],
    ),
    (
        "page.html",
        [
            {"format": "html", "provider": "Harbour Wire", "story": "https://harbour.example/42", "headline": STORM}
            | {"created": "2016-05-03T10:15:00+04:00", "updated": "2016-05-03T10:30:00+04:00", "language": "en"}
            | {"byline": "Harbour Desk", "captions": [{"text": "Waves at the quay"}]}
            | {"changes": [{"what": "promotion-removed", "sample": "READ ALSO: Ten harbours to see"}]}
            | {
                "body": [
                    "PORT LOUIS (HW) — The harbour of Port Louis reopened on Tuesday, two days after the storm that"
                    " closed it.",
                    "Ferries sail again, the master of the port said, and the quays are dry once more after the rain.",
                    "The next storm is expected on Friday, when the harbour may have to close for a second time.",
                ]
            }
        ],
    ),
    (
        "pages.warc",
        [
            {"story": "https://harbour.example/42", "headline": STORM, "created": "2016-05-03T10:15:00+04:00"}
            | {"extra": {"address": "https://harbour.example/42?a", "fetched": "2016-05-04T00:00:00Z"}},
            {"dead": "not-a-report"},
        ],
    ),
    (
        "reuters.sgm",
        [
            {"format": "reuters-sgml", "provider": "Reuters", "story": "1", "headline": STORM.upper()}
            | {"created": "1987-05-03T10:15:01.79", "subjects": [{"name": "ship"}], "places": [{"name": "mauritius"}]}
            | {"dateline": {"text": "PORT LOUIS, May 3 -", "place": "PORT LOUIS", "date": "May 3"}}
            | {
                "body": [
                    "The harbour of Port Louis reopened <on Tuesday>, two days after the storm.",
                    "Ferries sail again.",
                ]
            },
            {"story": "2", "headline": "FERRIES SAIL AGAIN", "body": []},
            {"dead": "truncated"},
        ],
    ),
    ("mixed.zip", [{"format": "dated-text"}, {"dead": "truncated"}, {"format": "nitf", "headline": STORM}]),
]


def read(name: str, hint: str | None = None) -> tuple[Ending, ...]:
    envelope = Envelope("id", "wire", "wirewatch.raw.v1", "2016-05-04T00:00:00Z", 0, format=hint)
    [decision] = STAGE.decide([Message(b"wire", (SAMPLES / name).read_bytes(), envelope)], {})
    return decision.endings


def fields(ending: Ending) -> dict[str, Any]:
    if isinstance(ending, Dead):
        return {"dead": ending.reason}
    read_back: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(msgspec.structs.asdict(ending.record)))
    return read_back


@pytest.mark.parametrize(("name", "wanted"), CASES, ids=[name for name, _ in CASES])
def test_sample(name: str, wanted: list[dict[str, Any]]) -> None:
    got = [fields(ending) for ending in read(name)]
    assert [{key: item.get(key) for key in want} for item, want in zip(got, wanted, strict=True)] == wanted


def test_declared_field_names() -> None:
    [ending] = read("lines.jsonl", "json-lines:id=uid,date=when,title=name,body=full_text")
    got = fields(ending)
    assert (got["story"], got["created"], got["headline"]) == ("42", "2016-05-03", "Harbour reopens")
    assert got["body"] == ["The harbour reopened.", "Ferries sail."]


def test_a_wrong_hint_does_no_harm() -> None:
    assert [fields(ending) for ending in read("nitf.xml", "mail")] == [fields(ending) for ending in read("nitf.xml")]


def test_every_format_has_a_sample() -> None:
    from agents.text.formats import FORMATS

    seen = {item.get("format") for name, _ in CASES for item in map(fields, read(name))}
    assert {row.name for row in FORMATS} - seen - {"gzip", "zip", "tar", "warc", "json-lines", "filed"} == set()
