"""What the benchmark of the rules runs on: articles of one length, and rules made to look like people's."""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from schemas.article import Article
from schemas.enriched import Enriched, Entity, Place, Timex
from schemas.rule import Rule

WORDS = 435
"""Words of an article, as the goals are stated."""

_NAME = re.compile(r"[A-Z][a-z]+(?: (?:al-|of |de )?[A-Z][a-z]+){1,3}|(?<=[a-z,] )[A-Z][a-z]{3,}|\b[A-Z]{2,5}\b")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_LABELS = ("PERSON", "PERSON", "ORG", "ORG", "LOC", "LOC", "NORP")
_COUNTRIES = ("SY", "IQ", "US", "TR", "FR", "KE", "NG", "AF")
_SYLLABLES = "ka ro vi shen dar mol tes bru nal qui zor fen lat pim hus gor ely sta wen bo".split()  # noqa: SIM905


def read_texts(path: Path) -> list[str]:
    """Texts of a folder of .txt files, or of JSON lines (may be gzipped) with `text`, or `title` and `body`."""
    if path.is_dir():
        return [file.read_text("utf-8", "replace") for file in sorted(path.glob("*.txt"))]
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        rows = [json.loads(line) for line in lines]
    return [row.get("text") or f"{row['title']}\n\n{row['body']}" for row in rows]


def articles(texts: list[str], count: int) -> Iterator[Enriched]:
    """Enriched articles of WORDS words each, texts cut and joined at paragraphs."""
    paragraphs = [part.strip() for text in texts for part in text.split("\n") if part.strip()]
    position = 0
    for number in range(count):
        body: list[str] = []
        left = WORDS
        while left > 0:
            words = paragraphs[position % len(paragraphs)].split()[:left]
            position, left = position + 1, left - len(words)
            body.append(" ".join(words))
        yield _enrich(number, body[0], tuple(body[1:]))


def _enrich(number: int, headline: str, body: tuple[str, ...]) -> Enriched:
    article = Article(
        f"bench/{number}/1", "bench", str(number), headline=headline, body=body, urgency=number % 5 + 1,
        sent="2017-12-28T10:00:00Z", slug=headline[:20], byline="By A Reporter",
    )  # fmt: skip
    text = article.text
    dates = tuple(
        Timex(found.start(), found.end(), found[0], "DATE", "2017-12-27", earliest="2017-12-27T00:00:00Z",
              latest="2017-12-28T00:00:00Z")
        for found in _WEEKDAY.finditer(text)
    )  # fmt: skip
    return Enriched(article.id, article, tuple(_entities(text)), dates, "en")


def _entities(text: str) -> Iterator[Entity]:
    for found in _NAME.finditer(text):
        label = _LABELS[crc32(found[0].encode()) % len(_LABELS)]
        place = Place(_COUNTRIES[crc32(found[0].encode()) % len(_COUNTRIES)]) if label == "LOC" else None
        yield Entity(found.start(), found.end(), label, found[0], found[0], place)


class RuleMaker:
    """Makes rules from the words and names of texts, and from as many names that stand in none of them."""

    def __init__(self, texts: list[str], seed: int = 0) -> None:
        self.random = random.Random(seed)
        seen: Counter[str] = Counter()
        names: set[str] = set()
        for text in texts:
            seen.update(set(re.findall(r"\b[a-z]{4,}\b", text)) - {"same"})
            names.update(found[0] for found in _NAME.finditer(text))
        most = len(texts) * 0.03
        self.words = sorted(word for word, count in seen.items() if 2 <= count <= most)
        self.frequent = sorted(word for word, count in seen.items() if most < count <= 4 * most)
        self.names = sorted(names)

    def word(self) -> str:
        """A content word: frequent, rare, or as rare as most of a language's words are: in none of the texts."""
        dice = self.random.random()
        if dice < 0.65:
            return "".join(self.random.choices(_SYLLABLES, k=3))
        return self.random.choice(self.frequent if dice < 0.68 else self.words)

    def prefix(self) -> str:
        return self.random.choice(self.words)[: self.random.randint(4, 6)] + "*"

    def name(self) -> str:
        """A name: nearly all are of people and places that no article here has."""
        if self.random.random() < 0.03:
            return self.random.choice(self.names)
        return " ".join("".join(self.random.choices(_SYLLABLES, k=3)).title() for _ in range(2))

    def entity(self) -> str:
        return f'{self.random.choice(("person", "org", "loc"))}:"{self.name()}"'

    def any_of(self, make: "list[str]") -> str:
        return make[0] if len(make) == 1 else f"({' OR '.join(make)})"

    def group(self) -> str:
        kinds = [self.word, self.word, self.prefix, lambda: f'"{self.name()}"']
        return self.any_of([self.random.choice(kinds)() for _ in range(self.random.choice((1, 1, 2, 3, 4)))])

    def query(self) -> str:
        """A query of one of the shapes that people write, the frequent ones more often."""
        dice, choose = self.random.random(), self.random
        if dice < 0.25:
            return f"{self.entity()} AND {self.group()}"
        if dice < 0.45:
            return f"{self.group()} w/{choose.choice((3, 5, 10))} {self.group()}"
        if dice < 0.60:
            return " OR ".join(f'"{self.name()}"' for _ in range(choose.randint(2, 6)))
        if dice < 0.75:
            return f'"{self.name()}" AND {self.group()} AND NOT {self.word()}'
        if dice < 0.83:
            return f"headline:{self.word()} AND {self.group()}"
        if dice < 0.90:
            return f"{self.entity()} w/15 {self.group()} AND urgency:<={choose.randint(1, 4)}"
        if dice < 0.95:
            return f'country:{choose.choice(_COUNTRIES)} AND {self.group()} AND "{self.name()}"'
        return f"atleast2 {self.word()} AND {self.entity()} AND age:<12h"

    def rules(self, count: int) -> list[Rule]:
        """So many rules with what a rule says of itself."""
        return [
            Rule(f"r{number:06}", self.query(), f"Watch {number}", number % 5 + 1, f"desk{number % 40}")
            for number in range(count)
        ]
