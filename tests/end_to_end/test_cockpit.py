"""The moderators' part of /todo, over HTTP: how it stands, what comes next, 👁 ➡️ ✏️.

The meeting is on Tuesday 19 January 2027 at 14:00; signs, names and numbers are asserted.
"""

import asyncio

import pytest
from sqlmodel import Session, select

from bot.playground.model import Message
from bot.playground.people import Person
from bot.rules.rhythm import Step
from handlers.core.screens import TEXT_LIMIT, Button, shown_length
from handlers.people.todo import Block, paginate
from storage.reminders.steps import StepChange
from tests.end_to_end.handing import EVE, duo, from_bot
from tests.end_to_end.test_meetings import is_refused
from tests.end_to_end.test_rhythm import comes, heard, waits
from tests.end_to_end.town import Founded, Town

NUDGE_DAY, EVE_DAY = "2027-01-12 14:00", "2027-01-18 14:00"
SPEAK = {"nl": "/taal nl", "fr": "/langue fr", "en": "/language en"}


def skips(said: Message, step: Step) -> bool:
    """Whether a screen offers to skip this step."""
    return any(f":{step}:" in data for data in of_verb(said, "skip"))


def of_verb(said: Message, verb: str) -> list[str]:
    """What the buttons of this verb carry."""
    data = [button.data or "" for row in said.rows for button in row]
    return [one for one in data if one.startswith(f"cockpit:{verb}:")]


async def looks(person: Person, step: Step) -> Message:
    """Have a moderator give /todo; the screen, on which this step is next."""
    person.says("/todo")
    return await person.hears(lambda said: skips(said, step))


async def reaches(town: Town, person: Person, step: Step) -> Message:
    """Have a moderator skip what comes before this step and bring it back; the screen."""
    person.says("/todo")
    screen = await person.hears(lambda said: bool(of_verb(said, "skip")))
    while not skips(screen, step):
        await person.presses("➡️", screen)
        await town.settles()
    return screen


async def notes(town: Town, person: Person, screen: Message, text: str) -> Message:
    """Have a moderator add this note to what comes next; what they are told."""
    await person.forges(of_verb(screen, "note")[0], screen)
    await person.hears(lambda said: any("form:choose" in (b.data or "") for b in flat(said)))
    person.says(text)
    told = await person.hears(lambda said: said.text.startswith(("✅", "⚠️", "⛔")))
    await town.settles()
    return told


def flat(said: Message) -> list[Button]:
    return [Button(one.text, one.data) for row in said.rows for one in row]


def group_of(founded: Founded) -> list[Message]:
    assert founded.group is not None
    return founded.group.messages


async def changes(town: Town) -> list[StepChange]:
    def read(session: Session) -> list[StepChange]:
        return list(session.exec(select(StepChange)))

    return await town.app.database.read(read)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_a_moderator_previews_adds_a_note_and_the_group_reads_it(
    town: Town, language: str
) -> None:
    founded = await waits(town, "Anna", "Ben")
    mo, mia, anna = (founded.people[name] for name in ("Mo", "Mia", "Anna"))
    mo.says(SPEAK[language])
    await mo.hears("✅")
    await comes(town, NUDGE_DAY)
    screen = await looks(mo, Step.EVE)
    assert "Anna, Ben" in screen.text

    note = "Breng <b>taart</b> & thee\nà bientôt"
    await notes(town, mo, screen, note)
    before = heard(anna), heard(mia), len(group_of(founded))
    await mo.forges(of_verb(screen, "preview")[0], screen)
    await town.settles()

    post, private = from_bot(mo)[-2:]
    assert post.text.startswith("👁")
    assert note in post.text
    assert [label[0] for label in private.buttons] == ["✅", "❌", "🤔"]
    await mo.presses("✅", private)
    await town.settles()
    assert (heard(anna), heard(mia), len(group_of(founded))) == before
    assert "Mo" in (await looks(mia, Step.EVE)).text

    await comes(town, EVE_DAY)
    assert note in group_of(founded)[-1].text
    assert post.text.endswith(group_of(founded)[-1].text)
    assert note in (await anna.sees("Citisen")).text
    assert all("taart" not in (one.note or "") for one in await changes(town))


async def test_what_is_skipped_is_not_sent_and_nothing_after_it_suffers(town: Town) -> None:
    both = await duo(town)
    await both.hands_over(open="iets")
    mo, dora = both.founded.people["Mo"], both.dora
    screen = await reaches(town, mo, Step.EVE)
    await mo.presses("➡️", screen)
    await town.settles()
    posts, before = len(group_of(both.founded)), heard(dora)

    await town.moves_to("2026-10-13 14:00")
    await town.settles()
    assert heard(dora) == before
    await town.moves_to(EVE)
    await town.settles()

    # The group reads nothing; what the duo hands over is not the moderators' to skip.
    assert len(group_of(both.founded)) == posts
    (note,) = from_bot(dora)[-(heard(dora) - before) :]
    assert note.text.startswith("🔁")
    assert heard(dora) == before + 1
    asked = heard(mo)
    await town.moves_to("2026-10-21 09:00")
    await town.settles()
    assert heard(mo) > asked


