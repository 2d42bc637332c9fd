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
from handlers.core.context import House, Visit
from handlers.core.outgoing import Parcel, parcel, reader, repeat_mark
from handlers.core.screens import Button, Row, Screen, lines, paragraphs
from handlers.core.telegram_client import Speaker
from handlers.meetings.public import title
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


async def on_close(visit: Visit) -> None:
    """✅ under the end of a cycle: asked once more."""
    await _answer(visit, await visit.read(partial(_to_confirm, visit=visit)))


async def on_closed(visit: Visit) -> None:
    """✅ again: the cycle is closed; who presses second hears that it is."""
    await _answer(visit, await visit.write(partial(_close, visit=visit)))


async def on_keep(visit: Visit) -> None:
    """❌: nothing is closed."""
    await visit.pop_up()
    said = visit.words("Nothing was closed. /todo shows how it stands.")
    await replace(visit, keeps_message=keeps_message(visit)).show(Screen(f"✅ {said}"))


async def _answer(visit: Visit, shown: Screen | str) -> None:
    if isinstance(shown, str):
        await visit.refuse(shown)
        return
    await visit.pop_up()
    await replace(visit, keeps_message=keeps_message(visit)).show(shown)


def _role(session: Session, visit: Visit, community_id: int) -> Role | None:
    person = members.person_at(session, visit.sender.telegram_id)
    own = members.membership(session, person.id, community_id) if person else None
    return Role(own.role) if own is not None else None


def _may_close(session: Session, visit: Visit) -> Community | None:
    """The community of a button, if this person may close its cycle: buttons can be forged."""
    community_id = callback_data.number(visit.references)
    community = session.get(Community, community_id) if community_id is not None else None
    if community is None or community.id is None:
        return None
    is_moderator = _role(session, visit, community.id) is Role.MODERATOR
    return community if is_moderator or visit.is_coordinator else None


def _not_yours(words: Words) -> str:
    return words("This is for the moderators of the community.")


def _to_confirm(session: Session, visit: Visit) -> Screen | str:
    words, community = visit.words, _may_close(session, visit)
    found = ending.latest(session, community.id or 0) if community is not None else None
    if community is None:
        return _not_yours(words)
    against = _against(session, visit, community)
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


def _against(session: Session, visit: Visit, community: Community) -> Screen | str | None:
    """Why the cycle can't be closed, or that it is closed by now; None when it can."""
    words = visit.words
    why = ending.refusal(session, community.id or 0, visit.now)
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


def _close(session: Session, visit: Visit) -> Screen | str:
    words, community = visit.words, _may_close(session, visit)
    if community is None:
        return _not_yours(words)
    against = _against(session, visit, community)
    if against is not None:
        return against
    found = ending.latest(session, community.id or 0)
    if found is None or callback_data.number(visit.references, 1) != found.number:
        return words("This button no longer works. /help shows what does.")
    ending.close(session, community.id or 0, visit.house.settings, visit.now, visit.now)
    return _is_closed(words, community)


async def on_how(visit: Visit) -> None:
    """What people answered, in numbers; moderators see by name who goes on."""
    shown = await visit.read(partial(_how, visit=visit))
    if shown is None:
        await visit.refuse(_not_yours(visit.words))
        return
    await visit.pop_up()
    await replace(visit, keeps_message=True).show(shown)


def _how(session: Session, visit: Visit) -> Screen | None:
    community_id, cycle = (callback_data.number(visit.references, place) for place in (0, 1))
    community = session.get(Community, community_id) if community_id is not None else None
    if community is None or community_id is None or cycle is None:
        return None
    role, words = _role(session, visit, community_id), visit.words
    if role not in SEES and not visit.is_coordinator:
        return None
    counts = closing.counts(session, visit.house.seal, community_id, cycle)
    going = closing.going(session, community_id, cycle)
    return Screen(
        paragraphs(
            title(community),
            *counts_lines(words, counts),
            going_lines(words, going, named=role is Role.MODERATOR),
        )
    )


def compose_farewell(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """The group's last post of a cycle; None when another cycle was planned meanwhile."""
    community = session.get(Community, row.payload["community"])
    chat, cycle = session.get(Chat, row.chat_id), row.payload["cycle"]
    found = ending.latest(session, community.id or 0) if community is not None else None
    if community is None or chat is None or found is None:
        return None
    if community.archived_at is None or found.number != cycle:
        return None
    words = house.locales.group(community.language)
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
    return Parcel(Screen(text), repeat_mark(words), leave.send, note)


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

    async def send(self, speaker: Speaker, chat_id: int, screen: Screen) -> int:
        """Post it, and take the pins away: that is tidying, and no reason to post it twice."""
        message_id = await speaker.send(chat_id, screen)
        for pinned in self.pinned:
            with suppress(TelegramError):
                await speaker.unpin(chat_id, pinned)
        return message_id


def _note(session: Session, _message_id: int | None, community_id: int) -> None:
    for _, summary in summaries.pinned(session, community_id):
        summaries.note_pin(session, summary.id, is_pinned=False)


def compose_ended(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """For who did not accept a new cycle: they are no longer a member."""
    found = reader(session, row, house.locales)
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
    return parcel(words, Screen(text))
