"""Readings of seasons and of months that a word points at: the summer, last fall, this September."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell, Unit, at_unit
from agents.facts.dates.choose import recurring
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.date import MONTHS
from agents.facts.dates.read.pointer import reference_of, step_of
from agents.facts.dates.read.year import era_year
from agents.facts.dates.readings import Reading, dated, toward, unknown
from agents.facts.dates.scene import Scene
from agents.facts.dates.values import SEASONS

_CAP, _OF, _COMMA = CHAR["cap"], CHAR["of"], CHAR["comma"]


def read_pointed_month(phrase: Phrase, scene: Scene) -> Reading | None:
    """last April · next May · this September."""
    month, step = scene.number(phrase, *MONTHS), step_of(phrase)
    return _pointed_place(phrase, scene, "month", month - 1, 12, step) if month and step is not None else None


def read_pointed_season(phrase: Phrase, scene: Scene) -> Reading | None:
    """last fall · this summer · the following spring."""
    place, step = scene.number(phrase, "season", "fall"), step_of(phrase)
    return _pointed_place(phrase, scene, "season", place, 4, step) if place is not None and step is not None else None


def _pointed_place(phrase: Phrase, scene: Scene, unit: Unit, place: int, per_year: int, step: int) -> Reading:
    reference, anchor = reference_of(phrase, scene)
    rule = "pointed-month" if unit == "month" else "pointed-season"
    if reference is None:
        return unknown(rule, f"XXXX-{place + 1:02d}" if unit == "month" else f"XXXX-{SEASONS[place]}")
    now = at_unit(reference, unit).index
    index = now - (now - place) % per_year
    if step > 0:
        index += per_year
    elif step < 0 and index == now:
        index -= per_year
    elif step == 0:
        index = now // per_year * per_year + place
    return dated(rule, Cell(unit, index), 0.9, anchor=anchor, direction=toward(step or index - now))


def read_season(phrase: Phrase, scene: Scene) -> Reading | None:
    """the summer · spring: of the year to which the sentence leans."""
    place = scene.number(phrase, "season", "fall")
    if place is None or _is_place(phrase, scene):
        return None
    got = recurring(scene, scene.lean(phrase), "season", place, 4)
    if got is None:
        return unknown("season", f"XXXX-{SEASONS[place]}")
    return dated("season", got, 0.75, anchor=scene.here_text)


def _is_place(phrase: Phrase, scene: Scene) -> bool:
    """Spring Valley · of Spring, Texas: a name."""
    kid = phrase.kids[-1]
    before, after = scene.around(phrase)
    capital = isinstance(kid, int) and scene.word(kid)[:1].isupper()
    return capital and (after == _CAP or (before == _OF and after == _COMMA))


def read_season_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """the summer of 1998 · fall 2003."""
    place, year = scene.number(phrase, "season", "fall"), era_year(phrase, scene)
    if place is None or year is None:
        return None
    return dated("season-year", Cell("season", year * 4 + place), 0.97)
