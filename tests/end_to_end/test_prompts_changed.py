"""What a lead planned and changes: the rest stays, and nothing is asked twice."""

from sqlmodel import Session, select

from bot.playground.model import Message
from bot.playground.people import Person
from bot.rules.languages import CODES
from bot.rules.members import Role
from storage import members
from storage.core.text_encryption import TextCipher
from storage.members import Membership
from storage.prompts import Prompt
from storage.themes import Tagged, Theme, tags
from tests.end_to_end.handing import from_bot, having, holding
from tests.end_to_end.prompting import QUESTION, Table, table
from tests.end_to_end.town import Town

FIRST, OTHER = "Wie kent een tolk?", "Wat lukte?"


async def planned(around: Table) -> None:
    """Have the lead plan a question for a Thursday."""
    await around.lea.presses("📨", await around.asks(FIRST, "2026-09-24 10:30"))
    await around.lea.hears("✅")


async def changes(person: Person) -> Message:
    """Have a lead press ✏️ on the question that is planned; its preview."""
    person.says("/prompt")
    listed = await person.hears(having("🏷", "💬"))
    button = next(label for label in listed.buttons if FIRST[:9] in label)
    await person.presses(button, listed)
    await person.presses("✏️", await person.hears(having("✏️", "🗑")))
    return await person.hears(having("📨", "❌"))


async def waiting(town: Town) -> list[str]:
    """The questions that are still to be posted."""
    cipher = town.app.services.cipher

    def read(session: Session) -> list[str]:
        found = session.exec(select(Prompt).order_by(Prompt.id)).all()  # type: ignore[arg-type]
        return [
            cipher.decrypt_or_none(one.question) or "" for one in found if one.post_at is not None
        ]

    return await town.app.database.read(read)


async def test_a_change_begins_with_what_is_planned_and_another_question_leaves_it(
    town: Town,
) -> None:
    around = await table(town)
    lea, group = around.lea, around.group
    await planned(around)
    assert holding(FIRST, "10:30")(await changes(lea))
    lea.says(f"question: {FIRST} Of een buddy?")
    changed = await lea.hears(having("📨"))
    await around.asks_now(OTHER)
    assert await waiting(town) == [FIRST]
    await around.asks("Nog iets")
    await lea.presses("📨", changed)
    await town.settles()
    assert await waiting(town) == [f"{FIRST} Of een buddy?"]
    posts = len(group.messages)
    await around.comes("2026-09-24 10:30")
    assert len(group.messages) == posts + 1


async def test_a_lead_of_two_communities_names_the_one_to_ask(town: Town) -> None:
    around = await table(town)
    lea, zuid = around.lea, await town.founds("Zuid")
    lea.opens(zuid.lead)
    await lea.presses("✅", await lea.hears(having("✅")))
    await lea.presses("✅", await lea.hears(having("✅", "✏️", "❌")))
    await lea.hears(lambda said: said.text.startswith("🎉"))
    lea.says(f"/prompt\ncommunity: West {'x' * 4000}\nquestion: {FIRST}\nwhen: now")
    assert (await lea.hears()).text.startswith("⛔")
    lea.says(f"/prompt\ngemeenschap: zuid\nquestion: {FIRST}\nwhen: now")
    await lea.presses("📨", await lea.hears(having("📨", "❌")))
    await lea.presses("⬅️", await lea.hears(having("⬅️")))
    assert holding("Zuid", FIRST)(await lea.hears(having("🏷", "💬")))


async def test_of_two_leads_who_change_a_question_one_is_told_of_the_other(town: Town) -> None:
    around = await table(town)
    lea, bo = around.lea, around.person("Bo")

    def lead(session: Session) -> None:
        person = members.person_by_telegram_id(session, bo.id)
        assert person is not None
        own = session.exec(select(Membership).where(Membership.person_id == person.id)).one()
        own.role = Role.LEAD
        session.add(own)

    await town.app.database.write(lead)
    await planned(around)
    first, second = await changes(lea), await changes(bo)
    await lea.presses("📨", first)
    told = await bo.presses("📨", second)
    assert (told.text or "").startswith("⛔")
    assert (await bo.presses("📨", second)).text == told.text
    assert await waiting(town) == [FIRST]


async def test_a_theme_that_was_added_is_suggested_and_any_other_can_be_ticked(town: Town) -> None:
    around = await table(town)
    lea = around.lea

    def add(session: Session) -> None:
        now, names = town.clock.at, ("digitale kloof", "fracture numérique", "digital divide")
        session.add(Theme(names=dict(zip(CODES, names, strict=True)), name_key="x", added_at=now))

    await town.app.database.write(add)
    preview = await around.asks(f"{QUESTION} En de digitale kloof?")
    await lea.presses("☐ digital", preview)
    await lea.presses("🏷", await lea.hears(having("☑ digital")))
    await lea.presses("☐ end of life", await lea.hears(having("☐ end of life")))
    await lea.presses("📨", await lea.hears(having("☑ end of life", "☑ digital")))
    await town.settles()
    kept = await town.app.database.read(lambda session: tags(session, Tagged.PROMPT, 1))
    assert kept == {"own_1", "domain_end_of_life"}


async def test_nobody_is_reminded_of_a_question_that_another_key_sealed(town: Town) -> None:
    around = await table(town)
    await around.asks_now()
    ann = around.person("Ann")

    def lose(session: Session) -> None:
        prompt = session.get_one(Prompt, 1)
        prompt.question = TextCipher(b"another key of 32 bytes for this").encrypt(QUESTION)
        session.add(prompt)

    await town.app.database.write(lose)
    heard = len(from_bot(ann))
    await around.comes("2026-09-28 10:00")
    assert len(from_bot(ann)) == heard
    ann.says("/todo")
    assert (await ann.hears()).button("✏️") is None
