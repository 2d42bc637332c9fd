"""Looks so many times whether something is due, and prints the milliseconds of each look."""

import asyncio
import os
import statistics
import sys
import time

from bot.app import App
from bot.settings import load

PARTS = 7


async def main(count: int) -> None:
    app = App(load(os.environ, None))
    async with app.alive():
        await asyncio.sleep(1)
        costs = [await _part(app, count // PARTS) for _ in range(PARTS + 1)][1:]
        print(statistics.median(costs) * 1e3, flush=True)


async def _part(app: App, count: int) -> float:
    """Seconds of processor time of a look, all threads."""
    before = time.process_time()
    for _ in range(count):
        await app.look()
    return (time.process_time() - before) / count


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(int(sys.argv[1])))
