"""`/duo`: the link that invites a partner, the turns of the two, swapping a meeting, leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from bot.rules import duos as rules
from bot.rules.duos import DuoVerdict, Holder
from bot.rules.members import Role
from handlers.core.access import membership
from handlers.core.context import Context
from handlers.core.screens import Button, Row, Screen, lines, paragraphs
from handlers.duos import public
from handlers.duos.messages import Swapped
from handlers.duos.verbs import LEAVE, LEFT, STAY, SWAP, no_duo, no_swap
from handlers.handover.public import deliver_after_swap
from handlers.rsvp.public import answer_row
from locales import Words
from storage import duos, meetings, members, rsvp
from storage.core import outbox
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.members import Membership, Person


@dataclass(frozen=True, slots=True)
class Turn:
    """A meeting to come, and which of the two takes it."""

    meeting: Meeting
    person_id: int


@dataclass(frozen=True, slots=True)
class Duo:
    """A person's duo; `unanswered` is the next meeting if it waits for this person's answer."""

    own: Membership
    partner: Person
    turns: tuple[Turn, ...]
    unanswered: Meeting | None = None


async def on_command(context: Context) -> None:
    """`/duo`: show the duo; without one, the link that invites a partner, or why there is none."""
    if context.membership is None:
        return
    found = await context.write(partial(_duo_or_link, own=context.membership, context=context))
    if isinstance(found, Duo):
        await context.say(_screen(context.words, found))
    elif isinstance(found, DuoVerdict):
        await context.refuse(_refusal(context.words, found))
    else:
        await context.say(_invitation(context, found))


def _duo_or_link(session: Session, own: Membership, context: Context) -> Duo | DuoVerdict | str:
    """Return the duo, or the token of a new invitation, or why this person can't form a duo."""
    duo = _duo(session, own, context)
    if duo is not None:
        return duo
    verdict = rules.may_invite(Holder(own.community_id, Role(own.role)))
    if verdict is not DuoVerdict.OK:
        return verdict
    return duos.invite(session, own, context.now).token


def _duo(session: Session, own: Membership, context: Context) -> Duo | None:
    sharing = members.on_seat(session, own.seat_id)
    partner = next((s.person for s in sharing if s.membership.person_id != own.person_id), None)
    if partner is None:
        return None
    to_come = [
        m for m in meetings.of_latest_cycle(session, own.community_id) if m.ends_at > context.now
    ]
    person_ids = duos.turns_of(session, own.seat_id, sharing, to_come)
    turns = tuple(Turn(m, person_ids[m.id or 0]) for m in to_come)
    return Duo(own, partner, turns, _unanswered_meeting(session, own, turns))


def _unanswered_meeting(session: Session, own: Membership, turns: Sequence[Turn]) -> Meeting | None:
    """The next meeting, if it is this person's turn and nobody has answered for the seat."""
    if not turns or turns[0].person_id != own.person_id:
        return None
    meeting = turns[0].meeting
    is_open = rsvp.answer_of(session, meeting.id or 0, own.seat_id) is None
    return meeting if is_open else None


def _refusal(words: Words, verdict: DuoVerdict) -> str:
    if verdict is DuoVerdict.MODERATOR:
        return words("Moderators form no duo: you are already two.")
    return words("Only members can share their seat in a duo.")


def _invitation(context: Context, token: str) -> Screen:
    words = context.words
    text = paragraphs(
        lines(
            words("In a duo you share your seat with a colleague: you take turns at the meetings."),
            words("Send this link to your partner. It works once, for 14 days:"),
        ),
        context.services.link(token),
    )
    return Screen(text)


def _screen(words: Words, duo: Duo) -> Screen:
    shown = [_line(words, duo, turn) for turn in duo.turns]
    text = paragraphs(
        f"🔁 <b>{words('You and {name} share a seat.', name=duo.partner.name)}</b>",
        lines(words("Who comes:"), *shown) if shown else words("No meeting is planned yet."),
    )
    return Screen(text, (*_swap_rows(words, duo), (_leave_button(words, duo),)))


def _line(words: Words, duo: Duo, turn: Turn) -> str:
    meeting = turn.meeting
    day, time = words.day(meeting.starts_at), words.time(meeting.starts_at)
    if turn.person_id == duo.own.person_id:
        who = words("you")
    else:
        who = words("{name}", name=duo.partner.name)
    when = f"{meeting.number} · {day}, {time}"
    return words("{title}: {value}", title=when, value=who)


