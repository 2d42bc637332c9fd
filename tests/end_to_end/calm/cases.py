"""Bringing a case, or not; opening the urn, choosing, voting."""

from functools import partial

from bot.playground.model import Button, Message
from bot.playground.people import Person
from tests.end_to_end.bringing import receipt_in
from tests.end_to_end.calm.habits import CAST
from tests.end_to_end.calm.life import Life, having_verb, pressable, reader, references, verb_of
from tests.end_to_end.handing import having

CASES = (
    "How do we keep contact with somebody who opens the door to no one since winter?",
    "Who pays the rent when three services each wait for the other to decide?",
)
MOST_CASES = 4


def take_call(life: Life, message: Message, button: Button) -> None:
    """The call for cases: two bring one, most have none this time, some never answer."""
    person, window = reader(message), references(button)[0]
    places = [(int(window) * 5 + offset) % len(CAST) for offset in (0, 3)]
    bringing = {CAST[place].name: text for place, text in zip(places, CASES, strict=True)}
    if person.first_name in bringing:
        life.soon(person, 100, partial(bring, person, message, bringing[person.first_name]))
    elif life.dice.likely(0.9):
        life.soon(person, 200, partial(nothing, life, person, message, window))


async def nothing(life: Life, person: Person, call: Message, window: str) -> None:
    """Nothing this time."""
    if not call.deleted and call.button("➡️"):
        await person.presses("➡️", call)
        life.do("call", person.first_name, window)


async def bring(person: Person, call: Message, text: str) -> None:
    """Bring a case: nobody is in danger, one text, and it is right as it is."""
    if call.deleted or not call.button("✏️"):
        return
    await person.presses("✏️", call)
    await person.presses("➡️", await person.hears(having("❗")))
    await person.hears(lambda said: having("❌")(said) and not having("❗")(said))
    person.says(text)
    await person.presses("📨", await person.hears(having("📨")))


def take_key(life: Life, message: Message, _button: Button) -> None:
    """The key of an urn is noted on paper."""
    person = reader(message)
    life.keys[person.first_name] = receipt_in(message)
    life.soon(person, 5, partial(life.presses, person, "noted", message))


def take_urn(life: Life, message: Message, button: Button) -> None:
    """The urn may be opened: the first of the moderators does so within two days."""
    person = reader(message)
    if person.first_name == "Mo":
        life.soon(person, 40, partial(open_urn, life, person, references(button)[0], message))


async def open_urn(life: Life, person: Person, window: str, message: Message) -> None:
    """Open the urn with the six words; too few answers: again in two days."""
    told = await life.presses(person, "open", message)
    if told.startswith("⛔"):
        life.year.soon(person, 50, partial(open_urn, life, person, window, message))
        return
    await person.hears(having("🗑"))
    person.says(life.keys[person.first_name])
    said = await person.hears(lambda one: one.text.startswith(("✅", "⛔")))
    assert said.text.startswith("✅"), said.text
    life.do("urn", window)
    life.year.soon(person, 3, partial(choose, life, person))


async def choose(life: Life, person: Person) -> None:
    """Accept what came out, and let the group choose where there is a choice."""
    for _ in range(MOST_CASES):
        listed = await _listed(person)
        waiting = [one for one in pressable(listed) if one.text.startswith("🕓")]
        if not waiting:
            break
        await person.forges(waiting[0].data or "", listed)
        await life.presses(person, "accept", await person.hears(having_verb("accept")))
        await life.town.settles()
    listed = await _listed(person)
    settling = [verb_of(one) for one in pressable(listed) if verb_of(one) in ("put", "first")]
    if settling:
        await life.presses(person, settling[0], listed)


async def _listed(person: Person) -> Message:
    person.says("/cases")
    return await person.hears(lambda said: "🗳" in said.text)


def take_vote(life: Life, message: Message, button: Button) -> None:
    """The group votes: two out of three do."""
    if button is not message.rows[0][0]:
        return
    for person in life.people():
        if life.dice.likely(0.66):
            life.soon(person, 60, partial(vote, life, person, message))


async def vote(life: Life, person: Person, ballot: Message) -> None:
    """Vote for one of the cases, while the vote runs."""
    choices = pressable(ballot)
    if choices:
        await person.forges(life.dice.random.choice(choices).data or "", ballot)
