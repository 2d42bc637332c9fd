"""Typed messages of those who bring cases, and of those who open the urn."""

from handlers.cases import bringing, opening, receipts, restarted
from handlers.cases.bringing import fleetingly
from handlers.core.context import Context
from handlers.core.memory import Awaited, Moment
from handlers.core.updates import Said


async def take_moment(context: Context, event: Said) -> bool:
    """Take a typed message that must pass by every form; memory alone knows of most."""
    if not context.is_private:
        return False
    moment = context.services.ephemeral.awaited(context.sender.telegram_id, context.now)
    if moment is None:
        return await restarted.take(context, event)

    async def act(context: Context) -> None:
        await _typed(context, event, moment)

    await fleetingly(act, context)
    return True


async def _typed(context: Context, event: Said, moment: Moment) -> None:
    if not event.is_plain:
        await bringing.on_refused(context, moment)
        return
    acts = {
        Awaited.CASE: bringing.on_text,
        Awaited.RECEIPT: receipts.on_words,
        Awaited.REPLY: receipts.on_reply_text,
        Awaited.RELEASE: opening.on_words,
    }
    await acts[moment.what](context, moment)
