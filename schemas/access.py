"""Who may use a desk: users with a password, programs with a token (one file, not a topic)."""

from typing import Literal

from msgspec import Struct

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")
"""Each may what those before it may: a reader reads, an editor acknowledges and changes rules, an admin the rest."""


class User(Struct, frozen=True):
    """A person. `password` is an argon2id hash."""

    name: str
    role: Role
    password: str


class Token(Struct, frozen=True):
    """A program's key; `digest` is SHA-256 of the secret, which is shown once. Times are UTC, ISO 8601."""

    id: str
    name: str
    role: Role
    digest: str
    created: str
    expires: str | None = None


class Register(Struct, frozen=True):
    """The whole file."""

    users: tuple[User, ...] = ()
    tokens: tuple[Token, ...] = ()


class Me(Struct, frozen=True):
    """Who asks. `login` is false where nobody has to log in; `csrf` goes into the header X-Wirewatch-CSRF."""

    name: str
    role: Role
    login: bool
    csrf: str
