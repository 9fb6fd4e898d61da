"""The link from a notice to the desk."""

from urllib.parse import quote

from schemas.notice import Notice


def link_to(notice: Notice, desk: str | None) -> str | None:
    """Where the desk shows the story; None without a desk, or of what is about no story."""
    if desk is None:
        return None
    if not notice.story:
        return desk.rstrip("/") + "/"
    return f"{desk.rstrip('/')}/story/{quote(notice.story, safe='')}"
