"""Kills a program at random moments and starts it again, as often as is asked."""

import asyncio
import random
from typing import Any

from bot.playground.model import Message
from bot.playground.world import World
from tests.end_to_end.process import STARTED, Program, program

LONGEST_LIFE = 1.2
"""Seconds after the start within which the kill comes."""

ACTS = 25
"""Of the program's acts on the stand-in one is chosen at random, at which the kill comes."""


async def killed(
    environ: dict[str, str], times: int, chance: random.Random, world: World, module: str = "bot"
) -> None:
    """Run and kill the program so many times.

    Of five kills one comes while the program starts, two at a random moment after that, and two
    in the very moment at which the stand-in has done what was asked and has not yet answered;
    every second of those at a message.
    """
    for number in range(times):
        async with program(environ, module=module) as running:
            if number % 5 == 4:
                await asyncio.sleep(chance.uniform(0.2, 1.0))
            else:
                await running.writes(STARTED, within=30)
                if number % 2:
                    kinds = ("message",) if number % 4 == 1 else ("message", "query")
                    await _acts(running, world, kinds, chance.randint(1, ACTS))
                else:
                    await asyncio.sleep(chance.uniform(0.02, LONGEST_LIFE))
            if running.process.returncode is None:
                running.process.kill()
            await running.ends()


async def _acts(running: Program, world: World, kinds: tuple[str, ...], times: int) -> None:
    """Kill the program at the last of so many acts, or after a while in which it does less."""
    left = times

    def watch(kind: str, thing: Any) -> None:
        nonlocal left
        is_other = isinstance(thing, Message) and thing.sender is not world.bot
        by_program = kind in kinds and not is_other
        left -= by_program
        if by_program and left == 0:
            running.process.kill()

    world.watchers.append(watch)
    try:
        async with asyncio.timeout(2 * LONGEST_LIFE):
            await running.process.wait()
    except TimeoutError:
        return
    finally:
        world.watchers.remove(watch)
