"""The moderators' side of the cases: read, decide, put to the group's blind vote, release.

Letters, signs and what people wrote are looked for, not the program's own words.
"""

import asyncio

from sqlmodel import Session, delete, select

from bot.playground.model import Message
from bot.playground.people import Person
from bot.rules.cases import Use
from bot.rules.communities import Zone
from storage import cases, communities, meetings, members
from storage.cases import Case, Standing
from storage.members import Membership
from tests.end_to_end.deciding import MEREL, MORE, ZWALUW, Table, data_of, holds, table
from tests.end_to_end.handing import PLAN, from_bot
from tests.end_to_end.town import Town

DEEDS = ("accept", "park", "decline", "reword", "ask", "advise", "release", "retract")
SETTLING = ("put", "finish", "first")
READING = ("case", "original", "list")


async def test_the_only_case_is_read_accepted_and_comes_first(town: Town) -> None:
    around = await table(town, ZWALUW)
    mo, group = around.mo, around.founded.group
    assert group is not None

    listed = await around.looks(mo)
    assert listed.protected
    assert ZWALUW not in listed.text
    screen = await around.reads(mo, "A")
    assert ZWALUW + MORE in screen.text
    assert screen.protected
    assert not holds(screen, "advise")
    pop_up = await mo.forges(data_of(screen, "accept"), screen)
    assert (pop_up.text or "").startswith("✅")
    await around.settles_by(mo, "first")

    card = await mo.sees("De Kade", chat=group)
    assert ZWALUW in card.text
    assert MORE.strip() not in card.text
    assert await around.standings() == [Standing.ACCEPTED.value]
    await town.moves_to("2026-09-14 15:00")
    await town.settles()
    eve = group.messages[-1]
    assert ZWALUW in eve.text


async def test_a_case_that_is_parked_waits_for_the_next_session(town: Town) -> None:
    around = await table(town, ZWALUW, MEREL)
    await around.accepts("A")
    await around.settles_by(around.mo, "first")
    screen = await around.does(around.mo, "park", "A")

    assert await around.standings() == [Standing.PARKED.value, Standing.WAITING.value]
    pressed_again = data_of(await around.reads(around.mia, "A (1)"), "park").split(":")
    assert pressed_again[3:] == [Standing.PARKED.value, "2"]
    await around.mo.forges("cases:park:1:accepted:1", screen)
    await town.settles()
    assert data_of(await around.reads(around.mia, "A (1)"), "park").split(":") == pressed_again
    assert around.founded.group is not None
    card = await around.mo.sees("De Kade", chat=around.founded.group)
    assert ZWALUW not in card.text


async def votes_for(ballot: Message, person: Person, letter: str) -> str:
    """Have a person vote; what they are told."""
    pop_up = await person.forges(data_of(ballot, "for", letter), ballot)
    return pop_up.text or ""


async def test_the_group_votes_blindly_until_the_vote_closes(town: Town) -> None:
    around = await table(town, ZWALUW, MEREL)
    await around.accepts("A", "B")
    await around.settles_by(around.mo, "put")
    ballot = await around.ballot()
    text = ballot.text
    assert ZWALUW in text
    assert MEREL in text
    assert MORE.strip() not in text
    before = (await around.looks(around.mia)).text

    ann, bo, eva = (around.member(name) for name in ("Ann", "Bo", "Eva"))
    assert "A" in await votes_for(ballot, ann, "A")
    for person in (ann, bo, around.mo):
        assert ": B" in await votes_for(ballot, person, "B")
    assert ": A" in await votes_for(ballot, eva, "A")
    await town.settles()

    assert ballot.text == text
    assert (await around.looks(around.mia)).text == before
    assert around.founded.group is not None
    number = len(around.founded.group.messages)
    await town.moves_to("2026-09-08 13:59")
    assert ballot.text == text
    await town.moves_to("2026-09-08 14:00")
    await town.settles()

    assert ballot.rows == ()
    assert "➡️ B" in ballot.text
    assert len(around.founded.group.messages) == number
    card = await around.mo.sees("De Kade", chat=around.founded.group)
    assert MEREL in card.text
    assert not [one for one in await around.state() if "person_id" in one]


