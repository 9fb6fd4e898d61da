"""A notice's content: what a match, its thread and the decision to ring make of it, and what the thread keeps."""

import hashlib
from collections.abc import Sequence

from msgspec.structs import replace

from agents.notices.ring import Ring
from schemas.notice import Carrier, Matched, Notice, NoticeEvent
from schemas.notified import Carried, Thread

CARRIERS = 50
"""Other reports of a story that are remembered and named: the first, and the latest."""
_EDITS = 20


def notice_id(scope: str, rule: str, what: str) -> str:
    """A notice's id, by what it comes from: the same however often it is made, and no other one's."""
    return hashlib.blake2b(f"{scope}\0{rule}\0{what}".encode(), digest_size=12).hexdigest()


def notice_of(matched: Matched, event: NoticeEvent, name: str, ring: Ring, thread: Thread | None) -> Notice:
    """What is written of a match. A later report that only says who else carries the story leaves the rest as it is."""
    carried = carried_with(matched, event, thread)
    story = matched.article.story_key
    if thread is not None and event == "update" and not ring.now and not _is_main(carried, story):
        also = _others(carried, thread.notice.story)
        return replace(thread.notice, id=name, event=event, ring=False, muted=ring.muted, also=also, edits=())
    article, verdict, was = matched.article, matched.verdict, thread.notice if thread else None
    title = matched.title
    if event == "withdrawal" and thread is not None:
        title = next((each.headline for each in thread.carried if each.story == story and each.headline), title)
    made = Notice(
        id=name,
        event=event,
        rule=matched.rule,
        thread=was.thread if was else name,
        ring=ring.now,
        article=article.id,
        provider=article.provider,
        story=story,
        version=article.version,
        headline=title or None,
        sent=article.sent or article.created,
        received=article.received,
        alerted=verdict.now,
        extracts=matched.extracts,
        matched=matched.matched,
        entities=matched.named,
        dates=matched.dated,
        also=_others(carried, story),
        edits=verdict.edits,
        muted=ring.muted,
        replay=article.replay,
        deliver=article.deliver,
    )
    return _with_rule(made, matched, was)


def thread_after(
    matched: Matched, notice: Notice, ring: Ring, thread: Thread | None, number: int, now: str, *, waits: bool
) -> Thread:
    """The thread after a notice; `number` is for one that begins, `waits` says whether it was waiting to ring."""
    carried = carried_with(matched, notice.event, thread)
    story, match = matched.article.story_key, matched.match
    if thread is None:
        prints = (matched.fingerprint,) if matched.fingerprint else ()
        thread = Thread(number, notice, now, now, prints=prints)
    elif notice.story == story and (notice.event != "withdrawal" or not _left(carried)):
        thread = replace(thread, notice=_news(notice, thread, waits=waits))
    else:
        thread = replace(thread, notice=replace(thread.notice, also=_others(carried, thread.notice.story)))
    withdrawn = notice.event == "withdrawal"
    return replace(
        thread,
        last=max(thread.last, now),
        carried=carried,
        prints=_prints(thread.prints, matched, story == carried[0].story and not withdrawn),
        told=thread.told or ring.now,
        over=carried[0].withdrawn if withdrawn else thread.over and not ring.now,
        inhibited=matched.inhibited or thread.inhibited,
        notify=match.notify if match else thread.notify,
    )


def carried_with(matched: Matched, event: NoticeEvent, thread: Thread | None) -> tuple[Carried, ...]:
    """Who carries the story after this report."""
    article, story = matched.article, matched.article.story_key
    before = thread.carried if thread else ()
    was = next((each for each in before if each.story == story), None)
    urgencies = [each for each in (article.urgency, was.urgency if was else None) if each is not None]
    withdrawn = event == "withdrawal"
    one = Carried(
        story=story,
        provider=article.provider,
        article=article.id,
        headline=(was.headline if was and withdrawn else None) or matched.title or None,
        now=matched.verdict.now,
        urgency=min(urgencies, default=None),
        withdrawn=withdrawn,
    )
    after = tuple(one if each is was else each for each in before) if was else (*before, one)
    return after if len(after) <= CARRIERS else (after[0], *after[-CARRIERS + 1 :])


def digest_of_stories(name: str, stories: Sequence[Notice], more: int, now: str) -> Notice:
    """One notice for several stories, under the rule as the latest of them has it."""
    latest = stories[-1]
    count = len(stories) + more
    return Notice(
        id=name,
        event="digest",
        rule=latest.rule,
        thread=name,
        rule_name=latest.rule_name,
        rule_version=latest.rule_version,
        query=latest.query,
        owner=latest.owner,
        urgency=latest.urgency,
        hooks=latest.hooks,
        headline=f"{count} {'story' if count == 1 else 'stories'}",
        alerted=now,
        items=tuple(replace(story, muted=None) for story in stories),
        more=more,
        replay=latest.replay,
        deliver=latest.deliver,
    )


def _with_rule(made: Notice, matched: Matched, was: Notice | None) -> Notice:
    """The rule as it matched; where the report itself does not match, as it was when it was told."""
    match = matched.match
    if match is not None:
        return replace(
            made, rule_name=match.name, rule_version=match.version, query=match.query, owner=match.owner,
            urgency=match.urgency, hooks=match.hooks,
        )  # fmt: skip
    if was is not None:
        return replace(
            made, rule_name=was.rule_name, rule_version=was.rule_version, query=was.query, owner=was.owner,
            urgency=was.urgency, hooks=was.hooks,
        )  # fmt: skip
    return made


def _news(notice: Notice, thread: Thread, *, waits: bool) -> Notice:
    """What a digest will show: of what nobody was told, a first; of what waits to be corrected, all corrections."""
    if not thread.told:
        return replace(notice, event="new" if notice.event != "withdrawal" else notice.event, edits=())
    if waits and notice.event == "update":
        was = thread.notice
        return replace(notice, event=was.event, edits=(*was.edits, *notice.edits)[:_EDITS], muted=was.muted)
    return notice


def _prints(prints: tuple[tuple[int, ...], ...], matched: Matched, is_first: bool) -> tuple[tuple[int, ...], ...]:
    mine = matched.fingerprint
    return (*prints[:1], mine) if is_first and mine and mine not in prints else prints


def _left(carried: Sequence[Carried]) -> bool:
    """Whether anybody still carries it."""
    return any(not each.withdrawn for each in carried)


def _is_main(carried: Sequence[Carried], story: str) -> bool:
    """Whether it is the report that the thread is shown by: the first that is not withdrawn."""
    return next((each.story for each in carried if not each.withdrawn), story) == story


def _others(carried: Sequence[Carried], story: str) -> tuple[Carrier, ...]:
    return tuple(
        Carrier(each.article, each.provider, each.story, each.headline, each.now)
        for each in carried
        if each.story != story and not each.withdrawn
    )
