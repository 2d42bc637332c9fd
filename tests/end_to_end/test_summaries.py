"""A meeting's summary: written, previewed, published, corrected, and read by who missed it."""

import json
from dataclasses import dataclass

import pytest
from telegram.error import RetryAfter

from bot.playground.model import Chat, Message
from bot.playground.people import Person
from handlers.core.screens import Screen
from handlers.core.telegram_client import TelegramClient
from handlers.summaries.messages import Posting
from tests.end_to_end.handing import having, holding
from tests.end_to_end.town import Founded, Town

PLAN = """/plan
2026-09-15 14:00-16:30 De Kade
2026-10-20 14:00-16:30 De Kade
2026-11-17 14:00-16:30 De Kade"""

AFTERNOON, EVENING, MORNING = "2026-09-15 17:00", "2026-09-15 21:00", "2026-09-16 08:00"
EVE = "2026-10-19 14:00"

BROUGHT, LEARNED = "een huurschuld <b>& meer", "bel eerst de huisbaas"
AGREED = "Sara: bellen tegen 12/10"
WHOLE = f"/summary\nbrought: {BROUGHT}\ngeleerd: {LEARNED}\naccords: {AGREED}"


@dataclass
class Community:
    """Mo and Mia moderate; Sara comes to the first meeting and Dirk does not."""

    town: Town
    founded: Founded
    mo: Person
    mia: Person
    sara: Person
    dirk: Person

    @property
    def group(self) -> Chat:
        assert self.founded.group is not None
        return self.founded.group

    async def previews(self, text: str, by: Person | None = None) -> Message:
        """Have a moderator give a summary at once; its preview."""
        person = by or self.mo
        person.says(text)
        return await person.hears(having("📨"))

    async def publishes(self, text: str = WHOLE) -> Message:
        """Have Mo publish; the post in the group."""
        await self.mo.presses("📨", await self.previews(text))
        await self.mo.hears(is_done)
        await self.town.settles()
        return self.posts()[-1]

    def posts(self) -> list[Message]:
        """The messages of summaries that stand in the group."""
        said = self.group.messages
        return [one for one in said if "📄" in one.text and not one.deleted]

    def missed(self, person: Person) -> list[Message]:
        """The summaries that a person got privately."""
        return [one for one in person.chat.messages if one.button("📖") and not one.deleted]


def is_done(said: Message) -> bool:
    return said.text.startswith("✅")


async def gathered(town: Town, language: str = "nl", *, has_group: bool = True) -> Community:
    """A community whose first meeting is over."""
    founded = await town.founds(language=language)
    links = {"Mo": founded.moderators[0], "Mia": founded.moderators[1]}
    for name in ("Mo", "Mia", "Sara", "Dirk"):
        await town.registers(founded, name, links.get(name, founded.member), language[:2])
    people = founded.people
    if has_group:
        people["Sara"].joins(await town.ties(founded, people["Mo"]))
    people["Mo"].says(PLAN)
    await people["Mo"].presses("✅", await people["Mo"].hears("De Kade"))
    for name, sign in (("Mo", "✅"), ("Mia", "✅"), ("Sara", "✅"), ("Dirk", "❌")):
        people[name].says("/rsvp")
        await people[name].presses(sign, await people[name].hears(having("✅")))
    await town.settles()
    await town.moves_to(AFTERNOON)
    await town.settles()
    return Community(town, founded, *(people[name] for name in ("Mo", "Mia", "Sara", "Dirk")))


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_a_summary_step_by_step_reaches_the_group_and_who_missed_it(
    town: Town, language: str
) -> None:
    here = await gathered(town, language)
    mo = here.mo
    mo.says("/verslag")
    await mo.hears("1/3")
    mo.says(BROUGHT)
    await mo.hears("2/3")
    mo.says(LEARNED)
    await mo.hears("3/3")
    mo.says(f"- {AGREED}\n- Mo: zaal boeken")
    preview = await mo.hears(having("📨", "🔒", "🏷"))
    assert holding(BROUGHT, LEARNED, f"• {AGREED}", "• Mo: zaal boeken")(preview)
    assert here.posts() == []
    theme = next(one for one in preview.buttons if one.startswith("☐"))
    await mo.presses(theme, preview)
    await mo.hears(having("☑"))
    await mo.presses("📨", preview)
    await mo.hears(is_done)
    await town.settles()
    (post,) = here.posts()
    assert holding(BROUGHT, LEARNED, f"• {AGREED}", "• Mo: zaal boeken", "🏷", "Mo")(post)
    assert theme.removeprefix("☐ ") in post.text
    assert post.pinned
    assert post.protected
    (told,) = here.missed(here.dirk)
    assert holding(BROUGHT, LEARNED, AGREED)(told)
    assert told.protected
    for person in (mo, here.mia, here.sara):
        assert here.missed(person) == []


