"""Standard Webhooks: the headers that say who sent a body and when (standardwebhooks.com, specification 1.0)."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence

PREFIX = "whsec_"
_TOLERANCE = 300
"""Seconds that a time stamp may be off before a receiver takes the request for an old one that somebody repeats."""
_PLAIN_ID = re.compile(r"[\x21-\x2d\x2f-\x7e]{1,200}")


class BadSecret(ValueError):
    """A secret that is none; the message never holds it."""


def key_of(secret: str) -> bytes:
    """The key in a secret, 24 to 64 bytes. Raises BadSecret."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSecret("a secret is whsec_ and base64") from error
    if not secret.startswith(PREFIX) or not 24 <= len(key) <= 64:
        raise BadSecret("a secret is whsec_ and the base64 of 24 to 64 bytes")
    return key


def make_secret(randomness: bytes) -> str:
    """A secret from 24 to 64 random bytes."""
    return PREFIX + base64.b64encode(randomness).decode()


def webhook_id(notice: str) -> str:
    """A notice's id as a header can hold it: no dot, since a dot parts what is signed; otherwise a digest of it.

    >>> webhook_id("n-1/2"), webhook_id("a.b")
    ('n-1/2', 'id-2e7336dc8eba87ef472df568c35482ab')
    """
    if _PLAIN_ID.fullmatch(notice):
        return notice
    return f"id-{hashlib.sha256(notice.encode()).hexdigest()[:32]}"


def sign(id_: str, seconds: int, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The three headers. With two secrets while one takes over from the other, there are two signatures."""
    signed = f"{id_}.{seconds}.".encode() + body
    made = (base64.b64encode(hmac.digest(key_of(each), signed, "sha256")).decode() for each in secrets)
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in made),
    }


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: int) -> str | None:
    """Why a request is not to be trusted, None if it is. `headers` by lower-case name; `now` in seconds."""
    id_, stamp, signatures = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not id_ or not stamp.isdecimal() or not signatures:
        return "it lacks the headers webhook-id, webhook-timestamp or webhook-signature"
    if abs(int(stamp) - now) > _TOLERANCE:
        return f"its time stamp is {abs(int(stamp) - now)} s off"
    wanted = sign(id_, int(stamp), body, secrets)["webhook-signature"].split()
    given = signatures.split()
    if any(hmac.compare_digest(one.encode(), other.encode()) for one in wanted for other in given):
        return None
    return "no signature of it is by a secret that is known here"
