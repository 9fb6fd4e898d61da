"""The keyboard does all that the mouse does, and the focus is where a reader expects it."""

import pytest
from playwright.async_api import Page, expect

from tests.streams.desk.browser.conftest import Running
from tests.streams.desk.browser.parts import report

pytestmark = [pytest.mark.kafka, pytest.mark.asyncio(loop_scope="session")]


async def focused(page: Page) -> str:
    """What has the focus, by its id or by the row that it is in."""
    return await page.evaluate(
        "document.activeElement.closest('.row')?.querySelector('h3').textContent ?? document.activeElement.id"
    )


async def test_the_desk_without_a_mouse(running: Running, page: Page) -> None:
    for number in (1, 2):
        await running.wire.send(
            report(f"keys-{number}", f"Botnet {number}", [f"A botnet, number {number}, was found."])
        )
    await expect(page.locator(".row").first).to_contain_text("Botnet 2")

    await page.keyboard.press("j")
    assert await focused(page) == "Botnet 2"
    await page.keyboard.press("j")
    assert await focused(page) == "Botnet 1"
    await page.keyboard.press("k")
    assert await focused(page) == "Botnet 2"
    await page.keyboard.press("o")
    await expect(page.locator("#story-title")).to_be_focused()
    await page.keyboard.press("j")
    await expect(page.locator("#story-title")).to_contain_text("Botnet 1")
    await page.keyboard.press("Escape")
    await expect(page.locator("#panel")).to_be_hidden()
    assert await focused(page) == "Botnet 1"
    await page.keyboard.press("Enter")
    await expect(page.locator("#story-title")).to_contain_text("Botnet 1")
    await page.keyboard.press("Escape")

    await page.keyboard.press("a")
    await page.keyboard.type("keys desk")
    await page.keyboard.press("Tab")
    await page.keyboard.type("without a mouse")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row", has_text="Botnet 1").locator(".acks")).to_contain_text("without a mouse")
    await expect(page.locator(".row", has_text="Botnet 1")).to_be_focused()


async def test_the_filter_and_the_address(running: Running, page: Page) -> None:
    await running.wire.send(report("filter-1", "Cartel in the port", ["A drug cartel was in the port."], source="Quay"))
    await running.wire.send(report("filter-2", "Hackers at the bank", ["Hackers were at the bank."], source="Quay"))
    await expect(page.locator(".row", has_text="at the bank")).to_be_visible()
    await page.keyboard.press("/")
    await page.keyboard.type("cartel")
    await expect(page.locator(".row")).to_have_count(1)
    assert page.url.endswith("/?q=cartel")
    await running.wire.send(report("filter-3", "Hackers at the mint", ["Hackers were at the mint."]))
    await running.wire.send(report("filter-4", "Cartel in the hills", ["A drug cartel was in the hills."]))
    await expect(page.locator(".row", has_text="in the hills")).to_be_visible()
    assert await page.locator(".row", has_text="at the mint").count() == 0

    await page.goto("/?source=Quay&rule=cyber")
    await expect(page.locator(".row")).to_have_count(1)
    await expect(page.locator(".row")).to_contain_text("at the bank")
    await page.goto("/?q=port+w/x+quay")
    await expect(page.locator("#filters-error")).to_contain_text("Column")


async def test_help_and_other_pages(page: Page) -> None:
    await page.keyboard.press("?")
    await expect(page.locator("#help")).to_be_visible()
    await expect(page.locator("#help-keys")).to_contain_text("acknowledge it")
    await page.keyboard.press("Escape")
    await expect(page.locator("#help")).to_be_hidden()
    for key, path in (("s", "/search"), ("r", "/rules"), ("h", "/health"), ("d", "/")):
        await page.keyboard.press("g")
        await page.keyboard.press(key)
        await page.wait_for_url(f"**{path}")
        await page.locator("#theme[aria-label]").wait_for()


async def test_colours_are_kept(page: Page) -> None:
    """By the button, from page to page, before anything is drawn."""
    button = page.locator("#theme")
    await button.click()
    await button.click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.goto("/rules")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.locator("#theme")).to_have_text("Dark")


async def test_the_alarm_asks_first(running: Running, page: Page) -> None:
    """Nothing rings until the reader has asked; then it can be muted, and the choice is kept."""
    await page.evaluate("() => { Notification.requestPermission = async () => (window.wasAsked = true, 'granted') }")
    await running.wire.send(report("alarm", "Terrorist on the pier", ["A terrorist was on the pier."]))
    await expect(page.locator(".row", has_text="on the pier")).to_be_visible()
    assert await page.evaluate("window.wasAsked") is None
    await page.locator("#alarm").click()
    assert await page.evaluate("window.wasAsked") is True
    await expect(page.locator("#alarm")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("m")
    await expect(page.locator("#alarm")).to_have_text("Muted")
    await page.reload()
    await expect(page.locator("#alarm")).to_have_text("Muted")


async def test_a_source_that_falls_silent_is_told_once(page: Page) -> None:
    """Not what was silent when the page came; anew when it was heard in between."""
    told = await page.evaluate(
        """async (looks) => {
            const { Silence } = await import("/static/silence.js");
            const told = [];
            const silence = new Silence((sources) => told.push(sources));
            const seen = (source, names) => ({ source, unusual: names.includes(source) });
            const state = (names) => ({ sources: ["a", "b"].map((source) => seen(source, names)) });
            for (const names of looks) silence.look(state(names));
            return told;
        }""",
        [["a"], ["a"], ["a", "b"], ["b"], ["a", "b"], []],
    )
    assert told == [["b"], ["a"]]