async def test_two_moderators_publish_at_once_and_neither_text_is_lost(town: Town) -> None:
    here = await gathered(town)
    texts = {here.mo: "van Mo", here.mia: "van Mia"}
    previews = {one: await here.previews(f"/summary {text}", one) for one, text in texts.items()}
    for person in (here.mo, here.mia, here.mo):
        person.presses("📨", previews[person])
    await town.settles()
    (post,) = here.posts()
    first, second = sorted(texts, key=lambda one: texts[one] not in post.text)
    assert texts[second] not in post.text
    told = await second.hears(holding("⛔", first.name, texts[second]))
    await second.presses("📨", told)
    await second.hears(is_done)
    await town.settles()
    (post,) = here.posts()
    assert holding(texts[second], first.name, second.name, "✏️")(post)
    assert texts[first] not in post.text
    assert len(here.missed(here.dirk)) == 1


def begins(said: Message) -> list[str]:
    """The data of the buttons that begin a summary."""
    data = (button.data or "" for row in said.rows for button in row)
    return [one for one in data if one.startswith("summary:begin:")]


async def owes(person: Person) -> bool:
    """Whether `/todo` asks a person for a summary."""
    person.says("/todo")
    return bool(begins(await person.hears()))


async def test_what_is_published_at_night_waits_for_the_morning(town: Town) -> None:
    here = await gathered(town)
    await town.moves_to(EVENING)
    assert await owes(here.mo)
    assert not await owes(here.sara)
    begin = await here.mo.sees(lambda said: bool(begins(said)))
    await here.mo.forges(begins(begin)[0], begin)
    await here.mo.hears("1/3")
    await here.mo.presses("📨", await here.previews(WHOLE))
    assert "08:00" in (await here.mo.hears(is_done)).text
    await town.settles()
    assert here.posts() == []
    assert here.missed(here.dirk) == []
    assert not await owes(here.mo)
    await town.moves_to(MORNING)
    await town.settles()
    assert len(here.posts()) == 1
    assert len(here.missed(here.dirk)) == 1


async def test_a_correction_changes_the_post_where_it_stands(town: Town) -> None:
    here = await gathered(town)
    post = await here.publishes()
    long = "\n".join(f"{number}. een lange zin over <b>wonen</b> & werk." for number in range(180))
    mia = here.mia
    preview = await here.previews(f"/summary\n{long}", by=mia)
    assert holding(LEARNED, AGREED)(preview)
    await mia.presses("📨", preview)
    await mia.hears(is_done)
    await town.settles()
    pages = here.posts() + [one for one in here.group.messages if AGREED in one.text]
    assert pages[0] is post
    assert len(pages) > 1
    assert holding("0. een lange zin over <b>wonen</b> & werk.")(post)
    assert "Mia" in pages[-1].text
    assert "✏️" in pages[-1].text
    mia.says("/summary")
    preview = await mia.hears(having("📨"))
    await mia.presses("✏️", preview)
    which = await mia.hears(having("⬅️"))
    await mia.presses(which.buttons[0], which)
    await mia.presses("➡️", await mia.hears(having("➡️")))
    await mia.presses("📨", await mia.hears(having("📨")))
    await mia.hears(is_done)
    await town.settles()
    (post,) = here.posts()
    assert holding(BROUGHT, AGREED)(post)
    assert "lange zin" not in post.text
    assert not any("lange zin" in one.text for one in here.group.messages if not one.deleted)
    (told,) = here.missed(here.dirk)
    assert "Mia" not in told.text
    await here.dirk.presses("📖", told)
    assert "Mia" in (await here.dirk.hears(having("📖"))).text
    assert ((await here.dirk.presses("📖", told)).text or "").startswith("✅")


