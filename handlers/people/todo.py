"""`/todo`: what a person still owes, on one screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from bot.rules.members import Role
from handlers import buttons, forms, rights
from handlers.answers import answer_row, told_apart
from handlers.people.drafts import named
from handlers.places import places
from handlers.screens import Button, Row, Screen, lines, paragraphs
from handlers.visit import Visit
from locales import Words
from storage import attendance, communities, duos, handover, meetings, members, people, rsvp
from storage.communities import Community
from storage.handover import items
from storage.meetings import Meeting
from storage.members import Membership

MOST_LISTS = 3
"""Attendance lists asked for on one screen."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing still to do: a line as HTML, with the buttons that do it.

    `asks` is the meeting that they ask about, if they do.
    """

    line: str
    rows: tuple[Row, ...] = ()
    asks: Meeting | None = None


async def on_todo(visit: Visit) -> None:
    """`/todo`, for anyone registered, and for who is still registering."""
    screen = await visit.read(partial(_screen, visit=visit))
    if screen is not None:
        await visit.say(screen)
        return
    await visit.refuse(
        visit.words(
            "You are not registered in a community. "
            "Ask your moderator or Brusano for an invitation."
        )
    )


def _screen(session: Session, visit: Visit) -> Screen | None:
    """Everything owed, by community; None for someone who has nothing to do with any."""
    words = visit.words
    texts: list[str] = []
    all_owed: list[Owed] = []
    for membership in visit.asker.memberships:
        owed = list(_in_community(session, visit, membership))
        community = session.get(Community, membership.community_id)
        if owed and community is not None:
            title = words("<b>{name}</b>", name=community.name)
            texts.append(lines(title, *(f"• {one.line}" for one in owed)))
            all_owed += owed
    begun = list(_begun(session, visit))
    texts.append(lines(*(f"• {one.line}" for one in begun)))
    all_owed += begun
    waits = list(places(session, visit.sender.telegram_id, words, visit.now))
    kept = [Owed(place.text, place.rows) for place in waits if place.rows]
    texts.append(lines(*(f"• {one.line}" for one in kept)))
    all_owed += kept
    in_line = [place.text for place in waits if not place.rows]
    if any(texts):
        return Screen(
            paragraphs(f"<b>{words('Still to do')}</b>", *texts, *in_line), _rows(words, all_owed)
        )
    if not visit.asker.memberships:
        return Screen(paragraphs(*in_line)) if in_line else None
    return Screen(paragraphs(f"✅ {words('Nothing to do: all done.')}", *in_line))


def _rows(words: Words, owed: Sequence[Owed]) -> tuple[Row, ...]:
    """The buttons of all of it; those that answer for a meeting say for which, if for several."""
    asked = [one.asks for one in owed if one.asks is not None]
    return tuple(
        told_apart(words, row, one.asks, asked) if one.asks is not None else row
        for one in owed
        for row in one.rows
    )


def _begun(session: Session, visit: Visit) -> Iterator[Owed]:
    words = visit.words
    for draft in people.drafts(session, visit.sender.telegram_id):
        if forms.opened(draft, visit.house.seal) is None:
            continue
        form = named(words, draft.topic)
        go_on = buttons.pack(forms.ROOM, "continue", draft.topic, 0)
        button = Button(f"➡️ {words.plain('Go on: {form}', form=form)}", go_on)
        yield Owed(words("Not finished: {form}.", form=form), ((button,),))


def _in_community(session: Session, visit: Visit, membership: Membership) -> Iterator[Owed]:
    yield from _unanswered(session, visit, membership)
    yield from _handovers(session, visit, membership)
    if membership.role == Role.MODERATOR:
        yield from _to_plan(session, visit, membership.community_id)
        yield from _to_tick(session, visit, membership.community_id)
        yield from _group_chat(session, visit.words, membership.community_id)
        yield from _waiting(session, visit.words, membership.community_id)


def _unanswered(session: Session, visit: Visit, membership: Membership) -> Iterator[Owed]:
    """The next meeting, if it waits for this person's answer; a lead comes as they please."""
    meeting = meetings.upcoming(session, membership.community_id, visit.now)
    if meeting is None or membership.role == Role.LEAD:
        return
    is_turn = duos.turn_of(session, membership.seat_id, meeting) == membership.person_id
    if is_turn and rsvp.answer_of(session, meeting.id or 0, membership.seat_id) is None:
        question = visit.words("Do you come? {meeting}", meeting=_shown(visit.words, meeting))
        yield Owed(question, (answer_row(visit.words, meeting),), meeting)


def _shown(words: Words, meeting: Meeting) -> str:
    when = words.span(meeting.starts_at, meeting.ends_at)
    return f"{meeting.number} · {words.day(meeting.starts_at)}, {when}"


def _handovers(session: Session, visit: Visit, own: Membership) -> Iterator[Owed]:
    """The notes to write and to read, and what this person took up with a date."""
    words = visit.words
    for found in handover.owed_by(session, own):
        if handover.standing(session, found) is not None:
            number = session.get_one(Meeting, found.meeting_id).number
            begin = buttons.pack("handover", "begin", found.id or 0)
            button = Button(f"✏️ {words.plain('Hand over session {number}', number=number)}", begin)
            yield Owed(
                words("Hand over session {number} to your partner.", number=number), ((button,),)
            )
    for found in handover.for_reader(session, own):
        if found.read_at is None and handover.standing(session, found) is not None:
            number = session.get_one(Meeting, found.meeting_id).number
            opened = buttons.pack("handover", "open", found.id or 0)
            button = Button(
                f"📖 {words.plain('Read the note of session {number}', number=number)}", opened
            )
            told = words("Your partner handed over session {number}: read it.", number=number)
            yield Owed(told, ((button,),))
    taken_up = [
        item
        for item in items.still_open(session, own.seat_id, own.person_id)
        if item.owner_id == own.person_id
    ]
    if taken_up:
        yield Owed(
            words.plural(
                "{number} thing from a hand-over is still yours to do: /handover.",
                "{number} things from a hand-over are still yours to do: /handover.",
                len(taken_up),
            )
        )


def _to_plan(session: Session, visit: Visit, community_id: int) -> Iterator[Owed]:
    if meetings.upcoming(session, community_id, visit.now) is None:
        yield Owed(visit.words("No meeting is planned: /plan."))


def _to_tick(session: Session, visit: Visit, community_id: int) -> Iterator[Owed]:
    words = visit.words
    for meeting in attendance.unticked(session, community_id, visit.now)[:MOST_LISTS]:
        open_list = buttons.pack("attendance", "open", meeting.id or 0)
        day = words.day(meeting.starts_at)
        button = Button(f"✏️ {words.plain('Attendance of {day}', day=day)}", open_list)
        question = words("Who was there on {day}?", day=day)
        yield Owed(question, ((button,),))


def _group_chat(session: Session, words: Words, community_id: int) -> Iterator[Owed]:
    chat = communities.chat_of(session, community_id)
    if chat is None or not chat.is_present:
        yield Owed(words("I am not in your group chat. Ask Brusano for the link that adds me."))
    elif lacking := rights.lacking(words, chat):
        yield Owed(
            words(
                "In the group chat I lack these rights: {rights}. "
                "Make me an administrator with them.",
                rights=", ".join(lacking),
            )
        )


def _waiting(session: Session, words: Words, community_id: int) -> Iterator[Owed]:
    number = len(members.waiting(session, community_id))
    if number:
        yield Owed(
            words.plural(
                "{number} person waits for a seat: /members.",
                "{number} people wait for a seat: /members.",
                number,
            )
        )
