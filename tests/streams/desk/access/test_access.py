"""Who may do what: open on this machine alone, else by password, token or proxy; and what other sites may not do."""

import re
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import trustme
from click.testing import CliRunner

from schemas.access import ROLES, Register, Role
from streams.cli.desk import desk as command
from streams.desk.access.register import register_file, with_token, with_user, without_user, write_register
from streams.desk.api import ENDPOINTS, PREFIX
from streams.desk.serve import make_app, make_server
from streams.problem import Problem
from streams.settings import Settings
from tests.streams.desk.by_hand import desk

PASSWORD = "correct horse battery"
NOBODY = "127.0.0.1:1"  # a port where no broker answers: access does not need one


class Noon:
    """A clock that a test can set."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 5, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing sleeps here")


@pytest.fixture
def apart(tmp_path: Path) -> Settings:
    """Settings without a broker."""
    return Settings(bootstrap=[NOBODY], data_dir=tmp_path / "data", broker_patience=1)


@pytest.fixture(scope="module")
def register() -> Register:
    """A user of each role, named by it. Made once: a hash takes its time."""
    made = Register()
    for role in ROLES:
        made = with_user(made, role, role, PASSWORD)
    return made


@pytest.fixture
def closed(apart: Settings, register: Register) -> Settings:
    """Settings of a desk that asks for a login."""
    write_register(register_file(apart), register)
    return apart


async def login(client: httpx.AsyncClient, name: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/login", json={"name": name, "password": password})


async def test_on_this_machine_everybody_is_admin(apart: Settings) -> None:
    async with desk(apart, ready=False) as client:
        me = (await client.get("/api/v1/me")).json()
        assert (me["name"], me["role"], me["login"]) == ("", "admin", False)


@pytest.mark.parametrize(
    ("given", "opens"),
    [
        ({"desk_host": "0.0.0.0"}, False),
        ({"desk_host": "192.0.2.7"}, False),
        ({"desk_host": "::"}, False),
        ({"desk_host": "0.0.0.0", "desk_proxy_user": "X-User", "desk_proxies": ["10.0.0.1"]}, True),
        ({"desk_host": "127.0.0.1", "desk_proxy_user": "X-User"}, False),
        ({"desk_host": "127.0.0.1", "desk_proxy_user": "X-User", "desk_proxies": ["ten"]}, False),
        ({"desk_host": "::1"}, True),
        ({"desk_host": "localhost"}, True),
    ],
)
def test_beyond_this_machine_only_with_users_or_a_proxy(given: dict[str, object], opens: bool, apart: Settings) -> None:
    settings = apart.model_copy(update=given)
    if opens:
        make_app(settings)
    else:
        with pytest.raises(Problem):
            make_app(settings)


def test_with_a_user_it_listens_anywhere(closed: Settings) -> None:
    make_app(closed.model_copy(update={"desk_host": "0.0.0.0"}))


NAMES = {
    "localhost:8420": 200,
    "127.0.0.1": 200,
    "[::1]:8420": 200,
    "desk.example": 200,
    "rebound.example": 421,
    "localhost.rebound.example": 421,
}


async def test_names(apart: Settings) -> None:
    """A name that somebody else has pointed at this machine is not answered."""
    async with desk(apart.model_copy(update={"desk_names": ["desk.example"]}), ready=False) as client:
        got = {name: (await client.get("/api/v1/me", headers={"Host": name})).status_code for name in NAMES}
        assert got == NAMES


PAGES: tuple[tuple[dict[str, str], int], ...] = (
    ({}, 200),  # a program on this machine
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Sec-Fetch-Site": "same-origin"}, 403),  # a page, but it does not show that it is ours
    ({"Sec-Fetch-Site": "same-origin", "X-Wirewatch-CSRF": "wrong"}, 403),
    ({"Sec-Fetch-Site": "same-origin", "X-Wirewatch-CSRF": "right"}, 200),
    ({"Origin": "same", "X-Wirewatch-CSRF": "right"}, 200),
)


async def test_what_pages_may_do_on_this_machine(apart: Settings) -> None:
    async with desk(apart, ready=False) as client:
        page = await client.get("/")
        found = re.search('name="csrf" content="([^"]+)"', page.text)
        assert found is not None
        known = {"right": found[1], "same": str(client.base_url).rstrip("/")}
        for headers, status in PAGES:
            sent = {name: known.get(value, value) for name, value in headers.items()}
            answer = await client.post("/api/v1/rules/check", json={"query": "flood"}, headers=sent)
            assert answer.status_code == status, headers


async def test_without_a_login_nothing(closed: Settings) -> None:
    async with desk(closed, ready=False) as client:
        for path in ("/api/v1/me", "/api/v1/events", "/openapi.json", "/api/v1/hooks/endpoints"):
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json"), path
        page = await client.get("/story/wire/1?replay=x")
        assert (page.status_code, page.headers["location"]) == (303, "/login?next=/story/wire/1%3Freplay%3Dx")
        assert (await client.get("/login")).status_code == 200
        assert (await client.get("/static/desk.css")).status_code == 200


async def test_the_cookie(closed: Settings) -> None:
    clock = Noon()
    async with desk(closed, ready=False, clock=clock) as client:
        answer = await login(client, "editor")
        assert answer.status_code == 204
        flags = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert "secure" not in flags
        assert (await client.get("/api/v1/me")).json()["name"] == "editor"
        clock.time += timedelta(days=8)
        assert (await client.get("/api/v1/me")).status_code == 401


async def test_over_tls_the_cookie_is_bound_to_it(closed: Settings) -> None:
    settings = closed.model_copy(update={"desk_proxies": ["127.0.0.1"]})
    async with desk(settings, ready=False, headers={"X-Forwarded-Proto": "https"}) as client:
        cookie = (await login(client, "editor")).headers["set-cookie"]
        assert cookie.startswith("__Host-wirewatch=")
        assert "secure" in cookie.lower()


async def test_the_desk_speaks_tls_itself(closed: Settings, tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    (tmp_path / "desk.pem").write_bytes(b"".join(each.bytes() for each in certificate.cert_chain_pems))
    (tmp_path / "desk.key").write_bytes(certificate.private_key_pem.bytes())
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    files = {"desk_certificate": tmp_path / "desk.pem", "desk_key": tmp_path / "desk.key"}
    async with desk(closed.model_copy(update=files), ready=False, verify=trusting) as client:
        assert client.base_url.scheme == "https"
        assert (await login(client, "editor")).headers["set-cookie"].startswith("__Host-wirewatch=")
        assert (await client.get("/api/v1/me")).json()["name"] == "editor"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"desk_key": "key.pem"}, "belong together"),
        ({"desk_certificate": "none.pem", "desk_key": "none.key"}, "none.pem or desk_key none.key cannot be used"),
    ],
)
def test_a_certificate_that_cannot_be_used_is_said(apart: Settings, given: dict[str, str], said: str) -> None:
    with pytest.raises(Problem, match=said):
        make_server(apart.model_copy(update={name: Path(path) for name, path in given.items()}), str)


async def test_a_cookie_ends(closed: Settings, register: Register) -> None:
    """By logging out, by a new password, with the user; not by a restart of the server."""
    async with desk(closed, ready=False) as client:
        await login(client, "editor")
        cookies = dict(client.cookies)
        csrf = (await client.get("/api/v1/me")).json()["csrf"]
    async with desk(closed, ready=False, cookies=cookies) as client:
        assert (await client.get("/api/v1/me")).status_code == 200
        assert (await client.post("/logout", json={})).status_code == 403
        assert (await client.post("/logout", json={"csrf": csrf})).status_code == 204
    async with desk(closed, ready=False, cookies=cookies) as client:
        assert (await client.get("/api/v1/me")).status_code == 401
        await login(client, "editor")
        write_register(register_file(closed), with_user(register, "editor", "editor", "another password"))
        assert (await client.get("/api/v1/me")).status_code == 401
        await login(client, "reader")
        write_register(register_file(closed), without_user(register, "reader"))
        assert (await client.get("/api/v1/me")).status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "x.y", "WyJlZGl0b3IiLDEsIngiXQ.x", "WyJlZGl0b3IiLDEsIngiXQ", "é"])
async def test_a_forged_cookie(cookie: str, closed: Settings) -> None:
    async with desk(closed, ready=False) as client:
        answer = await client.get("/api/v1/me", headers={"Cookie": f"wirewatch={cookie}".encode()})
        assert answer.status_code == 401


async def test_guesses_are_slowed(closed: Settings) -> None:
    async with desk(closed, ready=False, clock=Noon()) as client:
        answers = [(await login(client, "nobody", "guess after guess")).status_code for _ in range(12)]
        assert (answers[:10], set(answers[10:])) == ([401] * 10, {429})
        late = await login(client, "admin")
        assert (late.status_code, int(late.headers["retry-after"]) > 0) == (429, True)


@pytest.mark.parametrize(
    ("wanted", "where"),
    [("/story/wire/1", "/story/wire/1"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("https://evil", "/")],
)
async def test_a_form_leads_back_to_where_one_wanted_to_go(wanted: str, where: str, closed: Settings) -> None:
    async with desk(closed, ready=False) as client:
        form = {"name": "reader", "password": PASSWORD, "next": wanted}
        answer = await client.post("/login", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, where)
        wrong = await client.post("/login", data=form | {"password": "wrong"})
        assert (wrong.status_code, wrong.headers["content-type"]) == (401, "text/html; charset=utf-8")


async def test_roles(apart: Settings, register: Register) -> None:
    """Each thing that the API does is refused to those below its role, and to nobody else."""
    secrets = {}
    for role in ROLES:
        register, secrets[role] = with_token(register, role, role, 0, None)
    write_register(register_file(apart), register)
    async with desk(apart, ready=False) as client:
        for endpoint in ENDPOINTS:
            path = PREFIX + endpoint.path.replace("{id}", "x").replace("{key}", "x")
            for role in ROLES:
                headers = {"Authorization": f"Bearer {secrets[role]}"}
                status = (await client.request(endpoint.method, path, headers=headers)).status_code
                below = ROLES.index(role) < ROLES.index(endpoint.role)
                assert (status == 403) == below, (endpoint.name, role, status)
                assert status != 401


@pytest.mark.parametrize(
    ("role", "reads", "changes"), [("reader", False, False), ("editor", True, False), ("admin", True, True)]
)
async def test_roles_at_hooks(role: Role, reads: bool, changes: bool, apart: Settings, register: Register) -> None:
    register, secret = with_token(register, role, role, 0, None)
    write_register(register_file(apart), register)
    async with desk(apart, ready=False, headers={"Authorization": f"Bearer {secret}"}) as client:
        assert ((await client.get("/api/v1/hooks/")).status_code == 200) is reads
        assert ((await client.post("/api/v1/hooks/x/pause")).status_code == 404) is changes


async def test_tokens_expire_and_need_no_mark_of_a_page(closed: Settings, register: Register) -> None:
    clock = Noon()
    register, secret = with_token(register, "wallboard", "editor", round(clock.time.timestamp() * 1000), 1)
    write_register(register_file(closed), register)
    async with desk(closed, ready=False, clock=clock, headers={"Authorization": f"Bearer {secret}"}) as client:
        assert (await client.get("/api/v1/me")).json()["name"] == "wallboard"
        assert (await client.post("/api/v1/rules/check", json={"query": "flood"})).status_code == 200
        clock.time += timedelta(days=2)
        answer = await client.get("/api/v1/me")
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("proxies", "headers", "role"),
    [
        (["127.0.0.1"], {"X-User": "chief", "X-Role": "admin"}, "admin"),
        (["127.0.0.0/8"], {"X-User": "chief", "X-Role": "emperor"}, "reader"),
        (["127.0.0.1"], {"X-User": ""}, None),
        (["10.0.0.1"], {"X-User": "chief", "X-Role": "admin"}, None),  # not from the proxy: a forged header
    ],
)
async def test_the_word_of_a_proxy(
    proxies: list[str], headers: dict[str, str], role: str | None, apart: Settings
) -> None:
    given = {"desk_proxies": proxies, "desk_proxy_user": "X-User", "desk_proxy_role": "X-Role"}
    async with desk(apart.model_copy(update=given), ready=False, headers=headers) as client:
        answer = await client.get("/api/v1/me")
        assert (answer.json()["role"] if answer.status_code == 200 else None) == role
        if role:
            assert (await client.post("/api/v1/rules/check", json={"query": "flood"})).status_code == 403
            mark = {"X-Wirewatch-CSRF": answer.json()["csrf"]}
            assert (await client.post("/api/v1/rules/check", json={"query": "flood"}, headers=mark)).status_code == 200


async def test_headers_that_keep_browsers_strict(apart: Settings) -> None:
    async with desk(apart, ready=False) as client:
        for path in ("/", "/api/v1/me", "/api/v1/nothing", "/static/desk.css"):
            headers = (await client.get(path)).headers
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
            assert "access-control-allow-origin" not in headers
            assert "server" not in headers


async def test_too_many_requests(apart: Settings) -> None:
    async with desk(apart.model_copy(update={"desk_rate": 1.0}), ready=False) as client:
        answers = [(await client.get("/api/v1/me")).status_code for _ in range(6)]
        assert (answers[:4], answers[-1]) == ([200] * 4, 429)


@pytest.fixture
def typed(apart: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("WIREWATCH_DATA_DIR", str(apart.data_dir))
    return CliRunner()


def test_users_and_tokens_by_command(apart: Settings, typed: CliRunner) -> None:
    added = typed.invoke(command, ["users", "add", "chief", "--role", "admin", "--password-file", "-"], input=PASSWORD)
    assert (added.exit_code, added.output) == (0, "chief may use the desk as admin\n")
    assert typed.invoke(command, ["users", "list"]).output == "admin    chief\n"
    file = register_file(apart)
    assert file.stat().st_mode & 0o077 == 0
    assert PASSWORD not in file.read_text()
    secret = typed.invoke(command, ["tokens", "add", "wallboard"]).output.strip()
    assert secret.startswith("ww_")
    assert secret not in file.read_text()
    listed = typed.invoke(command, ["tokens", "list"]).output
    assert secret not in listed
    assert typed.invoke(command, ["tokens", "remove", listed.split()[0]]).exit_code == 0
    assert typed.invoke(command, ["tokens", "list"]).output == ""
    assert typed.invoke(command, ["users", "remove", "chief"]).exit_code == 0
    assert typed.invoke(command, ["users", "remove", "chief"]).exit_code == 1
    short = typed.invoke(command, ["users", "add", "chief", "--password-file", "-"], input="short")
    assert (short.exit_code, "10" in short.output) == (2, True)
