"""The API's table: what there is, who may use it, what it takes and what it answers."""

from schemas.desk import ArticleWhole, Rows, StoryLife
from streams.desk import alerts
from streams.desk.endpoint import AFTER, LIMIT, Endpoint, Param

PREFIX = "/api/v1"

_REPLAY = Param("replay", "A replay's id, or `live` for the live wire alone.")
_FILTERS = (
    Param("rule", "Only alerts for the rule with this id."),
    Param("source", "Only this source."),
    Param("entity", "Only where this name stands, by its one normal form."),
    Param("country", "Only about this country, ISO 3166-1 alpha-2."),
    Param("q", "Only where this query is true: the rule language."),
)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "GET", "/alerts", "listAlerts", "Alerts, newest first.", "reader", alerts.list_alerts, Rows,
        (*_FILTERS, _REPLAY, Param("urgency", "Only as urgent as this or more.", "number", 1, 5), LIMIT, AFTER),
    ),
    Endpoint(
        "GET", "/stories/{key}", "showStory", "A story with its versions and who else carries it.", "reader",
        alerts.show_story, StoryLife,
        (Param("key", "provider/story.", where="path"), Param("replay", "The replay's id, if it came by one.")),
    ),
    Endpoint(
        "GET", "/articles/{id}", "showArticle", "A routed article, whole, and why its rules matched.", "reader",
        alerts.show_article, ArticleWhole, (Param("id", "The article's id.", where="path"),),
    ),
)  # fmt: skip
