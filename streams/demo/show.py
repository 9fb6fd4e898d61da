"""What became of a report, as lines for a person."""

from collections import Counter
from collections.abc import Iterable

from rich.markup import escape
from rich.text import Text

from agents.text.title import display_title
from schemas.enriched import Entity, Timex
from schemas.headers import Envelope
from schemas.routed import Match, Routed
from streams.worker.outcomes import Ended

_COLOURS = {"alert": "bold red", "archive": "dim", "dead": "bold magenta"}
_MOST = 6  # entities and dates shown of one report


def ended_lines(ended: Ended) -> list[Text]:
    """Whatever became of it."""
    routed = ended.routed
    return routed_lines(routed) if routed is not None else dead_lines(ended.envelope, ended.value)


def routed_lines(routed: Routed) -> list[Text]:
    """An alert or archived article: outcome and title, then why, who and where, and when."""
    verdict, article = routed.verdict, routed.article
    title, source = display_title(article)
    mark = "" if source == "headline" else "  [dim](first sentence)[/dim]"
    why = "" if verdict.outcome == "alert" else f" [dim]({verdict.reason})[/dim]"
    head = f"[{_COLOURS[verdict.outcome]}]{verdict.outcome.upper():<8}[/] {article.report_date or 'no date':<10}{why} "
    lines = [f"{head}{escape(_cut(title))}{mark}"]
    lines += [
        f"         rule [bold]{escape(match.rule)}[/]{_urgency(match)}: {_marks(match)}" for match in verdict.matches
    ]
    if routed.entities:
        lines.append(f"         names: {_entities(routed.entities)}")
    if routed.dates:
        lines.append(f"         dates: {_dates(routed.dates)}")
    return [Text.from_markup(line) for line in lines]


def dead_lines(envelope: Envelope, value: bytes) -> list[Text]:
    """A dead letter: the stage, the reason, and how the bytes begin."""
    start = _cut(value[:120].decode("utf-8", "backslashreplace").strip().replace("\n", " "))
    return [
        Text.from_markup(f"[{_COLOURS['dead']}]DEAD    [/] {envelope.dead_stage}: {envelope.dead_reason}"),
        Text(f"         {envelope.dead_error}"),
        Text(f"         {start!r}"),
    ]


def _urgency(match: Match) -> str:
    return f" (urgency {match.urgency})" if match.urgency is not None else ""


def _marks(match: Match) -> str:
    words = Counter(mark.text for mark in match.marks)
    return ", ".join(
        f"[reverse]{escape(word)}[/]" + (f" ×{times}" if times > 1 else "") for word, times in words.items()
    )


def _entities(entities: Iterable[Entity]) -> str:
    seen = Counter(
        (entity.name or entity.text, entity.label, entity.place and entity.place.country) for entity in entities
    )
    shown = [
        f"{escape(name)} [dim]{label}{' ' + country if country else ''}[/dim]"
        for (name, label, country), _ in seen.most_common()
        if label != "DATE"  # the date tagger's own line says more
    ]
    return ", ".join(shown[:_MOST]) + (f" and {len(shown) - _MOST} more" if len(shown) > _MOST else "")


def _dates(dates: Iterable[Timex]) -> str:
    shown = [f"{escape(date.text)} [dim]=[/dim] {escape(date.value)}" for date in dates]
    return ", ".join(shown[:_MOST]) + (f" and {len(shown) - _MOST} more" if len(shown) > _MOST else "")


def _cut(text: str, width: int = 100) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