async def test_who_turns_out_to_have_missed_it_gets_it_once(town: Town) -> None:
    here = await gathered(town)
    await here.publishes()
    for _ in range(2):
        here.mo.says("/attendance")
        sheet = await here.mo.hears(having("☑ Mo"))
        if sheet.button("☑ Sara"):
            await here.mo.presses("☑ Sara", sheet)
            sheet = await here.mo.hears(having("☐ Sara"))
        await here.mo.presses("✅", sheet)
        await town.settles()
    assert len(here.missed(here.sara)) == 1
    assert len(here.missed(here.dirk)) == 1
    assert here.missed(here.mia) == []


async def test_who_could_not_be_reached_gets_it_once_they_are_back(town: Town) -> None:
    here = await gathered(town)
    here.dirk.blocks_bot()
    await here.publishes()
    assert here.missed(here.dirk) == []
    here.dirk.unblocks_bot()
    await town.settles()
    assert len(here.missed(here.dirk)) == 1


async def test_what_the_group_can_no_longer_read_goes_to_everybody(town: Town) -> None:
    here = await gathered(town)
    await town.moves_to(EVENING)
    await here.mo.presses("📨", await here.previews(WHOLE))
    await here.mo.hears(is_done)
    here.mo.removes_bot(here.group)
    await town.settles()
    assert here.missed(here.sara) == []
    await town.moves_to(MORNING)
    await town.settles()
    for person in (here.mia, here.sara, here.dirk):
        assert [LEARNED in one.text for one in here.missed(person)] == [True]
    await here.mo.presses("📨", await here.previews("/summary toch nog iets"))
    assert "📖" in (await here.mo.hears(is_done)).text


async def test_in_the_group_nobody_reads_a_draft(town: Town) -> None:
    here = await gathered(town)
    said = here.sara.says(f"Wat ik onthoud: {LEARNED}", here.group)
    here.mo.says("/verslag", here.group, reply_to=said)
    before = len(here.group.messages)
    preview = await here.mo.sees(having("📨"))
    assert f"Wat ik onthoud: {LEARNED}" in preview.text
    await town.settles()
    assert len(here.group.messages) == before, "nothing is posted for one person"
    here.sara.says("/summary alles is gelekt", here.group)
    assert (await here.sara.hears("⛔", chat=here.group)).buttons == []


async def test_forged_buttons_write_and_show_nothing(town: Town) -> None:
    here = await gathered(town)
    preview = await here.previews(WHOLE)
    data = [button.data or "" for row in preview.rows for button in row]
    sara = here.sara
    mine = sara.says("/rsvp")
    place = await sara.hears(having("✅"))
    forged = [one for one in data if one.startswith("summary:")]
    forged += ["summary:begin:1", "summary:begin:99", "summary:send:1:0:", "summary:share:1:text:1"]
    for one in forged:
        assert ((await sara.forges(one, place)).text or "").startswith("⛔"), one
    for one in ("summary:send", "summary:theme:1", "summary:share:1:x", "summary:read:1:0"):
        await here.mo.forges(one, preview)
    assert mine.text == "/rsvp"
    assert here.posts() == []
    await here.publishes()
    other = await town.founds("Zuid")
    stranger = await town.registers(other, "Stan", other.moderators[0])
    place = await stranger.sees("🎉")
    for one in (*forged, "summary:read:1:0"):
        assert ((await stranger.forges(one, place)).text or "").startswith("⛔"), one
    assert len(here.posts()) == 1


@dataclass(frozen=True)
class Refused:
    """What a moderator gives, and a piece of what they hear."""

    given: str
    heard: str


