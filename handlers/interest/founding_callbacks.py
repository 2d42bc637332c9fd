"""The buttons of founding from interest, and of who has accepted."""

from typing import Final

from handlers.communities.public import not_yours
from handlers.core.context import Context
from handlers.core.routes import Act
from handlers.interest import acceptance, found, proposal
from handlers.interest.found import FLOWS

__all__ = ["FLOWS", "on_press"]

ACTS: Final[dict[str, Act]] = {
    "open": proposal.on_open,
    "show": proposal.on_show,
    "take": proposal.on_take,
    "leave": proposal.on_leave,
    "again": proposal.on_again,
    "anew": proposal.on_anew,
    "language": proposal.on_language,
    "cancel": proposal.on_cancel,
    "name": found.on_name,
    "found": found.on_found,
    "accepted": acceptance.on_accepted,
    "remind": acceptance.on_remind,
    "other": acceptance.on_other,
    "instead": acceptance.on_instead,
}


async def on_press(context: Context) -> None:
    """Let in who coordinates at this moment, whatever they were when the button was shown."""
    act = ACTS.get(context.verb)
    if not context.is_coordinator:
        await context.refuse(not_yours(context.words))
    elif act is None:
        await context.answer()
    else:
        await act(context)
