"""The bare program of python-telegram-bot that the real one is measured against.

It answers a press and edits the message, and stores nothing. Arguments choose variants:
`aiohttp` for the real program's transport, `uvloop`, `concurrent` for 256 updates at once,
`sniffio` for what httpx looks for at each lock (its place is taken by a module of one function).
"""

import asyncio
import os
import sys
from itertools import count
from types import ModuleType

VARIANTS = frozenset(sys.argv[1:])

if "sniffio" in VARIANTS and "sniffio" not in sys.modules:
    standing = ModuleType("sniffio")
    standing.current_async_library = lambda: "asyncio"  # type: ignore[attr-defined]
    standing.AsyncLibraryNotFoundError = RuntimeError  # type: ignore[attr-defined]
    sys.modules["sniffio"] = standing

if "uvloop" in VARIANTS:
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update  # noqa: E402
from telegram.ext import Application, CallbackQueryHandler, ContextTypes  # noqa: E402

KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton(sign, callback_data=f"x:{sign}") for sign in "✅❌🤔"]]
)
TEXT = (
    "<b>Sessie 3 van 10</b>\n🗓 dinsdag 19 januari, 14:00-16:30\n📍 Huis van de wijk\n\n"
    "✅ 2  Anna, Ben\n❌ 1  Carla\n🤔 0\nNog 12 mensen hebben niet geantwoord"
)
NUMBERS = count(1)


async def on_press(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("✅ Genoteerd: je komt.")
    await query.edit_message_text(
        f"{TEXT} {next(NUMBERS)}", parse_mode="HTML", reply_markup=KEYBOARD
    )


def main() -> None:
    root, token = os.environ["BOT_API_URL"], os.environ["BOT_TOKEN"]
    building = Application.builder().token(token).base_url(f"{root}/bot")
    if "aiohttp" in VARIANTS:
        from bot.telegram.ptb_request import AiohttpRequest

        building = building.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
    if "concurrent" in VARIANTS:
        building = building.concurrent_updates(True)
    application = building.build()
    application.add_handler(CallbackQueryHandler(on_press))
    application.run_polling(allowed_updates=["callback_query"])


if __name__ == "__main__":
    main()
