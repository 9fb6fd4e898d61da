"""Ids for what names itself not: a digest of what was said, so that the same report read twice is the same story."""

import hashlib


def digest(*parts: str | None) -> str:
    """64 bits of SHA-256 over the parts, in hexadecimal; white space between words does not count."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(" ".join((part or "").split()).encode("utf-8", "surrogatepass"))
        sha.update(b"\0")
    return sha.hexdigest()[:16]
