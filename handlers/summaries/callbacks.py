"""Presses on the buttons of a summary; what each may do is read again from the database."""

from handlers.core.context import Context
from handlers.summaries import preview, publish, read, write


async def on_press(context: Context) -> None:
    """Find what the button does."""
    acts = {
        "begin": write.on_begin,
        "share": preview.on_tick,
        "theme": preview.on_tick,
        "more": preview.on_tick,
        "send": publish.on_send,
        "read": read.on_read,
    }
    act = acts.get(context.verb)
    if act is None:
        await context.answer()
    else:
        await act(context)
