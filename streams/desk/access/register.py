"""The file of users and tokens: written whole, readable by its owner alone, read again when it changes."""

import contextlib
import functools
import hashlib
import os
import secrets
from pathlib import Path

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from schemas.access import Register, Role, Token, User
from streams.clock import iso
from streams.problem import Problem
from streams.settings import Settings

SHORTEST = 10
"""Characters of a password (NIST SP 800-63B asks for eight at least, and for no other rule)."""
LONGEST = 1000
_hasher = PasswordHasher()  # argon2id, with the parameters that its authors recommend


def register_file(settings: Settings) -> Path:
    """Where users and tokens are kept."""
    return settings.desk_users or settings.data_dir / "desk" / "users.json"


def read_register(path: Path) -> Register:
    """The users and tokens; none where there is no file. Raises Problem where it does not read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Register)
    except FileNotFoundError:
        return Register()
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise Problem(f"{path}: users and tokens do not read: {error}", "put back an earlier copy of it") from error


def write_register(path: Path, register: Register) -> None:
    """All of it or nothing of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with contextlib.suppress(FileNotFoundError):
        partial.unlink()
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(register)))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def with_user(register: Register, name: str, role: Role, password: str) -> Register:
    """With one more user, or with a new password and role for one. Raises Problem."""
    if not name.isprintable() or not 0 < len(name) <= 100 or name != name.strip():
        raise Problem("a name is 1 to 100 printable characters", "choose another", exit_code=2)
    if not SHORTEST <= len(password) <= LONGEST:
        raise Problem(f"a password has {SHORTEST} to {LONGEST:,} characters", "choose another", exit_code=2)
    others = tuple(user for user in register.users if user.name != name)
    return Register((*others, User(name, role, _hasher.hash(password))), register.tokens)


def without_user(register: Register, name: str) -> Register:
    """Without a user. Raises Problem where there is none."""
    others = tuple(user for user in register.users if user.name != name)
    if len(others) == len(register.users):
        raise Problem(f"there is no user {name}", "see wirewatch desk users list")
    return Register(others, register.tokens)


def with_token(register: Register, name: str, role: Role, now_ms: int, days: float | None) -> tuple[Register, str]:
    """With one more token, and its secret, which nobody can read again."""
    secret = f"ww_{secrets.token_urlsafe(32)}"
    expires = iso(now_ms + round(days * 86_400_000)) if days is not None else None
    made = Token(secrets.token_hex(4), name, role, digest_of(secret), iso(now_ms), expires)
    return Register(register.users, (*register.tokens, made)), secret


def without_token(register: Register, token: str) -> Register:
    """Without a token, by its id. Raises Problem where there is none."""
    others = tuple(each for each in register.tokens if each.id != token)
    if len(others) == len(register.tokens):
        raise Problem(f"there is no token {token}", "see wirewatch desk tokens list")
    return Register(register.users, others)


def digest_of(secret: str) -> str:
    """What is kept of a token: its secret is random, so that a plain digest tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_password(user: User | None, password: str) -> bool:
    """Whether it is the user's password. Takes as long for a user who does not exist."""
    try:
        _hasher.verify(user.password if user else _nobodys(), password)
    except (Argon2Error, InvalidHashError):
        return False
    return user is not None


@functools.cache
def _nobodys() -> str:
    """A hash of no password, with the parameters of all others."""
    return _hasher.hash(secrets.token_hex())


class Registered:
    """The file as it is now: looked at when somebody comes, read when it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int] | None = None
        self._register = Register()

    def now(self) -> Register:
        """The users and tokens. Raises Problem."""
        try:
            stat = self.path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
        except FileNotFoundError:
            stamp = None
        if stamp != self._stamp or stamp is None:
            self._register, self._stamp = read_register(self.path), stamp
        return self._register

    def user(self, name: str) -> User | None:
        """A user by name."""
        return next((user for user in self.now().users if user.name == name), None)

    def token(self, secret: str, now: str) -> Token | None:
        """A token by its secret, unless it has expired."""
        digest = digest_of(secret)
        found = next((each for each in self.now().tokens if secrets.compare_digest(each.digest, digest)), None)
        return found if found and (found.expires is None or found.expires > now) else None
