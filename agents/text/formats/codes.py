"""Codes that several formats share: subjects as `medtop:…`, the urgency from 1 to 8."""

import re

from schemas.article import Kind

_MEDIA_TOPIC = re.compile(r"(?:medtop:|https?://cv\.iptc\.org/newscodes/mediatopic/)?(20\d{6}|(?:0[1-9]|1[0-7])0{6})")
_SUBJECT_CODE = re.compile(r"(?:subj:|subject:|https?://cv\.iptc\.org/newscodes/subjectcode/)?((?:0[1-9]|1[0-7])\d{6})")


_SIGNALS: dict[str, Kind] = {
    # IPTC editorial signals (sig:), and what agencies call the same
    "update": "update",
    "correction": "correction",
    "correct": "correction",
    "corrected": "correction",
    "kill": "kill",
    "withdraw": "kill",
    "withdrawal": "kill",
    "advisory": "advisory",
    "hold": "hold",
    "repeat": "repeat",
    "retransmit": "repeat",
    "cqn": "correction",
}


def signal_kind(code: object) -> Kind | None:
    """The kind that an editorial signal gives an item.

    >>> signal_kind("sig:correction"), signal_kind("sig:atomic")
    ('correction', None)
    """
    return _SIGNALS.get(code.rpartition(":")[2].lower()) if isinstance(code, str) else None


def media_topic(*codes: str | None) -> str | None:
    """The first code that is a Media Topic or a subject code of the IPTC, in one writing; else the first code.

    The seventeen top terms (`04000000`) have one number in both vocabularies; others tell them apart by theirs.

    >>> media_topic("http://cv.iptc.org/newscodes/mediatopic/20000523"), media_topic("15007000"), media_topic("x:1")
    ('medtop:20000523', 'subj:15007000', 'x:1')
    """
    given = [code.strip() for code in codes if code and code.strip()]
    for code in given:
        topic = _MEDIA_TOPIC.fullmatch(code)
        if topic:
            return f"{'subj' if code.startswith('subj') else 'medtop'}:{topic[1]}"
        subject = _SUBJECT_CODE.fullmatch(code)
        if subject:
            return f"subj:{subject[1]}"
    return given[0] if given else None


def read_urgency(value: object) -> int | None:
    """IPTC's urgency, 1 (flash) to 8; None for anything else.

    >>> read_urgency("4"), read_urgency("9"), read_urgency("u")
    (4, None, None)
    """
    text = str(value).strip()
    return int(text) if len(text) == 1 and text in "12345678" else None


def full_year(year: str) -> str:
    """A year of two digits with its century: wires with such years ran from 1970 to 2069.

    >>> full_year("12"), full_year("87"), full_year("2014")
    ('2012', '1987', '2014')
    """
    return year if len(year) == 4 else f"{'19' if int(year) >= 70 else '20'}{year}"
