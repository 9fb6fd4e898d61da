"""A reader's browser, watched: whatever a test does, no page may ask anything of another machine, nor complain."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext

from tests.streams.desk.browser.parts import LIMIT

_EXPECTED = (
    "ERR_CONNECTION",  # while a server is away its connections are refused
    "ERR_INCOMPLETE",  # and those that were open end in the middle
    "ERR_EMPTY_RESPONSE",
    "status of 4",  # what a test asks wrongly on purpose
)


class Seen:
    """What a browser asked for, and what its pages complained of."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """From now on."""
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", lambda said: self._hear(said.type, said.text))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and not any(each in text for each in _EXPECTED):
            self.complaints.append(text)

    @property
    def elsewhere(self) -> list[str]:
        """Addresses that are not the desk's own."""
        return [url for url in self.asked if not url.startswith((self.home, "data:", "blob:"))]


@asynccontextmanager
async def reader(chromium: Browser, home: str, **more: Any) -> AsyncIterator[BrowserContext]:
    """A browser context for the desk at `home`; at its end it is held to what this file says."""
    context = await chromium.new_context(**{"base_url": home, "viewport": {"width": 1280, "height": 800}} | more)
    context.set_default_timeout(LIMIT * 1000)
    seen = Seen(home)
    seen.follow(context)
    yield context
    await context.close()
    assert seen.asked
    assert seen.elsewhere == []
    assert seen.complaints == []
