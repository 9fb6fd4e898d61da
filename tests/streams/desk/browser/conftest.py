"""What tests in a browser share: one browser, one broker, one running pipeline and one desk for all of them."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from streams.broker import Broker
from streams.kafka.topics import make_topics
from streams.settings import Settings
from streams.worker.processes import WorkerProcess
from tests.streams.desk.browser.parts import LIMIT, DeskProcess, Wire, find_browser

SEEDS = Path(__file__).parents[4] / "seeds"


@dataclass
class Running:
    """A pipeline at work: where its desk is, and where reports go in."""

    settings: Settings
    desk: DeskProcess
    wire: Wire


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The machine's Chromium, without a window; it fetches nothing for itself."""
    path = find_browser()
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        browser = await playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def running(
    broker: Broker, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """A worker under the seeds' rules, and a desk."""
    folder = tmp_path_factory.mktemp("desk")
    settings = Settings(
        bootstrap=[broker.bootstrap],
        topic_prefix="browser.",
        group="browser",
        partitions=1,
        rules=SEEDS / "rules.yaml",
        data_dir=folder / "data",
    )
    await make_topics(settings)
    async with (
        WorkerProcess(settings, folder / "worker.log"),
        DeskProcess(settings, folder / "desk.log") as desk,
        Wire(settings) as wire,
    ):
        yield Running(settings, desk, wire)


class Seen:
    """What a browser asked for, and what its pages complained of."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", lambda said: self._hear(said.type, said.text))

    def _hear(self, kind: str, text: str) -> None:
        # While a server is away its connections are refused; that is the test, not a fault.
        if kind == "error" and "ERR_CONNECTION" not in text and "ERR_INCOMPLETE" not in text and "status of 4" not in text:
            self.complaints.append(text)

    @property
    def elsewhere(self) -> list[str]:
        """Addresses that are not the desk's own."""
        return [url for url in self.asked if not url.startswith((self.home, "data:", "blob:"))]


@pytest_asyncio.fixture(loop_scope="session")
async def context(chromium: Browser, running: Running) -> AsyncIterator[BrowserContext]:
    """A browser of a reader of one's own. Whatever a test does, nothing may be asked of another machine, nor complained of."""
    made = await chromium.new_context(base_url=running.desk.address, viewport={"width": 1280, "height": 800})
    made.set_default_timeout(LIMIT * 1000)
    seen = Seen(running.desk.address)
    seen.follow(made)
    yield made
    await made.close()
    assert seen.asked
    assert seen.elsewhere == []
    assert seen.complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """The desk, open and live."""
    made = await context.new_page()
    await made.goto("/")
    await made.locator(".live-live").wait_for()
    return made


@pytest.fixture(autouse=True)
def no_browser_no_test() -> Iterator[None]:
    """Says first of all what is missing."""
    find_browser()
    yield
