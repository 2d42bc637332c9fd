"""Closing a cycle: what moderators and coordinators see of its end, ✅, and the farewell."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from sqlmodel import Session
from telegram.error import TelegramError

from bot.rules.closing import Refusal
from bot.rules.members import Role
from handlers.closing.views import (
    CLOSE,
    CLOSED,
    HOW,
    KEEP,
    ROOM,
    Of,
    counts_lines,
    going_lines,
    keeps_message,
)
from handlers.core import callback_data
from handlers.core.context import Context, Services
from handlers.core.meeting_heading import title
from handlers.core.outgoing import OutgoingMessage, new_message, reader, repeat_mark
from handlers.core.screens import Button, Row, Screen, lines, paragraphs
from handlers.core.telegram_client import TelegramClient
from locales import Words
from storage import closing, members, summaries
from storage.closing import ending
from storage.communities import Chat, Community
from storage.core.outbox import Outgoing

SEES = (Role.MODERATOR, Role.LEAD)
"""Who sees the numbers of the evaluation, besides coordinators."""


def close_row(words: Words, community_id: int) -> Row:
    """The button that asks whether to close the cycle."""
    return (
        Button(f"✅ {words('Close the cycle')}", callback_data.pack(ROOM, CLOSE, community_id)),
    )


def how_row(words: Words, of: Of) -> Row:
    """The button that shows what was answered."""
    return (Button(f"➡️ {words('What people answered')}", callback_data.pack(ROOM, HOW, *of)),)


async def on_close(context: Context) -> None:
    """✅ under the end of a cycle: asked once more."""
    await _answer(context, await context.read(partial(_to_confirm, context=context)))


async def on_closed(context: Context) -> None:
    """✅ again: the cycle is closed; who presses second hears that it is."""
    await _answer(context, await context.write(partial(_close, context=context)))


async def on_keep(context: Context) -> None:
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


def _role(session: Session, context: Context, community_id: int) -> Role | None:
    person = members.person_at(session, context.sender.telegram_id)
    own = members.membership(session, person.id, community_id) if person else None
    return Role(own.role) if own is not None else None


def _may_close(session: Session, context: Context) -> Community | None:
    """The community of a button, if this person may close its cycle: buttons can be forged."""
    community_id = callback_data.number(context.references)
    community = session.get(Community, community_id) if community_id is not None else None
    if community is None or community.id is None:
        return None
    is_moderator = _role(session, context, community.id) is Role.MODERATOR
    return community if is_moderator or context.is_coordinator else None


def _not_yours(words: Words) -> str:
    return words("This is for the moderators of the community.")


def _to_confirm(session: Session, context: Context) -> Screen | str:
    words, community = context.words, _may_close(session, context)
    found = ending.latest(session, community.id or 0) if community is not None else None
    if community is None:
        return _not_yours(words)
    against = _against(session, context, community)
    if against is not None or found is None:
        return against or ""
    confirm = callback_data.pack(ROOM, CLOSED, community.id or 0, found.number)
    keep = callback_data.pack(ROOM, KEEP, community.id or 0)
    text = paragraphs(
        lines(title(community), words("Do you close this cycle?")),
        words("The group gets a farewell, and I send no reminders any more."),
        words("Proofs of attendance stay in /agenda. A new cycle begins with /plan."),
        words("Make the harvest first: /export. What was for the group only is erased later."),
    )
    row = (
        Button(f"✅ {words('Close the cycle')}", confirm),
        Button(f"❌ {words('Not yet')}", keep),
    )
    return Screen(text, (row,))


def _against(session: Session, context: Context, community: Community) -> Screen | str | None:
    """Why the cycle can't be closed, or that it is closed by now; None when it can."""
    words = context.words
    why = ending.refusal(session, community.id or 0, context.now)
    if why is None:
        return None
    if why is Refusal.CLOSED:
        return _is_closed(words, community)
    return {
        Refusal.NO_MEETING: words("No meeting is planned yet."),
        Refusal.NOT_OVER: words("There is still a meeting to come: /agenda."),
    }[why]


def _is_closed(words: Words, community: Community) -> Screen:
    text = words("The cycle of {name} is closed. A new one begins with /plan.", name=community.name)
    return Screen(f"✅ {text}")


