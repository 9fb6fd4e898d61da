"""Whether a sentence speaks of the past or the future: what decides which Friday a bare "Friday" is."""

from agents.facts.dates.classes import CHAR
from agents.facts.dates.lexer import Tokens
from agents.facts.dates.verbs import listed

PAST, OPEN, FUTURE = -1, 0, 1

_REACH_BACK, _REACH_ON = 22, 9
"""How many tokens before and after an expression may decide."""

_VERBS: dict[str, int] = {
    CHAR["said"]: PAST,
    CHAR["was"]: PAST,
    CHAR["has"]: PAST,
    CHAR["will"]: FUTURE,
    CHAR["plan"]: FUTURE,
}
_PARTICIPLES = frozenset((CHAR["past_verb"], CHAR["participle"]))
_STOPS = frozenset((CHAR["para"], CHAR["stop"]))
_DOT, _BE, _TO, _IS, _HYPHEN, _BY, _APOS, _COMMA = (
    CHAR[name] for name in ("dot", "be", "to", "is", "hyphen", "by", "apos", "comma")
)
_PLAN, _PLANS, _FOR, _WAS, _HAS, _THAT = (CHAR[name] for name in ("plan", "plans", "during", "was", "has", "that"))
_BEFORE_BE = frozenset((_TO, CHAR["modal"]))
_OPENERS = frozenset(CHAR[name] for name in ("comma", "that", "quote", "ndash"))
_PREPOSITIONS = frozenset(CHAR[name] for name in ("on", "in", "at", "by"))
_LEADS: dict[str, int] = {
    # the word right before the expression decides alone
    CHAR["through"]: FUTURE,
    CHAR["as"]: FUTURE,  # as early as Tuesday
    CHAR["than"]: FUTURE,  # no later than Friday
    CHAR["since"]: PAST,
}
_BEGINNING = frozenset(("beginning", "starting", "effective"))
_ON_CALENDARS = listed("end begin open start resume expire vote convene meet")
_ON = CHAR["on"]
_NAMES = frozenset((CHAR["x"], CHAR["cap"]))
"""What the subject of such a verb ends with: a noun, whose number tells the verb from the noun ("a slow start")."""
_ABBREVIATIONS = listed(
    "mr mrs ms dr gov sen rep gen lt col sgt capt maj adm jr sr inc corp co ltd st rev prof pres no vs hon atty dept "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun cmdr supt det"
)


def lean(tokens: Tokens, first: int, after: int) -> int:
    """PAST, FUTURE or OPEN for the expression of tokens `first` to `after`, from the verbs of its sentence.

    The nearest finite verb before the expression decides; a participle does only if no auxiliary stands before it
    ("will be released Friday"). Without one, or where the expression opens a clause ("that on Friday it will"), the
    first verb after it. A possessive ("Wednesday's ruling") is past.
    """
    classes = tokens.classes
    before = classes[first - 1] if first else ""
    if before in _LEADS:
        return _LEADS[before]
    if before and tokens.token(first - 1).lower() in _BEGINNING:
        return FUTURE
    if _is_on_a_calendar(tokens, first):
        return FUTURE
    if classes[after : after + 1] == _APOS:
        return PAST
    found = None
    if _opens_a_clause(classes, first):
        found = _verb_after(tokens, after)
    if found is None:
        found = _verb_before(tokens, first)
    if before == CHAR["until"]:
        return PAST if found is None and _verb_after(tokens, after) == PAST else FUTURE
    if found is None:
        found = _verb_after(tokens, after)
    if before == _BY and found is None:
        return FUTURE
    return found or OPEN


def _is_on_a_calendar(tokens: Tokens, first: int) -> bool:
    """Whether the present tense tells what is to come: talks end Friday, the court opens on May 3."""
    verb = first - 1 - (tokens.classes[first - 1 : first] == _ON)
    if verb < 1 or tokens.token(verb).removesuffix("s") not in _ON_CALENDARS:
        return False
    subject, name = tokens.token(verb - 1), tokens.token(verb)
    return tokens.classes[verb - 1] in _NAMES and subject.endswith("s") != name.endswith("s")


def _opens_a_clause(classes: str, first: int) -> bool:
    at = first - 1
    if at > 0 and classes[at] in _PREPOSITIONS:
        at -= 1
    return at > 0 and classes[at] == _THAT


def _ends(tokens: Tokens, at: int) -> bool:
    """Whether a sentence ends at this token: at a dot, but not at that of an abbreviation or an initial."""
    char = tokens.classes[at]
    if char in _STOPS:
        return True
    if char != _DOT or at == 0:
        return char == _DOT
    word = tokens.token(at - 1)
    return len(word) > 1 and word.lower() not in _ABBREVIATIONS


def _verb_before(tokens: Tokens, first: int) -> int | None:
    """What the nearest finite verb says; None where there is none, or one of the present."""
    classes = tokens.classes
    for_it = classes[first - 1 : first] == _FOR
    participle = False
    for at in range(first - 1, max(first - 1 - _REACH_BACK, -1), -1):
        char = classes[at]
        if _ends(tokens, at):
            break
        if for_it and tokens.token(at) == "set":
            return FUTURE  # sentencing is set for Friday
        if char in _PARTICIPLES:
            participle = True
        elif char == _COMMA and participle:
            return PAST  # a clause of its own: it will fail, they predicted
        elif char in _VERBS:
            if classes[at - 1 : at] != _HYPHEN:  # "lower-than-expected"
                return PAST if char == _PLAN and _had_been(tokens, at) else _VERBS[char]
        elif char == _PLANS:
            if classes[at + 1 : at + 2] in (_TO, _FOR):
                return FUTURE
        elif char == _BE and classes[at - 1 : at] in _BEFORE_BE:
            return FUTURE
        elif char == _IS:
            if classes[at + 1 : at + 2] == _TO:
                return FUTURE
            return PAST if participle else None
    return PAST if participle else None


def _had_been(tokens: Tokens, at: int) -> bool:
    """Whether a plan is one of the past: it had been due to expire Friday."""
    return at > 1 and tokens.token(at - 1) == "been" and tokens.token(at - 2).lower() == "had"


def _verb_after(tokens: Tokens, after: int) -> int | None:
    classes = tokens.classes
    for at in range(after, min(after + _REACH_ON, len(classes))):
        char = classes[at]
        if char in _STOPS or char == _DOT:
            break
        if char in _VERBS:
            return _VERBS[char]
        if char in _PARTICIPLES:
            return PAST
    return None
