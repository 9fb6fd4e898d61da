"""Phrase lists: phrases that are found as entities whatever the model says (WEAPON, and any that users add)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from agents.facts.countries import DATA
from agents.facts.words import fold
from schemas.enriched import Entity

_WORD = re.compile(r"\w+(?:['’]\w+)?")
MOST_WORDS = 12


class PhraseError(ValueError):
    """A phrase or alias file that does not read: file, line, what is wrong."""


class Entry(NamedTuple):
    """A phrase: its words folded, and as they are written where case counts; what it is found as."""

    words: tuple[str, ...]
    exact: tuple[str, ...] | None
    label: str
    source: str
    name: str | None = None


class Phrases:
    """Finds phrases in a text by their first word; of several that begin there the longest counts."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_first: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_first.setdefault(entry.words[0], []).append(entry)
        for rivals in self._by_first.values():
            rivals.sort(key=lambda entry: -len(entry.words))

    def find(self, text: str) -> list[Entity]:
        """What stands in the text, in order, without overlaps."""
        written = _WORD.findall(text)
        folded = _WORD.findall(text.lower()) if text.isascii() else [fold(word.replace("’", "'")) for word in written]
        entries: list[tuple[int, int, Entry]] = []
        free = 0
        for at in [at for at, word in enumerate(folded) if word in self._by_first]:
            entry = next((e for e in self._by_first[folded[at]] if _stands(e, at, folded, written)), None)
            if entry is not None and at >= free:
                free = at + len(entry.words)
                entries.append((at, free, entry))
        return list(_placed(entries, text))


def _placed(entries: Sequence[tuple[int, int, Entry]], text: str) -> Iterator[Entity]:
    """Entries found at words `begin` to `end` (excluded) of the text, with their places in it."""
    if not entries:
        return
    places = [match.span() for match in _WORD.finditer(text)]
    for begin, after, entry in entries:
        start, end = places[begin][0], places[after - 1][1]
        yield Entity(start, end, entry.label, text[start:end], entry.name, source=entry.source)


def _stands(entry: Entry, at: int, folded: list[str], written: list[str]) -> bool:
    end = at + len(entry.words)
    if entry.exact is not None and tuple(written[at:end]) != entry.exact:
        return False
    return tuple(folded[at:end]) == entry.words


def read_lists(folder: Path) -> list[Entry]:
    """Every `<label>.txt` of the folder. Raises PhraseError, also when there is none."""
    files = sorted(folder.glob("*.txt")) if folder.is_dir() else [folder] if folder.is_file() else []
    if not files:
        raise PhraseError(f"{folder}: no phrase list there; name a folder of <label>.txt files, or one such file")
    return [entry for file in files for entry in _read_list(file)]


def _read_list(file: Path) -> Iterator[Entry]:
    label = file.stem.upper().replace("-", "_")
    for number, line in lines_of(file):
        words = words_of(line)
        if not words or len(words) > MOST_WORDS:
            raise PhraseError(f"{file}, line {number}: {line!r} is no phrase of 1 to {MOST_WORDS} words")
        for form in {words, *plurals(words)}:
            yield Entry(form, None, label, f"phrases:{file.stem}", line)


def lines_of(file: Path) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without comments and empty ones. Raises PhraseError on a file that is no text."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PhraseError(f"{file}: {error}; it must be text in UTF-8") from error
    for number, line in enumerate(text.splitlines(), 1):
        kept = line.strip()
        if kept and not kept.startswith("#"):
            yield number, kept


def words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they are looked for: folded, without hyphens and points."""
    return tuple(fold(word.replace("’", "'")) for word in _WORD.findall(phrase))


def plurals(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The phrase with its last word in the plural, where that is regular."""
    *first, last = words
    if last.isalnum() and not last.endswith("s"):
        yield (*first, f"{last}es" if last.endswith(("ch", "sh", "x")) else f"{last}s")


STARTING_PHRASES = DATA / "phrases"
"""The lists that the package brings along."""