async def test_a_vote_counts_for_members_in_their_group_while_it_runs(town: Town) -> None:
    around = await table(town, ZWALUW, MEREL)
    ann, group = around.member("Ann"), around.founded.group
    assert group is not None
    lead = await town.registers(around.founded, "Lea", around.founded.lead)
    lead.joins(group)
    stranger = town.telegram.world.person("Sam", language_code="en")
    stranger.joins(group)
    await around.accepts("A", "B")
    card = await ann.sees("De Kade", chat=group)
    assert (await ann.forges("vote:for:1", card)).text is not None
    await around.settles_by(around.mo, "put")
    ballot = await around.ballot()
    on = (await around.looks(around.mo), ballot)
    state = await around.state()

    for person in (lead, stranger):
        assert (await votes_for(ballot, person, "A")).startswith("⛔")
    assert ((await around.mo.forges("vote:for:1", on[0])).text or "").startswith("⛔")
    for data in ("vote:for:99", "vote:for", "vote:for:x", "vote:nonsense:1", "vote:"):
        assert ((await ann.forges(data, ballot)).text or "").startswith("⛔")
    await town.settles()
    assert await around.state() == state

    town.clock.at = town.clock.at.replace(day=8, hour=12)
    assert (await votes_for(ballot, ann, "A")).startswith("⛔")


async def test_a_moderator_closes_the_vote_and_two_closes_are_one(town: Town) -> None:
    around = await table(town, ZWALUW, MEREL)
    await around.accepts("A", "B")
    screens = [await around.looks(person) for person in (around.mo, around.mia)]
    asked = await asyncio.gather(
        *(
            person.forges(data_of(screen, "put"), screen)
            for person, screen in zip((around.mo, around.mia), screens, strict=True)
        )
    )
    assert all((one.text or "").startswith("✅") for one in asked)
    ballot = await around.ballot()
    await votes_for(ballot, around.member("Ann"), "B")
    await town.settles()
    closing = await asyncio.gather(
        *(
            person.forges(data_of(screen, "finish"), screen)
            for person, screen in zip((around.mo, around.mia), screens, strict=True)
        )
    )
    assert all((one.text or "").startswith("✅") for one in closing)
    await town.settles()

    assert "➡️ B" in ballot.text
    assert around.founded.group is not None
    posts = [one for one in around.founded.group.messages if MEREL in one.text]
    assert len(posts) == 2  # the ballot, and the card


async def test_who_presses_second_undoes_nothing_unawares(town: Town) -> None:
    around = await table(town, ZWALUW, MEREL)
    for letter in ("A", "B"):
        screens = [(one, await around.reads(one, letter)) for one in (around.mo, around.mia)]
        verbs = ("accept", "park") if letter == "A" else ("accept", "accept")
        pressed = await asyncio.gather(
            *(
                person.forges(data_of(screen, verb), screen)
                for (person, screen), verb in zip(screens, verbs, strict=True)
            )
        )
        said = sorted((one.text or "")[0] for one in pressed)
        assert said == (["⛔", "✅"] if letter == "A" else ["✅", "✅"])
    first, second = await around.standings()
    assert first in (Standing.ACCEPTED.value, Standing.PARKED.value)
    assert second == Standing.ACCEPTED.value


async def test_a_written_decision_waits_for_no_changed_case(town: Town) -> None:
    around = await table(town, ZWALUW)
    await around.does(around.mo, "decline", "A")
    await around.does(around.mia, "accept", "A")
    around.mo.says("Not now, friend.")
    assert (await around.mo.hears()).text.startswith("⛔")
    assert await around.standings() == [Standing.ACCEPTED.value]


