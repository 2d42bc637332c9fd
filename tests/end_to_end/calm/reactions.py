"""Who does something about which button, and what each button wants to have done."""

from collections.abc import Callable
from typing import Final

from bot.playground.model import Button, Message
from bot.playground.people import Person
from handlers.core import callback_data
from tests.end_to_end.calm.between import take_attendance, take_prompt, take_proposal, take_value
from tests.end_to_end.calm.cases import take_call, take_key, take_urn, take_vote
from tests.end_to_end.calm.coming import take_question
from tests.end_to_end.calm.duos import take_ask, take_note
from tests.end_to_end.calm.habits import BY_NAME
from tests.end_to_end.calm.ledger import Done
from tests.end_to_end.calm.life import Life, pressable

Take = Callable[[Life, Message, Button], None]

TAKES: Final[dict[tuple[str, str], Take]] = {
    ("rsvp", "yes"): take_question,
    ("cases", "nothing"): take_call,
    ("cases", "noted"): take_key,
    ("cases", "open"): take_urn,
    ("vote", "for"): take_vote,
    ("handover", "begin"): take_ask,
    ("handover", "read"): take_note,
    ("handover", "seen"): take_note,
    ("attendance", "open"): take_attendance,
    ("attendance", "save"): take_attendance,
    ("value", "tap"): take_value,
    ("prompt", "propose"): take_proposal,
    ("prompt", "answer"): take_prompt,
}


def hear(life: Life, message: Message) -> None:
    """Have those who are concerned do something about a message, in their own time."""
    for button in pressable(message):
        take = TAKES.get(callback_data.unpack(button.data or "")[:2])
        if take is not None:
            take(life, message, button)


def reminded(person: Person, data: str) -> Done | None:
    """What the button of an unasked message wants its reader to do; None when it is nothing."""
    room, verb, carried = callback_data.unpack(data)
    first, name = carried[0] if carried else "", person.first_name
    asks: dict[tuple[str, str], Done] = {
        ("rsvp", "yes"): ("answer", BY_NAME[name].seat if name in BY_NAME else "", first),
        ("cases", "nothing"): ("call", name, first),
        ("cases", "open"): ("urn", first),
        ("handover", "begin"): ("note", first),
        ("attendance", "open"): ("attendance", first),
        ("attendance", "save"): ("attendance", first),
        ("summary", "begin"): ("summary", first),
        ("prompt", "answer"): ("prompt", name, first),
    }
    return asks.get((room, verb))
