"""The outbox as a state machine with a clock of its own: crashes anywhere, order per thread, nothing lost."""

import sqlite3
import stat
import tempfile
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from agents.hooks.schedule import Again, Answer, Policy, decide
from schemas.hook import Endpoint, Secret
from schemas.notice import Notice
from streams.hooks import endpoints, outbox
from streams.hooks.book import VERSION, book_path, open_book, transaction
from streams.hooks.endpoints import find, set_state
from streams.hooks.history import read_history, resend
from streams.hooks.outbox import Due, Incoming, Result, expire, file_notices, next_due, ready, record
from streams.problem import Problem
from streams.settings import Settings

POLICY = Policy((0, 5, 300), 0.1)
NAMES = ("left", "right")
DAYS_5 = 5 * 86_400_000
OK, FAILED = Answer(204, 1), Answer(500, 1)


def made(folder: Path) -> Settings:
    return Settings(data_dir=folder)


def notice(number: int, thread: int, **more: object) -> Notice:
    return Notice(f"n-{number}", "new", "rule", f"t-{thread}", **more)  # type: ignore[arg-type] # fields of a notice


class OutboxMachine(RuleBasedStateMachine):
    """The topic is a list, an endpoint a list of what it took; a crash loses all but the book and these."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.settings = made(Path(self.folder.name))
        self.book = open_book(self.settings)
        for name in NAMES:
            endpoints.add(self.book, Endpoint(name, "https://hooks.example/", (Secret("s"),), created=1))
        self.now = 1_000
        self.topic: list[Notice] = []
        self.under_way: dict[str, list[Due]] = {name: [] for name in NAMES}
        self.took: dict[str, list[str]] = {name: [] for name in NAMES}
        self.not_before: dict[tuple[str, str], int] = {}
        self.crashes = 0

    @rule(threads=st.lists(st.integers(0, 3), min_size=1, max_size=5))
    def write(self, threads: list[int]) -> None:
        """Notices come into the topic."""
        for thread in threads:
            self.topic.append(notice(len(self.topic), thread))

    @rule(count=st.integers(1, 10))
    def read(self, count: int) -> None:
        """What the book has not read yet is filed, some of it at a time."""
        position = outbox_position(self.book)
        batch = self.topic[position : position + count]
        incoming = [Incoming(each, self.now, self.now) for each in batch]
        file_notices(self.book, incoming, {("topic", 0): position + len(batch)}, self.now)

    @rule(name=st.sampled_from(NAMES), limit=st.integers(1, 4))
    def take(self, name: str, limit: int) -> None:
        """A lane takes what is due, beyond what is under way."""
        busy = {due.seq for due in self.under_way[name]}
        found = ready(self.book, self.id_of(name), self.now, limit + len(busy))
        self.under_way[name] += [due for due in found if due.seq not in busy]
        threads = [due.thread for due in self.under_way[name]]
        assert len(threads) == len(set(threads)), "two of a thread at a time"

    @rule(name=st.sampled_from(NAMES), answer=st.sampled_from([OK, OK, FAILED]), heard=st.booleans())
    def send(self, name: str, answer: Answer, heard: bool) -> None:
        """An attempt is made; where it is not `heard` of, the process dies between the answer and the book."""
        if not self.under_way[name]:
            return
        due = self.under_way[name].pop(0)
        assert self.now >= self.not_before.get((name, due.posted.id), 0), "sooner than the schedule says"
        if answer.ok:
            self.took[name].append(due.posted.id)
        if not heard:
            self.crash()
            return
        ending = decide(POLICY, due.attempt, answer, self.now, 0.5)
        if not answer.ok and due.attempt == len(POLICY.delays):
            ending = decide(POLICY, 1, answer, self.now, 0.5)  # here nobody is given up: see what is lost otherwise
        if isinstance(ending, Again):
            self.not_before[name, due.posted.id] = ending.due
        record(self.book, [Result(self.id_of(name), due, self.now, answer, ending)], self.now, DAYS_5)

    @rule()
    def crash(self) -> None:
        """SIGKILL: nothing is left but the file."""
        self.book.close()
        self.book = open_book(self.settings)
        self.under_way = {name: [] for name in NAMES}
        self.crashes += 1

    @rule(seconds=st.sampled_from([1, 6, 400]))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.now += seconds * 1000

    @rule(name=st.sampled_from(NAMES), on=st.booleans())
    def switch(self, name: str, on: bool) -> None:
        """Somebody pauses an endpoint, or lets it go on: what it had asked for may still arrive."""
        with transaction(self.book):
            set_state(self.book, find(self.book, name), "on" if on else "paused", None, self.now)
        if on:
            self.not_before = {key: due for key, due in self.not_before.items() if key[0] != name}

    @invariant()
    def one_head_a_thread(self) -> None:
        if hasattr(self, "book"):
            rows = self.book.execute(
                "SELECT endpoint, thread, count(due), min(seq), min(CASE WHEN due NOT NULL THEN seq END)"
                " FROM delivery WHERE state = 'waiting' GROUP BY 1, 2"
            )
            for *_, heads, first, head in rows:
                assert heads == 1
                assert first == head, "the oldest of a thread goes first"

    @precondition(lambda self: self.topic)
    @rule()
    def drain(self) -> None:
        """In the end everything is read and every endpoint answers: each has everything, its threads in order."""
        for name in NAMES:
            self.switch(name, on=True)
        while outbox_position(self.book) < len(self.topic):
            self.read(10)
        for name in NAMES:
            while True:
                self.take(name, 10)
                if not self.under_way[name]:
                    due = next_due(self.book, self.id_of(name), self.now)
                    if due is None:
                        break
                    self.now = due
                while self.under_way[name]:
                    self.send(name, OK, heard=True)
            first = list(dict.fromkeys(self.took[name]))
            assert set(first) == {each.id for each in self.topic}
            place = {id_: n for n, id_ in enumerate(first)}
            threads = defaultdict(list)
            for each in self.topic:
                threads[each.thread].append(place[each.id])
            assert all(places == sorted(places) for places in threads.values())
            if not self.crashes:
                assert len(first) == len(self.took[name]), "repeated without a crash"

    def id_of(self, name: str) -> int:
        return find(self.book, name).id

    def teardown(self) -> None:
        if hasattr(self, "book"):
            if self.topic:
                self.drain()
            self.book.close()
            self.folder.cleanup()


def outbox_position(book: sqlite3.Connection) -> int:
    row = book.execute("SELECT next FROM position").fetchone()
    return row[0] if row else 0


OutboxMachine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestOutbox = OutboxMachine.TestCase


@pytest.fixture
def book(tmp_path: Path) -> sqlite3.Connection:
    return open_book(made(tmp_path))


def put(book: sqlite3.Connection, *notices: Notice, at: int = 1000, now: int = 1000) -> None:
    file_notices(book, [Incoming(each, at, at) for each in notices], {}, now)


def add(book: sqlite3.Connection, name: str, **more: object) -> int:
    endpoints.add(book, Endpoint(name, "https://hooks.example/", **{"created": 500, **more}))  # type: ignore[arg-type] # fields of an endpoint
    return find(book, name).id


def attempt(book: sqlite3.Connection, endpoint: int, answer: Answer, now: int, off_after: int = DAYS_5) -> list[str]:
    (due,) = ready(book, endpoint, now, 1)
    return record(
        book, [Result(endpoint, due, now, answer, decide(POLICY, due.attempt, answer, now, 0))], now, off_after
    )


def states(book: sqlite3.Connection, name: str) -> list[str]:
    return list(dict.fromkeys(f"{line.notice} {line.state}" for line in reversed(read_history(book, name))))


def test_an_endpoint_is_due_what_came_since_it_was_added(book: sqlite3.Connection) -> None:
    id_ = add(book, "here", created=1500)
    put(book, notice(1, 1), at=1400)
    put(book, notice(2, 2), at=1500)
    assert [due.posted.id for due in ready(book, id_, 2000, 10)] == ["n-2"]


def test_the_same_notice_twice_is_one(book: sqlite3.Connection) -> None:
    id_ = add(book, "here")
    put(book, notice(1, 1))
    put(book, notice(1, 1), now=2000)
    assert len(ready(book, id_, 2000, 10)) == 1


def test_a_replay_that_was_not_asked_to_never_leaves_the_house_and_is_counted(book: sqlite3.Connection) -> None:
    id_ = add(book, "here")
    counts = file_notices(book, [Incoming(notice(n, n, deliver=False, replay="r-1"), 1000, 0) for n in range(3)], {}, 1)
    assert counts == {"withheld r-1": 3}
    assert ready(book, id_, 2000, 10) == []


def test_a_hook_that_a_rule_names_and_nobody_has_is_counted(book: sqlite3.Connection) -> None:
    counts = file_notices(book, [Incoming(notice(1, 1, hooks=("nobody",)), 1000, 0)], {}, 1)
    assert counts == {"no hook nobody, which rule rule names": 1}


def test_gone_switches_off_and_whom_it_names_is_told(book: sqlite3.Connection) -> None:
    keeper, id_ = add(book, "keeper", rules=("nothing",)), add(book, "here", tell="keeper", owner="the desk editor")
    put(book, notice(1, 1), notice(2, 1), notice(3, 2))
    assert "410" in attempt(book, id_, Answer(410, 5), 2000)[0]
    assert find(book, "here").state == "off"
    put(book, notice(4, 1), now=3000)
    assert states(book, "here") == ["n-1 missed", "n-2 missed", "n-3 missed", "n-4 missed"]
    (told,) = ready(book, keeper, 3000, 10)
    assert told.posted.event == "endpoint"
    assert told.posted.owner == "the desk editor"
    assert "here is switched off" in (told.posted.headline or "")


def test_five_days_of_failure_switch_off_and_one_success_between_does_not(book: sqlite3.Connection) -> None:
    id_ = add(book, "here")
    put(book, *(notice(n, n) for n in range(6)))
    assert attempt(book, id_, FAILED, 1000) == []
    assert attempt(book, id_, OK, DAYS_5) == []
    assert attempt(book, id_, FAILED, DAYS_5 + 2000) == []
    assert attempt(book, id_, FAILED, 2 * DAYS_5) == []
    (why,) = attempt(book, id_, FAILED, 2 * DAYS_5 + 2001)
    assert "it has failed since 1970-01-06" in why
    assert attempt_states(book) == "off"


def attempt_states(book: sqlite3.Connection) -> str:
    return find(book, "here").state


def test_giving_up_lets_the_next_of_the_thread_go(book: sqlite3.Connection) -> None:
    id_ = add(book, "here")
    put(book, notice(1, 1), notice(2, 1))
    for now in (1000, 10_000, 1_000_000):
        attempt(book, id_, FAILED, now)
    assert states(book, "here") == ["n-1 given-up", "n-2 waiting"]
    assert [due.posted.id for due in ready(book, id_, 1_000_000, 10)] == ["n-2"]
    assert resend(book, "n-1", None, 1_000_000) == ["here"]
    attempt(book, id_, OK, 1_000_000)
    assert [due.posted.id for due in ready(book, id_, 1_000_000, 10)] == ["n-1"]


def test_what_is_old_is_forgotten_and_what_waited_too_long_is_said_to_have(book: sqlite3.Connection) -> None:
    id_ = add(book, "here")
    put(book, notice(1, 1), notice(2, 1))
    attempt(book, id_, OK, 1000)
    day = outbox.DAY_MS
    assert expire(book, day // 2, 1) == 0
    assert expire(book, day + 2000, 1) == 1
    assert states(book, "here") == ["n-2 expired"]
    expire(book, 3 * day, 1)
    assert states(book, "here") == []
    assert book.execute("SELECT count(*) FROM item").fetchone() == (0,)


def test_the_history_has_every_attempt_and_pages_do_not_drift(book: sqlite3.Connection) -> None:
    id_ = add(book, "here")
    put(book, *(notice(n, n) for n in range(5)))
    for _ in range(5):
        attempt(book, id_, FAILED, 1000)
    for _ in range(5):
        attempt(book, id_, OK, 10_000)
    whole = read_history(book, "here")
    assert len(whole) == 10
    pages, after = [], None
    while page := read_history(book, "here", limit=3, after=after):
        pages += page
        after = page[-1].position
    assert pages == whole


def test_the_book_is_for_its_owner_and_a_newer_one_is_left_alone(tmp_path: Path) -> None:
    settings = made(tmp_path)
    book = open_book(settings)
    assert stat.S_IMODE(book_path(settings).stat().st_mode) == 0o600
    book.execute(f"PRAGMA user_version={VERSION + 1}")
    book.close()
    with pytest.raises(Problem, match="written by a newer Wirewatch"):
        open_book(settings)


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at" * 40, b""])
def test_a_file_that_is_no_book(tmp_path: Path, content: bytes) -> None:
    settings = made(tmp_path)
    book_path(settings).write_bytes(content)
    if content:
        with pytest.raises(Problem, match="does not open"):
            open_book(settings)
    else:
        open_book(settings).close()


def test_another_programs_database(tmp_path: Path) -> None:
    other = sqlite3.connect(book_path(made(tmp_path)))
    other.execute("CREATE TABLE something (a)")
    other.commit()
    other.close()
    with pytest.raises(Problem, match="is not a book of hooks"):
        open_book(made(tmp_path))
