"""Search, rules, health and login, each on a running pipeline."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from streams.desk.access.register import read_register, register_file, with_user, write_register
from tests.streams.desk.browser.conftest import Running
from tests.streams.desk.browser.parts import DeskProcess, report
from tests.streams.desk.browser.reader import reader

pytestmark = [pytest.mark.kafka, pytest.mark.asyncio(loop_scope="session")]


async def test_search_finds(running: Running, page: Page) -> None:
    """What alerted and what did not; a query that does not read is pointed at."""
    await running.wire.send(
        report("search-1", "Botnet in the windmill", ["A botnet was in the windmill."]),
        report("search-2", "Windmill painted green", ["The windmill was painted green."]),
    )
    await page.goto("/search")
    hits = page.locator("#hits .hit")
    query = page.locator("input[name=q]")
    await query.fill("windmill")
    async with page.expect_response("**/search/counts?*"):
        await query.press("Enter")
    while await hits.count() < 2:  # filed within a moment; each question is answered before the next
        async with page.expect_response("**/search/counts?*"):
            await query.press("Enter")
    await expect(hits.locator("mark").first).to_have_text("windmill", ignore_case=True)
    await expect(page.locator("#count")).to_have_text("2 reports")
    await expect(hits.filter(has_text="painted green")).to_contain_text("alerted nobody")
    await page.locator("#facets button", has_text="cyber").click()
    await expect(page.locator("#count")).to_have_text("1 report")
    assert "rule=cyber" in page.url
    await page.go_back()
    await expect(page.locator("#count")).to_have_text("2 reports")

    await query.fill("windmill AND (green")
    await query.press("Enter")
    await expect(page.locator("#fault .error")).to_contain_text("Column")
    await query.fill("painted")
    await query.press("Enter")
    await expect(hits).to_have_count(1)
    await hits.locator("a").click()
    await expect(page.locator("#story .text")).to_contain_text("The windmill was painted green.")


async def test_a_rule_is_tried_and_published(running: Running, chromium: Browser, page: Page, tmp_path: Path) -> None:
    """On a desk whose rules are the published ones; where they come from a file, the page says so."""
    await page.goto("/rules")
    await expect(page.locator("#from-file")).to_contain_text("rules.yaml")
    await expect(page.locator("#publish")).to_be_disabled()
    settings = running.settings.model_copy(update={"rules": None})
    async with DeskProcess(settings, tmp_path / "desk.log") as desk, reader(chromium, desk.address) as context:
        other = await context.new_page()
        await other.goto("/rules")
        await expect(other.locator("#rules-count")).to_have_text("0 rules")
        query = other.locator("textarea[name=query]")
        await query.fill('harbour AND (opens OR "')
        await expect(other.locator("#fault .error")).to_contain_text("Column")
        await query.fill("harbour AND (opens OR opened)")
        await expect(other.locator("#reads")).to_contain_text("It reads")
        await other.locator("button", has_text="Try on the archive").click()
        await expect(other.locator("#tried h3").first).to_contain_text("of the archive")
        await expect(other.locator("#tried .hit mark").first).to_be_visible()
        await other.locator("input[name=id]").fill("harbour")
        await other.locator("#publish").click()
        await expect(other.locator("#rules-count")).to_have_text("1 rule")
        await other.reload()
        await expect(other.locator("#rules code").first).to_have_text("harbour")


async def test_health_shows_a_dead_letter_and_its_way_back(running: Running, page: Page) -> None:
    await page.goto("/health")
    await running.wire.send(b"\x00\xffpoison", source="broken feed")
    letter = page.locator("#dead li", has_text="broken feed")
    await expect(letter.locator("h3")).to_contain_text("not text")
    await letter.locator("summary").click()
    await expect(letter.locator("pre")).to_contain_text("poison")
    await letter.locator("button").click()
    await expect(letter.locator(".ok").or_(page.locator("#dead li").nth(1))).to_be_visible()
    await expect(page.locator("#sources tr", has_text="harbour").locator("time")).to_be_visible()
    await expect(page.locator("#workers .ok")).to_have_text("at work")
    await expect(page.locator("#times")).to_contain_text("half within")
    await page.goto("/")
    await expect(page.locator("#strip")).to_contain_text("dead letter")


async def test_login(running: Running, chromium: Browser, tmp_path: Path) -> None:
    """Without one there is no page; a wrong password says so; the name is what acknowledgements are signed with."""
    settings = running.settings.model_copy(update={"desk_users": tmp_path / "users.json"})
    known = with_user(read_register(register_file(settings)), "editor", "editor", "a long password")
    write_register(register_file(settings), known)
    async with DeskProcess(settings, tmp_path / "desk.log") as desk, reader(chromium, desk.address) as context:
        page = await context.new_page()
        await page.goto("/search?q=harbour")
        await expect(page.locator("h1")).to_have_text("Log in")
        await page.locator("input[name=name]").fill("editor")
        await page.locator("input[name=password]").fill("wrong")
        await page.keyboard.press("Enter")
        await expect(page.locator(".error")).to_contain_text("wrong")
        await page.locator("input[name=name]").fill("editor")
        await page.locator("input[name=password]").fill("a long password")
        await page.keyboard.press("Enter")
        await expect(page.locator(".me")).to_have_text("editor")
        await page.locator("#logout button").click()
        await expect(page.locator("h1")).to_have_text("Log in")
