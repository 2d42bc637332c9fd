"""Saying whether one comes: on the card, when nudged, on the eve, late, or never."""

from datetime import timedelta
from functools import partial

from bot.playground.model import Button, Message
from bot.playground.people import Person
from tests.end_to_end.calm.habits import BY_NAME, PARTNER, Pace
from tests.end_to_end.calm.life import Life, pressable, reader, references

NEAR = timedelta(days=2)
"""Before a meeting: what is asked then is asked on the eve."""

LATE = timedelta(hours=17)
"""Before a meeting: when somebody falls ill, in the evening before."""


def take_question(life: Life, message: Message, button: Button) -> None:
    """Asked who comes: on the card in the group, or privately when nudged or on the eve."""
    meeting = references(button)[0]
    if message.chat.private:
        _asked_privately(life, reader(message), meeting, message)
        return
    for person in life.people():
        own = BY_NAME[person.first_name]
        if own.pace is Pace.AT_ONCE and _has_turn(own.name, meeting):
            life.soon(person, 120, partial(answer, life, person, meeting, message))


def _has_turn(name: str, meeting: str) -> bool:
    """Of a duo the first answers for the odd meetings."""
    is_first = BY_NAME[name].seat == name
    return name not in PARTNER or (int(meeting) % 2 == 1) is is_first


def _asked_privately(life: Life, person: Person, meeting: str, message: Message) -> None:
    pace = BY_NAME[person.first_name].pace
    is_eve = life.starts[meeting] - life.now < NEAR
    if pace is Pace.NEVER or (pace is Pace.ON_THE_EVE and not is_eve):
        return
    if life.dice.likely(0.85):
        act = partial(answer, life, person, meeting, message)
        life.soon(person, 6 if is_eve else 60, act)


async def answer(
    life: Life, person: Person, meeting: str, message: Message, verb: str | None = None
) -> None:
    """Answer where one was asked; now and then somebody who said yes can't come after all."""
    said = verb or life.dice.answer()
    data = f"rsvp:{said}:{meeting}:"
    is_there = any((one.data or "").startswith(data) for one in pressable(message))
    if life.now >= life.starts[meeting] or message.deleted or not is_there:
        return
    await life.presses(person, said, message)
    note_answer(life, person, meeting, said)
    if verb is None and said == "yes" and life.dice.likely(0.05):
        at = life.starts[meeting] - LATE
        life.year.plan(person, at, partial(answer, life, person, meeting, message, "no"))


def note_answer(life: Life, person: Person, meeting: str, said: str) -> None:
    """What is done need not be asked for again."""
    seat = BY_NAME[person.first_name].seat
    life.answers[seat, meeting] = said
    life.do("answer", seat, meeting)


async def block(person: Person) -> None:
    """Have enough of it for a while."""
    person.blocks_bot()


async def come_back(person: Person) -> None:
    """Press Start again."""
    person.opens()