def _swap_rows(words: Words, duo: Duo) -> tuple[Row, ...]:
    if not duo.turns:
        return ()
    turn = duo.turns[0]
    taker_id = row_id(duo.partner) if turn.person_id == duo.own.person_id else duo.own.person_id
    swap = SWAP.button(f"🔁 {words('Swap the next meeting')}", row_id(turn.meeting), taker_id)
    rows: tuple[Row, ...] = ((swap,),)
    return (answer_row(words, duo.unanswered), *rows) if duo.unanswered else rows


def _leave_button(words: Words, duo: Duo) -> Button:
    return LEAVE.button(f"❌ {words('Leave the duo')}", duo.own.community_id)


async def on_swap(context: Context, meeting_id: int, taker_id: int) -> None:
    """🔁: give the meeting to `taker_id`, tell the partner and redraw the duo."""
    swap = partial(_swap, context=context, meeting_id=meeting_id, taker_id=taker_id)
    duo = await context.write(swap)
    words = context.words
    if duo is None:
        await context.refuse(no_swap(words))
        return
    await context.answer(f"✅ {words('Swapped. Your partner hears of it.')}")
    await context.show(_screen(words, duo))


def _swap(session: Session, context: Context, meeting_id: int, taker_id: int) -> Duo | None:
    """Give the turn to `taker_id`; None if they are in no such duo or the meeting is past."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.is_cancelled or meeting.ends_at <= context.now:
        return None
    own = membership(session, context, meeting.community_id)
    duo = _duo(session, own, context) if own else None
    if own is None or duo is None or taker_id not in (own.person_id, duo.partner.id):
        return None
    if public.give_turn(session, meeting, own.seat_id, taker_id, context.now):
        _tell_partner(session, duo, meeting, context)
        deliver_after_swap(session, meeting, taker_id, context.now)
    return _duo(session, own, context)


def _tell_partner(session: Session, duo: Duo, meeting: Meeting, context: Context) -> None:
    swapped = Swapped(row_id(duo.partner), row_id(meeting))
    outbox.renew(session, swapped, context.now, meeting.ends_at)


async def on_leave(context: Context, community_id: int) -> None:
    """❌: ask for a confirmation."""
    duo = await context.read(partial(_own_duo, context=context, community_id=community_id))
    words = context.words
    if duo is None:
        await context.refuse(no_duo(words))
        return
    await context.answer()
    text = paragraphs(
        words("Do you want to leave the duo with {name}?", name=duo.partner.name),
        words(
            "{name} keeps the seat. You then are no longer in the community.", name=duo.partner.name
        ),
    )
    row = (
        LEFT.button(f"✅ {words('Leave')}", community_id),
        STAY.button(f"❌ {words('Stay')}", community_id),
    )
    await context.show(Screen(text, (row,)))


def _own_duo(session: Session, context: Context, community_id: int) -> Duo | None:
    own = membership(session, context, community_id)
    return _duo(session, own, context) if own else None


async def on_left(context: Context, community_id: int) -> None:
    """✅: leave the duo and the community; refused for those who are in none, or no more."""
    is_done = await context.write(partial(_leave, context=context, community_id=community_id))
    words = context.words
    if not is_done:
        await context.refuse(no_duo(words))
        return
    await context.answer()
    done = words(
        "You have left the duo and the community. Your partner keeps the seat. "
        "To come back, ask a moderator for an invitation."
    )
    await context.show(Screen(f"✅ {done}"))


def _leave(session: Session, context: Context, community_id: int) -> bool:
    """Leave; False for a person who is in no duo there. A person alone on their seat stays."""
    own = membership(session, context, community_id)
    if own is None or _duo(session, own, context) is None:
        return False
    public.leave(session, own, context.now)
    return True


async def on_stay(context: Context, community_id: int) -> None:
    """❌ at the confirmation: leave nothing, show the duo again."""
    duo = await context.read(partial(_own_duo, context=context, community_id=community_id))
    if duo is None:
        await context.refuse(no_duo(context.words))
        return
    await context.answer()
    await context.show(_screen(context.words, duo))
