"""The cookie that stands for a login: signed, not stored, so that a server that restarts knows its users again."""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

import msgspec
from msgspec import Struct

from schemas.access import User

AGE = 7 * 86_400
"""Seconds after which one has to log in again."""


class Session(Struct, frozen=True, array_like=True):
    """Who logged in, when (seconds since 1970), and a number of this login's own."""

    user: str
    since: int
    number: str


def read_secret(folder: Path) -> bytes:
    """This desk's secret; made at the first call. Only the owner of the folder can read it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    return path.read_bytes()


class Ended:
    """The logins that were ended before their time, in a file: a restart forgets none; desks of one folder share it.

    Numbers, one a line, and only ever added to: 17 bytes for each time that somebody logs out.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0
        self._numbers: frozenset[str] = frozenset()

    def __contains__(self, number: str) -> bool:
        try:
            size = self._path.stat().st_size
        except FileNotFoundError:
            return False
        if size != self._size:
            self._numbers, self._size = frozenset(self._path.read_text("ascii").split()), size
        return number in self._numbers

    def add(self, number: str) -> None:
        """Known from now on, whatever happens to the machine. Raises OSError."""
        with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())


class Sessions:
    """Signs and reads cookies."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where the desk keeps its secret, and which logins were ended."""
        self._secret = read_secret(folder)
        self._ended = Ended(folder / "ended")

    def begin(self, user: User, now: int) -> str:
        """The cookie of a new login."""
        payload = _pack(msgspec.json.encode(Session(user.name, now, secrets.token_hex(8))))
        return f"{payload}.{self._sign(payload, user)}"

    def claimed(self, cookie: str) -> Session | None:
        """Whose login a cookie says it is; not yet to be believed."""
        try:
            return msgspec.json.decode(_unpack(cookie.partition(".")[0]), type=Session)
        except (ValueError, msgspec.DecodeError, msgspec.ValidationError):
            return None

    def is_good(self, cookie: str, session: Session, user: User, now: int) -> bool:
        """Whether it is this user's, not too old and not ended. A new password or role ends all logins before it."""
        payload, _, signature = cookie.partition(".")
        fresh = 0 <= now - session.since < AGE and session.number not in self._ended
        return hmac.compare_digest(signature.encode(), self._sign(payload, user).encode()) and fresh

    def end(self, session: Session) -> None:
        """Log out: the cookie is good no longer, wherever a copy of it is. Raises OSError."""
        self._ended.add(session.number)

    def csrf(self, *of: str) -> str:
        """What a page must send back to show that it is ours."""
        return self._mac("csrf", *of)

    def _sign(self, payload: str, user: User) -> str:
        return self._mac("session", payload, user.password, user.role)

    def _mac(self, *parts: str) -> str:
        return _pack(hmac.digest(self._secret, msgspec.json.encode(parts), hashlib.sha256))


def _pack(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unpack(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