def _close(session: Session, context: Context) -> Screen | str:
    words, community = context.words, _may_close(session, context)
    if community is None:
        return _not_yours(words)
    against = _against(session, context, community)
    if against is not None:
        return against
    found = ending.latest(session, community.id or 0)
    if found is None or callback_data.number(context.references, 1) != found.number:
        return words("This button no longer works. /help shows what does.")
    ending.close(session, community.id or 0, context.services.settings, context.now, context.now)
    return _is_closed(words, community)


async def on_how(context: Context) -> None:
    """What people answered, in numbers; moderators see by name who goes on."""
    shown = await context.read(partial(_how, context=context))
    if shown is None:
        await context.refuse(_not_yours(context.words))
        return
    await context.answer()
    await replace(context, keeps_message=True).show(shown)


def _how(session: Session, context: Context) -> Screen | None:
    community_id, cycle = (callback_data.number(context.references, place) for place in (0, 1))
    community = session.get(Community, community_id) if community_id is not None else None
    if community is None or community_id is None or cycle is None:
        return None
    role, words = _role(session, context, community_id), context.words
    if role not in SEES and not context.is_coordinator:
        return None
    counts = closing.counts(session, context.services.cipher, community_id, cycle)
    going = closing.going(session, community_id, cycle)
    return Screen(
        paragraphs(
            title(community),
            *counts_lines(words, counts),
            going_lines(words, going, named=role is Role.MODERATOR),
        )
    )


def render_farewell(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """The group's last post of a cycle; None when another cycle was planned meanwhile."""
    community = session.get(Community, row.payload["community"])
    chat, cycle = session.get(Chat, row.chat_id), row.payload["cycle"]
    found = ending.latest(session, community.id or 0) if community is not None else None
    if community is None or chat is None or found is None:
        return None
    if community.archived_at is None or found.number != cycle:
        return None
    words = services.locales.group(community.language)
    over = words.plural(
        "The cycle of {name} is over: {number} meeting. Thank you all for what you shared.",
        "The cycle of {name} is over: {number} meetings. Thank you all for what you shared.",
        len(found.standing),
        name=community.name,
    )
    text = paragraphs(
        f"👋 {over}",
        words("I send no reminders any more. Your proof of attendance is in /agenda, privately."),
        words("When a new cycle is planned, I ask each of you whether you go on."),
    )
    leave = Leaving(_pinned(session, community, chat))
    note = partial(_note, community_id=community.id or 0)
    return OutgoingMessage(Screen(text), repeat_mark(words), leave.send, note)


def _pinned(session: Session, community: Community, chat: Chat) -> tuple[int, ...]:
    """The messages of summaries that are pinned in the group."""
    return tuple(
        summary.message_ids[0]
        for _, summary in summaries.pinned(session, community.id or 0)
        if summary.message_ids and summary.posted_in == chat.telegram_id
    )


@dataclass(frozen=True, slots=True)
class Leaving:
    """The farewell, and what is no longer pinned then."""

    pinned: Sequence[int]

    async def send(self, client: TelegramClient, chat_id: int, screen: Screen) -> int:
        """Post it, and take the pins away: that is tidying, and no reason to post it twice."""
        message_id = await client.send(chat_id, screen)
        for pinned in self.pinned:
            with suppress(TelegramError):
                await client.unpin(chat_id, pinned)
        return message_id


def _note(session: Session, _message_id: int | None, community_id: int) -> None:
    for _, summary in summaries.pinned(session, community_id):
        summaries.note_pin(session, summary.id, is_pinned=False)


def render_ended(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For who did not accept a new cycle: they are no longer a member."""
    found = reader(session, row, services.locales)
    community = session.get(Community, row.payload["community"])
    if found is None or community is None or community.id is None:
        return None
    person, words = found
    if members.membership(session, person.id, community.id) is not None:
        return None
    text = paragraphs(
        words(
            "The new cycle of {name} has begun, and you did not say that you go on. "
            "So your seat is free again.",
            name=community.name,
        ),
        words("Thank you for having been there. To come back, ask a moderator for an invitation."),
    )
    return new_message(words, Screen(text))
