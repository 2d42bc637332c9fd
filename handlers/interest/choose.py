"""The buttons of founding from interest, and of who has accepted."""

from typing import Final

from handlers.founded import not_yours
from handlers.interest import accepted, choosing, founding
from handlers.interest.founding import TALKS
from handlers.routes import Act
from handlers.visit import Visit

__all__ = ["TALKS", "on_press"]

ACTS: Final[dict[str, Act]] = {
    "open": choosing.on_open,
    "show": choosing.on_show,
    "take": choosing.on_take,
    "leave": choosing.on_leave,
    "again": choosing.on_again,
    "anew": choosing.on_anew,
    "language": choosing.on_language,
    "cancel": choosing.on_cancel,
    "name": founding.on_name,
    "found": founding.on_found,
    "accepted": accepted.on_accepted,
    "remind": accepted.on_remind,
    "other": accepted.on_other,
    "instead": accepted.on_instead,
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
