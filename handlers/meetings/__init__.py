"""The room of meetings: planning the cycle, changing one meeting, the agenda."""

from handlers.meetings import agenda, guests, plan, press, session
from handlers.visit import Visit


async def on_press(visit: Visit) -> None:
    """A button under a plan, a meeting or the agenda."""
    act = {
        "plan": plan.on_confirm,
        "drop": plan.on_drop,
        "open": press.on_open,
        "change": session.on_change,
        "move": press.on_move,
        "off": press.on_off,
        "called": press.on_called,
        "invite": guests.on_invite,
        "calendar": agenda.on_calendar,
    }.get(visit.verb)
    if act is None:
        await visit.refuse(visit.words("This button no longer works. /help shows what does."))
    else:
        await act(visit)
