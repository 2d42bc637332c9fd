"""`/rsvp`: the card in private, with the reader's own answer and turn."""

from functools import partial

from sqlmodel import Session

from bot.rules.rsvp import Answer
from handlers.core import card as live_card
from handlers.core.access import membership
from handlers.core.context import Context
from handlers.core.meeting_heading import title
from handlers.core.screens import Row, Screen, lines, paragraphs
from handlers.rsvp import card
from handlers.rsvp.public import answer_row
from handlers.rsvp.verbs import PARTNER
from locales import Words
from storage import duos, meetings, members, rsvp
from storage.communities import Community
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.members import Membership

DUO = 2
"""People on the seat of a duo."""


async def on_command(context: Context) -> None:
    """`/rsvp`: show the next meeting's card; in the group it is posted anew at the bottom."""
    if context.is_private:
        await show(context, context.community_id)
        return
    has_meeting = await context.write(
        partial(_card_anew, community_id=context.community_id, context=context)
    )
    if not has_meeting:
        await context.refuse(context.words("No meeting is planned yet."))


def _card_anew(session: Session, community_id: int, context: Context) -> bool:
    meeting = meetings.next_meeting(session, community_id, context.now)
    if meeting is not None:
        live_card.redraw(session, community_id, context.now, anew=True)
    return meeting is not None


async def show(context: Context, community_id: int) -> None:
    """Show the requester the next meeting of a community, with their own answer."""
    screen = await context.read(
        partial(_private_screen, community_id=community_id, context=context)
    )
    await context.show(screen or Screen(f"⛔ {context.words('No meeting is planned yet.')}"))


def _private_screen(session: Session, community_id: int, context: Context) -> Screen | None:
    """The card and the requester's own answer; None without a next meeting or membership."""
    meeting = meetings.next_meeting(session, community_id, context.now)
    own = membership(session, context, community_id)
    if meeting is None or own is None:
        return None
    words = context.words
    community_title = title(session.get(Community, community_id))
    card_text = lines(community_title, card.text(words, card.facts(session, meeting)))
    own_answer = _own_answer(session, meeting, own, words)
    return Screen(
        paragraphs(card_text, own_answer),
        (answer_row(words, meeting, is_mine=True), *_partner_row(session, meeting, own, words)),
    )


def _own_answer(session: Session, meeting: Meeting, own: Membership, words: Words) -> str:
    given = rsvp.answer_of(session, row_id(meeting), own.seat_id)
    seated = members.on_seat(session, own.seat_id)
    turn = duos.turn_of(session, own.seat_id, meeting)
    names = {s.person.id: s.person.name for s in seated}
    turn_line = words("It is {name}'s turn.", name=names[turn]) if len(seated) > 1 else None
    if given is None:
        return lines(turn_line, words("You have not answered yet."))
    sign = Answer(given.answer).sign
    if given.person_id != own.person_id and given.person_id in names:
        partners_answer = words("This is {name}'s answer.", name=names[given.person_id])
        return lines(turn_line, f"{sign} {partners_answer}")
    return lines(turn_line, f"{sign} {words('This is your answer. You can change it.')}")


def _partner_row(
    session: Session, meeting: Meeting, own: Membership, words: Words
) -> tuple[Row, ...]:
    if len(members.on_seat(session, own.seat_id)) < DUO:
        return ()
    return ((PARTNER.button(f"🔁 {words('My duo partner')}", row_id(meeting), True),),)
