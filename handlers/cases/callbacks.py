"""Presses and typed messages of those who bring cases, and of those who open the urn."""

from handlers.cases import bringing, deciding, moderating, opening, receipts, restarted, voting
from handlers.cases.bringing import fleetingly
from handlers.core.context import Context
from handlers.core.memory import Awaited, Moment
from handlers.core.updates import Said

ACTS = {
    "bring": bringing.on_bring,
    "danger": bringing.on_danger,
    "safe": bringing.on_safe,
    "for": bringing.on_for,
    "again": bringing.on_again,
    "group": bringing.on_tick,
    "tick": bringing.on_tick,
    "seal": bringing.on_seal,
    "leave": bringing.on_leave,
    "nothing": bringing.on_nothing,
    "receipt": receipts.on_receipt,
    "mine": receipts.on_mine,
    "reply": receipts.on_reply,
    "answer": receipts.on_answer,
    "withdraw": receipts.on_withdraw,
    receipts.SURE: receipts.on_withdraw,
    "went": receipts.on_afterwards,
    "typed": restarted.on_case,
    "untyped": restarted.on_nothing,
    "noted": opening.on_noted,
    "open": opening.on_open,
}

MODERATORS = {
    "lost": opening.on_lost,
    "void": opening.on_void,
    "keep": opening.on_keep,
    **moderating.PRESSES,
    **deciding.PRESSES,
    **voting.PRESSES,
}
"""What may wait in the outbox: it tells of no author."""


async def on_press(context: Context) -> None:
    """Find what the button does."""
    if context.verb in ACTS:
        await fleetingly(ACTS[context.verb], context)
    elif context.verb in MODERATORS:
        await MODERATORS[context.verb](context)
    else:
        await context.answer()


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
