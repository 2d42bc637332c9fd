"""The buttons of interest: those of who left it, and those of the coordinators."""

from typing import Final

from handlers.core.context import Context
from handlers.core.coordinator_access import let_in
from handlers.core.routes import Act
from handlers.interest import decide, overview, register

OWN: Final[dict[str, Act]] = {
    "leave": register.on_leave,
    "change": register.on_leave,
    "agree": register.on_agree,
    "withdraw": register.on_withdraw,
    "gone": register.on_gone,
    "keep": register.on_keep,
}
"""What everyone may do, about themselves alone."""

COORDINATING: Final[dict[str, Act]] = {
    "home": overview.on_home,
    "zone": overview.on_zone,
    "one": overview.on_one,
    "where": overview.on_where,
    "sure": decide.on_sure,
    "place": decide.on_place,
    "ask_full": decide.on_ask_full,
    "full": decide.on_full,
    "ask_erase": decide.on_ask_erase,
    "erase": decide.on_erase,
}
"""What is for who coordinates at this moment, whatever they were when the button was shown."""


async def on_press(context: Context) -> None:
    """Let the one in whom the button is for."""
    await let_in(context, OWN, COORDINATING)
