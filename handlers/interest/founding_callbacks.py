"""The buttons of founding from interest, and of who has accepted."""

from typing import Final

from handlers.communities.public import not_yours
from handlers.core.context import Visit
from handlers.core.routes import Act
from handlers.interest import acceptance, found, proposal
from handlers.interest.found import TALKS

__all__ = ["TALKS", "on_press"]

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


async def on_press(visit: Visit) -> None:
    """Let in who coordinates at this moment, whatever they were when the button was shown."""
    act = ACTS.get(visit.verb)
    if not visit.is_coordinator:
        await visit.refuse(not_yours(visit.words))
    elif act is None:
        await visit.pop_up()
    else:
        await act(visit)
