"""One name, one entity: which names of an article mean the same person or body, and its normal name."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from agents.facts.aliases import Aliases
from agents.facts.words import fold
from schemas.enriched import Entity

_TITLES = """mr mrs ms miss dr prof sir dame lord lady sheikh shaikh sheik imam ayatollah mullah rabbi pope king queen
    prince princess president vice prime minister chancellor premier senator sen rep governor gov mayor judge justice
    general gen colonel col major maj captain capt lieutenant lt sergeant sgt admiral brig brigadier commander marshal
    chief ambassador secretary deputy former father reverend rev bishop archbishop cardinal presidente don dona"""
TITLES = frozenset(_TITLES.split())
"""Words before a name that are not part of it."""
_PARTICLES = "al el ul ar as ash at bin ibn ben de da del van von"
PARTICLES = frozenset(_PARTICLES.split())
"""Words within a name that one form has and another leaves out: Assad, al-Assad."""
_SMALL_WORDS = "of and the for in on de la el del des du y e a to"
SMALL = frozenset(_SMALL_WORDS.split())
"""Words that initials may leave out."""
MOST = 100
"""Longer forms of a name that are looked at: an article that lists thousands of names must end."""
LONGEST_NAME = 4
"""Words of a person's name."""
NAMELESS = frozenset({"DATE", "MONEY"})
_WORD = re.compile(r"[\w.]+")
_SHORT = re.compile(r"[A-Z][\w.&-]{1,9}")

Words = tuple[str, ...]


def name_all(entities: Sequence[Entity], aliases: Aliases, text: str = "") -> list[Entity]:
    """The entities with their normal names; DATE and MONEY have none.

    A person is called by the longest form in the article: a surname alone goes to the last full name before it that
    it fits, else to the first after it. A body's initials go to its full name, and so does what follows that
    name in brackets: `the Justice and Development Party (AKP)`. The alias file has the last word.
    """
    entities = _with_full_names(entities)
    people = _people([one for one in entities if one.label == "PERSON"])
    bodies = [one for one in entities if one.label in {"ORG", "LOC", "MISC"}]
    initials = _in_brackets(bodies, text) | _initials(bodies)
    return [_normal(one, people.get(one.start) or initials.get(one.text), aliases) for one in entities]


def _with_full_names(entities: Sequence[Entity]) -> Sequence[Entity]:
    """A place that no list knows is a person where its last word alone, twice or more, is: Yasuhiko Ueno, then Ueno."""
    alone = Counter(fold(one.text) for one in entities if one.label == "PERSON" and " " not in one.text)

    def meant(one: Entity) -> Entity:
        words = one.text.split()
        is_name = 2 <= len(words) <= LONGEST_NAME and all(word[0].isupper() and word.isalpha() for word in words)
        return replace(one, label="PERSON") if is_name and alone[fold(words[-1])] >= 2 else one

    return [meant(one) if one.label == "LOC" and one.place is None else one for one in entities]


def _normal(one: Entity, name: str | None, aliases: Aliases) -> Entity:
    if one.label in NAMELESS:
        return one
    name = name or one.name or tidy(one.text)
    known = aliases.of(one.text) or aliases.of(name)
    return replace(one, name=known.name, label=known.label) if known else replace(one, name=name)


def tidy(text: str) -> str:
    """The name on one line, straight apostrophes, without a leading `the` and a trailing possessive."""
    flat = " ".join(text.replace("’", "'").split())
    return re.sub(r"^[Tt]he (?=\S)|'s$", "", flat) or flat


def person_words(text: str) -> Words:
    """The words of a name that identify: folded, without titles and particles."""
    words = [fold(word.strip(".")) for word in _WORD.findall(tidy(text))]
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return tuple(word for word in words if word not in PARTICLES) or tuple(words)


def without_title(name: str) -> str:
    """`President Bashar al-Assad` is Bashar al-Assad."""
    words = name.split()
    while len(words) > 1 and fold(words[0].strip(".")) in TITLES:
        words = words[1:]
    return " ".join(words)


def _people(mentions: Sequence[Entity]) -> dict[int, str]:
    """For each mention, by its start, the name of the person it means."""
    places: dict[Words, list[int]] = defaultdict(list)
    first: dict[Words, str] = {}
    for one in mentions:
        words = person_words(one.text)
        places[words].append(one.start)
        first.setdefault(words, without_title(tidy(one.text)))
    with_word: dict[str, list[Words]] = defaultdict(list)
    for words in places:
        for word in set(words):
            with_word[word].append(words)
    longer = {words: _longer(words, with_word) for words in places}
    names = {}
    for words, starts in places.items():
        for start in starts:
            meant = words
            while longer[meant]:
                meant = min(longer[meant], key=lambda other: _distance(places[other], start))
            names[start] = first[meant]
    return names


def _longer(short: Words, with_word: dict[str, list[Words]]) -> list[Words]:
    """The forms that have all words of `short` in order, or words that its initials stand for, and more."""
    whole = [with_word[word] for word in short if len(word) > 1]
    rarest = min(whole, key=len, default=[])
    return [long for long in rarest if _size(long) > _size(short) and _in_order(short, long)][:MOST]


def _size(words: Words) -> tuple[int, int]:
    """By which one form is longer than another: words, then letters."""
    return len(words), sum(map(len, words))


def _in_order(short: Words, long: Words) -> bool:
    rest = iter(long)
    return all(any(word == other or (len(word) == 1 and other[:1] == word) for other in rest) for word in short)


def _distance(starts: list[int], here: int) -> tuple[bool, int]:
    """How far the mention that counts is: the last before `here`, else the first after it."""
    before = bisect_left(starts, here)
    return (False, here - starts[before - 1]) if before else (True, starts[0] - here)


def _initials(mentions: Sequence[Entity]) -> dict[str, str]:
    """The full name of each form that is the initials of another: KDF, Kenya Defence Forces."""
    full: dict[str, str] = {}
    for name in dict.fromkeys(tidy(one.text) for one in mentions):
        words = re.findall(r"\w+", name)
        large = [word for word in words if fold(word) not in SMALL]
        if len(large) > 1:
            for some in (words, large):
                full.setdefault("".join(word[0] for word in some).upper(), name)
    forms = {one.text for one in mentions}
    return {form: full[letters] for form in forms if (letters := form.replace(".", "")).isupper() and letters in full}


def _in_brackets(mentions: Sequence[Entity], text: str) -> dict[str, str]:
    """The full name of each short form that is introduced in brackets right after it; `text` is the article's."""
    return {
        short.text: tidy(full.text)
        for full, short in pairwise(mentions)
        if text[full.end : short.start] == " (" and text[short.end : short.end + 1] == ")"
        if full.label == short.label and " " in full.text and _SHORT.fullmatch(short.text)
    }
