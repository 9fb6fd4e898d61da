"""The index: which rules could be true of an article, by what was found in it. It may only leave out what is false.

Each rule is filed under the keys of one of its clauses, its anchor: the one that is found least often. What an article
has is found once for all rules; only rules whose anchor is among it are looked at, and only those of which every other
clause is found too are asked for a verdict. How often a key is found is learned from the articles that come, and rules
that were filed under a key more frequent than it looked are filed again, a few with each article.
"""

from collections.abc import Iterator
from itertools import chain, compress

from msgspec import Struct

from agents.rules.clauses import EVERYWHERE, Clause, clauses_of, is_selective
from agents.rules.conditions import values_of
from agents.rules.fields import FIELDS, LINE_FIELDS, NAME_FIELDS, TEXT
from agents.rules.finder import Finder, NameFinder
from agents.rules.frequency import Frequency
from agents.rules.reading import BREAK, Reading, positions
from agents.rules.syntax import Node
from schemas.rule import Rule

MAX_CLAUSES = 4
"""Clauses kept of a rule: the verdict looks at everything, so more would cost memory and save little."""
_COUNTED = 8
"""Of so many articles one is counted, and each of as many at the beginning."""
_REFILED = 8
"""Rules looked at with an article, at most: 25 µs each."""


Filing = tuple[Clause, str, tuple[Clause, ...]]
"""Anchor, second and others of an entry."""


class Entry(Struct, gc=False, eq=False):
    """A rule in force, with the clauses kept of it: `anchor`, the single key `second`, and `others`."""

    rule: Rule
    tree: Node
    anchor: Clause
    second: str
    """BREAK, which every article has, where no other clause has a single key."""
    others: tuple[Clause, ...]
    gone: bool = False
    """Whether it was taken out."""

    @property
    def filing(self) -> Filing:
        """What it is filed under and by."""
        return self.anchor, self.second, self.others


Filed = list[str | Entry]
"""What is filed under a key: second key, entry, second key, entry, …

Flat, so that the seconds of all candidates are looked up in one go: the time goes to fetching objects from memory, and
an entry whose second is missing is never fetched.
"""


