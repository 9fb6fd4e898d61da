"""What route does when it is asked for more than routing a report: to look back, or to withdraw what a name means."""

import msgspec
from msgspec.structs import replace

from agents import held
from agents.ending import forwards, read_enriched
from agents.life import Moment
from agents.look_back import is_open, matches_then, told_late
from agents.recall import with_bearer, withdraw, within_reach
from agents.stage import Answered, Dead, Decision, Forward, Message
from schemas.enriched import Enriched
from schemas.headers import Origin
from schemas.request import Bears, LookBack, Recall, Request, Withdraw
from schemas.routed import Verdict
from schemas.story import Bearer, Name
from schemas.topics import ENRICHED

_read_request: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)
_decode_name = msgspec.json.Decoder(Name).decode
_NO_REPORT = Origin(ENRICHED.name, 0, 0)


def answer(moment: Moment, message: Message, header: str) -> Decision:
    """Do what the request in a message's header asks."""
    enriched = read_enriched(message)
    if isinstance(enriched, Dead):
        return Decision((enriched,))
    try:
        request = _read_request.decode(header)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        return Decision((Dead("not-a-record", f"no request: {error}"),))
    scope = enriched.article.replay or held.LIVE
    endings: tuple[Forward, ...] = ()
    match request:
        case LookBack():
            endings = _look_back(moment, enriched, request, scope)
        case Withdraw():
            endings = _withdraw(moment, enriched, scope)
        case Bears(name) | Recall(name):
            _keep_name(moment, enriched, f"{scope}/{name}", recalls=isinstance(request, Recall))
    return moment.decision((*endings, *moment.asked()) or (Answered(),))


def _look_back(moment: Moment, enriched: Enriched, request: LookBack, scope: str) -> tuple[Forward, ...]:
    """Alert a rule that was published after the article came, unless it knows or should not know."""
    article, rule = enriched.article, request.rule.id
    story = moment.story(f"{scope}/{article.story_key}")
    matches = matches_then(enriched, request) if is_open(enriched, story, rule) else ()
    if not matches:
        return ()
    verdict = Verdict("alert", moment.now, moment.rules.version, matches, looked_back=request.at)
    moment.put(story.key, moment.counting(told_late(enriched, story, rule, moment.now), article))
    moment.tell_names(enriched, story)
    return forwards(enriched, verdict, _NO_REPORT)


def _withdraw(moment: Moment, enriched: Enriched, scope: str) -> tuple[Forward, ...]:
    """Withdraw the story for those who were told of it."""
    story = moment.story(f"{scope}/{enriched.article.story_key}")
    if story.killed:
        return ()
    verdict = moment.kill(enriched.article, moment.end_waiting(story, scope, "killed"))
    return forwards(enriched, verdict, _NO_REPORT) if verdict.outcome == "alert" else ()


def _keep_name(moment: Moment, enriched: Enriched, key: str, *, recalls: bool) -> None:
    """Remember who bears a name, or which kill has named it, and bring the two together."""
    kept = moment.memory.get(key)
    name = _decode_name(kept) if kept else Name()
    meant = name.bearers if recalls else (Bearer(enriched.article.story_key, moment.now),)
    name = replace(name, kill=enriched, killed=moment.now) if recalls else with_bearer(name, meant[0])
    moment.put(key, name)
    if name.kill is not None:
        moment.asks += [withdraw(name.kill, each) for each in meant if within_reach(each.at, name.killed)]
