"""What each step of a script is on a phone, with the program started again where it was killed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping

from bot.playground.model import Message
from bot.playground.people import Person as Phone
from tests.anonymity.program_town import NEWCOMERS, Phones, Running
from tests.anonymity.scripts import Step

Act = Callable[[Phone, Step], Awaitable[None]]


class Doings:
    """The thirteen at their phones."""

    def __init__(self, phones: Phones, running: Running) -> None:
        self.phones = phones
        self.running = running
        self.receipts: dict[int, str] = {}
        self.is_about_to_die = 0.0
        """Seconds after the next press at which the program is killed; 0 for never."""

    async def do(self, step: Step) -> None:
        """One step of a member, and all that the program does about it."""
        if step.member is not None:
            await self._acts()[step.does](self.phones.of[step.member.person], step)

    def _acts(self) -> Mapping[str, Act]:
        return {
            "rsvp": self._rsvp,
            "types": self._types,
            "writes": self._types,
            "brings": self._pressing("✏️"),
            "goes on": self._pressing("➡️"),
            "again": self._pressing("✏️"),
            "leaves": self._pressing("❌"),
            "nothing": self._pressing("➡️"),
            "ticks": self._ticks,
            "seals": self._seals,
            "withdraws": self._withdraws,
        }

    def _pressing(self, sign: str) -> Act:
        async def press(phone: Phone, _step: Step) -> None:
            await self._press(phone, sign)

        return press

    async def _press(self, phone: Phone, sign: str) -> None:
        found = newest(sign, of_cases(phone.chat.messages))
        if found is not None:
            phone.presses(sign, found)
            await self._settles()

    async def _says(self, phone: Phone, text: str) -> None:
        phone.says(text)
        await self._settles()

    async def _settles(self) -> None:
        if self.is_about_to_die:
            await asyncio.sleep(self.is_about_to_die)
            self.is_about_to_die = 0.0
            await self.running.restart()
        await self.running.settles()

    async def _rsvp(self, phone: Phone, step: Step) -> None:
        card = newest(step.text, self.phones.group.messages)
        if card is not None:
            phone.presses(step.text, card)
            await self._settles()

    async def _types(self, phone: Phone, step: Step) -> None:
        await self._says(phone, step.text)

    async def _ticks(self, phone: Phone, _step: Step) -> None:
        preview = newest("📨", phone.chat.messages)
        if preview is not None:
            await self._press(phone, "☐" if preview.button("☐") else "▸")

    async def _seals(self, phone: Phone, step: Step) -> None:
        preview = newest("📨", phone.chat.messages)
        if preview is None:
            # The program died while this one wrote: once more from the beginning.
            await self._says(phone, f"/case {step.text}")
            preview = newest("📨", phone.chat.messages)
        assert preview is not None
        self.receipts[phone.id] = marked(preview, "code")
        await self._press(phone, "📨")

    async def _withdraws(self, phone: Phone, _step: Step) -> None:
        words = self.receipts.pop(phone.id, None)
        if words is not None:
            await self._says(phone, "/case")
            await self._press(phone, "🔑")
            await self._says(phone, words)
            await self._press(phone, "🗑")

    async def newcomer(self, number: int) -> None:
        """Somebody registers in another community."""
        phone = self.phones.world.person("Nieuw", user_id=number, language_code="nl")
        phone.opens(NEWCOMERS)
        await self.running.settles()
        await self._says(phone, "name: Nieuw Komer\nprofession: nurse\nsector: health care")
        await self._says(phone, "/help")


def newest(sign: str, messages: Iterable[Message]) -> Message | None:
    """The newest message with a button that begins with the sign."""
    return next((one for one in reversed([*messages]) if one.button(sign)), None)


def of_cases(messages: Iterable[Message]) -> list[Message]:
    """Those with buttons of the cases' room."""
    return [
        one
        for one in messages
        if any((button.data or "").startswith("cases:") for row in one.rows for button in row)
    ]


def marked(message: Message, kind: str) -> str:
    """What stands under the first entity of this kind."""
    entity = next(one for one in message.entities if one["type"] == kind)
    start, length = 2 * int(entity["offset"]), 2 * int(entity["length"])
    return message.text.encode("utf-16-le")[start : start + length].decode("utf-16-le")
