"""Posts updates to the bot's webhook, in order, each until the bot answers 2xx."""

import asyncio
import contextlib
import time
from typing import Any

import aiohttp

from bot.playground.model import Json
from bot.playground.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


class WebhookSender:
    """Posts while a webhook is set; `pause` is the wait in seconds before posting again."""

    def __init__(self, world: World, *, pause: float = 0.2) -> None:
        self.pause = pause
        self.task: asyncio.Task[None] | None = None
        self.follow(world)

    def follow(self, world: World) -> None:
        """Post the updates of this world from now on."""
        self.world = world
        world.watchers.append(self.on_change)

    def on_change(self, kind: str, _thing: Any) -> None:
        if kind == "webhook" and self.world.webhook.url and self.task is None:
            self.task = asyncio.create_task(self.deliver())

    async def deliver(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while self.world.webhook.url:
                if not self.world.updates.queue:
                    await self.world.updates.arrival(0.5)
                    continue
                update = self.world.updates.queue[0]
                if await self.post(session, update):
                    self.forget(update)
                else:
                    await asyncio.sleep(self.pause)
        self.task = None

    def forget(self, update: Json) -> None:
        queue = self.world.updates.queue
        if queue and queue[0] is update:
            queue.popleft()
        if not queue:
            self.world.updates.confirm(0)

    async def post(self, session: aiohttp.ClientSession, update: Json) -> bool:
        """Post one update; whether the bot answered 2xx."""
        webhook = self.world.webhook
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=update, headers=headers) as response:
                if response.ok:
                    return True
                webhook.last_error = f"Wrong response from the webhook: {response.status}"
        except (aiohttp.ClientError, TimeoutError) as error:
            webhook.last_error = f"Connection failed: {type(error).__name__}"
        webhook.last_error_at = time.time()
        return False

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task
            self.task = None
