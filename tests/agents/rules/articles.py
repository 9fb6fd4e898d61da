"""Articles for the tests of rules, in few words."""

from datetime import UTC, datetime

from schemas.article import Article
from schemas.enriched import Enriched, Entity, Place, Timex

NOW = datetime(2017, 12, 28, 12, 0, tzinfo=UTC)

HEADLINE = "Islamic State claims Mosul blast"
BODY = (
    "A car bomb killed nine people in Mosul on Thursday, police said. Eleven were wounded.",
    "The IS group said on its Amaq site that it was behind the attack. Bashar al-Assad condemned it.",
    "A cease-fire will start on January 5, the U.N. envoy said. It will cost $1.5 million.",
)


def enriched(
    headline: str | None = HEADLINE,
    *body: str,
    entities: tuple[tuple[str, str, str | None, str | None], ...] = (),
    dates: tuple[Timex, ...] = (),
    **article: object,
) -> Enriched:
    """An article. An entity is (label, text, name, country), found where its text first stands."""
    fields = {"id": "ap/1/1", "provider": "ap", "story": "1", "urgency": 2, "sent": "2017-12-28T10:00:00Z"} | article
    made = Article(headline=headline, body=body, **fields)  # type: ignore[arg-type]  # tests give what a field takes
    text = made.text
    found = tuple(
        Entity(text.index(form), text.index(form) + len(form), label, form, name, Place(country) if country else None)
        for label, form, name, country in entities
    )
    return Enriched(made.id, made, found, dates, "en")


def mosul() -> Enriched:
    """A report with names, an amount and two dates."""
    text = "\n\n".join((HEADLINE, *BODY))
    thursday, january = text.index("Thursday"), text.index("January 5")
    return enriched(
        HEADLINE,
        *BODY,
        entities=(
            ("ORG", "Islamic State", "Islamic State", None),
            ("LOC", "Mosul", "Mosul", "IQ"),
            ("ORG", "IS", "Islamic State", None),
            ("PERSON", "Bashar al-Assad", None, None),
            ("WEAPON", "car bomb", None, None),
            ("MONEY", "$1.5 million", None, None),
        ),
        dates=(
            Timex(
                thursday, thursday + 8, "Thursday", "DATE", "2017-12-28",
                earliest="2017-12-27T21:00:00Z", latest="2017-12-28T21:00:00Z",
            ),
            Timex(
                january, january + 9, "January 5", "DATE", "2018-01-05",
                earliest="2018-01-04T21:00:00Z", latest="2018-01-05T21:00:00Z",
            ),
        ),
        slug="iraq-mosul-blast",
        byline="By a staff writer",
        kind="update",
    )  # fmt: skip
