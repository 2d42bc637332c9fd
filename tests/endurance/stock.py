"""The control of the kill test: a plain python-telegram-bot program with its own polling.

It stores each press in SQLite, on disk before it answers, as carefully as a handler can.
"""

import os
import sqlite3
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from tests.end_to_end.process import STARTED


def main() -> None:
    """Poll until killed."""
    kept = sqlite3.connect(os.environ["STOCK_DATABASE"], isolation_level=None)
    kept.execute("PRAGMA journal_mode = WAL")
    kept.execute("PRAGMA synchronous = FULL")
    kept.execute("CREATE TABLE IF NOT EXISTS press (query TEXT PRIMARY KEY, data TEXT)")

    async def on_press(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is not None:
            kept.execute("INSERT OR IGNORE INTO press VALUES (?, ?)", (query.id, query.data))
            await query.answer("✅")

    async def greet(_application: Any) -> None:
        sys.stderr.write(f"{STARTED}\n")

    application = (
        Application.builder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(f"{os.environ['BOT_API_URL']}/bot")
        .post_init(greet)
        .build()
    )
    application.add_handler(CallbackQueryHandler(on_press))
    application.run_polling()


if __name__ == "__main__":
    main()
