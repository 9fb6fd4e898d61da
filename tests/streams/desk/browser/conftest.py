"""What tests in a browser share: one browser, one broker, one running pipeline and one desk for all of them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from streams.broker import Broker
from streams.kafka.topics import make_topics
from streams.settings import Settings
from streams.worker.outcomes import follow_outcomes
from streams.worker.processes import ServiceProcess, WorkerProcess
from tests.streams.desk.browser.parts import LIMIT, DeskProcess, Wire, find_browser, report
from tests.streams.desk.browser.reader import reader

expect.set_options(timeout=LIMIT * 1000)

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
    """A worker under the seeds' rules, the archive's filing, and a desk."""
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
        ServiceProcess(settings, folder / "archive.log", "archive", "file"),
        DeskProcess(settings, folder / "desk.log") as desk,
        Wire(settings) as wire,
    ):
        await wire.send(report("first", "Harbour opens", ["The harbour opened on Monday."]))
        await first_through(settings)
        yield Running(settings, desk, wire)


async def first_through(settings: Settings) -> None:
    """Wait until a report has an ending: the worker has loaded its model and has its partitions."""
    async with asyncio.timeout(LIMIT):
        async for batch in follow_outcomes(settings):
            if batch:
                return


@pytest_asyncio.fixture(loop_scope="session")
async def context(chromium: Browser, running: Running) -> AsyncIterator[BrowserContext]:
    """A browser of a reader's own on the running desk."""
    async with reader(chromium, running.desk.address) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """The desk, open and live."""
    made = await context.new_page()
    await made.goto("/")
    await made.locator(".live-live").wait_for()
    return made


@pytest.fixture(autouse=True)
def no_browser_no_test() -> None:
    """Says first of all what is missing."""
    find_browser()
