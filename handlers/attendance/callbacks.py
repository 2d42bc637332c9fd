"""Presses on the buttons of a list; what each may do is read again from the database."""

from handlers.attendance import certificate, correct, tick
from handlers.attendance.views import SURE
from handlers.core.context import Context


async def on_press(context: Context) -> None:
    """Find what the button does."""
    acts = {
        "open": tick.on_open,
        "change": tick.on_change,
        "tick": tick.on_tick,
        "save": tick.on_save,
        SURE: correct.on_sure,
        "proof": certificate.on_proof,
    }
    act = acts.get(context.verb)
    if act is None:
        await context.answer()
    else:
        await act(context)
