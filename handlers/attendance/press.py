"""Presses on the buttons of a list; what each may do is read again from the database."""

from handlers.attendance import correcting, proving, ticking
from handlers.attendance.shown import SURE
from handlers.visit import Visit


async def on_press(visit: Visit) -> None:
    """Find what the button does."""
    acts = {
        "open": ticking.on_open,
        "change": ticking.on_change,
        "tick": ticking.on_tick,
        "save": ticking.on_save,
        SURE: correcting.on_sure,
        "proof": proving.on_proof,
    }
    act = acts.get(visit.verb)
    if act is None:
        await visit.pop_up()
    else:
        await act(visit)
