"""`/agenda`: the cycle with one's own answers, and its calendar file."""

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
from storage.members import Membership, Seated

ROOM = "meetings"


async def on_command(visit: Visit) -> None:
    """`/agenda`: in private with one's own answers, in the group in the group's language."""
    pages = await visit.read(partial(_pages, visit=visit))
    if not pages:
        await visit.say(Screen(visit.words("No meeting is planned yet.")))
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
    listing = _Listing(
        session,
        visit.words if visit.is_private else visit.house.locales.group(community.language),
        visit.now,
        visit.membership if visit.is_private else None,
    )
    title = f"🗓 <b>{short(community.name)}</b>"
    blocks = [title, *(f"\n{listing.block(meeting)}" for meeting in standing)]
    return [page.strip() for page in in_pages(blocks)]


@dataclass(frozen=True, slots=True)
class _Listing:
    """The cycle as one reader sees it; without a membership, as everybody does."""

    session: Session
    words: Words
    now: datetime
    own: Membership | None

    def block(self, meeting: Meeting) -> str:
        """One meeting: number, moment, venue, theme, and what it is to the reader."""
        words = self.words
        over = is_over(meetings.known(meeting), self.now)
        moment = when(words, meeting.starts_at, meeting.ends_at)
        return lines(
            f"<b>{meeting.number}.</b> {moment}" + (" · " + words("over") if over else ""),
            f"📍 {short(meeting.venue)}" if meeting.venue else None,
            f"💬 {short(meeting.theme)}" if meeting.theme else None,
            self._mine(meeting, over=over) if self.own is not None else None,
        )

    def _mine(self, meeting: Meeting, *, over: bool) -> str:
        if self.own is None:
            return ""
        words = self.words
        given = rsvp.answer_of(self.session, meeting.id or 0, self.own.seat_id)
        answer: str | None
        if given is None:
            answer = None if over else words("not answered yet")
        else:
            answer = {
                Answer.YES: "✅ " + words("you come"),
                Answer.NO: "❌ " + words("you can't come"),
                Answer.UNSURE: "🤔 " + words("not sure"),
            }[Answer(given.answer)]
        return lines(answer, None if over else self._turn(meeting, self.own))

    def _turn(self, meeting: Meeting, own: Membership) -> str | None:
        """Whose turn it is in the reader's duo."""
        holders = members.on_seat(self.session, own.seat_id)
        if len(holders) == 1:
            return None
        turn = duos.turn_of(self.session, own.seat_id, meeting)
        if turn == own.person_id:
            return "🔁 " + self.words("your turn")
        return "🔁 " + self.words("{name}'s turn", name=_name(holders, turn))


def _name(holders: list[Seated], person_id: int) -> str:
    return next((one.person.name for one in holders if one.person.id == person_id), "")


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
