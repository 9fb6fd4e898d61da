"""Aliases: one normal name for everything that goes by several, from a file that users edit."""

from collections.abc import Iterable
from pathlib import Path

from agents.facts.countries import DATA
from agents.facts.phrases import Entry, PhraseError, lines_of, words_of

SHORT = 4
"""Forms of so many letters match only as they are written: `IS` is not `is`."""
STARTING_ALIASES = DATA / "aliases.txt"
"""The file that the package brings along."""


class Aliases:
    """The normal name of a form, and the forms as phrases."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._folded = {entry.words: entry for entry in self.entries if entry.exact is None}
        self._exact = {entry.exact: entry for entry in self.entries if entry.exact is not None}

    def of(self, text: str) -> Entry | None:
        """The entry that a name is a form of; a leading `the` is left aside."""
        words = words_of(text)
        if words[:1] == ("the",):
            words, text = words[1:], text[4:]
        return self._exact.get(tuple(text.replace(".", " ").split())) or self._folded.get(words)


def read_aliases(file: Path) -> Aliases:
    """`name = form; form` lines under `[LABEL]`. Raises PhraseError: what is wrong, in which line."""
    label, entries, owner = "ORG", [], dict[tuple[str, ...], str]()
    for number, line in lines_of(file):
        if line.startswith("[") and line.endswith("]"):
            label = line[1:-1].strip().upper()
            continue
        name, equals, forms = line.partition("=")
        if not equals or not name.strip():
            raise PhraseError(f"{file}, line {number}: expected `name = form; form`, found {line!r}")
        for form in [name, *forms.split(";")]:
            entry = _entry(form.strip(), name.strip(), label)
            if not entry.words:
                raise PhraseError(f"{file}, line {number}: an empty form; take out the extra `;`")
            key = entry.exact or entry.words
            if owner.setdefault(key, entry.name or "") != entry.name:
                raise PhraseError(f"{file}, line {number}: {form.strip()!r} is also a form of {owner[key]!r}")
            entries.append(entry)
    return Aliases(entries)


def _entry(form: str, name: str, label: str) -> Entry:
    letters = form.replace(".", "")
    short = len(letters) <= SHORT and letters.isupper()
    return Entry(words_of(form), tuple(form.replace(".", " ").split()) if short else None, label, "aliases", name)
