"""Presses on the buttons of links; what each may do is read again from the database."""

from typing import Final

from handlers.core.context import Context
from handlers.core.coordinator_access import let_in
from handlers.core.routes import Act
from handlers.links import offer, post, release

COMMUNITIES: Final[dict[str, Act]] = {
    "parts": release.on_parts,
    "look": release.on_look,
    "let": release.on_let,
    "take": release.on_take,
    "offer": post.on_offer,
    "post": post.on_post,
    "pass": post.on_pass,
}
"""For the moderators of a community, and what was offered for its monitoring lead as well."""

COORDINATING: Final[dict[str, Act]] = {
    "home": offer.on_home,
    "one": offer.on_one,
    "to": offer.on_zones,
    "zone": offer.on_zone,
    "tick": offer.on_tick,
    "every": offer.on_every,
    "send": offer.on_send,
}
"""For who coordinates at this moment, whatever they were when the button was shown."""


async def on_press(context: Context) -> None:
    """Let the one in whom the button is for."""
    await let_in(context, COMMUNITIES, COORDINATING)
