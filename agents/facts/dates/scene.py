"""What an expression is read in: the text's tokens, the report's day, and the last date told."""

from functools import lru_cache

from msgspec import Struct

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell, days
from agents.facts.dates.classes import CHAR
from agents.facts.dates.classify import classify
from agents.facts.dates.lexer import Tokens
from agents.facts.dates.names import Value
from agents.facts.dates.readings import Direction, Reading
from agents.facts.dates.tense import lean
from agents.facts.dates.values import value

_SINCE, _PARA = CHAR["since"], CHAR["para"]


class Scene(Struct):
    """One text being read. `base` is the token at which the run being read begins."""

    tokens: Tokens
    today: Cell | None = None
    """The report's own day, in its zone."""
    clock: int | None = None
    """The report's own minute of the day, where it gave one."""
    narrative: bool = False
    focus: Cell | None = None
    """What a narrative has come to: the last date told on its main line."""
    last: Cell | None = None
    """The last date told, asides too."""
    zone: str | None = None
    base: int = 0
    quarter: Cell | None = None
    """The last quarter told: in a company's report, "a year ago" is the same quarter of that year."""
    hint: Cell | None = None
    """The other end of a range, while an end is read that leaves out what both share."""

    @property
    def here(self) -> Cell | None:
        """What "last year" counts from: the report's day, in a narrative the last date told."""
        return self.focus or self.today if self.narrative else self.today

    @property
    def moment(self) -> Cell | None:
        """The minute at which the report was written, where it says so."""
        if self.today is None or self.clock is None:
            return None
        return Cell("minute", self.today.index * 1440 + self.clock)

    @property
    def told(self) -> Cell | None:
        """What "a year earlier" counts from: the last date told, else the report's day."""
        return self.last or self.today

    @property
    def here_text(self) -> str | None:
        """`here` as the record's anchor."""
        return value(self.here) if self.here else None

    @property
    def told_text(self) -> str | None:
        """`told` as the record's anchor."""
        return value(self.told) if self.told else None

    def word(self, kid: int) -> str:
        """A token of the run, without the space after it."""
        return self.tokens.token(self.base + kid)

    def token_value(self, kid: int) -> Value:
        """What a token of the run is worth."""
        return classify(self.tokens.token(self.base + kid))[1]

    def pick(self, phrase: Phrase, *names: str) -> Value:
        """The value of the first token of the phrase with one of these classes; None where there is none."""
        wanted = _chars(names)
        if wanted.isdisjoint(phrase.classes):
            return None
        for char, kid in zip(phrase.classes, phrase.kids, strict=True):
            if char in wanted and isinstance(kid, int):
                return self.token_value(kid)
        return None

    def number(self, phrase: Phrase, *names: str) -> int | None:
        """`pick`, where the value is a whole number."""
        got = self.pick(phrase, *names)
        return got if isinstance(got, int) else None

    def text(self, phrase: Phrase, *names: str) -> str | None:
        """`pick`, where the value is a string."""
        got = self.pick(phrase, *names)
        return got if isinstance(got, str) else None

    def read(self, phrase: Phrase) -> Reading | None:
        """Read a phrase that gives one reading."""
        got = phrase.rule.read(phrase, self)
        return got if isinstance(got, Reading) else None

    def side_of(self, cell: Cell) -> Direction:
        """Whether a cell lies before, after or at what relative dates count from."""
        if self.here is None:
            return None
        first, here = days(cell), days(self.here)
        return "past" if first[1] <= here[0] else "future" if first[0] >= here[1] else "same"

    def around(self, phrase: Phrase) -> tuple[str, str]:
        """Classes of the tokens before and after the phrase; empty at the text's ends."""
        classes, first = self.tokens.classes, self.base + phrase.start
        return classes[first - 1 : first] if first else "", classes[self.base + phrase.end : self.base + phrase.end + 1]

    def tell(self, reading: Reading, phrase: Phrase) -> None:
        """Note a date that was told, for those that hang on it.

        A bare year in the middle of a sentence ("the offensive planned for 1976") is an aside: the narrative goes on
        from the last day or month, unless there is none. So is what lay "a year earlier".
        """
        cell = reading.cell
        if cell is None or not reading.hard or cell.unit in ("decade", "century"):
            return
        before = self.around(phrase)[0]
        if before == _SINCE:
            return
        self.last = cell
        if reading.rule in ("ago", "earlier") and reading.direction == "past" and self.focus is not None:
            return
        if cell.unit == "year" and self.focus is not None and self.focus.unit != "year":
            lead = self.tokens.token(self.base + phrase.start - 1) if self.base + phrase.start else ""
            if not (before == _PARA or before == "" or lead[:1].isupper()):
                return
        self.focus = cell

    def lean(self, phrase: Phrase) -> int:
        """Past (-1), future (1) or open (0), from the sentence around the phrase."""
        return lean(self.tokens, self.base + phrase.start, self.base + phrase.end)


@lru_cache(maxsize=512)
def _chars(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(CHAR[name] for name in names)


def has(phrase: Phrase, *names: str) -> bool:
    """Whether the phrase has a kid of one of these classes."""
    return not _chars(names).isdisjoint(phrase.classes)


def sub(phrase: Phrase, *names: str) -> Phrase | None:
    """The first phrase among the kids, of one of these classes where any are named."""
    wanted = _chars(names)
    for char, kid in zip(phrase.classes, phrase.kids, strict=True):
        if not isinstance(kid, int) and (not names or char in wanted):
            return kid
    return None
