"""Presses on the buttons of links; what each may do is read again from the database."""

from typing import Final

from handlers.coordinating import let_in
from handlers.links import offering, posting, releasing
from handlers.routes import Act
from handlers.visit import Visit

COMMUNITIES: Final[dict[str, Act]] = {
    "parts": releasing.on_parts,
    "look": releasing.on_look,
    "let": releasing.on_let,
    "take": releasing.on_take,
    "offer": posting.on_offer,
    "post": posting.on_post,
    "pass": posting.on_pass,
}
"""For the moderators of a community, and what was offered for its monitoring lead as well."""

COORDINATING: Final[dict[str, Act]] = {
    "home": offering.on_home,
    "one": offering.on_one,
    "to": offering.on_zones,
    "zone": offering.on_zone,
    "tick": offering.on_tick,
    "every": offering.on_every,
    "send": offering.on_send,
}
"""For who coordinates at this moment, whatever they were when the button was shown."""


async def on_press(visit: Visit) -> None:
    """Let the one in whom the button is for."""
    await let_in(visit, COMMUNITIES, COORDINATING)
