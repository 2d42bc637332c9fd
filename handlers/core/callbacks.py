"""Routes a press to its action, after checking the role and the place."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from handlers.core import callback_data
from handlers.core.access import is_served, not_for_you
from handlers.core.arrival import arrive, guarded, reached, without_lookup
from handlers.core.context import Context, Services
from handlers.core.routes import AnyCallback, Where
from handlers.core.updates import Pressed
from locales import N_

Callbacks = Mapping[tuple[str, str], AnyCallback]
"""The rows of the callbacks table by room and verb."""

NO_LONGER: Final = N_("This button no longer works. /help shows what does.")


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
    refusal = await _refusal(context, row, values)
    if refusal is not None:
        await context.refuse(refusal)
    elif row is not None and values is not None:
        await guarded(row.action(context, *values), context)


async def _refusal(
    context: Context, row: AnyCallback | None, values: tuple[Any, ...] | None
) -> str | None:
    """Why a press is refused; None when it is not."""
    if row is not None and row.where is Where.PRIVATE and not context.is_private:
        # Forged: such a button never stood in a group, and its room would write over the card.
        return context.words("This only works in a private chat with me.")
    if row is None or values is None:
        return context.words(NO_LONGER)
    if row.skips_lookup:
        return None
    if not await _may_stand_here(context, row, values):
        return context.words(NO_LONGER)
    return None if is_served(context, row.who) else _not_served(context, row)


async def _may_stand_here(context: Context, row: AnyCallback, values: tuple[Any, ...]) -> bool:
    """Whether a button can be under the pressed message: in a group its data may be forged.

    All that it names must be of the group's community, and the message, as Telegram hands it back,
    must have a button of the same room: an action may replace its own room's message only.
    """
    if context.is_private:
        return True
    communities = await context.read(partial(row.verb.communities, values=values))
    if communities - {context.requester.community_here}:
        return False
    beside = context.event.button_data if isinstance(context.event, Pressed) else ()
    return row.verb.room.name in {callback_data.unpack(data)[0] for data in beside}


def _not_served(context: Context, row: AnyCallback) -> str:
    not_served = row.verb.room.not_served
    return not_served(context.words) if not_served is not None else not_for_you(context, row.who)
