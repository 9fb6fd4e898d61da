"""The API's table: what there is, who may use it, what it takes and what it answers."""

from agents.rules import Explanation
from schemas.access import Me
from schemas.ack import Ack
from schemas.desk import ArticleWhole, NewAck, Rows, StoryLife
from schemas.desk_rules import (
    Checked,
    Counted,
    Found,
    Query,
    RuleChange,
    RulePublished,
    RulesStanding,
    RuleStanding,
    Trial,
    Tried,
)
from schemas.vitals import DeadLetter, DeadLetters, DeadWhole, Vitals, WaitingList
from streams.desk import acks, alerts, health, rules, search
from streams.desk.endpoint import AFTER, LIMIT, Endpoint, Param

PREFIX = "/api/v1"

_REPLAY = Param("replay", "A replay's id, or `live` for the live wire alone.")
_BROUGHT_BY = Param("replay", "The replay's id, if it came by one; without it, as the live wire brought it, if it did.")
_FILTERS = (
    Param("rule", "Only alerts for the rule with this id."),
    Param("source", "Only this source."),
    Param("entity", "Only where this name stands, by its one normal form."),
    Param("country", "Only about this country, ISO 3166-1 alpha-2."),
    Param("q", "Only where this query is true: the rule language."),
)

_RULE = Param("id", "The rule's id.", where="path")
_NOTE = Param("note", "What the change is for.")

_LETTER = Param("id", "The dead letter's id.", where="path")

_BUCKET = Param("bucket", "Of the timeline: hour, day or month.")
_TOP = Param("top", "So many values of each field.", "number", 1, 200)

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
        alerts.show_article, ArticleWhole, (Param("id", "The article's id.", where="path"), _BROUGHT_BY),
    ),
    Endpoint(
        "POST", "/alerts/{id}/acks", "acknowledge", "Take an alert in hand.", "editor", acks.acknowledge, Ack,
        (Param("id", "The article's id.", where="path"), _BROUGHT_BY), NewAck, 201,
    ),
    Endpoint(
        "GET", "/rules", "listRules", "The rules in force.", "reader", rules.list_rules, RulesStanding, (LIMIT, AFTER)
    ),
    Endpoint(
        "POST", "/rules/check", "checkRule", "Whether a query reads.", "reader", rules.check_rule, Checked, (), Query
    ),
    Endpoint("GET", "/rules/{id}", "showRule", "One rule.", "reader", rules.show_rule, RuleStanding, (_RULE,)),
    Endpoint(
        "PUT", "/rules/{id}", "putRule", "Publish a rule, new or changed.", "editor", rules.put_rule, RulePublished,
        (_RULE, _NOTE), RuleChange,
    ),
    Endpoint(
        "DELETE", "/rules/{id}", "deleteRule", "Take a rule out of force.", "editor", rules.delete_rule, RulePublished,
        (_RULE, _NOTE),
    ),
    Endpoint(
        "GET", "/explain", "explain", "Why a rule is or is not true of an article.", "reader", rules.explain,
        Explanation,
        (Param("rule", "A rule's id, or a query."), Param("article", "The article's id."), _BROUGHT_BY),
    ),
    Endpoint(
        "GET", "/search", "search", "The archive, newest filed first.", "reader", search.search, Found,
        (*search.PARAMS, LIMIT, AFTER),
    ),
    Endpoint(
        "GET", "/search/counts", "countSearch", "How many, by value and over time.", "reader", search.count, Counted,
        (*search.PARAMS, _BUCKET, _TOP),
    ),
    Endpoint(
        "POST", "/rules/try", "tryRule", "What a rule would have found in the archive.", "reader", search.try_rule,
        Tried, (), Trial,
    ),
    Endpoint("GET", "/health", "showHealth", "How the pipeline is.", "reader", health.show_health, Vitals),
    Endpoint(
        "GET", "/dead", "listDead", "Dead letters, newest first.", "reader", health.list_dead, DeadLetters,
        (Param("all", "Also those that were sent through once more.", "flag"), LIMIT, AFTER),
    ),
    Endpoint(
        "POST", "/dead/{id}/requeue", "requeueDead", "Send a dead letter through once more.", "admin",
        health.requeue_dead, DeadLetter, (_LETTER,),
    ),
    Endpoint(
        "GET", "/dead/{id}", "showDead", "A dead letter with its text.", "reader", health.show_dead, DeadWhole,
        (_LETTER,),
    ),
    Endpoint("GET", "/held", "listHeld", "Reports that wait.", "reader", health.list_held, WaitingList),
    Endpoint("GET", "/me", "sayWho", "Who asks.", "reader", acks.say_who, Me),
)  # fmt: skip
