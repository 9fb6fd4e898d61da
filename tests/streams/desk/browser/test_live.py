"""Alerts on an open page: how soon, with what marked, changed and withdrawn where they stand."""

import asyncio

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.streams.desk.browser.conftest import Running
from tests.streams.desk.browser.parts import report

pytestmark = [pytest.mark.kafka, pytest.mark.asyncio(loop_scope="session")]

BODY = ["A terrorist was arrested in Aleppo, Syria, on Monday, the ministry said.", "He is 41 years old, it said."]


async def appears(page: Page, text: str) -> float:
    """The page's wall clock, in milliseconds, when a row with this text stands in the list."""
    return await page.evaluate(
        """text => new Promise(resolve => {
             const there = () => [...document.querySelectorAll('.row')].some(row => row.textContent.includes(text));
             if (there()) return resolve(Date.now());
             new MutationObserver((_, watch) => there() && (watch.disconnect(), resolve(Date.now())))
               .observe(document.getElementById('feed'), {childList: true, subtree: true});
           })""",
        text,
    )


async def test_an_alert_appears_with_its_words_marked(
    running: Running, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    """Timed from the moment before the report is sent into wire.raw to the moment it stands on the page."""
    await running.wire.send(report("warm-up", "Terrorist cell found", BODY))
    await appears(page, "Terrorist cell found")
    took = []
    for number in range(5):
        headline = f"Terrorist arrested in Aleppo, {number}"
        waiting = asyncio.create_task(appears(page, headline))
        sent = await page.evaluate("Date.now()")
        await running.wire.send(report(f"arrest-{number}", headline, BODY))
        took.append(await waiting - sent)
    with capsys.disabled():
        print(f"\n  from wire.raw to the page: {', '.join(f'{each:.0f}' for each in took)} ms")
    row = page.locator(".row", has_text="Terrorist arrested in Aleppo, 4")
    await expect(row.locator("mark").first).to_have_text("Terrorist", ignore_case=True)
    await expect(row.locator(".rule")).to_have_text(["Terrorism"])
    await expect(row.locator(".source")).to_have_text("Harbour")
    await expect(row.locator(".urgency")).to_contain_text("urgency 1")


async def test_a_correction_shows_what_changed_and_a_kill_strikes_through(running: Running, page: Page) -> None:
    first = report(
        "ferry", "Malware stops the ferry", ["Malware stopped the ferry to Tartus; 12 were hurt, hackers said."]
    )
    await running.wire.send(first)
    row = page.locator(".row", has_text="the ferry")
    await expect(row).to_be_visible()
    await running.wire.send(
        report(
            "ferry", "Malware stops the ferry",
            ["Malware stopped the ferry to Tartus; 21 were hurt, hackers said."],
            version=2, ednote="Corrects the number of the hurt to 21.",
        )
    )  # fmt: skip
    await expect(row.locator(".badge")).to_have_text("Corrected")
    await expect(row.locator(".changes .fact").first).to_have_text("12 → 21")
    await expect(row.locator(".changes del strong")).to_have_text("12")
    await expect(page.locator("#banner")).to_contain_text("Malware stops the ferry")
    await running.wire.send(
        report("ferry", "Malware stops the ferry", ["Story withdrawn."], version=3, pubstatus="canceled")
    )
    await expect(row.locator("h3 del")).to_have_text("Malware stops the ferry")
    await expect(row.locator(".badge")).to_have_text("Withdrawn")
    await expect(page.locator("#banner .withdrawal")).to_be_visible()
    assert await page.locator(".row", has_text="the ferry").count() == 1


async def test_a_report_full_of_markup_is_text(running: Running, page: Page) -> None:
    """Nothing of it runs, nothing of it becomes an element, wherever the page shows it."""
    evil = "<img src=x onerror=alert(1)><script>document.title='taken'</script><b>malware</b>"
    coded = evil.replace("<", "&lt;").replace(">", "&gt;")
    await running.wire.send(report("evil", f"Malware {evil}", [f"Hackers sent malware: {coded}", coded]))
    row = page.locator(".row", has_text="<script>")
    await expect(row).to_be_visible()
    await row.click()
    await expect(page.locator("#panel .text")).to_contain_text("<img src=x onerror=alert(1)>")
    assert await page.locator("img[src=x], body script").count() == 0
    assert await row.locator("b").count() == 0
    assert "taken" not in await page.title()


async def test_an_acknowledgement_is_seen_by_another_browser(
    running: Running, page: Page, context: BrowserContext
) -> None:
    await running.wire.send(report("ack", "Hackers take the lighthouse", ["Hackers took the lighthouse, police said."]))
    other = await context.new_page()
    await other.goto("/")
    row, others = (each.locator(".row", has_text="lighthouse") for each in (page, other))
    await expect(row).to_be_visible()
    await expect(others).to_be_visible()
    await row.locator("h3").click()
    await page.keyboard.press("a")
    await page.locator("#ack input[name=name]").fill("night desk")
    await page.locator("#ack input[name=note]").fill("calling the port")
    await page.keyboard.press("Enter")
    await expect(others.locator(".acks")).to_contain_text("night desk")
    await expect(others.locator(".acks")).to_contain_text("calling the port")
    await expect(page.locator("#story-acks")).to_contain_text("night desk")


async def test_an_acknowledgement_that_comes_while_its_story_is_fetched_is_shown(
    running: Running, page: Page, context: BrowserContext
) -> None:
    """The answer that was on its way knows nothing of it; what was pushed does."""
    await running.wire.send(report("slow-ack", "Hackers take the mint", ["Hackers took the mint, police said."]))
    other = await context.new_page()
    await other.goto("/")
    answered, pushed = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        answered.set()
        await pushed.wait()
        await route.fulfill(response=answer)

    await page.route("**/api/v1/stories/**", late)
    row, others = (each.locator(".row", has_text="take the mint") for each in (page, other))
    await row.locator("h3").click()
    await answered.wait()
    await others.locator("h3").click()
    await other.keyboard.press("a")
    await other.locator("#ack input[name=name]").fill("day desk")
    await other.keyboard.press("Enter")
    await expect(row.locator(".acks")).to_contain_text("day desk")
    pushed.set()
    await expect(page.locator("#panel h2")).to_contain_text("take the mint")
    await expect(page.locator("#story-acks")).to_contain_text("day desk")


async def test_new_alerts_wait_while_a_story_is_open(running: Running, page: Page) -> None:
    """The list stays as it is under the reader's eyes, and says how many wait; the title counts the urgent."""
    await running.wire.send(report("wait-0", "Hackers in the mill", ["Hackers were in the mill, police said."]))
    row = page.locator(".row", has_text="in the mill")
    await row.locator("h3").click()
    await expect(page.locator("#panel h2")).to_contain_text("in the mill")
    before = await page.locator(".row").first.text_content()
    for number in (1, 2):
        await running.wire.send(report(f"wait-{number}", f"Terrorist plot {number}", BODY))
    await expect(page.locator("#held")).to_have_text("2 new")
    assert await page.locator(".row").first.text_content() == before
    assert (await page.title()).startswith("(2) ")
    await page.keyboard.press("n")
    await expect(page.locator(".row").first).to_contain_text("Terrorist plot 2")
    await expect(page.locator("#held")).to_be_hidden()
