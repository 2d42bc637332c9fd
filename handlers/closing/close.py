"""Closing a cycle: what moderators and coordinators see of its end, ✅, and the farewell."""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from bot.rules.closing import Refusal
from bot.rules.members import Role
from handlers.closing import schedule
from handlers.closing.verbs import CLOSE, CLOSED, HOW, KEEP, not_yours
from handlers.closing.views import Of, counts_lines, going_lines, keeps_message
from handlers.core.access import LEADING, MODERATOR, membership
from handlers.core.context import Context
from handlers.core.meeting_heading import title
from handlers.core.screens import Row, Screen, lines, paragraphs
from locales import Words
from storage import closing
from storage.communities import Community
from storage.core.columns import row_id


def close_row(words: Words, community_id: int) -> Row:
    """The button that asks whether to close the cycle."""
    return (CLOSE.button(f"✅ {words('Close the cycle')}", community_id),)


def how_row(words: Words, of: Of) -> Row:
    """The button that shows what was answered."""
    return (HOW.button(f"➡️ {words('What people answered')}", *of),)


async def on_close(context: Context, community_id: int) -> None:
    """✅ under the end of a cycle: asked once more."""
    ask = partial(_to_confirm, context=context, community_id=community_id)
    await _answer(context, await context.read(ask))


async def on_closed(context: Context, community_id: int, cycle: int) -> None:
    """Close the cycle; a second press reads that it is closed."""
    close = partial(_close, context=context, of=(community_id, cycle))
    await _answer(context, await context.write(close))


async def on_keep(context: Context, _community_id: int) -> None:
    """❌: nothing is closed."""
    await context.answer()
    said = context.words("Nothing was closed. /todo shows how it stands.")
    await replace(context, keeps_message=keeps_message(context)).show(Screen(f"✅ {said}"))


async def _answer(context: Context, shown: Screen | str) -> None:
    if isinstance(shown, str):
        await context.refuse(shown)
        return
    await context.answer()
    await replace(context, keeps_message=keeps_message(context)).show(shown)


def _may_close(session: Session, context: Context, community_id: int) -> Community | None:
    """The community of a button, if this person may close its cycle: buttons can be forged."""
    own = membership(session, context, community_id, MODERATOR)
    is_theirs = own is not None or context.is_coordinator
    return session.get(Community, community_id) if is_theirs else None


def _to_confirm(session: Session, context: Context, community_id: int) -> Screen | str:
    words, community = context.words, _may_close(session, context, community_id)
    found = schedule.latest(session, community_id) if community is not None else None
    if community is None:
        return not_yours(words)
    against = _against(session, context, community)
    if against is not None or found is None:
        return against or ""
    text = paragraphs(
        lines(title(community), words("Do you close this cycle?")),
        words("The group gets a farewell, and I send no reminders any more."),
        words("Proofs of attendance stay in /agenda. A new cycle begins with /plan."),
        words("Make the harvest first: /export. What was for the group only is erased later."),
    )
    row = (
        CLOSED.button(f"✅ {words('Close the cycle')}", community_id, found.number),
        KEEP.button(f"❌ {words('Not yet')}", community_id),
    )
    return Screen(text, (row,))


def _against(session: Session, context: Context, community: Community) -> Screen | str | None:
    """Why the cycle can't be closed, or that it is closed by now; None when it can."""
    words = context.words
    why = schedule.refusal(session, row_id(community), context.now)
    match why:
        case None:
            return None
        case Refusal.CLOSED:
            return _is_closed(words, community)
        case Refusal.NO_MEETING:
            return words("No meeting is planned yet.")
        case Refusal.NOT_OVER:
            return words("There is still a meeting to come: /agenda.")


def _is_closed(words: Words, community: Community) -> Screen:
    text = words("The cycle of {name} is closed. A new one begins with /plan.", name=community.name)
    return Screen(f"✅ {text}")


def _close(session: Session, context: Context, of: Of) -> Screen | str:
    community_id, cycle = of
    words, community = context.words, _may_close(session, context, community_id)
    if community is None:
        return not_yours(words)
    against = _against(session, context, community)
    if against is not None:
        return against
    found = schedule.latest(session, community_id)
    if found is None or cycle != found.number:
        return words("This button no longer works. /help shows what does.")
    schedule.close(session, community_id, context.services.settings, context.now, context.now)
    return _is_closed(words, community)


async def on_how(context: Context, community_id: int, cycle: int) -> None:
    """The evaluation in numbers; moderators also see by name who goes on."""
    shown = await context.read(partial(_how, context=context, of=(community_id, cycle)))
    if shown is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await replace(context, keeps_message=True).show(shown)


def _how(session: Session, context: Context, of: Of) -> Screen | None:
    community = session.get(Community, of[0])
    own, words = membership(session, context, of[0], LEADING), context.words
    if community is None or not (own or context.is_coordinator):
        return None
    is_moderator = own is not None and own.role == Role.MODERATOR
    counts = closing.counts(session, context.services.cipher, *of)
    going = closing.names_by_going(session, *of)
    return Screen(
        paragraphs(
            title(community),
            *counts_lines(words, counts),
            going_lines(words, going, named=is_moderator),
        )
    )