async def test_what_moderators_write_stands_with_the_case(town: Town) -> None:
    around = await table(town, ZWALUW)
    mo = around.mo
    for verb, text in (("reword", f"{MEREL}\nanew"), ("ask", "Kievit?"), ("decline", "Koekoek.")):
        await around.does(mo, verb, "A")
        mo.says(text)
        assert (await mo.hears()).text.startswith("✅")
    screen = await around.reads(around.mia, "A")
    for text in (MEREL, "Kievit?", "Koekoek."):
        assert text in screen.text
    assert ZWALUW not in screen.text
    original = await around.does(around.mia, "original", "A")
    assert ZWALUW in original.text
    assert await around.standings() == [Standing.DECLINED.value]
    stored = "".join(await around.state())
    assert not [bird for bird in ("Zwaluw", "Merel", "Kievit", "Koekoek") if bird in stored]


async def test_after_the_meeting_comes_the_advice_and_the_release(town: Town) -> None:
    around = await table(town, ZWALUW)
    await around.accepts("A")
    await around.settles_by(around.mo, "first")
    await town.moves_to("2026-09-15 17:00")
    await town.settles()

    assert not holds(await around.reads(around.mo, "A"), "accept")
    await around.does(around.mo, "advise", "A")
    around.mo.says("Ooievaar")
    assert (await around.mo.hears()).text.startswith("✅")
    screen = await around.does(around.mia, "release", "A")
    assert "cases:release:1:accepted:1" not in str(screen.rows)
    shown = await around.reads(around.mia, "A")
    assert "Ooievaar" in shown.text
    assert "📤" in shown.text
    await around.does(around.mo, "retract", "A")
    assert "📤" not in (await around.reads(around.mia, "A")).text


async def test_how_it_went_is_told_after_two_more_sessions(town: Town) -> None:
    around = await table(town, ZWALUW, use=Use.SESSION_ONLY)
    await around.accepts("A")

    def count(session: Session) -> None:
        case = session.exec(select(Case)).one()
        case.tried, case.helped, case.blocked = 71, 72, 73
        session.add(case)

    await town.app.database.write(count)
    for day, is_told in (("2026-09-16", False), ("2026-10-21", False), ("2026-11-18", True)):
        await town.moves_to(f"{day} 10:00")
        await town.settles()
        screen = await around.reads(around.mo, "A")
        assert ("72" in screen.text) == is_told
        assert not holds(screen, "release")


async def test_moderators_see_how_many_answered_and_the_key_when_it_is_time(town: Town) -> None:
    founded = await town.community("Ann", "Bo", "Eva")
    mo = founded.people["Mo"]
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()

    def begin(session: Session) -> tuple[int, int | None]:
        meeting = meetings.with_number(session, 1, 1)
        assert meeting is not None
        window = cases.begin_window(session, meeting, b"k" * 32, b"s" * 16)
        return window.id or 0, members.seated(session, 1)[0].person.id

    window_id, person_id = await town.app.database.write(begin)
    urn = town.app.services.urns.of(window_id)
    urn.create()
    urn.put(b"e" * 32, b"box", person_id)
    lead = await town.registers(founded, "Lea", founded.lead)
    around = Table(town, founded)

    listed = await around.looks(mo)
    assert "1 " in listed.text
    assert " 5" in listed.text
    assert not holds(listed, "open")
    await town.moves_to("2026-09-02 10:00")
    listed = await around.looks(mo)
    assert data_of(listed, "open") == f"cases:open:{window_id}"
    for_lead = await around.looks(lead)
    assert "🔑" not in str(for_lead.rows)
    assert "5" not in for_lead.text


def forged(verb: str) -> list[str]:
    """Buttons of this verb for every state of a case, and broken ones."""
    return [
        *(f"cases:{verb}:1:{standing.value}:1" for standing in Standing),
        *(f"cases:{verb}:{rest}" for rest in ("1", "2", "", "x:y", "99999999999999999999")),
    ]


