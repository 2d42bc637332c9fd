"""The page with the phones, in a real browser."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, Error, Page, async_playwright, expect

from bot.playground.entities import parse_html
from bot.playground.run import Playground
from tests.playground.conftest import png
from tests.playground.toy import toy_bot

LAPTOP = {"width": 1366, "height": 768}
POCKET = {"width": 390, "height": 844}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
WIDE = 900
FATIMA, GROUP, VISITOR = "#person-104", ".phone[id^=group]", "#person-113"


@asynccontextmanager
async def open_here() -> AsyncIterator[Playground]:
    playground = Playground(toy_bot, neighbours=False)
    async with playground.telegram.served(0):
        await playground.begin()
        try:
            assert playground.story
            await playground.story
            yield playground
        finally:
            playground.page.close()
            await playground.end()


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with open_here() as opened:
        yield opened


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium here: install Debian's package chromium")
    async with async_playwright() as engine:
        opened = await engine.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        await opened.close()


async def look(browser: Browser, playground: Playground, size: dict[str, int]) -> Page:
    page = await browser.new_page(
        viewport={"width": size["width"], "height": size["height"]}, locale="nl-BE"
    )
    faults: list[Error] = []

    def note(fault: Error) -> None:
        faults.append(fault)

    page.on("pageerror", note)
    await page.goto(playground.telegram.url)
    await expect(page.locator(f"{FATIMA} .message").first).to_be_attached()
    assert faults == []
    return page


async def keep_picture(page: Page, name: str) -> None:
    """Save a screenshot where `SCREENSHOTS` names a directory."""
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.browser
async def test_a_press_on_one_phone_changes_the_card_in_the_group(
    browser: Browser, playground: Playground
) -> None:
    page = await look(browser, playground, LAPTOP)
    card = page.locator(f"{GROUP} .bubble", has_text="Bijeenkomst 2 van 10")
    await expect(card).not_to_contain_text("Fatima Bouzid")
    await page.locator(f"{FATIMA} .key", has_text="✅ Ik kom").click()
    await expect(card).to_contain_text("Fatima Bouzid")
    await expect(card).to_contain_text("bewerkt")
    await expect(page.locator(f"{FATIMA} .toast")).to_contain_text("✅ genoteerd")
    await keep_picture(page, "laptop")


@pytest.mark.browser
async def test_typed_text_arrives_and_stays_text(browser: Browser, playground: Playground) -> None:
    page = await look(browser, playground, LAPTOP)
    field = page.locator(f"{FATIMA} textarea")
    await field.fill("<img src=x onerror=alert(1)> & <b>vet</b>")
    await field.press("Enter")
    own = page.locator(f"{FATIMA} .own .text").last
    await expect(own).to_have_text("<img src=x onerror=alert(1)> & <b>vet</b>")
    assert await own.locator("img, b").count() == 0
    await expect(field).to_have_value("")


@pytest.mark.browser
async def test_the_menu_sends_a_command_and_a_file_can_be_saved(
    browser: Browser, playground: Playground
) -> None:
    page = await look(browser, playground, LAPTOP)
    await page.locator(f"{FATIMA} .slash").click()
    await page.locator(f"{FATIMA} .commands button", has_text="/agenda").click()
    await expect(page.locator(f"{FATIMA} .text em").last).to_contain_text("dinsdag 15 september")
    async with page.expect_download() as download:
        await page.locator(f"{FATIMA} .paper").click()
    assert (await download.value).suggested_filename == "agenda.ics"


@pytest.mark.browser
async def test_an_invitation_opens_on_the_phone_of_someone_else(
    browser: Browser, playground: Playground
) -> None:
    page = await look(browser, playground, LAPTOP)
    await page.locator("#person-101 a", has_text="start=r2").click()
    await page.locator("dialog .choice", has_text="Mehdi").click()
    visitor = page.locator(VISITOR)
    await visitor.locator(".key", has_text="✅ Verder").click()
    await visitor.locator("textarea").fill("name: Mehdi Ouali\nsector: migratie")
    await visitor.locator("textarea").press("Enter")
    await visitor.locator(".key", has_text="✅ Ik ga akkoord").click()
    await expect(visitor.locator(".text").last).to_contain_text("🎉")
    await visitor.locator(".key", has_text="Naar de groep").click()
    await expect(visitor.locator(".tab")).to_have_count(2)


@pytest.mark.browser
async def test_the_clock_moves_by_its_buttons(browser: Browser, playground: Playground) -> None:
    page = await look(browser, playground, LAPTOP)
    await expect(page.locator("#now")).to_contain_text("woensdag 16 september")
    before = playground.clock()
    await page.locator("#day").click()
    await expect(page.locator("#now")).to_contain_text("donderdag 17 september")
    assert timedelta(hours=24) <= playground.clock() - before < timedelta(hours=25)
    await page.locator("#goto").click()
    await page.locator("dialog input").fill("2027-01-19T09:00")
    await page.locator("dialog .main").click()
    await expect(page.locator("#now")).to_contain_text("dinsdag 19 januari 2027 om 09:00")
    await page.locator("#language").select_option("fr")
    await expect(page.locator("#now")).to_contain_text("mardi 19 janvier 2027")


@pytest.mark.browser
async def test_words_to_be_noted_are_pressed_and_stay_on_the_paper(
    browser: Browser, playground: Playground
) -> None:
    page = await look(browser, playground, POCKET)
    await page.locator(".switch", has_text="Fatima").click()
    world = playground.telegram.world
    text, entities = parse_html(
        "😀 Je bewijs:\n<code>een twee 😀 drie</code>\n<blockquote>a\nb</blockquote>\nc"
    )
    sent = world.post_message(world.chats[104], world.bot, text=text, entities=entities)
    await expect(page.locator(f"{FATIMA} blockquote")).to_have_text("a\nb")
    await expect(page.locator("#notes")).to_be_hidden()
    await page.locator(f"{FATIMA} .code").click()
    world.delete_message(sent)
    await page.locator("#notes summary").click()
    await expect(page.locator("#notes .choice")).to_contain_text("een twee 😀 drie")
    assert await page.evaluate("document.documentElement.scrollWidth") <= POCKET["width"]


@pytest.mark.browser
async def test_an_alert_stays_until_it_is_closed(browser: Browser, playground: Playground) -> None:
    page = await look(browser, playground, LAPTOP)
    alert = {"person": 104, "chat": 104, "message": 1, "text": "B", "alert": True, "url": None}
    playground.page.tell({"kind": "pop-up", "pop_up": alert})
    box = page.locator("[role=alertdialog]")
    await expect(box).to_have_count(1)
    await expect(page.locator(f"{FATIMA} [role=alertdialog]")).to_contain_text("B")
    await box.locator("button").click()
    await expect(box).to_have_count(0)


@pytest.mark.browser
async def test_a_phone_fits_in_a_pocket(browser: Browser, playground: Playground) -> None:
    page = await look(browser, playground, POCKET)
    await expect(page.locator(".phone:visible")).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= POCKET["width"]
    await page.locator(".switch", has_text="PG").click()
    await expect(page.locator(GROUP)).to_be_visible()
    await page.locator(f"{GROUP} .key", has_text="🤔").click()
    await expect(page.locator(f"{GROUP} .toast")).to_contain_text("🤔 genoteerd")
    await keep_picture(page, "pocket")


@pytest.mark.browser
async def test_starting_again_brings_the_story_back(
    browser: Browser, playground: Playground
) -> None:
    page = await look(browser, playground, LAPTOP)
    first = playground.telegram.world
    await page.locator("#reset").click()
    await page.locator("dialog .main").click()
    async with asyncio.timeout(20):
        while playground.telegram.world is first:
            await asyncio.sleep(0.01)
    await expect(page.locator("#busy")).to_be_hidden(timeout=20_000)
    await expect(page.locator(f"{FATIMA} .key", has_text="✅ Ik kom")).to_be_visible()


async def test_other_sites_get_nothing(playground: Playground) -> None:
    url = playground.telegram.url
    wish = {"person": 104, "gesture": "say", "chat": 104, "text": "hoi"}
    async with aiohttp.ClientSession() as session:
        for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
            async with session.get(f"{url}/state", headers=headers) as answer:
                assert answer.status == 403
            async with session.post(f"{url}/gesture", json=wish, headers=headers) as answer:
                assert answer.status == 403
        async with session.post(f"{url}/gesture", data=wish) as answer:
            assert answer.status == 415
        async with session.post(f"{url}/gesture", json=wish | {"chat": 105}) as answer:
            assert answer.status == 409
        async with session.get(f"{url}/page/../views.py") as answer:
            assert answer.status == 404
        async with session.post(f"{url}/clock", json={"hours": 1e9}) as answer:
            assert answer.status == 409


async def test_a_visitor_of_the_page_loses_no_news(playground: Playground) -> None:
    url = playground.telegram.url
    async with aiohttp.ClientSession() as session, session.get(f"{url}/events") as events:
        await events.content.readuntil(b"\n\n")
        playground.telegram.world.people[104].says("hoi")
        line = await asyncio.wait_for(events.content.readuntil(b"\n\n"), 5)
    assert b'"text": "hoi"' in line


@pytest.mark.browser
async def test_a_picture_is_shown_and_made_large_by_a_press(
    browser: Browser, playground: Playground
) -> None:
    page = await look(browser, playground, POCKET)
    await page.locator(".switch", has_text="Fatima").click()
    await send_picture(playground)
    shown = page.locator(f"{FATIMA} .picture img")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("image => image.naturalWidth") == WIDE
    await shown.click()
    large = page.locator("dialog img")
    await expect(large).to_be_visible()
    box = await large.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= POCKET["width"]
    await page.locator("dialog .large").click()
    await expect(page.locator("dialog")).to_have_count(0)


async def send_picture(playground: Playground) -> None:
    form = aiohttp.FormData({"chat_id": "104", "caption": "thema's"})
    form.add_field("photo", png(WIDE, 1200), filename="themes.png")
    address = f"{playground.telegram.url}/bot{playground.telegram.token}/sendPhoto"
    async with aiohttp.ClientSession() as session, session.post(address, data=form) as answer:
        assert answer.status == 200


@pytest.mark.browser
async def test_a_document_is_attached_in_reply_to_a_message(
    browser: Browser, playground: Playground
) -> None:
    page = await look(browser, playground, POCKET)
    await page.locator(".switch", has_text="Fatima").click()
    phone = page.locator(FATIMA)
    await phone.locator(".message.other .reply").last.click()
    await expect(phone.locator(".composer .quoted")).to_be_visible()
    await phone.locator(".clip").click()
    await page.locator("dialog input[type=text]").fill("fiche é & d'accueil.pdf")
    await page.locator("dialog input[type=number]").fill("50")
    await page.locator("dialog .main").click()
    paper = phone.locator(".own .paper")
    await expect(paper).to_contain_text("50.0 MB")
    await expect(phone.locator(".own .quoted")).to_be_visible()
    await expect(phone.locator(".composer .quoted")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= POCKET["width"]
    async with page.expect_download() as download:
        await paper.click()
    assert (await download.value).suggested_filename == "fiche é & d'accueil.pdf"
    await keep_picture(page, "attached")


@pytest.mark.browser
async def test_the_line_of_pins_leads_from_the_newest_to_the_older(
    browser: Browser, playground: Playground
) -> None:
    world = playground.telegram.world
    group = next(one for one in world.chats.values() if not one.private)
    summary = world.post_message(group, world.bot, text="Verslag van bijeenkomst 1")
    group.pins.insert(0, summary)
    world.mark_changed(summary)
    page = await look(browser, playground, LAPTOP)
    line = page.locator(f"{GROUP} .pin")
    await expect(line).to_contain_text("1/3")
    await expect(line).to_contain_text("Verslag van bijeenkomst 1")
    await line.click()
    await expect(line).to_contain_text("Bijeenkomst 2 van 10")
