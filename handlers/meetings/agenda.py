"""`/agenda`: the meetings of the cycle with the reader's own answers, and a calendar file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.rules.attendance import Mark, Tally
from bot.rules.meetings import is_over
from handlers.attendance.public import PROOF
from handlers.core.access import membership
from handlers.core.answer_words import ANSWER_WORDS
from handlers.core.context import Context
from handlers.core.meeting_heading import spoken
from handlers.core.pages import Pages, pages, say
from handlers.core.screens import Document, Row, Screen, lines
from handlers.meetings import calendar
from handlers.meetings.verbs import CALENDAR, not_a_member
from handlers.meetings.views import short, when
from locales import Words
from storage import duos, meetings, members, rsvp
from storage.attendance import records
from storage.communities import Community
from storage.meetings import Meeting
from storage.members import Membership


async def on_command(context: Context) -> None:
    """`/agenda`: in private with the reader's own answers, in the group without."""
    agenda, proof_cycle = await context.read(partial(_agenda, context=context))
    if agenda is None:
        await context.refuse(context.words("No meeting is planned yet."))
        return
    label = "🗓 " + context.words("In my calendar")
    rows: list[Row] = [(CALENDAR.button(label, context.community_id),)]
    if proof_cycle is not None:
        label = "📄 " + context.words("Proof of attendance")
        rows.append((PROOF.button(label, context.community_id, proof_cycle),))
    await say(context, replace(agenda, rows=tuple(rows)))


def _agenda(session: Session, context: Context) -> tuple[Pages | None, int | None]:
    """Return the agenda (None without meetings), and the cycle the reader may have a proof of."""
    active = meetings.of_latest_cycle(session, context.community_id)
    community = session.get(Community, context.community_id)
    if not active or community is None:
        return None, None
    own = context.membership if context.is_private else None
    listing = _Listing(
        context.words if context.is_private else context.services.locales.group(community.language),
        context.now,
        _read_own(session, own, active, context.now) if own is not None else None,
    )
    title = lines(f"🗓 <b>{short(community.name)}</b>", listing.record())
    blocks = [title, *(f"\n{listing.block(meeting)}" for meeting in active)]
    return pages(blocks), active[0].cycle if _has_proof(session, listing, active) else None


def _has_proof(session: Session, listing: "_Listing", active: Sequence[Meeting]) -> bool:
    """Whether the cycle's lists are complete and the reader attended at least one meeting."""
    was_there = listing.own is not None and listing.own.tally.there > 0
    return was_there and records.is_complete(session, active, listing.now)


@dataclass(frozen=True, slots=True)
class _Own:
    """The reader's own facts of a cycle.

    Answers, turns (the person whose turn it is) and attendance marks are by meeting id; `names` are
    those of the people on the seat by person id.
    """

    person_id: int
    answers: Mapping[int, rsvp.Answer]
    turns: Mapping[int, int]
    names: Mapping[int | None, str]
    marks: Mapping[int | None, Mark]
    tally: Tally


def _read_own(session: Session, own: Membership, cycle: Sequence[Meeting], now: datetime) -> _Own:
    record = records.record(session, own, cycle, now)
    holders = members.on_seat(session, own.seat_id)
    return _Own(
        own.person_id,
        rsvp.answers_of(session, own.seat_id),
        duos.turns_of(session, own.seat_id, holders, cycle) if len(holders) > 1 else {},
        {one.person.id: one.person.name for one in holders},
        {entry.meeting.id: entry.mark for entry in record},
        records.tally(record),
    )


@dataclass(frozen=True, slots=True)
class _Listing:
    """Writes the agenda for one reader; without `own` it is the same for everyone."""

    words: Words
    now: datetime
    own: _Own | None

    def block(self, meeting: Meeting) -> str:
        """One meeting: number, moment, venue, theme, speaker, and the reader's own lines."""
        words = self.words
        over = is_over(meetings.as_rules_meeting(meeting), self.now)
        moment = when(words, meeting.starts_at, meeting.ends_at)
        return lines(
            f"<b>{meeting.number}.</b> {moment}" + (" · " + words("over") if over else ""),
            f"📍 {short(meeting.venue)}" if meeting.venue else None,
            f"💬 {short(meeting.theme)}" if meeting.theme else None,
            f"🎤 {short(spoken(meeting))}" if meeting.speaker else None,
            self._own_lines(meeting, self.own, over=over) if self.own is not None else None,
        )

    def record(self) -> str | None:
        """How many sessions the reader attended; None before there is a list of any."""
        tally = self.own.tally if self.own is not None else None
        if tally is None or not tally.number:
            return None
        return self.words.plural(
            "You were at {there} of {number} session.",
            "You were at {there} of {number} sessions.",
            tally.number,
            there=tally.there,
        )

    def _own_lines(self, meeting: Meeting, own: _Own, *, over: bool) -> str | None:
        mark = own.marks.get(meeting.id)
        if mark is None:
            return self._answer_lines(meeting, own, over=over)
        mark_line = _mark_text(self.words, mark)
        if mark is Mark.UNTICKED:
            return lines(self._answer_lines(meeting, own, over=over), mark_line)
        return mark_line

    def _answer_lines(self, meeting: Meeting, own: _Own, *, over: bool) -> str:
        words = self.words
        given = own.answers.get(meeting.id or 0)
        answer: str | None
        if given is None:
            answer = None if over else words("not answered yet")
        elif given.person_id != own.person_id and given.person_id in own.names:
            partner = words("{name}", name=own.names[given.person_id])
            answer = f"{given.given.sign} {partner}"
        else:
            answer = f"{given.given.sign} {words(ANSWER_WORDS[given.given].own)}"
        return lines(answer, None if over else self._turn(meeting, own))

    def _turn(self, meeting: Meeting, own: _Own) -> str | None:
        """Whose turn it is in the reader's duo."""
        turn = own.turns.get(meeting.id or 0)
        if turn is None:
            return None
        if turn == own.person_id:
            return "🔁 " + self.words("your turn")
        return "🔁 " + self.words("{name}'s turn", name=own.names[turn])


def _mark_text(words: Words, mark: Mark) -> str | None:
    """The reader's mark on the list of a meeting, as text; None before they registered."""
    return {
        Mark.THERE: "✔ " + words("you were there"),
        Mark.PARTNER: "🔁 " + words("your duo partner was there"),
        Mark.ABSENT: words("you were absent"),
        Mark.UNTICKED: words("who was there is not noted yet"),
        Mark.BEFORE: None,
    }[mark]


async def on_calendar(context: Context, community_id: int) -> None:
    """🗓: send the cycle as a calendar file, in private."""
    document = await context.read(partial(_document, context=context, community_id=community_id))
    words = context.words
    if document is None:
        await context.refuse(not_a_member(words))
        return
    await context.answer("" if context.is_private else words("I sent it to you privately."))
    text = words(
        "Open this file to put the meetings in your calendar; ask for it again after changes."
    )
    await context.say(Screen(text, document=document), to=context.sender.telegram_id)


def _document(session: Session, context: Context, community_id: int) -> Document | None:
    community = session.get(Community, community_id)
    if community is None or membership(session, context, community_id) is None:
        return None
    cycle = meetings.all_of_latest_cycle(session, community_id)
    total = meetings.cycle_length(session, community_id)
    return Document(
        "agenda.ics", calendar.write(context.words, community, cycle, total, context.now)
    )
