"""The buttons of interest: those of who left it, and those of the coordinators."""

from typing import Final

from handlers.coordinating import let_in
from handlers.interest import deciding, leaving, overview
from handlers.routes import Act
from handlers.visit import Visit

OWN: Final[dict[str, Act]] = {
    "leave": leaving.on_leave,
    "change": leaving.on_leave,
    "agree": leaving.on_agree,
    "withdraw": leaving.on_withdraw,
    "gone": leaving.on_gone,
    "keep": leaving.on_keep,
}
"""What everyone may do, about themselves alone."""

COORDINATING: Final[dict[str, Act]] = {
    "home": overview.on_home,
    "zone": overview.on_zone,
    "one": overview.on_one,
    "where": overview.on_where,
    "sure": deciding.on_sure,
    "place": deciding.on_place,
    "ask_full": deciding.on_ask_full,
    "full": deciding.on_full,
    "ask_erase": deciding.on_ask_erase,
    "erase": deciding.on_erase,
}
"""What is for who coordinates at this moment, whatever they were when the button was shown."""


async def on_press(visit: Visit) -> None:
    """Let the one in whom the button is for."""
    await let_in(visit, OWN, COORDINATING)
