"""Presses on the buttons of a summary; what each may do is read again from the database."""

from handlers.summaries import preview, publishing, reading, writing
from handlers.visit import Visit


async def on_press(visit: Visit) -> None:
    """Find what the button does."""
    acts = {
        "begin": writing.on_begin,
        "share": preview.on_tick,
        "theme": preview.on_tick,
        "more": preview.on_tick,
        "send": publishing.on_send,
        "read": reading.on_read,
    }
    act = acts.get(visit.verb)
    if act is None:
        await visit.pop_up()
    else:
        await act(visit)
