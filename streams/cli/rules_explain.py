"""`wirewatch rules explain`: why a rule is or is not true of an article."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import msgspec

from agents.rules import Explanation, QueryError, RuleSet
from schemas.routed import Mark
from streams.articles import Case, Unread, read_cases
from streams.cli.times import Moment
from streams.problem import Problem
from streams.rules.files import load_rules

_CONTEXT = 60
"""Characters shown on each side of a mark."""
_EXTRACTS = 8
"""Marks shown with their surroundings."""


@click.command(epilog="""Example: wirewatch rules explain '"car bomb" AND loc:Mosul' article.json""")
@click.argument("rule")
@click.argument("source", metavar="ARTICLE")
@click.option(
    "--rules", "path", type=click.Path(path_type=Path), help="Rules: a file or folder; RULE may be an id in it."
)
@click.option("--id", "wanted", help="The article with this id, where ARTICLE holds several.")
@click.option("--now", type=Moment(), help="The moment of the match [default: when the article was sent].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the tree.")
@click.pass_context
def explain(
    ctx: click.Context,
    rule: str,
    source: str,
    path: Path | None,
    wanted: str | None,
    now: datetime | None,
    as_json: bool,
) -> None:
    """Say why RULE, a query or an id in --rules, is or is not true of ARTICLE: the whole tree, and what nearly matched.

    ARTICLE is a file with an enriched article as JSON, a wire file, or - for standard input. Exit code 0: true; 1: not.
    """
    rules = load_rules(path)
    if path and rule not in rules.rules and rule.replace("-", "").isalnum():
        click.echo(f"wirewatch: no rule in {path} has the id {rule}; it is read as a query", err=True)
    case = _article(source, wanted)
    root = _explain(rules, rule, case, now or case.now)
    if as_json:
        click.echo(msgspec.json.encode(root))
    else:
        for line in _shown(root, case, now or case.now):
            click.echo(line)
    ctx.exit(0 if root.verdict else 1)


def _explain(rules: RuleSet, rule: str, case: Case, now: datetime) -> Explanation:
    try:
        return rules.explain(rule, case.enriched, now)
    except QueryError as error:
        raise Problem(str(error), "see docs/rules.md for the language", exit_code=2) from error


def _article(source: str, wanted: str | None) -> Case:
    for case in read_cases(source):
        if isinstance(case, Unread):
            raise Problem(f"{case.place}: {case.error}", "give an article as wirewatch enrich writes it", exit_code=2)
        if wanted in (None, case.enriched.id):
            return case
    raise Problem(f"{source} holds no article{f' with the id {wanted}' if wanted else ''}", exit_code=2)


def _shown(root: Explanation, case: Case, now: datetime) -> Iterator[str]:
    article = case.enriched.article
    yield click.style(f"{article.id}  {article.headline or ''}  at {now:%Y-%m-%d %H:%M} UTC", bold=True)
    yield from _tree(root, 0)
    shown = list({(mark.field, mark.start): mark for mark in reversed(root.marks)}.values())[::-1]
    for mark in shown[:_EXTRACTS]:
        yield _extract(mark, article.text if mark.field == "text" else str(getattr(article, mark.field)))
    if len(shown) > _EXTRACTS:
        yield f"  and {len(shown) - _EXTRACTS} more places (--json gives all)"


def _tree(node: Explanation, depth: int) -> Iterator[str]:
    sign = click.style("✓", fg="green") if node.verdict else click.style("✗", fg="red")
    yield f"{'  ' * depth}{sign} {node.text}: {node.why}"
    for miss in node.near_misses:
        yield click.style(f"{'  ' * depth}    nearly: {miss}", fg="yellow")
    for part in node.parts:
        yield from _tree(part, depth + 1)


def _extract(mark: Mark, whole: str) -> str:
    before, after = whole[max(0, mark.start - _CONTEXT) : mark.start], whole[mark.end : mark.end + _CONTEXT]
    shown = f"{before}{click.style(mark.text, bold=True, underline=True)}{after}".replace("\n", " ")
    return f"  {mark.term}: …{shown}…"
