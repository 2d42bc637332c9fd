"""Who was there: ticked the morning after, corrected with a reason, proved at the cycle's end."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from pypdf import PdfReader

import locales
from bot.playground.api_json import message_json, query_json
from bot.playground.model import Message
from bot.playground.people import Person
from bot.rules.attendance import Mark, Tally
from handlers.attendance.certificate_pdf import NOT_DRAWN, Proof, draw
from storage.attendance.records import Entry
from storage.meetings import Meeting
from tests.end_to_end.handing import from_bot, having, holding
from tests.end_to_end.town import BRUSSELS, Founded, Town, wall

FIRST = "2026-10-06 14:00-16:30 Huis"
SECOND = "2026-11-03 14:00-16:30 Huis"
FRIDAY = "2026-10-09 14:00-16:30 Huis"
SATURDAY = "2026-10-10 14:00-16:30 Huis"
MORNING_AFTER = "2026-10-07 08:00"
SHOUTED = "<b>bleef & luisterde</b>"


@dataclass
class Met:
    """A community that has met; Ann and Ben are members, and Ann had said that she comes."""

    town: Town
    founded: Founded

    def __getitem__(self, name: str) -> Person:
        return self.founded.people[name]

    async def rests_until(self, moment: str) -> None:
        """Move the clock and wait until what falls due is said."""
        await self.town.moves_to(moment)
        await self.town.settles()

    async def plans(self, *lines: str) -> None:
        """Have Mo plan these meetings."""
        self["Mo"].says("\n".join(("/plan", *lines)))
        await self["Mo"].presses("✅", await self["Mo"].hears("Huis"))
        await self.town.settles()


async def met(
    town: Town, *lines: str, ann: str = "Ann", language: str = "en", until: str = "2026-10-06 17:00"
) -> Met:
    """Everybody reads one language; a meeting was held just now."""
    founded = await town.community(ann, "Ben", language=language)
    founded.people.setdefault("Ann", founded.people[ann])
    group = Met(town, founded)
    for name in ("Mo", "Mia", "Ann", "Ben"):
        group[name].says(f"/language {language}")
        await group[name].hears("✅")
    await group.plans(*(lines or (FIRST,)))
    assert founded.group is not None
    await group["Ann"].presses("✅", chat=founded.group)
    await town.settles()
    # What is said on the way would be bundled with the question of the morning after.
    await group.rests_until(until)
    return group


def is_done(said: Message) -> bool:
    return said.text.startswith("✅")


def turned(toggle: str) -> Callable[[Message], bool]:
    """Whether a tick stands as pressing this button makes it."""
    return having(f"{'☐' if toggle[0] == '☑' else '☑'}{toggle[1:]}")


async def ticks(moderator: Person, *toggles: str) -> Message:
    """Have a moderator open the list and turn these over; the list."""
    moderator.says("/attendance")
    sheet = await moderator.hears(having("✅"))
    for toggle in toggles:
        await moderator.presses(toggle, sheet)
        sheet = await moderator.hears(turned(toggle))
    return sheet


async def saves(moderator: Person, *toggles: str) -> Message:
    """Have a moderator turn these over and save a list that was not saved before."""
    await moderator.presses("✅", await ticks(moderator, *toggles))
    return await moderator.hears(is_done)


async def corrects(moderator: Person, reason: str, *toggles: str) -> Message:
    """Have a moderator turn these over on a list that was saved, and say why."""
    await moderator.presses("✅", await ticks(moderator, *toggles))
    await moderator.hears(having("❌"))
    moderator.says(reason)
    return await moderator.hears(is_done)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_from_the_list_of_the_morning_after_to_a_proof_for_each(
    town: Town, language: str
) -> None:
    group = await met(town, FIRST, SECOND, ann="Zoé Œdipe", language=language)
    mo, mia, ann, ben = (group[name] for name in ("Mo", "Mia", "Ann", "Ben"))
    await group.rests_until(MORNING_AFTER)

    sheet = from_bot(mo)[-1]
    assert sheet.buttons[:-1] == ["☐ Mo", "☐ Mia", "☑ Zoé Œdipe", "☐ Ben"]
    assert from_bot(mia)[-1].buttons == sheet.buttons
    await mo.presses("☐ Ben", sheet)
    await mo.presses("✅", await mo.hears(having("☑ Ben")))
    done = await mo.hears(is_done)
    assert "2" in done.text
    assert [label[0] for label in done.buttons] == ["✏", "✏"]

    told = await corrects(mia, SHOUTED, "☑ Ben", "☐ Mia")
    assert "2" in told.text
    mo.says("/attendance 1")
    shown = await mo.hears(holding("Mia", SHOUTED))
    assert shown.text.count(SHOUTED) == 2
    assert "Ben" in shown.text

    await group.rests_until("2026-11-03 21:00")
    await saves(mo, "☐ Zoé Œdipe")
    assert not [one for one in from_bot(ann) if one.document]
    await group.rests_until("2026-11-04 07:59")
    assert not [one for one in from_bot(ann) if one.document]
    await group.rests_until("2026-11-04 08:00")
    (sent,) = [one for one in from_bot(ann) if one.document]
    assert not [one for one in from_bot(ben) if one.document]
    page = text_of(sent)
    date = town.app.services.locales.words(language).date(town.clock() - timedelta(days=29))
    assert all(part in page for part in ("Zoé Œdipe", "Noord", "Mo, Mia", date, "5"))


def text_of(said: Message) -> str:
    """What another reader finds on the one page of a proof."""
    assert said.document is not None
    assert said.document.name.endswith(".pdf")
    return page_of(said.document.content)


def page_of(content: bytes) -> str:
    """The text of the only page of a PDF, whose data say nothing of who made it, or where."""
    reader = PdfReader(io.BytesIO(content))
    (page,) = reader.pages
    assert set(reader.metadata or {}) <= {"/Title", "/Producer", "/CreationDate"}
    return " ".join(page.extract_text().split())


async def test_beside_other_news_a_list_is_opened_below_and_nothing_is_lost(town: Town) -> None:
    group = await met(town, FRIDAY, SATURDAY, until="2026-10-10 17:00")
    mo = group["Mo"]
    await group.rests_until("2026-10-12 08:00")
    bundle = from_bot(mo)[-1]
    before = bundle.text
    assert len(bundle.buttons) == 2

    await mo.presses(bundle.buttons[0], bundle)

    sheet = await mo.hears(having("☑ Ann", "☐ Ben"))
    assert sheet.id > bundle.id
    assert bundle.text == before


async def test_of_two_moderators_the_second_is_told_and_nothing_is_lost_or_doubled(
    town: Town,
) -> None:
    group = await met(town)
    mo, mia = group["Mo"], group["Mia"]
    mine = await ticks(mia, "☐ Mia", "☐ Ben")
    await saves(mo, "☐ Mo", "☐ Ben")

    await mia.presses("✅", mine)
    notice = await mia.hears("meanwhile")
    assert holding("Saved by Mo", "Mia: absent → present")(notice)
    assert notice.buttons[:4] == ["☑ Mo", "☑ Mia", "☑ Ann", "☑ Ben"]
    await mia.presses("✅", notice)
    asked = await mia.hears(having("❌"))
    assert "Ben" not in asked.text
    mia.says("I was there too")
    assert "4 of 4" in (await mia.hears(is_done)).text

    mo.says("/attendance")
    shown = await mo.hears("I was there too")
    assert shown.text.count("→") == 1


async def test_a_list_that_is_saved_as_it_was_asks_nothing_and_tells_whose_it_is(
    town: Town,
) -> None:
    group = await met(town)
    mo, mia = group["Mo"], group["Mia"]
    await group.rests_until(MORNING_AFTER)
    unseen = from_bot(mia)[-1]
    await saves(mo, "☐ Mo", "☑ Ann")

    pressed = mia.presses("✅", unseen)
    await pressed
    told = await mia.hears(is_done)
    assert holding("1 of 4", "Saved by Mo")(told)
    town.telegram.world.queue_update("callback_query", query_json(pressed.query))
    await town.settles()
    mo.says("/attendance")
    shown = await mo.hears(having("☑ Mo", "☐ Ann"))
    assert "→" not in shown.text


async def test_a_reason_that_says_who_somebody_is_or_comes_again_or_is_empty_or_too_long(
    town: Town,
) -> None:
    group = await met(town)
    mo = group["Mo"]
    await saves(mo)
    await mo.presses("✅", await ticks(mo, "☐ Ben"))
    await mo.presses("❌", await mo.hears(having("❌")))
    await mo.hears(is_done)
    await mo.presses("✅", await ticks(mo, "☐ Ben"))
    await mo.hears(having("❌"))
    for nothing in ("\u200b\u2063", "x" * 301):
        mo.says(nothing)
        await mo.hears("⛔")
    mo.says("call him on 0475 12 34 56")
    warned = await mo.hears("⚠️")
    assert "0475" in warned.text
    sure = mo.presses("✅", warned)
    await sure
    done = await mo.hears(is_done)
    town.telegram.world.queue_update("callback_query", query_json(sure.query))
    await town.settles()
    assert from_bot(mo)[-1].text == done.text

    await mo.presses("✅", await ticks(mo, "☑ Ben"))
    await mo.hears(having("❌"))
    reason = mo.says("he left at once")
    await mo.hears(is_done)
    town.telegram.world.queue_update("message", message_json(reason))
    await mo.hears("Noted")
    mo.says("/attendance")
    shown = await mo.hears("he left at once")
    assert shown.text.count("→") == 2


async def test_a_meeting_that_is_held_later_after_all_has_a_new_list(town: Town) -> None:
    group = await met(town, until="2026-10-06 14:30")
    mo, ann = group["Mo"], group["Ann"]
    await saves(mo)
    mo.says("/session 1\ndate: 13/10/2026")
    await mo.presses("✅", await mo.hears(having("✅")))
    await mo.hears(is_done)
    await group.rests_until("2026-10-14 08:00")
    assert "☐ Ann" in (await mo.sees("13 October")).buttons
    ann.says("/agenda")
    assert "not noted yet" in (await ann.hears("over")).text


async def test_forged_buttons_and_those_of_another_community_open_nothing(town: Town) -> None:
    group = await met(town)
    mo, ann = group["Mo"], group["Ann"]
    await saves(mo)
    other = await town.founds("Zuid", language="en")
    stranger = await town.registers(other, "Zed", other.moderators[0], language="en")
    for person in (ann, stranger):
        for data in ("open:1", "change:1", "tick:1:3:0", "save:1", "sure:1", "proof:2:1", "open:x"):
            shown = len(from_bot(person))
            pop_up = await person.forges(f"attendance:{data}", from_bot(person)[-1])
            await town.settles()
            told = from_bot(person)[shown:]
            assert (pop_up.text or "").startswith("⛔") or told[-1].text.startswith("⛔")
            assert not any("Ben" in one.text for one in told)
    mo.says("/attendance")
    assert "☑ Ann" in (await mo.hears(having("✅"))).buttons


async def test_a_member_sees_their_record_and_a_proof_that_follows_corrections(
    town: Town,
) -> None:
    group = await met(town, FIRST, SECOND)
    mo, ann, ben = group["Mo"], group["Ann"], group["Ben"]
    await saves(mo)
    ann.says("/agenda")
    agenda = await ann.hears("You were at 1 of 1 session.")
    assert "✔" in agenda.text
    assert agenda.button("📄") is None
    pop_up = await ann.forges("attendance:proof:1:1", agenda)
    assert (pop_up.text or "").startswith("⛔")
    await group.rests_until("2026-11-03 17:00")
    ann.says("/agenda")
    assert (await ann.hears("not noted yet")).button("📄") is None
    await saves(mo, "☐ Ann")
    assert "2 of 2, 5 h" in text_of(await ann.hears(lambda said: said.document))
    ben.says("/agenda")
    assert (await ben.hears("You were at 0 of 2")).button("📄") is None

    told = await corrects(mo, "she left before it began", "☑ Ann")
    assert "0 of 4" in told.text
    ann.says("/agenda")
    await ann.presses("📄", await ann.hears("1 of 2"))
    page = text_of(await ann.hears(lambda said: said.document))
    assert all(part in page for part in ("1 of 2, 2 h 30 min", "absent", "present", "Mo, Mia"))
    await group.rests_until("2026-11-05 09:00")
    assert len([one for one in from_bot(ann) if one.document]) == 2


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_proof_with_the_longest_texts_is_one_page_and_has_every_accent(language: str) -> None:
    now, length = wall("2027-06-30 10:00"), timedelta(hours=2, minutes=30)
    starts = [wall("2026-09-15 14:00") + timedelta(weeks=3 * number) for number in range(12)]
    entries = tuple(
        Entry(
            Meeting(
                community_id=1,
                number=number,
                starts_at=start,
                ends_at=start + length,
                theme=("Œuvre naïve · à suivre – " * 5)[:120] if number % 2 else "W" * 120,
                uid="",
                planned_at=start,
            ),
            [*Mark][number % 5],
        )
        for number, start in enumerate(starts, 1)
    )
    proof = Proof(
        name="Zoé-Héloïse Œdipe 名 " + "W" * 40,
        function="m" * 80,
        community="Gemeenschap " * 6,
        zone="Noord · Sint-Joost",
        cycle=2,
        entries=entries,
        tally=Tally(3, 8, 3 * length),
        moderators=("Ďurič", "W" * 64),
    )

    words = locales.load(BRUSSELS, "nl").words(language)
    page = page_of(draw(words, proof, now))

    assert f"Zoé-Héloïse Œdipe {NOT_DRAWN}" in page
    assert all(part in page for part in ("Œuvre naïve · à suivre –", "Ďurič", "Sint-Joost"))
    assert all(" ".join(words.date(start).split()) in page for start in starts)
