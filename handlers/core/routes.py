"""The rows of the routing tables, and the roles that they allow."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final, Generic, TypeVarTuple

from bot.rules.members import Role
from handlers.core.callback_data import Verb
from handlers.core.context import Context, Services
from handlers.core.updates import Said

Values = TypeVarTuple("Values")

Act = Callable[[Context], Awaitable[None]]

ActByHidden = Callable[[Services, Said, str], Awaitable[None]]
"""Given the services, the message, and what follows the command."""


class Where(Enum):
    """Where a command or a button works."""

    ANYWHERE = auto()
    PRIVATE = auto()


class Who(Enum):
    """Whom a command or a button serves.

    MEMBER is anyone registered in a community, whatever their role. LEADING are the moderators
    and the monitoring lead; FOLLOWING are the coordinators, and the moderators for their own
    communities; OVERSEEING are all three.
    """

    ANYONE = auto()
    MEMBER = auto()
    MODERATOR = auto()
    LEAD = auto()
    LEADING = auto()
    FOLLOWING = auto()
    OVERSEEING = auto()
    COORDINATOR = auto()


SERVED: Final = {
    Who.MODERATOR: frozenset({Role.MODERATOR}),
    Who.LEAD: frozenset({Role.LEAD}),
    Who.LEADING: frozenset({Role.MODERATOR, Role.LEAD}),
    Who.FOLLOWING: frozenset({Role.MODERATOR}),
    Who.OVERSEEING: frozenset({Role.MODERATOR, Role.LEAD}),
}
"""The roles that a row is for, where it is not for every member."""


COORDINATING: Final = frozenset({Who.COORDINATOR, Who.FOLLOWING, Who.OVERSEEING})
"""Whom a row serves where it also serves coordinators, of every community."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its line in the menus.

    `name` is the English one. It works everywhere; the menu of a language that is not among the
    `translations` shows it too.
    """

    act: Act
    name: str
    about: str
    who: Who = Who.ANYONE
    where: Where = Where.ANYWHERE
    in_group: Act | None = None
    """What a private command does when it is given in a group; without it, it sends people away."""
    in_cycle: bool = False
    """Whether it makes sense only while a cycle runs."""
    takes_community: bool = False
    """Whether a line `community: …` among its arguments may say which community it is about."""
    leaves_no_trace: bool = False
    """Whether nothing of it may be kept: then it finds out itself which community it is about."""
    by_hidden: ActByHidden | None = None
    """What it does for an administrator who hides who they are; most must know who asks."""
    translations: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """All names that it is called by."""
        return frozenset({self.name, *self.translations.values()})

    def name_in(self, language: str) -> str:
        """The name that the menu of a language shows."""
        return self.translations.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Callback(Generic[*Values]):
    """A verb that buttons carry, whom it serves, and what it does with its typed arguments.

    `who` is checked of the role somewhere; that it is held in the community of what the button
    names is checked by the action, in the transaction that reads it. Private buttons are never
    under a message in a group: there they are forged. With `skips_lookup` the action reads for
    itself who presses, and checks it.
    """

    verb: Verb[*Values]
    who: Who
    action: Callable[[Context, *Values], Awaitable[None]]
    where: Where = Where.PRIVATE
    skips_lookup: bool = False
    leaves_no_trace: bool = False
    """Whether nothing of it may be kept or logged, not even that it failed."""


AnyCallback = Callback[*tuple[Any, ...]]
