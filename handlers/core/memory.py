"""What lives in memory only while somebody brings a case: no table, no log, gone with the process.

It says what the next typed message of a person is, for some hours, and which messages in their
chat are still to go; never what they wrote, but for a receipt's words between two taps. Lost at a
restart: the person then presses again.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TypeVar

LASTS = timedelta(hours=2)
"""How long a typed message is awaited."""

MOST = 10_000
"""People awaited at once; the oldest make way."""

MOST_PREVIEWS = 20
"""Cases that one person may write for one window: each could become an envelope."""

MOST_ENVELOPES = 40
"""Envelopes of one person in one window: a case, answers, changes of mind."""

MOST_TRACES = 100
"""Messages of one person that are remembered to be taken from the chat."""


GONE = 4
"""Messages that go from the chat of everyone who answers a call, whichever way they answer."""


class Awaited(Enum):
    """What the next typed message is."""

    CASE = auto()
    RECEIPT = auto()
    REPLY = auto()
    RELEASE = auto()


@dataclass(frozen=True, slots=True)
class Moment:
    """What is awaited of a person: for which window, and in the place of which message."""

    what: Awaited
    window_id: int
    message_id: int | None
    until: datetime
    question_id: int | None = None
    receipt: str | None = field(default=None, repr=False)


Kept = TypeVar("Kept")


def _keep(held: OrderedDict[bytes, Kept], name: bytes, what: Kept) -> None:
    held.pop(name, None)
    held[name] = what
    while len(held) > MOST:
        held.popitem(last=False)


class EphemeralState:
    """What is awaited of whom; people are known by a keyed hash, the key made at start."""

    def __init__(self, random: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._key = random(32)
        self._awaited: OrderedDict[bytes, Moment] = OrderedDict()
        self._traces: OrderedDict[bytes, dict[int, None]] = OrderedDict()
        self._settled: OrderedDict[bytes, None] = OrderedDict()
        self._written: dict[tuple[bytes, int], int] = {}
        self._gone: OrderedDict[bytes, int] = OrderedDict()
        self._since: datetime | None = None

    def expect(self, telegram_id: int, moment: Moment) -> None:
        """Await this of a person, in the place of whatever was awaited before."""
        _keep(self._awaited, self._name(telegram_id), moment)

    def awaited(self, telegram_id: int, now: datetime) -> Moment | None:
        """What is awaited of a person at this moment."""
        if self._since is None:
            self._since = now
        name = self._name(telegram_id)
        moment = self._awaited.get(name)
        if moment is None or now < moment.until:
            return moment
        # No form may take what answers it after all; but the words are needed no longer.
        self._awaited[name] = replace(moment, receipt=None)
        return None

    def drop(self, telegram_id: int) -> None:
        """Await nothing more."""
        self._awaited.pop(self._name(telegram_id), None)

    def trace(self, telegram_id: int, message_id: int) -> None:
        """Remember a message that must have gone from a person's chat in the end."""
        name = self._name(telegram_id)
        found = self._traces.get(name, {})
        _keep(self._traces, name, {**found, message_id: None})
        while len(self._traces[name]) > MOST_TRACES:
            del self._traces[name][next(iter(self._traces[name]))]

    def traces(self, telegram_id: int) -> tuple[int, ...]:
        """The messages that must go now; they are remembered no longer."""
        return tuple(self._traces.pop(self._name(telegram_id), {}))

    def gone(self, telegram_id: int, number: int) -> None:
        """Count messages that went from a person's chat."""
        name = self._name(telegram_id)
        _keep(self._gone, name, self._gone.get(name, 0) + number)

    def lacking(self, telegram_id: int) -> int:
        """How many more must go, so that as many went as with everyone; then it counts anew."""
        return max(0, GONE - self._gone.pop(self._name(telegram_id), 0))

    def settle(self, telegram_id: int) -> None:
        """A form has asked something since the start: what is typed next answers that."""
        self.drop(telegram_id)
        _keep(self._settled, self._name(telegram_id), None)

    def may_be_lost(self, telegram_id: int, now: datetime) -> bool:
        """Whether a typed text may answer what was asked before the program was started again.

        Or what was asked so long ago that it is awaited no more.
        """
        if self._since is None:
            self._since = now
        if self._name(telegram_id) in self._awaited:
            return True
        return now < self._since + LASTS and not self.is_settled(telegram_id)

    def is_settled(self, telegram_id: int) -> bool:
        """Whether a form has asked something since the start."""
        return self._name(telegram_id) in self._settled

    def may_write(self, telegram_id: int, window_id: int) -> bool:
        """Count one more case that a person writes for a window; False when it is too many."""
        name = self._name(telegram_id), window_id
        self._written[name] = self._written.get(name, 0) + 1
        return self._written[name] <= MOST_PREVIEWS

    def may_put(self, telegram_id: int, window_id: int) -> bool:
        """Count one more envelope of a person; False when nobody can mean so many."""
        name = self._name(telegram_id), -window_id
        self._written[name] = self._written.get(name, 0) + 1
        return self._written[name] <= MOST_ENVELOPES

    def _name(self, telegram_id: int) -> bytes:
        return hashlib.blake2b(str(telegram_id).encode(), key=self._key, digest_size=16).digest()