async def test_what_can_not_be_a_summary_is_refused_and_nothing_is_lost(town: Town) -> None:
    here = await gathered(town)
    mo = here.mo
    for one in (
        Refused("/summary 2 te vroeg", "20 oktober"),
        Refused("/summary 7 bestaat niet", "7"),
    ):
        mo.says(one.given)
        assert one.heard in (await mo.hears("⛔")).text
    mo.says(f"/summary\nlearned: {LEARNED}\nbrought: {'woord ' * 3400}")
    assert "3000" in (await mo.hears("⛔")).text
    mo.says("\u200b \n")
    assert "3000" in (await mo.hears("⛔")).text
    mo.says("kort")
    preview = await mo.hears(having("📨"))
    assert holding("kort", LEARNED)(preview)
    await mo.presses("❌", preview)
    await mo.hears(is_done)
    mo.says("/summary")
    for number in ("1/3", "2/3", "3/3"):
        await mo.presses("➡️", await mo.hears(number))
    await mo.hears("⛔")
    mo.says("Toch iets: +32 470 12 34 56")
    preview = await mo.hears(having("📨"))
    assert "⚠️" in preview.text
    mo.says("en nog een tweede stuk")
    assert holding("Toch iets", "en nog een tweede stuk")(await mo.hears(having("📨")))
    for _ in range(4):
        mo.says("stuk " * 800)
        preview = await mo.hears(having("📨"))
    assert holding("⛔", "12000")(preview)
    assert "tweede stuk" in (await mo.hears(holding("Toch iets"))).text
    assert here.posts() == []


async def test_the_eve_recalls_what_was_agreed_and_the_next_summary_takes_the_pin(
    town: Town,
) -> None:
    here = await gathered(town)
    first = await here.publishes()
    await town.moves_to(EVE)
    await town.settles()
    eve = next(one for one in reversed(here.group.messages) if "🤝" in one.text)
    assert AGREED in eve.text
    assert LEARNED not in eve.text
    await town.moves_to("2026-10-20 17:00")
    await town.settles()
    second = await here.publishes("/summary 2 de tweede keer")
    assert second.pinned
    assert not first.pinned
    here.mo.deletes(first)
    await here.publishes("/summary 1 toch nog iets")
    again = here.posts()[-1]
    assert holding("toch nog iets", AGREED)(again)
    assert second.pinned
    assert not again.pinned
    here.mo.says("/mydata")
    file = (await here.mo.hears(lambda said: said.document is not None)).document
    assert file is not None
    assert [one["meeting"] for one in json.loads(file.content)["summaries"]] == [1, 2]


async def test_without_a_group_everybody_reads_it_and_the_agreements_privately(town: Town) -> None:
    here = await gathered(town, has_group=False)
    await here.mo.presses("📨", await here.previews(WHOLE))
    await town.settles()
    for person in (here.mia, here.sara, here.dirk):
        assert [LEARNED in one.text for one in here.missed(person)] == [True]
    assert here.missed(here.mo) == []
    await town.moves_to(EVE)
    await town.settles()
    eve = await here.sara.sees("🤝")
    assert AGREED in eve.text
    assert eve.protected


class BreakingOff(TelegramClient):
    """Telegram that asks to wait at the third message; what stands in the chat, by its id."""

    def __init__(self) -> None:
        self.calls, self.standing = 0, dict[int, str]()

    async def send(self, chat_id: int, screen: Screen, answering: int | None = None) -> int:
        self.calls += 1
        if self.calls == 3:
            raise RetryAfter(1)
        self.standing[self.calls] = screen.text
        return self.calls

    async def delete(self, chat_id: int, message_id: int) -> bool:
        return self.standing.pop(message_id, None) is not None


async def test_a_post_that_breaks_off_leaves_no_half_of_it() -> None:
    telegram = BreakingOff()
    posting = Posting(("one", "two"), (), None)
    with pytest.raises(RetryAfter):
        await posting.send(telegram, -1, Screen("three"))
    assert telegram.standing == {}
    await posting.send(telegram, -1, Screen("three"))
    assert list(telegram.standing.values()) == ["one", "two", "three"]
    assert posting.message_ids == list(telegram.standing)
