"""The index: which rules could be true of an article, by what was found in it. It may only leave out what is false.

Each rule is filed under the keys of one of its clauses, its anchor: the one that is found least often. What an article
has is found once for all rules; only rules whose anchor is among it are looked at, and only those of which every other
clause is found too are asked for a verdict. How often a key is found is learned from the articles that come, and rules
that were filed under a key more frequent than it looked are filed again, a few with each article.
"""

from collections.abc import Sequence
from itertools import chain, compress

from agents.rules.clauses import EVERYWHERE, Key, Keys, clauses_of, is_selective, is_text_prefix
from agents.rules.conditions import values_of
from agents.rules.entry import Entry
from agents.rules.fields import FIELDS, LINE_FIELDS, NAME_FIELDS
from agents.rules.finder import Finder, Grams
from agents.rules.frequency import Frequency
from agents.rules.postings import ByWord, Postings
from agents.rules.reading import Reading
from agents.rules.syntax import Node
from agents.rules.words import BREAK, fold_word
from schemas.rule import Rule

MAX_OTHERS = 2
"""Clauses kept of a rule beside those it is filed by: the verdict looks at everything, so more would save little."""
_COUNTED = 8
"""Of so many articles one is counted, and each of as many at the beginning."""
_REFILED = 8
"""Rules looked at with an article, at most: 25 µs each."""

Filing = tuple[Keys, tuple[Keys, ...]]
"""What an entry is filed by: `Entry.filed` and `Entry.others`."""


