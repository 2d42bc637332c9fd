"""Everything the bot said in a year, as the phones showed it, and what made it speak."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.world import World
from bot.telegram.delivery import Delivery
from handlers.core.bundle import Bundle
from handlers.core.outgoing import Dropped, OutgoingMessage, address
from storage.core import outbox
from storage.core.outbox import Outgoing
from storage.core.outbox_kind import OutboxKind

GROUP = "the group"
CLOCK = "the clock"

Done = tuple[str, ...]
"""Something a person has done, so that nobody needs to remind them of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One message of the bot: to whom, of which kind, who acted when it came, and what left it.

    `to` is a person's name or GROUP; `by` and `cause` a name or CLOCK: what waited for the morning
    comes by the clock, and yet was somebody's act. `again` names what it reminds of although it
    was done.
    """

    at: datetime
    to: str
    kind: str
    by: str
    cause: str
    again: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether it answers what the reader did at that very moment."""
        return self.by == self.to

    @property
    def is_automatic(self) -> bool:
        """Whether the clock alone brought it."""
        return self.cause == CLOCK


@dataclass
class Ledger:
    """Writes down each new message of the bot; edits are none.

    `by` is who acts just now; `reminds` gives what a button asks of its reader to be done.
    """

    world: World
    now: Callable[[], datetime]
    reminds: Callable[[Person, str], Done | None]
    by: str = CLOCK
    told: list[Told] = field(default_factory=list)
    done: set[Done] = field(default_factory=set)
    fresh: list[Message] = field(default_factory=list)
    composed: dict[int, deque[tuple[str, str]]] = field(default_factory=dict)
    causes: dict[str, str] = field(default_factory=dict)
    """By the key of a row of the outbox: whose act left it there, or CLOCK."""
    last: dict[int, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Write down what comes from now on."""
        self.last = {
            chat.id: chat.messages[-1].id for chat in self.world.chats.values() if chat.messages
        }
        self.composed.clear()
        self.world.watchers.append(self._hear)

    def take_fresh(self) -> list[Message]:
        """What came since this was last asked, but for the answers to who acted.

        By chat: what comes to several at once comes in no order that would stay the same.
        """
        fresh, self.fresh = self.fresh, []
        return sorted(fresh, key=lambda one: (one.chat.id, one.id))

    def _hear(self, event: str, message: Any) -> None:
        if event != "message" or message.deleted or message.service or not message.sender.is_bot:
            return
        if message.id <= self.last.get(message.chat.id, 0):
            return
        self.last[message.chat.id] = message.id
        kind, cause = self._kind(message)
        told = Told(self.now(), _reader(message), kind, self.by, cause)
        if not message.chat.private:
            self.fresh.append(message)
        elif not told.is_asked:
            self.fresh.append(message)
            told = replace(told, again=self._again(message))
        self.told.append(told)

    def left(self, key: str, *, is_joined: bool = False) -> None:
        """Note who left a row; one that several join is the clock's where it is one of them."""
        before = self.causes.get(key) if is_joined else None
        self.causes[key] = CLOCK if CLOCK in (before, self.by) else self.by

    def composing(self, chat_id: int, row: Outgoing) -> None:
        """Note of what kind the next message to this chat is."""
        kind = row.kind
        if kind == Bundle.name:
            kind = "+".join(dict.fromkeys(part["step"] for part in row.payload["parts"]))
        composed = (kind, self.causes.get(row.key, self.by))
        self.composed.setdefault(chat_id, deque()).append(composed)

    def _kind(self, message: Message) -> tuple[str, str]:
        waiting = self.composed.get(message.chat.id)
        return waiting.popleft() if waiting else (message.text[:1], self.by)

    def _again(self, message: Message) -> str:
        """What an unasked message asks for although its reader has done it."""
        reader = message.chat.person
        assert isinstance(reader, Person)
        asked = {self.reminds(reader, data) for data in carried(message)}
        return ", ".join(":".join(one) for one in sorted(asked & self.done, key=str) if one)


def _reader(message: Message) -> str:
    return message.chat.person.first_name if message.chat.person else GROUP


def carried(message: Message) -> list[str]:
    """What the buttons of a message carry, in reading order."""
    return [one.data for row in message.rows for one in row if one.data]


Render = Callable[[Delivery, Session, Outgoing], OutgoingMessage | Dropped]


def noting(render: Render, ledgers: list[Ledger]) -> Render:
    """How delivery renders a row; the ledgers are told of each new message of what kind it is."""

    def rendered(delivery: Delivery, session: Session, row: Outgoing) -> OutgoingMessage | Dropped:
        outgoing = render(delivery, session, row)
        current = session.get_one(Outgoing, row.id)
        is_new = isinstance(outgoing, OutgoingMessage) and outgoing.is_new
        chat_id = address(session, current) if is_new else None
        for ledger in ledgers if chat_id is not None else ():
            ledger.composing(chat_id or 0, current)
        return outgoing

    return rendered


def noting_left(leave: Callable[..., Any], ledgers: list[Ledger]) -> Callable[..., Any]:
    """`outbox.put` or `renew`, which tells the ledgers of each row who left it."""

    def left(session: Session, kind: OutboxKind, *about: Any, **options: Any) -> Any:
        for ledger in ledgers:
            ledger.left(kind.key())
        return leave(session, kind, *about, **options)

    return left


def noting_joined(join: Callable[..., None], ledgers: list[Ledger]) -> Callable[..., None]:
    """`rhythm.put_part`, which tells the ledgers who added to the message that waits."""

    def joined(session: Session, person_id: int, *about: Any) -> None:
        before = outbox.waiting(session, Bundle, person_id=person_id)
        join(session, person_id, *about)
        for ledger in ledgers:
            if before is not None:
                ledger.left(before.key, is_joined=True)

    return joined
