"""An open page while its server, and then the broker, is killed and comes back: it says so, and misses nothing."""

import signal
from collections import Counter
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from streams.broker import Broker
from streams.kafka.topics import make_topics
from streams.settings import Settings
from tests.streams.desk.browser.parts import DeskProcess
from tests.streams.desk.browser.reader import reader
from tests.streams.desk.by_hand import alert, put

pytestmark = [pytest.mark.kafka, pytest.mark.asyncio(loop_scope="session")]

MOST = 300  # rows on the page, however long it stays open


async def has(page: Page, *numbers: int) -> None:
    """Wait until the page has these reports."""
    for number in numbers:
        await expect(page.locator(".row", has_text=f"flood number {number},")).to_be_attached()


async def test_nothing_is_missed(chromium: Browser, tmp_path: Path, cache_dir: Path | None) -> None:
    def report(number: int) -> object:
        return alert(str(number), text=f"A flood closed the harbour: flood number {number}, said the port.")

    async with Broker(tmp_path / "broker", cache_dir=cache_dir) as broker:
        settings = Settings(bootstrap=[broker.bootstrap], data_dir=tmp_path / "data", partitions=2)
        await make_topics(settings)
        async with (
            DeskProcess(settings, tmp_path / "desk.log") as desk,
            reader(chromium, desk.address) as context,
        ):
            page = await context.new_page()
            await page.goto("/")
            await put(settings, report(1))
            await has(page, 1)

            await desk.stop(signal.SIGKILL)
            await expect(page.locator("#live")).to_contain_text("reconnecting")
            await put(settings, report(2), report(3))
            await desk.start()
            await has(page, 2, 3)
            await expect(page.locator("#live")).to_contain_text("caught up, 2 missed while away")

            broker.kill()
            await broker.start()
            await put(settings, report(4))
            await has(page, 4)

            keys = await page.locator(".row").evaluate_all("rows => rows.map(row => row.dataset.key)")
            assert Counter(keys) == Counter(f"wire/{number}" for number in (1, 2, 3, 4))

            await put(settings, *(report(number) for number in range(5, MOST + 30)))
            await has(page, MOST + 29)
            assert await page.locator(".row").count() == MOST
