"""Every page in light and dark, wide and narrow: axe finds no serious fault, nothing sticks out; and pictures."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.streams.desk.browser.conftest import SEEDS, Running
from tests.streams.desk.browser.parts import report
from tests.streams.desk.browser.reader import reader

pytestmark = [pytest.mark.kafka, pytest.mark.asyncio(loop_scope="session")]

ROOT = SEEDS.parent
PAGES = ("/", "/search?q=sentenced", "/rules?id=terrorism", "/health", "/login")
SHOWN = [path for name in ("01", "02", "174", "035", "131", "234") for path in sorted(SEEDS.glob(f"{name}*.txt"))]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


async def faults(page: Page) -> list[str]:
    """What axe calls serious or critical, each with the first element that it is about."""
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:150]} {each['nodes'][0]['failureSummary'][:300]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


async def settled(page: Page) -> None:
    """Wait until the page shows what it asked for: whatever was busy is not any more."""
    await page.locator("#theme[aria-label]").wait_for()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


async def send_seeds(running: Running) -> None:
    """Some seeds, and beside them a correction and a withdrawal that name nobody."""
    ferries, lights = "Malware stops the ferries", "Hackers switch off the harbour lights"
    text = "Malware stopped the ferries for a day: {} sailings were cancelled, the port authority said on Tuesday."
    told = ["Hackers switched off the lights of the harbour for an hour, the port authority said on Tuesday."]
    await running.wire.send(*(path.read_bytes() for path in SHOWN), source="seeds")
    await running.wire.send(
        report("ferries", ferries, [text.format(12)], source="seeds"),
        report("ferries", ferries, [text.format(21)], version=2, source="seeds", ednote="Corrects the number."),
        report("lights", lights, told, source="seeds"),
        report("lights", lights, ["Story withdrawn."], version=2, source="seeds", pubstatus="canceled"),
        source="seeds",
    )


async def open_desk(context: BrowserContext, running: Running) -> Page:
    """The desk with seeds alone on it; sent once, by whoever comes first."""
    page = await context.new_page()
    await page.goto("/?source=seeds")
    await settled(page)
    withdrawn = page.locator(".row", has_text="Hackers switch off").locator("del")
    if not await withdrawn.count():
        await send_seeds(running)
    await expect(withdrawn).to_be_visible()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_serious(running: Running, chromium: Browser, scheme: str) -> None:
    async with reader(chromium, running.desk.address, color_scheme=scheme) as context:
        page = await open_desk(context, running)
        for key in "jjjo":  # the first seed, below the withdrawal and the correction
            await page.keyboard.press(key)
        await expect(page.locator("#panel .tree").first).to_be_visible()
        assert await faults(page) == []
        href = await page.locator("#panel .tools a").get_attribute("href")
        await page.keyboard.press("Escape")
        await page.keyboard.press("?")
        assert await faults(page) == []
        for path in (*PAGES, href):
            await page.goto(str(path))
            await settled(page)
            assert await faults(page) == [], path


async def test_nothing_sticks_out_on_a_phone(running: Running, chromium: Browser) -> None:
    async with reader(chromium, running.desk.address, viewport=PHONE) as context:
        page = await open_desk(context, running)
        for path in ("/?source=seeds", *PAGES[1:]):
            await page.goto(path)
            await settled(page)
            assert await page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"], path
        await page.goto("/?source=seeds")
        await settled(page)
        await page.locator(".row h3").first.click()
        await expect(page.locator("#panel .text")).to_be_visible()
        assert await page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
        assert await page.locator(".list").is_hidden()
        await page.go_back()
        await expect(page.locator(".list")).to_be_visible()


async def test_pictures_of_the_readme(running: Running, chromium: Browser, tmp_path: Path) -> None:
    """Taken anew into the folder that WIREWATCH_PICTURES names; the README shows those in docs/."""
    folder = Path(os.environ.get("WIREWATCH_PICTURES", tmp_path))
    shots = (("desk-light", "light", WIDE), ("desk-dark", "dark", WIDE), ("desk-phone", "light", PHONE))
    for name, scheme, viewport in shots:
        async with reader(chromium, running.desk.address, color_scheme=scheme, viewport=viewport) as context:
            page = await open_desk(context, running)
            await expect(page.locator("#strip")).to_contain_text("0 waiting")
            if viewport is WIDE:
                await page.locator(".row h3").nth(2).click()
                await expect(page.locator("#panel .text")).to_be_visible()
            await page.screenshot(path=folder / f"{name}.png", animations="disabled")
    for name, *_ in shots:
        assert (folder / f"{name}.png").stat().st_size > 20_000
        assert f"docs/{name}.png" in (ROOT / "README.md").read_text()
        assert (ROOT / f"docs/{name}.png").exists()
