"""A coordinator says something to all moderators, or to all communities."""

import asyncio

from sqlmodel import Session, col, update

from bot.playground.people import Person
from handlers.announcing.compose import LIMIT
from handlers.announcing.messages import APART, AnnouncementProgress
from storage.announcing import Announcement
from storage.core import outbox
from storage.core.outbox import Outgoing
from tests.end_to_end.town import Town, wall

GIVEN = "/announce\nfor: {audience}\nnl: Tot in september & <b>bedankt</b>\nfr: À septembre"


def from_brusano(person: Person) -> list[str]:
    return [one.text for one in person.chat.messages if one.text.startswith("📣")]


async def previewed(town: Town, audience: str) -> None:
    town.brusano.says(GIVEN.format(audience=audience))
    await town.brusano.hears("This goes to")


async def settled(town: Town) -> None:
    """Until how far it has come is told for the last time."""
    await town.settles()
    for _ in range(3):
        town.clock.at += APART
        await town.app.look()
        await town.settles()


async def test_every_moderator_reads_it_once_in_their_language(town: Town) -> None:
    founded = await town.founds(language="nl+fr")
    mo = await town.registers(founded, "Mo", founded.moderators[0], language="nl")
    mia = await town.registers(founded, "Mia", founded.moderators[1], language="fr")
    ann = await town.registers(founded, "Ann", founded.member)
    await previewed(town, "moderatoren")

    await town.brusano.presses("📨")
    await settled(town)

    assert from_brusano(mo) == ["📣 Van Brusano\nTot in september & <b>bedankt</b>"]
    assert [one.partition("\n")[2] for one in from_brusano(mia)] == ["À septembre"]
    assert from_brusano(ann) == []
    assert "✅ 2 of 2 sent." in town.brusano.chat.messages[-1].text


async def test_a_group_of_two_languages_reads_both_and_the_progress_is_one_message(
    town: Town,
) -> None:
    founded = await town.community(language="nl+fr")
    await previewed(town, "communities")

    await asyncio.gather(town.brusano.presses("📨"), town.brusano.presses("📨"))
    await settled(town)

    assert founded.group is not None
    told = [one.text for one in founded.group.messages if one.text.startswith("📣")]
    assert len(told) == 1
    assert "bedankt" in told[0]
    assert "À septembre" in told[0]
    shown = [one.text for one in town.brusano.chat.messages if "1 of 1 sent." in one.text]
    assert len(shown) == 1


async def test_what_is_said_at_night_waits_for_the_morning_and_can_be_stopped(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    await town.moves_to("2026-09-01 22:00")
    await previewed(town, "moderators")
    assert "08:00" in (await town.brusano.hears("This goes to")).text
    await town.brusano.presses("📨")
    await town.settles()

    await town.brusano.presses("❌", await town.brusano.hears("0 of 1 sent."))
    await town.moves_to("2026-09-02 09:00")
    await town.settles()

    assert from_brusano(mo) == []


async def test_what_was_claimed_but_not_sent_when_it_is_stopped_is_not_sent_any_more(
    town: Town,
) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    await town.moves_to("2026-09-01 22:00")
    await previewed(town, "moderators")
    await town.brusano.presses("📨")
    await town.settles()
    redrawn = await town.app.database.read(
        lambda session: outbox.by_key(session, f"{AnnouncementProgress.name}:1")
    )
    assert redrawn is not None
    assert redrawn.due_at == wall("2026-09-02 08:00")
    await town.app.database.write(claimed)

    shown = await town.brusano.hears("0 of 1 sent.")
    pop_ups = [await town.brusano.presses("❌", shown) for _ in range(2)]
    await town.app.delivery.recover()
    await town.moves_to("2026-09-02 09:00")
    await settled(town)

    assert all((one.text or "").startswith("✅") for one in pop_ups)
    assert from_brusano(mo) == []
    assert shown.text.startswith("✅ Stopped")
    assert "0 messages were sent." in shown.text


def claimed(session: Session) -> None:
    said = col(Outgoing.key).startswith("announcement:")
    session.exec(update(Outgoing).where(said).values(state=outbox.SENDING))


async def test_what_was_sent_can_not_be_stopped(town: Town) -> None:
    founded = await town.founds()
    await town.registers(founded, "Mo", founded.moderators[0])
    await previewed(town, "moderators")
    await town.brusano.presses("📨")
    await settled(town)

    refused = await town.brusano.forges("announce:stop:1", await town.brusano.hears("1 of 1 sent."))
    assert (refused.text or "").startswith("⛔")
    assert town.brusano.chat.messages[-1].text == "✅ 1 of 1 sent."


async def test_a_text_that_is_too_long_is_asked_again_and_not_left_out(town: Town) -> None:
    long = "x" * (LIMIT + 1)
    town.brusano.says(f"/announce\nfor: nobody\nnl: {long}\nfr: Bonjour")
    await town.brusano.hears("Choose the moderators")
    await town.brusano.presses("all moderators")
    await town.brusano.hears("Nederlands")
    assert from_brusano(town.brusano) == []


async def test_who_is_no_coordinator_any_more_sends_nothing(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    mo.says(GIVEN.format(audience="moderators"))
    refused = await mo.hears("⛔")
    await mo.forges("announce:send:00000000", refused)
    await mo.forges("announce:stop:1", refused)
    await town.settles()

    found = await town.app.database.read(lambda session: session.get(Announcement, 1))
    assert found is None
    assert from_brusano(mo) == []


async def test_while_nobody_is_there_to_read_it_another_audience_is_asked(town: Town) -> None:
    founded = await town.founds()
    await town.registers(founded, "Mo", founded.moderators[0])
    town.brusano.says(GIVEN.format(audience="groups"))
    assert "📨" not in str((await town.brusano.hears("⛔ There is nobody yet")).buttons)
    await town.brusano.presses("all moderators")
    assert "(1)" in (await town.brusano.hears("This goes to")).text