class Index:
    """The rules by their anchors, and what finds the keys of all clauses in an article."""

    def __init__(self) -> None:
        self.frequency = Frequency()
        self._entries: dict[str, Filed] = {}
        self._uses: dict[str, int] = {}
        """How many clauses have a key: what no clause has is looked for no longer."""
        self._finders: dict[str, Finder | NameFinder] = {TEXT: Finder("")}
        self._labels: dict[str | None, list[NameFinder]] = {}
        self._articles = 0
        self._doubtful: list[Entry] = []
        """Rules to be filed again if there is something rarer to file them under."""
        self._looked_at: dict[str, int] = {}
        """Keys whose rules were looked at, and how many counted articles there must be before they are again."""

    def add(self, rule: Rule, tree: Node) -> Entry:
        """File a rule whose query selects."""
        entry = Entry(rule, tree, *self._filing(tree))
        self._file(entry)
        return entry

    def remove(self, entry: Entry) -> None:
        """Take a rule out."""
        self._unfile(entry, entry.filing)
        entry.gone = True

    def learn(self, found: set[str]) -> None:
        """Take in what was found in an article: now and then it is counted, and some rules are filed again."""
        self._articles += 1
        if self._articles % _COUNTED == 0 or self._articles <= _COUNTED:
            self.frequency.learn(found)
            if not self._doubtful:
                self._doubt(self._entries.keys() & found)
        for entry in self._doubtful[-_REFILED:]:
            if not entry.gone:
                self._refile(entry)
        del self._doubtful[-_REFILED:]

    def _doubt(self, anchors: set[str]) -> None:
        """Rules filed under keys found more often than was known when they were last looked at."""
        articles = self.frequency.articles
        for key in anchors:
            if articles >= self._looked_at.get(key, 0):
                self._looked_at[key] = 2 * articles
                self._doubtful += self._entries[key][1::2]  # type: ignore[arg-type]  # see Filed

    def _refile(self, entry: Entry) -> None:
        before, filing = entry.filing, self._filing(entry.tree)
        if filing != before:
            entry.anchor, entry.second, entry.others = filing
            self._file(entry)  # first, so that keys of both are looked for all the time: finders forget what they lose
            self._unfile(entry, before)

    def _filing(self, tree: Node) -> Filing:
        """The anchor of a query, a second key, and other clauses, the rarest first."""
        clauses = clauses_of(tree, self.frequency.cost)
        if len(clauses) > 1:
            clauses.sort(key=self.frequency.cost)
        anchor = next(filter(is_selective, clauses))
        clauses.remove(anchor)
        second = next((clause for clause in clauses if len(clause) == 1), (BREAK,))
        return anchor, second[0], tuple([clause for clause in clauses if clause is not second][: MAX_CLAUSES - 2])

    def _file(self, entry: Entry) -> None:
        for key in _found_keys(entry.filing):
            self._use(key)
        for key in entry.anchor:
            self._entries.setdefault(key, []).extend((entry.second, entry))

    def _unfile(self, entry: Entry, filing: Filing) -> None:
        for key in filing[0]:
            filed = self._entries[key]
            if len(filed) == 2:
                del self._entries[key]
            else:
                place = filed.index(entry)
                del filed[place - 1 : place + 1]
        for key in _found_keys(filing):
            self._leave(key)

    def _use(self, key: str) -> None:
        uses = self._uses.get(key, 0)
        self._uses[key] = uses + 1
        if not uses and (finder := self._finder_for(key)):
            finder.add(key)

    def _leave(self, key: str) -> None:
        self._uses[key] -= 1
        if not self._uses[key]:
            del self._uses[key]
            if finder := self._finder_for(key):
                finder.discard(key)

    def _finder_for(self, key: str) -> Finder | NameFinder | None:
        field = key.partition(":")[0] if ":" in key else TEXT
        finder = self._finders.get(field)
        if finder is not None or field[0] == EVERYWHERE:
            return finder
        if field in NAME_FIELDS or field == "subject":
            named = finder = self._finders[field] = NameFinder(f"{field}:")
            if field != "subject":
                self._labels.setdefault(FIELDS[field].label, []).append(named)
        elif FIELDS[field].kind == "part":
            finder = self._finders[field] = Finder(f"{field}:")
        return finder

    def found_in(self, reading: Reading) -> set[str]:
        """The keys found in an article: all that any clause has, and words that none has."""
        found: set[str] = set()
        text = self._finders[TEXT]
        assert isinstance(text, Finder), "the text has words, not names"
        text.find(reading.text.words, reading.text.where, found)
        if text.exact:
            text.find_exact(reading.text.parts, found)
        self._find_names(reading, found)
        self._find_values(reading, found)
        for field, finder in self._finders.items():
            if isinstance(finder, Finder) and field != TEXT:
                words = _words_of(field, reading)
                finder.find(words, positions(words), found)
        return found

    def _find_names(self, reading: Reading, found: set[str]) -> None:
        everyone = self._labels.get(None, ())
        for entity in reading.enriched.entities:
            for finder in (*self._labels.get(entity.label, ()), *everyone):
                found.update(finder.keys_of(entity.text))
                if entity.name:
                    found.update(finder.keys_of(entity.name))
            if entity.place and entity.place.country:
                found.add(f"country:{entity.place.country}")
            if entity.label == "MONEY":
                found.add("money:*")
        subject = self._finders.get("subject")
        if isinstance(subject, NameFinder):
            for given in reading.enriched.article.subjects:
                found.update(*(subject.keys_of(form) for form in (given.code, given.name) if form))

    def _find_values(self, reading: Reading, found: set[str]) -> None:
        for field in ("source", "lang", "kind", "status"):
            found.update([f"{EVERYWHERE}{field}:{value}" for value in values_of(field, reading)])
        if reading.enriched.dates:
            found.add("mentions:*")

    def candidates(self, found: set[str]) -> Iterator[Entry]:
        """The rules of which every kept clause is found; one whose anchor has several keys may come more than once."""
        found.add(BREAK)
        filed = list(chain.from_iterable(map(self._entries.__getitem__, self._entries.keys() & found)))
        missing = found.isdisjoint
        entry: Entry
        for entry in compress(filed[1::2], map(found.__contains__, filed[::2])):  # type: ignore[assignment]  # see Filed
            for clause in entry.others:
                if missing(clause):
                    break
            else:
                yield entry


def _found_keys(filing: Filing) -> Iterator[str]:
    """The keys that must be looked for; a word of the text is its own key."""
    anchor, second, others = filing
    for clause in (anchor, (second,), *others):
        for key in clause:
            if not key.isalnum() and key != BREAK:
                yield key


def _words_of(field: str, reading: Reading) -> list[str]:
    if field in LINE_FIELDS:
        return reading.line(field).words
    first, last = reading.sections[field]
    return reading.text.words[first:last] or [BREAK]