async def test_a_moved_meeting_keeps_the_note_and_its_old_buttons_skip_nothing(
    town: Town,
) -> None:
    founded = await waits(town, "Anna")
    mo = founded.people["Mo"]
    await comes(town, NUDGE_DAY)
    screen = await looks(mo, Step.EVE)
    await notes(town, mo, screen, "taart")
    skip = of_verb(screen, "skip")[0]
    await mo.forges(skip, screen)
    await town.settles()
    mo.says("/session 1\ndate: 2027-03-16")
    await mo.hears("16")
    await mo.presses("✅")
    await town.settles()

    assert is_refused(await mo.forges(skip, screen))
    (change,) = [one for one in await changes(town) if one.step == Step.EVE]
    assert change.skipped_at is None
    await comes(town, "2027-03-15 14:00")
    assert "taart" in group_of(founded)[-1].text


async def test_both_press_skip_at_once_and_one_is_told_of_the_other(town: Town) -> None:
    founded = await waits(town, "Anna")
    mo, mia = founded.people["Mo"], founded.people["Mia"]
    await comes(town, NUDGE_DAY)
    first, second = await looks(mo, Step.EVE), await looks(mia, Step.EVE)

    told = await asyncio.gather(mo.presses("➡️", first), mia.presses("➡️", second))
    await town.settles()
    assert all((one.text or "").startswith("✅") for one in told)
    assert sum("Mo" in (one.text or "") or "Mia" in (one.text or "") for one in told) == 1
    (change,) = await changes(town)
    assert change.skipped_at is not None
    # Whoever skipped it presses again, as after a re-delivery: the same answer.
    by = mo if "Mia" in (told[1].text or "") or "Mo" in (told[1].text or "") else mia
    again = await by.forges(of_verb(first, "back")[0].replace(":back:", ":skip:"), first)
    assert again.text == (told[0] if by is mo else told[1]).text

    await mia.presses("⬅️", second)
    await town.settles()
    late = of_verb(second, "skip")[0]
    posts = len(group_of(founded))
    await comes(town, EVE_DAY)
    assert len(group_of(founded)) == posts + 1
    for verb in ("skip", "note", "preview", "back"):
        assert is_refused(await mia.forges(late.replace(":skip:", f":{verb}:"), second)), verb


async def test_forged_buttons_change_and_show_nothing(town: Town) -> None:
    founded = await waits(town, "Anna")
    mo, anna = founded.people["Mo"], founded.people["Anna"]
    lead = await town.registers(founded, "Leo", founded.lead)
    zuid = await town.founds("Zuid")
    nora = await town.registers(zuid, "Nora", zuid.moderators[0])
    await comes(town, NUDGE_DAY)
    screen = await looks(mo, Step.EVE)
    true = of_verb(screen, "skip")[0]

    for person in (anna, lead, nora):
        person.says("/todo")
        await town.settles()
        on = from_bot(person)[-1]
        assert "cockpit:" not in str(on.rows)
        for verb in ("skip", "back", "note", "preview"):
            assert is_refused(await person.forges(true.replace(":skip:", f":{verb}:"), on))
    for data in ("skip", "skip:1", "skip:1:eve", "skip:x:eve:1", "skip:1:next:1", "note:1:case:1"):
        assert is_refused(await mo.forges(f"cockpit:{data}", screen)), data
    assert is_refused(await mo.forges(true, group_of(founded)[-1]))
    assert is_refused(await mo.forges("cockpit:nonsense", screen))
    assert await changes(town) == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        pytest.param("x" * 501, "⛔", id="too long"),
        pytest.param("\u200b \n", "⛔", id="nothing that can be seen"),
        pytest.param("bel Jan op 0470 12 34 56", "⚠️", id="says who somebody is"),
    ],
)
async def test_a_note_is_checked_before_it_is_kept(town: Town, text: str, sign: str) -> None:
    founded = await waits(town)
    mo = founded.people["Mo"]
    await comes(town, NUDGE_DAY)

    told = await notes(town, mo, await looks(mo, Step.EVE), text)

    assert told.text.startswith(sign)
    assert await changes(town) == []
    if sign == "⚠️":
        mo.says("bel Jan op 0470 99 99 99")
        await mo.presses("📨", await mo.hears("99 99 99"))
        await town.settles()
        (change,) = await changes(town)
        assert town.app.services.cipher.decrypt_or_none(change.note) == "bel Jan op 0470 99 99 99"


async def test_how_a_community_stands_names_who_and_never_what(town: Town) -> None:
    both = await duo(town, "en", "en", "Ben")
    mo, ben = both.founded.people["Mo"], both.founded.people["Ben"]
    await both.hands_over()
    ben.blocks_bot()
    stranger = town.telegram.world.person("Vera", language_code="nl")
    assert both.founded.group is not None
    stranger.joins(both.founded.group)
    await town.settles()

    mo.says("/todo")
    told = (await mo.hears("📖")).text

    by_sign = {line[2]: line for line in told.splitlines() if line.startswith("• ")}
    assert "Dora" in by_sign["📖"]
    assert "een gezin" not in told
    assert "Ann + Dora" in by_sign["🔁"]
    assert "/leden" in told
    assert "Ben" in told


def test_a_screen_that_is_too_long_is_parted_by_community() -> None:
    def block(community: int, length: int) -> Block:
        text = "\n".join(f"{community} &amp; {'x' * 60}" for _ in range(length // 64))
        return Block(text, ((Button(str(community), "x"),),), community)

    pages = paginate(
        [Block("todo"), block(1, 1500), block(2, 1500), block(3, 1500), block(4, 9000)]
    )

    assert all(shown_length(page.text) <= TEXT_LIMIT for page in pages)
    about = [{one for one in page.communities if one is not None} for page in pages]
    assert about == [{1, 2}, {3}, {4}, {4}, {4}]
    assert [len(page.rows) for page in pages] == [2, 1, 0, 0, 1]
