"""Random queries and articles from one small world of words, so that they meet."""

from datetime import date, timedelta

from hypothesis import strategies as st

from schemas.article import Article, Subject
from schemas.enriched import Enriched, Entity, Place, Timex

WORDS = (
    "war", "warn", "warning", "Wars", "peace", "the", "IS", "is", "Mosul", "été", "ETE", "U.S.", "Łódź", "lodz",
    "straße", "习近平", "近", "a", "12", "e\u0301te\u0301", "ﬁre", "war’s", "can't", "Öl", "kill", "killed", "killing",
    "x\u00ady",
)  # fmt: skip
FREQUENT = ("war", "Mosul", "killed", "the", "IS", "peace")
"""Words that stand in most texts, so that counts and proximities are true as often as not."""
GLUE = (" ", " ", " ", " ", ", ", ". ", "-", " (", "; ", "! The ", "\u00a0", "?” ", ".")
NAMES = ("IS", "Mosul", "the U.S.", "war peace", "Łódź killed", "习近平", "Warn Mosul")
LABELS = ("PERSON", "ORG", "LOC", "WEAPON", "MONEY", "CUSTOM")
AMOUNTS = ("$1.5 million", "20 euros", "two thousand dollars", "money")
SUBJECTS = (Subject("war crimes", "medtop:16"), Subject("peace"))
DAYS = tuple(f"2017-12-{day:02}" for day in (25, 27, 28, 29, 31))


@st.composite
def texts(draw: st.DrawFn, least: int = 0, most: int = 16) -> str:
    words = st.sampled_from(FREQUENT) | st.sampled_from(FREQUENT) | st.sampled_from(WORDS)
    pieces = draw(st.lists(st.tuples(words, st.sampled_from(GLUE)), min_size=least, max_size=most))
    return "".join(word + glue for word, glue in pieces)


@st.composite
def articles(draw: st.DrawFn) -> Enriched:
    """An enriched article; its entities and dates stand at real offsets of its text."""
    article = Article(
        "ap/1/1", draw(st.sampled_from(("ap", "AFP News"))), "1",
        headline=draw(st.none() | texts(1, 5)),
        body=tuple(draw(st.lists(texts(6) | texts(), min_size=1, max_size=3))),
        slug=draw(st.none() | texts(0, 3).map(lambda text: text.replace(".", " ").replace("!", " ").replace("?", " "))),
        byline=draw(st.sampled_from((None, "By War Mosul"))),
        urgency=draw(st.none() | st.integers(1, 8)),
        kind=draw(st.sampled_from(("new", "kill"))),
        sent=draw(st.sampled_from(("2017-12-28T11:00:00Z", "2017-12-26T12:00:00+02:00"))),
        subjects=tuple(draw(st.lists(st.sampled_from(SUBJECTS), max_size=1))),
    )  # fmt: skip
    text = article.text
    return Enriched(article.id, article, tuple(draw(_entities(text))), tuple(draw(_dates(text))), draw(_LANGUAGES))


_LANGUAGES = st.sampled_from(("en", "pt-BR", None))


@st.composite
def _spans(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, max(0, len(text) - 1)))
    return start, min(len(text), start + draw(st.integers(1, 9)))


@st.composite
def _entities(draw: st.DrawFn, text: str) -> list[Entity]:
    made = []
    for _ in range(draw(st.integers(0, 3))):
        start, end = draw(_spans(text))
        label = draw(st.sampled_from(LABELS))
        given = draw(st.sampled_from(AMOUNTS if label == "MONEY" else NAMES))
        name = draw(st.none() | st.sampled_from(NAMES))
        made.append(Entity(start, end, label, given, name, draw(st.none() | st.just(Place("SY")))))
    return made


@st.composite
def _dates(draw: st.DrawFn, text: str) -> list[Timex]:
    made = []
    for _ in range(draw(st.integers(0, 2))):
        start, end = draw(_spans(text))
        day = draw(st.sampled_from(DAYS))
        after = date.fromisoformat(day) + timedelta(days=1)
        bounds = (f"{day}T00:00:00Z", f"{after}T00:00:00Z") if draw(st.booleans()) else (None, None)
        made.append(Timex(start, end, text[start:end], "DATE", day, earliest=bounds[0], latest=bounds[1]))
    return made