async def presses_all(around: Table, person: Person, *verbs: str) -> None:
    """Press every forged button: nothing changes, nothing is read."""
    person.says("/help")
    await person.hears()
    on, before, heard = from_bot(person)[-1], await around.state(), len(from_bot(person))
    for verb in verbs:
        for data in forged(verb):
            pop_up = await person.forges(data, on)
            assert (pop_up.text or "").startswith("⛔"), data
    person.says("what I type now goes nowhere")
    await around.town.settles()
    assert await around.state() == before
    for said in (on, *from_bot(person)[heard:]):
        assert "Zwaluw" not in said.text
        assert "Grutto" not in said.text


async def test_others_read_nothing_and_decide_nothing(town: Town) -> None:
    around = await table(town, ZWALUW, MEREL)
    other = await town.founds("Zuid")
    kim = await town.registers(other, "Kim", other.moderators[0], language="en")
    stranger = town.telegram.world.person("Sam", language_code="en")
    for person in (around.member("Ann"), stranger, town.brusano):
        await presses_all(around, person, *DEEDS, *SETTLING, *READING)
    await presses_all(around, kim, *DEEDS, *SETTLING, "case", "original")
    for person in (around.member("Ann"), stranger):
        assert (await around.looks(person)).text.startswith("⛔")
    assert not holds(await around.looks(kim), "case")


async def test_the_lead_reads_and_decides_nothing(town: Town) -> None:
    around = await table(town, ZWALUW)
    lead = await town.registers(around.founded, "Lea", around.founded.lead, language="en")
    screen = await around.reads(lead, "A")
    assert ZWALUW in screen.text
    assert [button.data for row in screen.rows for button in row] == ["cases:list:1"]
    await presses_all(around, lead, *DEEDS, *SETTLING, "original")


async def test_a_moderator_who_left_decides_nothing_more(town: Town) -> None:
    around = await table(town, ZWALUW)
    await around.does(around.mo, "decline", "A")

    def leave(session: Session) -> None:
        person = members.person_by_telegram_id(session, around.mo.id)
        assert person is not None
        session.exec(delete(Membership).where(Membership.person_id == person.id))  # type: ignore[arg-type]

    await town.app.database.write(leave)
    around.mo.says("Koekoek.")
    assert (await around.mo.hears()).text.startswith("⛔")
    await presses_all(around, around.mo, *DEEDS, *SETTLING, *READING)


async def test_who_moderates_two_communities_gets_both(town: Town) -> None:
    around = await table(town, ZWALUW)
    other = await town.founds("Zuid")
    around.mo.says(f"/start {other.moderators[0].partition('start=')[2]}")
    await around.mo.presses("✅", await around.mo.hears("Zuid"))
    await around.mo.presses("✅", await around.mo.hears("2026-1"))
    await around.mo.hears(lambda said: said.text.startswith("🎉"))
    await town.settles()

    around.mo.says("/cases")
    await around.mo.hears("Zuid")
    await around.mo.hears("Noord")


async def test_coordinators_get_numbers_that_speak_of_no_single_community(town: Town) -> None:
    around = await table(town, ZWALUW, MEREL)
    assert "2" not in (await around.looks(town.brusano)).text.replace("3", "").replace("5", "")

    def elsewhere(session: Session) -> None:
        seen = session.exec(select(Case)).all()
        for name in ("Zuid", "West"):
            community = communities.Community(
                name=name,
                name_key=name,
                zone=Zone.SOUTH.value,
                language="nl",
                group_token=name,
                founded_at=town.clock.at,
            )
            session.add(community)
            session.flush()
            for letter in "CD":
                copied = seen[0].model_dump(exclude={"id", "letter", "community_id"})
                row = Case(**copied, letter=f"{name}{letter}", community_id=community.id or 0)
                row.standing = Standing.DECLINED.value
                session.add(row)

    await town.app.database.write(elsewhere)
    numbers = (await around.looks(town.brusano)).text.splitlines()
    assert [line.rpartition(" ")[2] for line in numbers[1:]] == ["6", "0", "0", "4"]
