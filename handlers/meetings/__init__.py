"""The room of meetings: planning the cycle, changing one meeting, the agenda."""

from handlers.core.context import Context
from handlers.meetings import agenda, callbacks, plan, session, speaker_invitation


async def on_press(context: Context) -> None:
    """A button under a plan, a meeting or the agenda."""
    act = {
        "plan": plan.on_confirm,
        "drop": plan.on_drop,
        "open": callbacks.on_open,
        "change": session.on_change,
        "move": callbacks.on_move,
        "off": callbacks.on_off,
        "called": callbacks.on_called,
        "invite": speaker_invitation.on_invite,
        "calendar": agenda.on_calendar,
    }.get(context.verb)
    if act is None:
        await context.refuse(context.words("This button no longer works. /help shows what does."))
    else:
        await act(context)
