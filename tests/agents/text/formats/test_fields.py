"""Fields that feeds state in ways of their own: each sample holds what was once lost or misread."""

from typing import Any

import pytest

from tests.agents.text.formats.test_samples import fields, read

STORM = {"name": "storm", "code": "medtop:20000151"}
DATELINE = {"text": "PORT LOUIS", "place": "PORT LOUIS", "agency": "HBW", "date": "May 3"}
DATELINE_OF_TAKE = {"text": "PORT LOUIS (HW)", "place": "PORT LOUIS", "agency": "HW"}

CASES: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "newsml-g2-desk.xml",
        [
            {"status": "withheld", "kind": "update", "headline": "Storm & harbour", "byline": "By Harbour Desk"}
            | {"dateline": DATELINE, "rights": "Harbour Wire Subscribers only."}
            | {"subjects": [{"name": "shipping", "code": "hbw:7"}, STORM]}
            | {"places": [{"name": "PORT LOUIS", "code": "city:1"}, {"name": "Mauritius", "code": "country:MU"}]}
            | {"body": ["PORT LOUIS, May 3 (HBW) - The harbour reopened.", "Ferries sail again."]}
        ],
    ),
    (
        "nitf-desk.xml",
        [
            {"slug": "Storm Harbour", "byline": "By Harbour Desk and Night Desk", "ednote": "Adds quotes. With photos."}
            | {"dateline": DATELINE, "subjects": [{"code": "medtop:20000151"}]}
            | {"places": [{"name": "Port Louis", "code": "MU"}, {"name": "Curepipe"}]}
        ],
    ),
    (
        "newsml-1-photo.xml",
        [
            {"story": "52", "version": "3", "kind": "update", "body": ["The harbour reopened."]}
            | {"captions": [{"text": "Waves at the quay."}], "rights": "Harbour Wire 2016"}
            | {"places": [{"name": "Port Louis"}, {"name": "Mauritius"}]}
        ],
    ),
    (
        "ninjs-2.json",
        [
            {"headline": "Harbour reopens", "kind": "correction", "rights": "(c) Harbour Wire Subscribers only."}
            | {"places": [{"name": "Port Louis", "code": "PLU"}], "subjects": [STORM]}
            | {"body": ["The harbour reopened.", "Ferries sail."]}
        ],
    ),
    (
        "rss-dates.xml",
        [
            {"created": "2016-05-03T10:15:00", "subjects": [{"code": "medtop:20000151"}]},
            {"created": "2016-05-03T10:15:00+02:00"},
            {"created": "2016-05-03T10:15:00"},
            {"created": "2016-05-03T22:15", "byline": "Harbour Desk"},
            {"created": "2016-05-03T10:15:00+04:00", "updated": None},
        ],
    ),
    (
        "mail-digest.eml",
        [
            {"story": "54@harbour.example", "headline": "Harbour reopens", "body": ["The harbour reopened."]}
            | {"subjects": [{"name": "storm"}, {"name": "ferries"}]},
            {"story": "55@harbour.example", "headline": "Ferries sail", "body": ["Ferries sail again."]},
        ],
    ),
    (
        "page-marked.html",
        [
            {"provider": "Harbour Wire", "updated": "2016-05-03T12:00:00Z", "rights": "Harbour Wire 2016"}
            | {"places": [{"name": "Port Louis"}], "dateline": {"text": "PORT LOUIS", "place": "PORT LOUIS"}}
            | {"subjects": [{"name": "storm"}, {"name": "World"}, {"name": "Ferries"}]}
        ],
    ),
    (
        "anpa1312-takes.txt",
        [
            {"story": "storm-harbour/2016-05-03", "version": "1", "take": 0, "dateline": DATELINE_OF_TAKE}
            | {"body": ["PORT LOUIS (HW) _ The harbour is shut."], "byline": "By HARBOUR DESK"},
            {"story": "storm-harbour/2016-05-03", "version": "1", "take": 1, "dateline": None},
            {"story": "storm-harbour/2016-05-03", "version": "2", "take": None, "kind": "update"},
        ],
    ),
    (
        "reuters-brief.sgm",
        [{"slug": "BC-STORM-HARBOUR", "urgency": 3, "headline": "HARBOUR REOPENS", "body": ["The harbour reopened."]}],
    ),
    (
        "lines-full.jsonl",
        [
            {"story": "57", "created": "2016-05-03T10:15:00", "slug": "Storm-Harbour", "urgency": 3}
            | {"embargo": "2016-05-03T12:00:00+04:00", "status": "withheld", "kind": "correction"}
            | {"subjects": [{"code": "medtop:20000151"}, {"name": "Weather"}], "places": [{"name": "Port Louis"}]}
            | {"rights": "(c) Harbour Wire", "dateline": DATELINE | {"text": "PORT LOUIS, May 3 (HBW)"}}
            | {"body": ["The harbour & the quay reopened.", "Ferries sail."]}
        ],
    ),
]


@pytest.mark.parametrize(("name", "wanted"), CASES, ids=[name for name, _ in CASES])
def test_fields(name: str, wanted: list[dict[str, Any]]) -> None:
    got = [fields(ending) for ending in read(name)]
    assert [{key: item.get(key) for key in want} for item, want in zip(got, wanted, strict=True)] == wanted
