"""The room of meetings: planning the cycle, changing one meeting, the agenda."""

from handlers.meetings import agenda, plan, session
from handlers.visit import Visit


async def on_press(visit: Visit) -> None:
    """A button under a plan, a meeting or the agenda."""
    act = {
        "plan": plan.on_confirm,
        "drop": plan.on_drop,
        "open": session.on_open,
        "change": session.on_change,
        "move": session.on_move,
        "off": session.on_off,
        "called": session.on_called,
        "calendar": agenda.on_calendar,
    }.get(visit.verb)
    if act is None:
        await visit.refuse(visit.words("This button no longer works. /help shows what does."))
    else:
        await act(visit)
