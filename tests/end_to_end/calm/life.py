"""The people of one community in a cycle, and what they have in hand."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.playground.model import Button, Message
from bot.playground.people import Person
from handlers.core import callback_data
from tests.end_to_end.calm.habits import BY_NAME, CAST, LEAD, Dice
from tests.end_to_end.calm.ledger import Ledger
from tests.end_to_end.calm.year import Year
from tests.end_to_end.town import Founded, Town


@dataclass
class Life:
    """Everyone's year. `starts` says when a meeting begins, by its id as buttons carry it."""

    town: Town
    founded: Founded
    year: Year
    ledger: Ledger
    dice: Dice
    starts: dict[str, datetime]
    keys: dict[str, str] = field(default_factory=dict)
    """By name, the six words that a moderator noted."""
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    """By seat and meeting: yes, no or unsure."""

    @property
    def now(self) -> datetime:
        return self.year.now

    def person(self, name: str) -> Person:
        return self.founded.people[name]

    def people(self) -> Iterator[Person]:
        """Everyone who answers and votes: all but the monitoring lead."""
        return (self.person(one.name) for one in CAST if one.role != LEAD)

    def soon(self, person: Person, most: float, act: Callable[[], Awaitable[object]]) -> None:
        """Have a person do it within so many hours, mostly soon."""
        self.year.soon(person, self.dice.hours(0.1, most), act)

    async def presses(self, person: Person, verb: str, message: Message) -> str:
        """Have a person press the button of this verb; what the pop-up says, if it is there."""
        for button in pressable(message):
            if verb_of(button) == verb:
                return (await person.forges(button.data or "", message)).text or ""
        return ""

    def is_done(self, *deed: str) -> bool:
        return deed in self.ledger.done

    def do(self, *deed: str) -> None:
        """Note that something is done, so that nobody needs to be reminded of it."""
        self.ledger.done.add(deed)

    def came(self, person: Person, meeting: str) -> bool:
        """Whether somebody had said that they come to a meeting."""
        return self.answers.get((BY_NAME[person.first_name].seat, meeting)) == "yes"


def reader(message: Message) -> Person:
    """Whose private chat a message stands in."""
    person = message.chat.person
    assert isinstance(person, Person)
    return person


def pressable(message: Message) -> list[Button]:
    """The buttons of a message that carry something, in reading order."""
    return [one for row in message.rows for one in row if one.data]


def verb_of(button: Button) -> str:
    return callback_data.unpack(button.data or "")[1]


def references(button: Button) -> tuple[str, ...]:
    """What a button speaks of, as texts."""
    return callback_data.unpack(button.data or "")[2]


def having_verb(verb: str) -> Callable[[Message], bool]:
    """Whether a message has a button of this verb."""
    return lambda message: any(verb_of(one) == verb for one in pressable(message))