class Index:
    """The rules by their anchors, and what finds the keys of all clauses in an article."""

    def __init__(self) -> None:
        self.frequency = Frequency()
        self._postings = Postings()
        self._uses: dict[str, int] = {}
        """How many clauses have a key that must be looked for: what none has is looked for no longer."""
        self._prefixes: dict[str, str] = {}
        """Prefixes in the text that must be looked for."""
        self._begun = ByWord(self._prefixes)
        self._exact: dict[str, set[str]] = {}
        """Words of the text as written, by their folded form."""
        self._finders: dict[str, Finder] = {}
        self._valued: set[str] = set()
        """Fields that every article has and that rules ask for."""
        self._labels: dict[str | None, list[Finder]] = {}
        self._grams = Grams()
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
        self._unfile(entry, (entry.filed, entry.others))
        entry.gone = True

    def candidates(self, reading: Reading) -> list[Entry]:
        """The rules of which every kept clause is found in an article; of which some is learned for the next ones."""
        words, postings = reading.text.distinct, self._postings
        other = self._find_others(reading)
        found = words.union(other, chain.from_iterable(filter(None, map(self._begun.__getitem__, words))))
        lists = chain(
            chain.from_iterable(filter(None, map(postings.by_word.__getitem__, words))),
            map(postings.filed.__getitem__, postings.filed.keys() & other),
        )
        filed = list(chain.from_iterable(lists))
        missing, asked = found.isdisjoint, []
        entry: Entry
        for entry in compress(filed[1::2], map(found.__contains__, filed[::2])):  # type: ignore[assignment]  # see Filed
            for clause in entry.others:
                if missing(clause):
                    break
            else:
                asked.append(entry)
        self._learn(found)
        return list(dict.fromkeys(asked))  # under several keys, one may come several times

    def _learn(self, found: set[str]) -> None:
        """Take in what was found in an article: now and then it is counted, and some rules are filed again."""
        self._articles += 1
        if self._articles % _COUNTED == 0 or self._articles <= _COUNTED:
            self.frequency.learn(found)
            if not self._doubtful:
                self._doubt(self._postings.filed.keys() & found)
        if not self._doubtful:
            return
        for entry in self._doubtful[-_REFILED:]:
            if not entry.gone:
                self._refile(entry)
        del self._doubtful[-_REFILED:]

    def _doubt(self, keys: set[str]) -> None:
        """Rules filed under keys found more often than was known when they were last looked at."""
        articles = self.frequency.articles
        for key in keys:
            if articles >= self._looked_at.get(key, 0):
                self._looked_at[key] = 2 * articles
                self._doubtful += self._postings.filed[key][1::2]  # type: ignore[arg-type]  # see Filed

    def _refile(self, entry: Entry) -> None:
        before, filing = (entry.filed, entry.others), self._filing(entry.tree)
        if filing != before:
            entry.filed, entry.others = filing
            self._file(entry)  # first, so that keys of both are looked for all the time
            self._unfile(entry, before)

    def _filing(self, tree: Node) -> Filing:
        """The anchor of a query with a second key for each of its own, and other clauses, the rarest first."""
        cost = self.frequency.cost
        clauses = clauses_of(tree, cost)
        if len(clauses) > 1:
            clauses.sort(key=cost)
            anchor = next(filter(is_selective, clauses))
            clauses.remove(anchor)
        else:
            anchor = clauses.pop()
        second, others = BREAK, list[Keys]()
        for clause in clauses:
            if len(clause) == 1 and second == BREAK:
                second = self._rarest(clause[0])[0]
            elif len(others) < MAX_OTHERS:
                others.append(tuple([key if isinstance(key, str) else self._rarest(key)[0] for key in clause]))
        filed: list[str] = []
        for key in anchor:
            if isinstance(key, str):
                filed += (key, second)
            else:
                words = self._rarest(key)
                filed += (words[0], words[1] if second == BREAK else second)
        return tuple(filed), tuple(others)

    def _rarest(self, key: Key) -> Sequence[str]:
        """What stands for a key: of a phrase its words, the rarest first."""
        if isinstance(key, str):
            return (key,)
        if len(key) == 2 and not self.frequency.articles:
            return key if len(key[0]) >= len(key[1]) else (key[1], key[0])  # as the guess says
        return sorted(key, key=self.frequency.share)

    def _file(self, entry: Entry) -> None:
        for key in _sought(entry.filed, entry.others):
            self._use(key)
        keys = iter(entry.filed)
        for key, second in zip(keys, keys, strict=True):
            self._postings.file(key, second, entry)

    def _unfile(self, entry: Entry, filing: Filing) -> None:
        for key in filing[0][::2]:
            self._postings.unfile(key, entry)
        for key in _sought(*filing):
            self._leave(key)

    def _use(self, key: str) -> None:
        uses = self._uses.get(key, 0)
        self._uses[key] = uses + 1
        if uses:
            return
        if is_text_prefix(key):
            self._prefixes[key] = key
            self._begun.come(key)
        elif key[0] == "=":
            self._exact.setdefault(fold_word(key[1:]), set()).add(key[1:])
        elif key[0] == EVERYWHERE:
            self._valued.add(key[1:].partition(":")[0])
        elif finder := self._finder_for(key):
            finder.add(key)

    def _leave(self, key: str) -> None:
        self._uses[key] -= 1
        if self._uses[key]:
            return
        del self._uses[key]
        if is_text_prefix(key):
            del self._prefixes[key]
            self._begun.go(key)
        elif key[0] == "=":
            folded = fold_word(key[1:])
            self._exact[folded].discard(key[1:])
            if not self._exact[folded]:
                del self._exact[folded]
        elif key[0] != EVERYWHERE and (finder := self._finder_for(key)):
            finder.discard(key)

    def _finder_for(self, key: str) -> Finder | None:
        field = key.partition(":")[0]
        finder = self._finders.get(field)
        if finder is None and FIELDS[field].kind in ("part", "name", "topic"):
            finder = self._finders[field] = Finder(f"{field}:")
            if field in NAME_FIELDS:
                self._labels.setdefault(FIELDS[field].label, []).append(finder)
        return finder

    def _find_others(self, reading: Reading) -> set[str]:
        """The keys found that are no words of the text: all of these that any clause has."""
        found = {BREAK}
        for folded in self._exact.keys() & reading.text.distinct:
            found.update(
                [f"={word}" for word in self._exact[folded] if any(word in part for part in reading.text.parts)]
            )
        self._find_names(reading, found)
        for field in self._valued:
            found.update([f"{EVERYWHERE}{field}:{value}" for value in values_of(field, reading)])
        if reading.enriched.dates:
            found.add("mentions:*")
        for field, finder in self._finders.items():
            if field not in NAME_FIELDS and field != "subject":
                finder.find(_words_of(field, reading), found)
        return found

    def _find_names(self, reading: Reading, found: set[str]) -> None:
        grams, everyone = self._grams, self._labels.get(None, [])
        by_label: dict[str, list[str]] = {}
        for entity in reading.enriched.entities:
            names = by_label.get(entity.label)
            if names is None:
                names = by_label[entity.label] = []
            names += grams[entity.text]
            if entity.name and entity.name != entity.text:
                names += grams[entity.name]
            if entity.place is not None and entity.place.country:
                found.add(f"country:{entity.place.country}")
        for label, names in by_label.items():
            for finder in (*self._labels.get(label, ()), *everyone):
                found.add(f"{finder.place}*")
                finder.find(names, found)
        if "MONEY" in by_label:
            found.add("money:*")
        if subject := self._finders.get("subject"):
            for given in reading.enriched.article.subjects:
                for form in (given.code, given.name):
                    if form:
                        subject.find(grams[form], found)


def _sought(filed: Keys, others: tuple[Keys, ...]) -> list[str]:
    """The keys that must be looked for: a word of the text is its own key."""
    keys = filed if not others else [*filed, *chain.from_iterable(others)]
    return [key for key in keys if not key.isalnum() and (":" in key or key[-1] == "*" or key[0] == "=")]


def _words_of(field: str, reading: Reading) -> set[str]:
    if field in LINE_FIELDS:
        return reading.line(field).distinct
    first, last = reading.sections[field]
    return set(reading.text.words[first:last])
