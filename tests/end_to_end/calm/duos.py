"""Handing over, putting it off, reading, and saying what one takes up."""

from datetime import timedelta
from functools import partial

from bot.playground.model import Button, Message
from bot.playground.people import Person
from handlers.handover.views import titles
from tests.end_to_end.calm.life import Life, reader, references
from tests.end_to_end.handing import NOTE, NOTHING_URGENT


def take_ask(life: Life, message: Message, button: Button) -> None:
    """Asked to hand over: half do it the same day, some put it off once, some wait."""
    person, key = reader(message), references(button)[0]
    if life.dice.likely(0.55):
        life.soon(person, 14, partial(hand_over, life, person, key))
    elif life.dice.likely(0.5) and not life.is_done("put off", key):
        life.do("put off", key)
        life.soon(person, 3, partial(life.presses, person, "tomorrow", message))


async def hand_over(life: Life, person: Person, key: str) -> None:
    """Write the whole note in one message, with one thing to do within twelve days."""
    if life.is_done("note", key):
        return
    named = titles(life.town.app.services.locales.words(person.language_code))
    by = (life.now + timedelta(days=12)).strftime("%d/%m")
    urgency = NOTHING_URGENT[person.language_code or "en"]
    to_do = f"{person.first_name}: ask the housing service by {by}"
    parts = {**NOTE, "open": to_do, "urgency": urgency}
    lines = (f"{named[name]}: {text}" for name, text in parts.items())
    person.says("\n".join(("/handover", *lines)))
    # The moderators may have ticked since then that it was the partner who came.
    shown = await person.hears(lambda said: bool(said.rows))
    if shown.button("📨"):
        await person.presses("📨", shown)
        life.do("note", key)


def take_note(life: Life, message: Message, button: Button) -> None:
    """A note of the partner: most read it, and say what they take up."""
    person, key = reader(message), references(button)[0]
    if life.dice.likely(0.85) and not life.is_done("read", key):
        life.do("read", key)
        life.soon(person, 30, partial(read, life, person, message))


async def read(life: Life, person: Person, note: Message) -> None:
    """📖, and one sentence."""
    if not note.button("📖"):
        return
    await person.presses("📖", note)
    if life.dice.likely(0.8):
        await life.town.settles()
        person.says("Ik bel op maandag.")
        await person.hears(lambda said: said.text.startswith("✅"))