PLAIN = (
    "war", "warn*", "Mosul", "ete", "ÉTÉ", '"the war"', "killed", "kill*", "近", "习近", "近平", '"U.S. peace"', "=IS",
    "=is", '="the War"', "U.S.", "lodz", "STRASSE", '"war peace"', "fire", '"war* peace*"', "wa*", '"is a"', "can’t",
    "12", "xy", "“Mosul IS”",
)  # fmt: skip
NAMED = (
    "person:IS", "org:mosul", "org:*", "loc:war*", 'person:="Łódź killed"', "entity:习近", 'weapon:"the u.s."',
    "entity:peace", 'org:="IS"', "entity:*", 'loc:"warn mosul"', "country:SY", "money:>=20", "money:[1k TO 2m]",
    "mentions:2017-12-27", "mentions:[2017-12-26 TO 2017-12-29]", "mentions:future", "mentions:past",
    "mentions:today", "mentions:[today-1d TO *]", "mentions:2017",
)  # fmt: skip
ASIDE = (
    "source:ap", 'source:"afp news"', "urgency:<=3", "urgency:[2 TO 5]", "urgency:4", "lang:en", "lang:pt", "kind:kill",
    "status:usable", "words:>8", "words:<3", "age:<6h", "age:>=1d", "subject:medtop:16", "subject:crimes",
)  # fmt: skip

_OPERATORS = st.sampled_from(("w/1", "w/2", "W/5", "w/30", "pre/1", "pre/4", "same"))


def _terms(fields: tuple[str, ...]) -> st.SearchStrategy[str]:
    scoped = st.builds("{}:{}".format, st.sampled_from(("headline", "lead")), st.sampled_from(PLAIN))
    likely = st.sampled_from(FREQUENT) | st.sampled_from(("kill*", "wa*", '"the war"'))
    return st.one_of(likely, likely, st.sampled_from(PLAIN), scoped, st.sampled_from(fields))


def _located(base: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Terms, groups of OR, and proximities in parentheses: what a proximity may stand between."""
    return st.recursive(
        base,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda items: f"({' OR '.join(items)})"),
            st.builds("({} {} {})".format, inner, _OPERATORS, inner),
        ),
        max_leaves=4,
    )


def _countable(base: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    grouped = st.lists(base, min_size=2, max_size=3).map(lambda items: f"({' OR '.join(items)})")
    return st.builds("atleast{} {}".format, st.integers(1, 3), base | grouped)


def close_queries() -> st.SearchStrategy[str]:
    """Proximities and counts of frequent words: true of `close_articles` as often as not."""
    places = _located(st.sampled_from((*FREQUENT, "kill*", '"the war"', "=IS", "headline:war", "lead:(war OR IS)")))
    near = st.builds("{} {} {}".format, places, _OPERATORS, places)
    return near | st.builds("atleast{} {}".format, st.integers(1, 6), st.sampled_from((*FREQUENT, "(war OR peace)")))


def close_articles() -> st.SearchStrategy[Enriched]:
    """Articles of a few frequent words and sentence ends."""
    part = st.lists(st.sampled_from((*FREQUENT, *FREQUENT, "war. The", "Mosul. Then")), min_size=3, max_size=12)
    parts = st.lists(part.map(" ".join), min_size=2, max_size=4)
    return parts.map(lambda some: Enriched("x", Article("x", "ap", "1", headline=some[0], body=tuple(some[1:]))))


def queries() -> st.SearchStrategy[str]:
    """Queries of every element of the language; a few are refused for their meaning."""
    places = _located(_terms(NAMED))
    near = st.builds("{} {} {}".format, places, _OPERATORS, places)
    line = st.builds(
        "{}:({})".format,
        st.sampled_from(("slug", "byline", "headline", "lead")),
        st.builds("{} {} {}".format, st.sampled_from(PLAIN), _OPERATORS, st.sampled_from(PLAIN))
        | st.sampled_from(PLAIN),
    )
    single = st.one_of(places, near, line, _countable(_terms(NAMED)), st.sampled_from(ASIDE))
    return st.recursive(
        single | single.map("NOT {}".format),
        lambda inner: st.builds(
            lambda operator, items: f" {operator} ".join(f"({item})" for item in items),
            st.sampled_from(("AND", "OR")),
            st.lists(inner, min_size=2, max_size=3),
        ),
        max_leaves=5,
    )
