"""Routes a press to its action, after checking the role and the place."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.core import callback_data
from handlers.core.access import is_served, not_for_you
from handlers.core.arrival import arrive, guarded, reached, without_lookup
from handlers.core.context import Context, Services
from handlers.core.routes import AnyCallback, Where
from handlers.core.updates import Pressed

Callbacks = Mapping[tuple[str, str], AnyCallback]
"""The rows of the callbacks table by room and verb."""


async def pressed(callbacks: Callbacks, services: Services, event: Pressed) -> None:
    """Handle a press on any button."""
    room, verb, carried = callback_data.unpack(event.data)
    row = callbacks.get((room, verb))
    values = row.verb.read(carried) if row is not None else None
    if row is not None and row.skips_lookup:
        context = without_lookup(services, event)
        if context.is_private:
            await reached(services, event.sender)
    else:
        context = await arrive(services, event, event.sender)
    if row is not None and row.leaves_no_trace:
        context = replace(context, leaves_no_trace=True)
    if row is not None and row.where is Where.PRIVATE and not context.is_private:
        # Forged: such a button never stood in a group, and its room would write over the card.
        await context.refuse(context.words("This only works in a private chat with me."))
    elif row is None or values is None:
        await context.refuse(context.words("This button no longer works. /help shows what does."))
    elif not (row.skips_lookup or is_served(context, row.who)):
        await context.refuse(_not_served(context, row))
    else:
        await guarded(row.action(context, *values), context)


def _not_served(context: Context, row: AnyCallback) -> str:
    not_served = row.verb.room.not_served
    return not_served(context.words) if not_served is not None else not_for_you(context, row.who)
