"""Phrase lists: phrases that are found as entities whatever the model says (WEAPON, and any that users add)."""

import re
from collections.abc import Iterable, Iterator
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
        matches = list(_WORD.finditer(text))
        written = [match[0] for match in matches]
        folded = [fold(word.replace("’", "'")) for word in written]
        found: list[Entity] = []
        at = 0
        while at < len(matches):
            entry = next((e for e in self._by_first.get(folded[at], ()) if _stands(e, at, folded, written)), None)
            if entry is None:
                at += 1
                continue
            last = at + len(entry.words) - 1
            start, end = matches[at].start(), matches[last].end()
            found.append(Entity(start, end, entry.label, text[start:end], entry.name, source=entry.source))
            at = last + 1
        return found


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
