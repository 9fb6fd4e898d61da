"""Readings of ranges and lists: each end by itself, what one leaves out taken from the other, and the whole."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell, day_cell
from agents.facts.dates.civil import civil, month_days
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.ends import LONGEST_YEARS, ends_of, names_year, placed, together, year_after, year_before
from agents.facts.dates.read.year_number import GO_ON
from agents.facts.dates.readings import Reading, dated
from agents.facts.dates.scene import Scene, has, sub

_DAY_MINUTES = 1440


def read_range(phrase: Phrase, scene: Scene) -> list[Reading] | None:
    """from March to May 2011 · Monday through Friday · 1914-1918: two ends that stand by themselves."""
    left, right = ends_of(phrase)
    first, last = phrase.kids[left], phrase.kids[right]
    if isinstance(first, int) or isinstance(last, int):
        return None
    if names_year(last) and not names_year(first):
        end = placed(scene.read(last), last)
        scene.hint = end.cell if end else None
        begin = placed(scene.read(first), first)
        scene.hint = None
        if begin and end:
            year_before(begin, end)
            begin.anchor, begin.direction = end.value, None
    else:
        begin = placed(scene.read(first), first)
        scene.hint = begin.cell if begin and names_year(first) else None
        end = placed(scene.read(last), last)
        if begin and end and scene.hint:
            end.anchor, end.direction = begin.value, None
        scene.hint = None
        if begin and end:
            year_after(begin, end, listed=has(phrase, "and") and not has(phrase, "between"))
    return together(phrase, begin, end)


def read_day_then_number(phrase: Phrase, scene: Scene) -> list[Reading] | None:
    """December 23-27, 2017 · April 24 and 25: the second end is a day of the first end's month."""
    year = sub(phrase, "YEAR")
    of_year = scene.read(year) if year else None
    left, right = ends_of(phrase, leave_out=year)
    first, last = phrase.kids[left], phrase.kids[right]
    if isinstance(first, int) or not isinstance(last, int):
        return None
    scene.hint = of_year.cell if of_year else None
    begin = placed(scene.read(first), first)
    scene.hint = None
    number = scene.token_value(last)
    if begin is None:
        return None
    if begin.cell is None or begin.cell.unit != "day" or not isinstance(number, int):
        return [begin]
    in_year, month, day = civil(begin.cell.index)
    if not day < number <= month_days(in_year, month) or _counts(phrase, scene):
        return [begin]
    end = dated(begin.rule, day_cell(in_year, month, number), begin.confidence, anchor=begin.anchor)
    end.first, end.after, end.direction = last, phrase.end, begin.direction
    return together(phrase, begin, end)


def read_day_list(phrase: Phrase, scene: Scene) -> list[Reading] | None:
    """June 1, 2 and 3: each is a day of the first one's month."""
    inner = sub(phrase, "DAY")
    first = scene.read(inner) if inner else None
    if inner is None or first is None:
        return None
    found = [placed(first, inner) or first]
    if first.cell is None or first.cell.unit != "day" or not has(inner, "month", "weakmonth", "monthabbr"):
        return found
    year, month, last = civil(first.cell.index)
    for kid in phrase.kids:
        number = scene.token_value(kid) if isinstance(kid, int) else None
        if not isinstance(kid, int) or not isinstance(number, int):
            continue
        if not last < number <= month_days(year, month):
            break
        last = number
        got = dated(first.rule, day_cell(year, month, number), first.confidence, anchor=first.anchor)
        got.first, got.after, got.direction = kid, kid + 1, first.direction
        found.append(got)
    return found


def read_number_then_clock(phrase: Phrase, scene: Scene) -> list[Reading] | None:
    """between 6 and 8 p.m. Friday: the first end is of the second end's half of the day, if it comes before it."""
    left, right = ends_of(phrase)
    first, last = phrase.kids[left], phrase.kids[right]
    if not isinstance(first, int) or isinstance(last, int):
        return None
    end, number = placed(scene.read(last), last), scene.token_value(first)
    if end is None or end.cell is None or end.cell.unit != "minute" or not isinstance(number, int):
        return [end] if end else None
    day, minute = divmod(end.cell.index, _DAY_MINUTES)
    begins = [m for m in (number % 12 * 60 + 720, number % 12 * 60) if m < minute]
    if not begins:
        return [end]
    begin = dated(end.rule, Cell("minute", day * _DAY_MINUTES + begins[0]), end.confidence, anchor=end.anchor)
    begin.first, begin.after, begin.direction, begin.zone = first, first + 1, end.direction, end.zone
    return together(phrase, begin, end)


def _counts(phrase: Phrase, scene: Scene) -> bool:
    """Whether what follows "on May 5 and 6" is counted by the 6: a noun, and none of the words that go on."""
    if not has(phrase, "and", "or") or scene.around(phrase)[1] != CHAR["x"]:
        return False
    return scene.tokens.token(scene.base + phrase.end).lower() not in GO_ON


def read_number_then_day(phrase: Phrase, scene: Scene) -> list[Reading] | None:
    """13 and 14 May · 3-4 May 1904: the first end is a day of the second end's month."""
    left, right = ends_of(phrase)
    first, last = phrase.kids[left], phrase.kids[right]
    if not isinstance(first, int) or isinstance(last, int):
        return None
    end, number = placed(scene.read(last), last), scene.token_value(first)
    if end is None or not isinstance(number, int):
        return None
    names_month = has(last, "month", "weakmonth", "monthabbr")
    if end.cell is None or end.cell.unit != "day" or not names_month or isinstance(last.kids[0], int) is False:
        return [end]
    year, month, day = civil(end.cell.index)
    if not 1 <= number < day:
        return [end]
    begin = dated(end.rule, day_cell(year, month, number), end.confidence, anchor=end.anchor)
    begin.first, begin.after, begin.direction = first, first + 1, end.direction
    return together(phrase, begin, end)


def read_year_then_number(phrase: Phrase, scene: Scene) -> list[Reading] | None:
    """1958-59: the second end is a year of the first end's century, or of the next."""
    left, right = ends_of(phrase)
    first, last = phrase.kids[left], phrase.kids[right]
    if isinstance(first, int) or not isinstance(last, int):
        return None
    begin, number = placed(scene.read(first), first), scene.token_value(last)
    if begin is None:
        return None
    if begin.cell is None or begin.cell.unit != "year" or not isinstance(number, int) or len(scene.word(last)) != 2:
        return [begin]
    year = begin.cell.index // 100 * 100 + number
    year += 100 if year < begin.cell.index else 0
    if not 0 < year - begin.cell.index <= LONGEST_YEARS // 4:
        return [begin]
    end = dated("year", Cell("year", year), 0.85)
    end.first, end.after = last, phrase.end
    return together(phrase, begin, end)


def read_number_then_era(phrase: Phrase, scene: Scene) -> list[Reading] | None:
    """492-490 BC: the first end is of the second end's era."""
    left, right = ends_of(phrase)
    first, last = phrase.kids[left], phrase.kids[right]
    if not isinstance(first, int) or isinstance(last, int):
        return None
    end, number = placed(scene.read(last), last), scene.token_value(first)
    if end is None or end.cell is None or not has(last, "bc") or not isinstance(number, int):
        return [end] if end else None
    begin = dated("year", Cell("year", 1 - number), 0.9)
    begin.first, begin.after = first, first + 1
    return together(phrase, begin, end)
