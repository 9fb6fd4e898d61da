"""Whom an alert concerns: rules that match, and rules that were told what it withdraws or corrects."""

from msgspec.structs import replace

from agents.notices.extract import Sentences, Why
from agents.text.title import display_title
from schemas.enriched import Enriched
from schemas.notice import Matched
from schemas.routed import Match, Verdict


def concerned_rules(verdict: Verdict) -> tuple[str, ...]:
    """The ids of these rules, each once: those that match first."""
    matching = (match.rule for match in verdict.matches)
    return tuple(dict.fromkeys((*matching, *verdict.withdraws, *verdict.corrects)))


def matched_by_rule(enriched: Enriched, verdict: Verdict) -> tuple[Matched, ...]:
    """An alert as each of them sees it. What they share is made once."""
    rules = concerned_rules(verdict)
    if not rules:
        return ()
    sentences, article = Sentences(enriched), enriched.article
    title = display_title(article)[0]
    bare = replace(article, body=(), captions=(), tables=(), changes=(), extra={})
    shared = replace(verdict, matches=(), withdraws=(), corrects=())
    told = Why(sentences.first())
    matches = {match.rule: match for match in verdict.matches}
    withdraws, corrects = set(verdict.withdraws), set(verdict.corrects)
    made = []
    for rule in rules:
        match = matches.get(rule)
        why = sentences.why(match.marks) if match else told
        made.append(
            Matched(
                id=enriched.id,
                article=bare,
                language=enriched.language,
                fingerprint=enriched.fingerprint,
                rule=rule,
                verdict=_as_seen(shared, rule, rule in withdraws, rule in corrects),
                match=replace(match, marks=()) if match else None,
                title=title,
                extracts=why.extracts,
                matched=why.matched,
                named=why.named,
                dated=why.dated,
                inhibited=_inhibits(match, matches),
            )
        )
    return tuple(made)


def _as_seen(shared: Verdict, rule: str, withdraws: bool, corrects: bool) -> Verdict:
    if not (withdraws or corrects):
        return shared
    return replace(shared, withdraws=(rule,) * withdraws, corrects=(rule,) * corrects)


def _inhibits(match: Match | None, matches: dict[str, Match]) -> str | None:
    """The first rule that matches as well and for which this one stands back."""
    if match is None or match.notify is None:
        return None
    return next((other for other in match.notify.inhibited_by if other in matches and other != match.rule), None)
