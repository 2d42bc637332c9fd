"""A small bot that speaks as the contract says, to try the page and the story without the real one.

It knows no rules and keeps everything in memory; it calls the Bot API by HTTP as any bot does.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import aiohttp

from bot.playground.clock import MovableClock
from bot.playground.story.cycle import VENUE
from bot.playground.telegram import Telegram

Json = dict[str, Any]
LINK = "https://t.me/praktijkbot"
SIGNS = {"yes": "✅", "no": "❌", "unsure": "🤔"}
COMMANDS = [
    {"command": "agenda", "description": "de cyclus van tien bijeenkomsten"},
    {"command": "rsvp", "description": "kom ik naar de volgende bijeenkomst?"},
    {"command": "taal", "description": "in welke taal ik spreek"},
]


def button(text: str, data: str | None = None, url: str | None = None, style: str = "") -> Json:
    made: Json = {"text": text}
    made |= {"callback_data": data} if data else {"url": url}
    return made | ({"style": style} if style else {})


class Toy:
    def __init__(self, session: aiohttp.ClientSession, telegram: Telegram) -> None:
        self.session = session
        self.root = f"{telegram.url}/bot{telegram.token}"
        self.asked: dict[int, str] = {}
        self.members: dict[int, str] = {}
        self.answers: dict[str, list[int]] = {sign: [] for sign in SIGNS}
        self.group = 0
        self.card = 0
        self.join_link = ""
        self.moderator = 0
        self.sharing = 0
        self.meeting = 1

    async def call(self, method: str, **arguments: Any) -> Any:
        async with self.session.post(f"{self.root}/{method}", json=arguments) as response:
            body = await response.json()
            return body.get("result")

    async def say(self, chat: int, text: str, *rows: list[Json], **more: Any) -> Json:
        markup = {"reply_markup": {"inline_keyboard": list(rows)}} if rows else {}
        told = await self.call(
            "sendMessage", chat_id=chat, text=text, parse_mode="HTML", **markup, **more
        )
        return told or {}

    async def run(self) -> None:
        await self.call("setMyCommands", commands=COMMANDS, scope={"type": "all_private_chats"})
        offset = 0
        while True:
            updates = await self.call("getUpdates", offset=offset, timeout=20)
            if updates is None:
                return
            for update in updates:
                await self.take(update)
                offset = update["update_id"] + 1

    async def take(self, update: Json) -> None:
        if message := update.get("message"):
            await self.hear(message)
        elif query := update.get("callback_query"):
            await self.pressed(query)
        elif request := update.get("chat_join_request"):
            await self.call(
                "approveChatJoinRequest",
                chat_id=request["chat"]["id"],
                user_id=request["from"]["id"],
            )

    async def hear(self, message: Json) -> None:
        chat, text = message["chat"]["id"], message.get("text", "")
        name = text.split()[0].partition("@")[0] if text else ""
        if chat < 0 and name == "/start":
            self.moderator = message["from"]["id"]
        answers = {
            "/start": self.start,
            "/community": self.found,
            "/duo": self.duo,
            "/plan": self.plan,
            "/rsvp": self.own_card,
            "/agenda": self.agenda,
            "/bib": self.share,
        }
        if name in answers:
            await answers[name](chat, text)
        elif self.asked.get(chat) == "form":
            await self.ask_consent(chat, text)

    async def start(self, chat: int, text: str) -> None:
        if chat < 0:
            self.group = chat
            link = await self.call("createChatInviteLink", chat_id=chat, creates_join_request=True)
            self.join_link = (link or {}).get("invite_link", "")
            await self.say(
                chat,
                "Dag allemaal, ik help <b>Noord</b>.",
                [button("Schrijf je in", url=f"{LINK}?start=m")],
            )
            return
        if " " not in text:
            await self.say(chat, "Dit is een bot voor <b>praktijkgemeenschappen</b>. /help")
            return
        await self.say(
            chat,
            "Welkom bij <b>Noord</b>. Chats met een bot zijn niet eind-tot-eind versleuteld.",
            [button("✅ Verder", "go", style="success"), button("🌐 Français", "fr")],
        )

    async def found(self, chat: int, text: str) -> None:
        roles = ("Moderator", "Moderator", "Lid", "Monitoring", "Gebruiker")
        lines = [f"{role}: {LINK}?start=r{index}" for index, role in enumerate(roles)]
        await self.say(
            chat,
            "\n".join(["✅ <b>Noord</b> is opgericht.", f"Groep: {LINK}?startgroup=g", *lines]),
        )

    async def ask_consent(self, chat: int, text: str) -> None:
        self.asked[chat] = "consent"
        self.members[chat] = text.splitlines()[0].partition(":")[2].strip() or text
        await self.say(chat, "De overeenkomst: ik kom.", [button("✅ Ik ga akkoord", "agree")])

    async def duo(self, chat: int, _text: str) -> None:
        self.sharing = chat
        await self.say(chat, f"Je duo: geef deze link door. {LINK}?start=duo")

    async def plan(self, chat: int, text: str) -> None:
        await self.say(
            chat, "Tien bijeenkomsten.", [button("✅ Plan", "plan"), button("❌ Nee", "x")]
        )

    async def share(self, chat: int, _text: str) -> None:
        await self.say(chat, "Dit delen?", [button("✅ Deel", "share")])

    async def agenda(self, chat: int, _text: str) -> None:
        await self.say(chat, "De cyclus: <i>dinsdag 15 september om 14:00</i>")
        form = aiohttp.FormData({"chat_id": str(chat), "caption": "🗓 agenda"})
        form.add_field("document", b"BEGIN:VCALENDAR", filename="agenda.ics")
        async with self.session.post(f"{self.root}/sendDocument", data=form):
            pass

    async def own_card(self, chat: int, _text: str) -> None:
        await self.say(chat, self.card_text(), self.card_row())

    def card_row(self) -> list[Json]:
        styles = {"yes": "success", "no": "danger", "unsure": ""}
        words = {"yes": "Ik kom", "no": "Ik kan niet", "unsure": "Misschien"}
        return [button(f"{SIGNS[one]} {words[one]}", one, style=styles[one]) for one in SIGNS]

    def card_text(self) -> str:
        lines = [
            f"{SIGNS[sign]} {len(ids)} {', '.join(self.members.get(one, '?') for one in ids)}"
            for sign, ids in self.answers.items()
        ]
        silent = len(self.members) - sum(map(len, self.answers.values()))
        head = f"<b>Bijeenkomst {self.meeting} van 10</b>\ndinsdag om 14:00\n{VENUE}"
        return "\n".join([head, "", *lines, "", f"Nog geen antwoord: {silent}"])

    async def pressed(self, query: Json) -> None:
        sender, data = query["from"]["id"], query["data"]
        if data in SIGNS:
            await self.answered(query, sender, data)
            return
        await self.call("answerCallbackQuery", callback_query_id=query["id"])
        if data == "go":
            self.asked[sender] = "form"
            await self.say(sender, "Hoe heet je?", [button("❌ Stop", "x")])
        elif data == "agree":
            await self.welcome(sender)
        elif data == "plan":
            await self.say(sender, "✅ Gepland.")
            await self.post_card()

    async def post_card(self) -> None:
        sent = await self.say(self.group, self.card_text(), self.card_row())
        self.card = sent["message_id"]
        await self.call("pinChatMessage", chat_id=self.group, message_id=self.card)

    async def follow(self, clock: MovableClock) -> None:
        """At the moves of the clock: a meeting is near, it is over, everyone is called."""
        moved: asyncio.Queue[None] = asyncio.Queue()
        clock.on_move.append(lambda: moved.put_nowait(None))
        await moved.get()
        await self.say(self.group, f"De bijeenkomst komt eraan.\n{VENUE}")
        await moved.get()
        await self.say(self.sharing, "Draag over.", [button("✏️ Nu overdragen", "begin")])
        await self.say(self.moderator, "Wie was er?", [button("✅ Wie was er", "attendance")])
        await self.call("editMessageReplyMarkup", chat_id=self.group, message_id=self.card)
        self.meeting += 1
        self.answers = {sign: [] for sign in SIGNS}
        await self.post_card()
        await moved.get()
        for person in self.members:
            await self.say(
                person,
                "🗳 Zit je vast?",
                [button("✏️ Een casus", "bring")],
                [button("➡️ Niets", "nothing")],
            )

    async def welcome(self, person: int) -> None:
        rows = [[button("Naar de groep", url=self.join_link)]] if self.join_link else []
        await self.say(person, "🎉 Je bent ingeschreven.", *rows)

    async def answered(self, query: Json, sender: int, sign: str) -> None:
        for ids in self.answers.values():
            if sender in ids:
                ids.remove(sender)
        self.answers[sign].append(sender)
        await self.call(
            "answerCallbackQuery", callback_query_id=query["id"], text=f"{SIGNS[sign]} genoteerd"
        )
        await self.call(
            "editMessageText",
            chat_id=self.group,
            message_id=self.card,
            text=self.card_text(),
            parse_mode="HTML",
            reply_markup={"inline_keyboard": [self.card_row()]},
        )


@contextlib.asynccontextmanager
async def toy_bot(
    telegram: Telegram, clock: MovableClock, _coordinators: frozenset[int]
) -> AsyncIterator[Any]:
    """Run the toy while the block lasts."""

    async def next_due() -> datetime | None:
        return clock().replace(microsecond=0)

    async with aiohttp.ClientSession() as session:
        toy = Toy(session, telegram)
        tasks = [asyncio.create_task(toy.run()), asyncio.create_task(toy.follow(clock))]
        try:
            yield next_due
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
