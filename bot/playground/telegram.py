"""The Telegram on localhost: one state, its HTTP server, its faults.

async with Telegram.start() as telegram:            # a free port, a token of its own
    telegram.url, telegram.token                    # for BOT_API_URL and BOT_TOKEN
    anna = telegram.world.person("Anna", language_code="nl")
    anna.opens(link)                                # Start with the payload of a link
    anna.says("/help")                              # in the private chat with the bot
    message = await anna.hears("✅")                # new or edited since anna's last action
    message = await anna.hears(lambda one: one.text.startswith("✅"), within=5)
    message = await anna.sees("agenda")             # the newest that fits, however old
    pop_up = await anna.presses("✅", message)      # without a message: the newest with it
    assert pop_up.text and not pop_up.alert         # not awaiting it only presses
    group = telegram.world.group("PG Noord", [anna], supergroup=True)
    anna.adds_bot(group, payload, rights=("pin_messages", "invite_users"))
    anna.promotes_bot(group, "pin_messages"), anna.removes_bot(group), anna.upgrades(group)
    anna.says("/agenda", group)
    ben.asks_to_join(link); ben.joins(group); ben.leaves(group)
    anna.edits(message, "..."), anna.blocks_bot(), anna.forges("data", message)
    anna.replies(message, "/summary"), anna.sends_document("a.pdf", 50_000_000)
    group.messages, group.pinned, anna.chat.messages
                 # each: id, text, html, entities, rows of buttons, buttons, edited, pinned
    await telegram.handled()                        # the bot has confirmed every update
    telegram.faults.next("cut after", "sendMessage")   # see faults.Fault; .slow, .poison
    telegram.world.limits = Limits.like_telegram()  # off unless asked for
    telegram.world.calls                            # the log: method, chat_id, at, ok, error
    assert telegram.world.complaints == []          # calls with wrong fields
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web

from bot.playground.api import UPLOAD_BYTES, Api
from bot.playground.faults import Faults
from bot.playground.state import real_time
from bot.playground.waiting import PATIENCE, refusals
from bot.playground.webhook import WebhookSender
from bot.playground.world import World

TOKEN = "7000000001:AAplayground-token-of-no-value-0000"  # noqa: S105 - opens nothing


class Telegram:
    """A `World` served over HTTP at `url`; the bot's token is `token`."""

    def __init__(self, world: World, token: str = TOKEN) -> None:
        self.world = world
        self.token = token
        self.faults = Faults(world.updates)
        self.api = Api(world, self.faults, token)
        self.webhook_sender = WebhookSender(world)
        self.application = web.Application(client_max_size=UPLOAD_BYTES)
        self.api.add_to(self.application)
        self.url = ""

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        *,
        port: int = 0,
        token: str = TOKEN,
        now: Callable[[], datetime] = real_time,
        username: str = "praktijkbot",
        check_fields: bool = True,
    ) -> AsyncIterator["Telegram"]:
        """Serve a new `World` on a loopback port (0: any free one) until the block ends."""
        telegram = cls(World(now=now, username=username), token)
        telegram.api.check_fields = check_fields
        async with telegram.served(port):
            yield telegram

    @asynccontextmanager
    async def served(self, port: int) -> AsyncIterator[None]:
        """Serve this Telegram, and all that was added to its application."""
        runner = web.AppRunner(self.application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield
        finally:
            await self.webhook_sender.stop()
            await runner.cleanup()

    def renew(self, world: World) -> None:
        """Start again with another world, without faults and without a webhook."""
        self.world = world
        self.faults = Faults(world.updates)
        self.api.world, self.api.faults = world, self.faults
        self.webhook_sender.follow(world)

    async def handled(self, within: float = PATIENCE) -> None:
        """Wait until the bot has confirmed every update; an AssertionError when it does not."""
        if not await self.world.updates.handled(within):
            waiting = [next(key for key in one if key != "update_id") for one in self.waiting()]
            raise AssertionError(
                f"not confirmed within {within:g} s: {waiting}; refusals: {refusals(self.world)}"
            )

    def waiting(self) -> list[dict[str, object]]:
        """The updates that the bot has not confirmed."""
        return list(self.world.updates.queue)

    def link(self, payload: str) -> str:
        """The link that opens the bot's chat with this payload."""
        return f"https://t.me/{self.world.bot.username}?start={payload}"
