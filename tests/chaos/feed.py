"""The feed of a chaos run: reports whose ending is known beforehand, repeats and poison among them."""

import random
import zlib
from typing import Literal

from msgspec import Struct

Ending = Literal["alert", "archive", "dead"]

RULES = """\
rules:
  - id: harbour
    query: '"harbour strike" AND NOT rehearsal'
    urgency: 2
  - id: flood
    query: flood AND (dam OR river)
"""

_PLACES = ("Valparaiso", "Gdansk", "Chittagong", "Durban", "Odessa", "Busan", "Callao", "Mombasa")
_ALERTING = (
    "The harbour strike in {place} entered day {n}, dockers said Tuesday.",
    "A flood swept the river bank near {place}, case {n}, officials said on December 19.",
)
_QUIET = (
    "A rehearsal of the harbour strike plan was held in {place}, note {n}.",
    "The market of {place} opened late, note {n}, traders said Wednesday.",
)
_POISON = (
    b"",
    b"\x00\x01\x02\x03 not a report {n}",
    b" date 2017-13-45 impossible {n}",
    b"no date line at all, item {n}",
    b'{{"id": "cut off {n}',
)


class Planned(Struct, frozen=True):
    """A raw report, and where the first of its kind must end. A repeat of it must end in the archive as one."""

    value: bytes
    ending: Ending
    rule: str | None = None

    @property
    def source(self) -> bytes:
        """The source that sends it, and its repeats: the same words from another source are another story."""
        return f"wire-{zlib.crc32(self.value) % 11}".encode()


def plan(count: int, seed: int, *, repeats: float = 0.05, poison: float = 0.03) -> list[Planned]:
    """`count` reports in a random but repeatable order. Poison is numbered too, so that each can be told apart."""
    dice = random.Random(seed)
    reports: list[Planned] = []
    for n in range(count):
        draw = dice.random()
        if reports and draw < repeats:
            reports.append(dice.choice(reports))
        elif draw < repeats + poison:
            reports.append(Planned(_poison(dice, n), "dead"))
        elif draw < 0.5:
            index = dice.randrange(len(_ALERTING))
            text = _ALERTING[index].format(place=dice.choice(_PLACES), n=n)
            reports.append(Planned(_dated(text), "alert", ("harbour", "flood")[index]))
        else:
            reports.append(Planned(_dated(dice.choice(_QUIET).format(place=dice.choice(_PLACES), n=n)), "archive"))
    return reports


def _dated(text: str) -> bytes:
    return f" date 2017-12-28 {text}\n".encode()


def _poison(dice: random.Random, n: int) -> bytes:
    return dice.choice(_POISON).replace(b"{n}", str(n).encode())
