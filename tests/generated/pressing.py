"""The presses that the callbacks table allows for, and whom each must not serve."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sqlmodel import Session

from bot.rules import themes
from bot.rules.members import Role
from handlers.core.arguments import LARGEST_ID, MOMENT, NUMBER
from handlers.core.callback_data import AnyVerb, Argument
from handlers.core.routes import SERVED, AnyCallback, Where, Who
from handlers.wiring.callbacks import CALLBACKS
from storage.cases import Standing
from storage.handover import Handover, HandoverQuestion
from storage.handover.items import OpenItem
from storage.members import Membership
from tests.generated.filling import FORMER, MEETINGS, NOW, STRANGER, Peopled

PRIVATE, GROUP = "in private", "in the group of A"

PERSONAL: Final = (Handover, HandoverQuestion, OpenItem, Membership)
"""Tables whose rows are one person's, or two people's: being a member is not enough."""

ROWS: Final[tuple[AnyCallback, ...]] = CALLBACKS

VARIANTS: Final = 3
"""How many objects of each kind are tried: the tables hold several in different states."""

ABSURD: Final = ("", "x", "-1", "9" * 20, "\x00")

WORDS: Final = {
    ("themes", "where"): themes.FIXED[0],
    ("prompt", "theme"): themes.FIXED[0],
    ("links", "look"): "",
    ("links", "take"): "",
    ("closing", "rate"): "5",
}
"""What a verb must carry where it takes any word; elsewhere it is the topic of a form."""


@dataclass(frozen=True, slots=True)
class Persona:
    """Who presses: where they have which role."""

    name: str
    roles: dict[str, Role] = field(default_factory=dict)

    def telegram_id(self, peopled: list[Peopled]) -> int:
        """As Telegram knows them."""
        for there in peopled:
            for name, role in (("Mo", Role.MODERATOR), ("Els", Role.MEMBER), ("Leo", Role.LEAD)):
                if self.roles.get(there.letter) is role:
                    return there.people[name]
        return FORMER if self.name == "removed" else STRANGER


PERSONAS: Final = (
    Persona("stranger"),
    Persona("removed"),
    Persona("member", {"A": Role.MEMBER}),
    Persona("moderator", {"A": Role.MODERATOR}),
    Persona("lead", {"A": Role.LEAD}),
    Persona("member elsewhere", {"B": Role.MEMBER}),
    Persona("moderator elsewhere", {"B": Role.MODERATOR}),
    Persona("lead elsewhere", {"B": Role.LEAD}),
)


@dataclass(frozen=True, slots=True)
class Press:
    """A button of the table, with some arguments, pressed somewhere."""

    row: AnyCallback
    texts: tuple[str, ...]
    place: str

    @property
    def verb(self) -> AnyVerb:
        """The verb of the button."""
        return self.row.verb

    @property
    def name(self) -> str:
        """Room and verb."""
        return f"{self.verb.room.name}:{self.verb.name}"

    @property
    def data(self) -> str:
        """What the button carries."""
        return ":".join((self.name, *self.texts))


def presses(row: AnyCallback, peopled: list[Peopled], persona: Persona) -> Iterator[Press]:
    """A verb with the objects of each community, and with some that are not there."""
    first = peopled[0]
    given = [
        tuple(_sample(row.verb, argument, there, number) for argument in row.verb.arguments)
        for there in peopled
        # Of a community in which they are nothing, one object stands for all.
        for number in range(VARIANTS if there is first or there.letter in persona.roles else 1)
    ]
    places = (PRIVATE,) if row.where is Where.PRIVATE else (PRIVATE, GROUP)
    for place in places:
        yield from (Press(row, texts, place) for texts in dict.fromkeys(given))
        yield from (Press(row, texts, place) for texts in _that_is_not_there(row.verb, given[0]))
    if row.where is Where.PRIVATE:
        # Forged whatever it carries: such a button never stood in a group.
        yield Press(row, given[0], GROUP)


def absurd_presses(row: AnyCallback, peopled: list[Peopled]) -> Iterator[Press]:
    """A verb with arguments that it never carries: too many, too few, and nonsense."""
    texts = tuple(_sample(row.verb, argument, peopled[0], 0) for argument in row.verb.arguments)
    yield Press(row, (*texts, "1"), PRIVATE)
    if texts:
        yield Press(row, texts[:-1], PRIVATE)
    for place in range(len(texts)):
        for text in ABSURD:
            yield Press(row, (*texts[:place], text, *texts[place + 1 :]), PRIVATE)


def _that_is_not_there(verb: AnyVerb, texts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for place, argument in enumerate(verb.arguments):
        if argument.refers_to is not None:
            yield (*texts[:place], str(LARGEST_ID), *texts[place + 1 :])


def _sample(verb: AnyVerb, argument: Argument[Any], there: Peopled, number: int) -> str:
    """The text of an argument that names something of a community; the number varies it."""
    if argument.refers_to is not None:
        keys = there.rows.get(str(argument.refers_to.table.__tablename__), [0])
        return str(keys[number % len(keys)])
    if argument.read is MOMENT.read:
        return MOMENT.write(NOW + MEETINGS[number % len(MEETINGS)][1])
    if verb.room.name == "links" and argument.read is NUMBER.read and len(verb.arguments) > 2:
        return str(there.rows[("library_item", "summary")[number % 2]][0])
    word = WORDS.get((verb.room.name, verb.name))
    if word is not None and argument.read("any word at all") is not None:
        return word
    readable = [text for text in _CANDIDATES if argument.read(text) is not None]
    return readable[number % len(readable)] if readable else ""


def _values(enum: type[StrEnum]) -> Iterator[str]:
    yield from (str(one.value) for one in enum)
    for below in enum.__subclasses__():
        yield from _values(below)


_CANDIDATES: Final = ("1", "0", *dict.fromkeys(_values(StrEnum)), *Standing, "nl", "1d", "mine")


def is_served(session: Session, press: Press, persona: Persona) -> bool:
    """Whether the table lets this person do this here, with what the button names."""
    row, values = press.row, press.verb.read(press.texts)
    if values is None or (press.place == GROUP and row.where is Where.PRIVATE):
        return False
    if row.who is Who.ANYONE:
        return True
    named = [one.refers_to for one in row.verb.arguments if one.refers_to is not None]
    if any(one.table in PERSONAL for one in named):
        return False
    communities = row.verb.communities(session, values)
    if not communities and any(one.by is not None for one in named):
        return False
    return _is_held(row.who, persona, communities, press.place)


def _is_held(who: Who, persona: Persona, communities: frozenset[int], place: str) -> bool:
    letters = {chr(ord("A") + key - 1) for key in communities}
    if place == GROUP and letters - {"A"}:
        return False
    roles = SERVED.get(who, frozenset(Role) if who is Who.MEMBER else frozenset())
    held = {letter for letter, role in persona.roles.items() if role in roles}
    return letters <= held if letters else bool(held)
