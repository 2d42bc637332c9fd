"""`/agenda`: the cycle with one's own answers, and its calendar file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.rules.meetings import is_over
from bot.rules.rsvp import Answer
from handlers import buttons
from handlers.meetings import calendar
from handlers.meetings.shown import short, when
from handlers.screens import Button, Document, Screen, in_pages, lines
from handlers.visit import Visit
from locales import Words
from storage import duos, meetings, members, rsvp
from storage.communities import Community
from storage.meetings import Meeting
from storage.members import Membership

ROOM = "meetings"


async def on_command(visit: Visit) -> None:
    """`/agenda`: in private with one's own answers, in the group in the group's language."""
    pages = await visit.read(partial(_pages, visit=visit))
    if not pages:
        await visit.refuse(visit.words("No meeting is planned yet."))
        return
    for page in pages[:-1]:
        await visit.say(Screen(page))
    data = buttons.pack(ROOM, "calendar", visit.community_id)
    button = Button("🗓 " + visit.words("In my calendar"), data)
    await visit.say(Screen(pages[-1], ((button,),)))


def _pages(session: Session, visit: Visit) -> list[str]:
    standing = meetings.cycle(session, visit.community_id)
    community = session.get(Community, visit.community_id)
    if not standing or community is None:
        return []
    own = visit.membership if visit.is_private else None
    listing = _Listing(
        visit.words if visit.is_private else visit.house.locales.group(community.language),
        visit.now,
        _read_own(session, own, standing) if own is not None else None,
    )
    title = f"🗓 <b>{short(community.name)}</b>"
    blocks = [title, *(f"\n{listing.block(meeting)}" for meeting in standing)]
    return [page.strip() for page in in_pages(blocks)]


@dataclass(frozen=True, slots=True)
class _Own:
    """What the cycle is to one reader: answers and turns by meeting, and who shares the seat."""

    person_id: int
    answers: Mapping[int, rsvp.Answer]
    turns: Mapping[int, int]
    names: Mapping[int | None, str]


def _read_own(session: Session, own: Membership, cycle: Sequence[Meeting]) -> _Own:
    holders = members.on_seat(session, own.seat_id)
    return _Own(
        own.person_id,
        rsvp.answers_of(session, own.seat_id),
        duos.turns_of(session, own.seat_id, holders, cycle) if len(holders) > 1 else {},
        {one.person.id: one.person.name for one in holders},
    )


@dataclass(frozen=True, slots=True)
class _Listing:
    """The cycle as one reader sees it; without what is the reader's own, as everybody does."""

    words: Words
    now: datetime
    own: _Own | None

    def block(self, meeting: Meeting) -> str:
        """One meeting: number, moment, venue, theme, and what it is to the reader."""
        words = self.words
        over = is_over(meetings.known(meeting), self.now)
        moment = when(words, meeting.starts_at, meeting.ends_at)
        return lines(
            f"<b>{meeting.number}.</b> {moment}" + (" · " + words("over") if over else ""),
            f"📍 {short(meeting.venue)}" if meeting.venue else None,
            f"💬 {short(meeting.theme)}" if meeting.theme else None,
            self._mine(meeting, self.own, over=over) if self.own is not None else None,
        )

    def _mine(self, meeting: Meeting, own: _Own, *, over: bool) -> str:
        words = self.words
        given = own.answers.get(meeting.id or 0)
        answer: str | None
        if given is None:
            answer = None if over else words("not answered yet")
        elif given.person_id != own.person_id and given.person_id in own.names:
            theirs = words("{name}", name=own.names[given.person_id])
            answer = f"{Answer(given.answer).sign} {theirs}"
        else:
            answer = {
                Answer.YES: "✅ " + words("you come"),
                Answer.NO: "❌ " + words("you can't come"),
                Answer.UNSURE: "🤔 " + words("not sure"),
            }[Answer(given.answer)]
        return lines(answer, None if over else self._turn(meeting, own))

    def _turn(self, meeting: Meeting, own: _Own) -> str | None:
        """Whose turn it is in the reader's duo."""
        turn = own.turns.get(meeting.id or 0)
        if turn is None:
            return None
        if turn == own.person_id:
            return "🔁 " + self.words("your turn")
        return "🔁 " + self.words("{name}'s turn", name=own.names[turn])


async def on_calendar(visit: Visit) -> None:
    """🗓: the cycle as a file, sent privately."""
    document = await visit.read(partial(_document, visit=visit))
    words = visit.words
    if document is None:
        await visit.refuse(words("You are not registered in this community."))
        return
    await visit.pop_up("" if visit.is_private else words("I sent it to you privately."))
    text = words(
        "Open this file to put the meetings in your calendar; ask for it again after changes."
    )
    await visit.say(Screen(text, document=document), to=visit.sender.telegram_id)


def _document(session: Session, visit: Visit) -> Document | None:
    community_id = buttons.number(visit.references)
    person = members.person_at(session, visit.sender.telegram_id)
    community = session.get(Community, community_id) if community_id is not None else None
    if person is None or community is None or community.id is None:
        return None
    if members.membership(session, person.id, community.id) is None:
        return None
    cycle = meetings.everything(session, community.id)
    total = meetings.total(session, community.id)
    return Document("agenda.ics", calendar.write(visit.words, community, cycle, total, visit.now))
