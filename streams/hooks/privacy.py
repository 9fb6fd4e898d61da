"""What is shown of an endpoint: never a secret, a password, or the part of a URL that may be one."""

from urllib.parse import urlsplit

from schemas.hook import Endpoint

_HIDDEN = "…"
_SHORTEST = 6
"""Characters: a shorter piece of a URL is no secret, and taking it out of texts would spoil them."""


def shown_url(url: str) -> str:
    """Where it leads, without what it may hide.

    >>> shown_url("https://user:word@hooks.example/services/T0/B0?key=1"), shown_url("slack://a/b/c")
    ('https://hooks.example/…', 'slack://…')
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme}://{_HIDDEN}"
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{f'/{_HIDDEN}' if parts.path.strip('/') or parts.query else '/'}"


def scrub(text: str, endpoint: Endpoint) -> str:
    """The text without anything of the endpoint's that may be secret."""
    parts = urlsplit(endpoint.url)
    pieces = {endpoint.url, parts.path, parts.query, parts.username or "", parts.password or ""}
    pieces |= {*parts.path.split("/"), *parts.query.replace("=", "&").split("&")}
    pieces |= {secret.key for secret in endpoint.secrets} | set(endpoint.headers.values())
    if parts.scheme not in ("http", "https"):
        pieces.add(parts.netloc)
    for piece in sorted(pieces, key=len, reverse=True):
        if len(piece) >= _SHORTEST:
            text = text.replace(piece, _HIDDEN)
    return text
