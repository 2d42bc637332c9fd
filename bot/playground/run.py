"""Starts the playground: the Telegram on localhost, the bot against it, the story, the page."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import UTC, datetime

from bot.playground.clock import BRUSSELS, MovableClock, season_begins
from bot.playground.page_server import NextDue, Page
from bot.playground.page_views import Cast
from bot.playground.rate_limits import GROUP, Limits
from bot.playground.refusals import ImpossibleError
from bot.playground.story.background import BackgroundPeople
from bot.playground.story.people import COORDINATOR
from bot.playground.story.script import play_story
from bot.playground.telegram import Telegram
from bot.playground.world import World

StartBot = Callable[
    [Telegram, MovableClock, frozenset[int]], AbstractAsyncContextManager[NextDue | None]
]


class Playground:
    """One playground. `start_bot` runs the bot while its block lasts; see `open_playground`.

    Without `neighbours` the story has one community only.
    """

    def __init__(
        self,
        start_bot: StartBot,
        clock: MovableClock | None = None,
        *,
        with_story: bool = True,
        neighbours: bool = True,
        announce: Callable[[str], None] = print,
    ) -> None:
        self.start_bot = start_bot
        self.announce = announce
        self.with_story = with_story
        self.neighbours = neighbours
        self.beginning = season_begins(datetime.now(UTC).date(), BRUSSELS)
        self.clock = clock or MovableClock(self.beginning)
        self.cast: Cast = {}
        self.telegram = Telegram(self.new_world())
        self.page = Page(self.telegram, self.clock, self.cast, reset=self.reset)
        self.page.add_to(self.telegram.application)
        self.running = AsyncExitStack()
        self.story: asyncio.Task[None] | None = None
        self.background = BackgroundPeople(self.telegram.world, self.cast)
        self.answering: asyncio.Task[None] | None = None
        self.resetting = asyncio.Lock()

    def new_world(self) -> World:
        world = World(now=self.clock)
        world.limits = Limits(group=GROUP)
        return world

    async def begin(self) -> None:
        """Start the bot, and with it the story and the people who answer in the background."""
        self.page.watch()
        next_due = await self.running.enter_async_context(
            self.start_bot(self.telegram, self.clock, frozenset({COORDINATOR}))
        )
        self.page.next_due = next_due
        if self.with_story:
            self.background = BackgroundPeople(self.telegram.world, self.cast)
            self.answering = asyncio.create_task(self.background.run())
            self.story = asyncio.create_task(self.tell())

    async def tell(self) -> None:
        """Play the story; announce where it failed."""
        try:
            group = await play_story(
                self.telegram,
                self.clock,
                self.cast,
                self.page.tell_busy,
                neighbours=self.neighbours,
            )
            self.background.answer_in_groups(group)
        except (AssertionError, ImpossibleError) as stuck:
            self.announce(f"The story got stuck.\n{stuck}")
            self.page.tell_busy("stuck")
            raise
        finally:
            self.page.tell_renewed()

    async def end(self) -> None:
        """Stop the people and the bot."""
        tasks = [one for one in (self.story, self.answering) if one is not None]
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.story = self.answering = None
        await self.running.aclose()
        self.running = AsyncExitStack()

    async def reset(self) -> None:
        """Replace everything by a new state and start again."""
        async with self.resetting:
            self.page.tell_busy("resetting")
            await self.end()
            self.cast.clear()
            self.telegram.renew(self.new_world())
            self.clock.move_to(self.beginning)
            await self.begin()
            self.page.tell_renewed()


async def open_playground(
    start_bot: StartBot,
    clock: MovableClock | None = None,
    *,
    port: int = 8081,
    with_story: bool = True,
    announce: Callable[[str], None] = print,
    until: asyncio.Event | None = None,
) -> None:
    """Serve the playground on this machine only, until `until` is set or the task is cancelled.

    `start_bot(telegram, clock, coordinators)` is an async context manager that runs the bot
    against `telegram.url` with `telegram.token` on a fresh database; it gives a function that
    tells when the next thing falls due, or None. It is entered again after each reset.
    """
    playground = Playground(start_bot, clock, with_story=with_story, announce=announce)
    async with playground.telegram.served(port):
        address = playground.telegram.url.replace("127.0.0.1", "localhost")
        try:
            await playground.begin()
            announce(f"The playground is open on {address}")
            await (until or asyncio.Event()).wait()
        finally:
            playground.page.close()
            await playground.end()
