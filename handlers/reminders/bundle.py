"""What the clock brings: those who have not answered are asked, the eve is told, moderators tick.

When a step falls due, what must be said is put in the outbox; all that is due for one person is
one message. What it says is decided when it is sent: who has answered meanwhile is left alone.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html import escape
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.logs import failure
from bot.rules import rhythm as rules
from bot.rules.rhythm import Part, Step
from handlers.cases.public import chosen_line
from handlers.cockpit.public import note_lines
from handlers.core import bundle, card
from handlers.core.bundle_parts import MakeSection, Reading, Section, Take
from handlers.core.context import Services
from handlers.core.meeting_heading import heading, title
from handlers.core.outgoing import OutgoingMessage, after, new_message, reader, repeat_mark
from handlers.core.screens import Row, Screen, in_pages, lines, paragraphs
from handlers.members.public import end_unaccepted
from handlers.prompts.public import answered_line
from handlers.rsvp.public import PARTNER, answer_row, told_apart
from handlers.summaries.public import agreed_lines
from locales import Words
from storage import meetings
from storage.communities import Community
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox import Outgoing
from storage.meetings import Meeting
from storage.members import Person
from storage.reminders import steps
from storage.reminders.recipients import group_of, needs_eve, of_eve, of_moderators, of_nudge
from storage.reminders.steps import Place

APART = "\n\n"
"""Between paragraphs; a message that is too long for Telegram is parted there."""

LOGGER: Final = logging.getLogger(__name__)

Takes = Mapping[Step, Take]
"""What other rooms leave in the outbox at a step."""

Makes = Mapping[Step, MakeSection]
"""How other rooms make their pieces of a bundle."""


def fall_due(session: Session, services: Services, now: datetime, takes: Takes) -> None:
    """Turn every step that has fallen due into what is to be said; each is done after this."""
    for reminder in steps.fallen_due(session, now):
        reminder.is_done = True
        session.add(reminder)
        meeting = session.get(Meeting, reminder.meeting_id)
        if meeting is not None and not meeting.is_cancelled:
            apart(
                session,
                partial(
                    _bring, services=services, step=reminder.step, meeting=meeting, takes=takes
                ),
            )


def apart(session: Session, act: Callable[[Session], None]) -> None:
    """Do what may fail without keeping others from what they wait for; a failure is logged."""
    try:
        with session.begin_nested():
            act(session)
    except DBAPIError:
        raise
    except Exception as error:
        failure(LOGGER, "step_failed", error)


def _bring(session: Session, services: Services, step: str, meeting: Meeting, takes: Takes) -> None:
    if step == steps.NEXT:
        at = steps.allowed_from(services.now(), meeting, services.settings)
        card.redraw(session, meeting.community_id, at)
    elif step == steps.BEGIN:
        end_unaccepted(session, meeting, services.settings, services.now())
    elif step in _TAKEN or step in takes:
        _take(session, services, Step(step), meeting, takes)


def _take(session: Session, services: Services, step: Step, meeting: Meeting, takes: Takes) -> None:
    now = services.now()
    if not rules.still_useful(step, meeting.starts_at, meeting.ends_at, now):
        return
    at = steps.allowed_from(now, meeting, services.settings)
    if step in rules.BEFORE and at >= meeting.starts_at:
        # The quiet hours last until the meeting: where it is must be told all the same.
        if step is not Step.EVE:
            return
        at = now
    is_skipped = steps.is_skipped(session, meeting, step)
    if step in _TAKEN and not is_skipped:
        _TAKEN[step](session, meeting, at)
    # What other rooms hang on a step of this one, hand-overs and urns, is not theirs to skip.
    if step in takes and (step in _TAKEN or not is_skipped):
        takes[step](session, services.settings, meeting, at)


def _take_nudge(session: Session, meeting: Meeting, at: datetime) -> None:
    for person in of_nudge(session, meeting).people:
        _remind(session, person, Step.NUDGE, meeting, at)


def _take_eve(session: Session, meeting: Meeting, at: datetime) -> None:
    told = of_eve(session, meeting)
    if told.chat is not None:
        row = Outgoing(
            key=steps.key(bundle.EVE, meeting),
            kind=bundle.EVE,
            chat_id=told.chat.id,
            payload={"meeting": meeting.id, "start": int(meeting.starts_at.timestamp())},
            due_at=at,
            useful_until=meeting.starts_at,
        )
        outbox.put(session, row)
    for person in told.people:
        _remind(session, person, Step.EVE, meeting, at)


def _take_after(session: Session, meeting: Meeting, at: datetime) -> None:
    for person in of_moderators(session, meeting).people:
        _remind(session, person, Step.AFTER, meeting, at)


_TAKEN = {Step.NUDGE: _take_nudge, Step.EVE: _take_eve, Step.AFTER: _take_after}


def _remind(session: Session, person: Person, step: Step, meeting: Meeting, at: datetime) -> None:
    if person.id is None:
        return
    until = meeting.starts_at if step in rules.BEFORE else None
    bundle.put_part(session, person.id, step, meeting, at, until)


def render_bundle(
    session: Session, row: Outgoing, services: Services, makes: Makes
) -> OutgoingMessage | None:
    """For one person: all that was due at once and is still true; None when nothing is left."""
    found = reader(session, row, services.locales)
    if found is None:
        return None
    person, words = found
    reading = Reading(session, services, person, words, services.now())
    sections = list(_Composing(reading, makes).sections(_parts(row)))
    if not sections:
        return None
    first, *others = sections
    if first.alone is not None and not others:
        return new_message(words, first.alone)
    asked = [section.meeting for section in sections if section.question]
    rows = [one for section in sections for one in _rows(section, words, asked)]
    blocks = (block for section in sections for block in section.text.split(APART))
    *before, last = in_pages(blocks, between=APART)
    is_protected = any(section.protect for section in sections)
    return OutgoingMessage(
        Screen(last, tuple(rows), protect=is_protected),
        repeat_mark(words),
        send=after(before, protect=is_protected),
    )


def _parts(row: Outgoing) -> tuple[Part, ...]:
    return rules.bundle(
        Part(Step(part["step"]), part["meeting"], datetime.fromtimestamp(part["start"], UTC))
        for part in row.payload["parts"]
    )


def _rows(section: Section, words: Words, asked: Collection[Meeting]) -> tuple[Row, ...]:
    """The buttons of a piece; each tells its meeting where several are asked about."""
    rows = (*((section.question,) if section.question else ()), *section.rows)
    if len(asked) <= 1:
        return rows
    return tuple(told_apart(words, row, section.meeting, asked) for row in rows)


@dataclass(frozen=True, slots=True)
class _Composing:
    """One person's message in the making."""

    reading: Reading
    makes: Makes

    def sections(self, parts: Iterable[Part]) -> Iterable[Section]:
        """What the parts have still to say; the eve of a meeting asks what its nudge would."""
        told: set[int] = set()
        for part in parts:
            meeting = self._meeting(part)
            if meeting is None or (part.step is Step.NUDGE and part.meeting in told):
                continue
            if part.step is not Step.ANSWER and self._is_closed(meeting):
                continue
            if rules.still_useful(part.step, meeting.starts_at, meeting.ends_at, self.reading.now):
                section = self._piece(part.step, meeting)
                if section is not None:
                    told.add(part.meeting)
                    yield section

    def _meeting(self, part: Part) -> Meeting | None:
        """The meeting of a part; what does not hang on its moment is told also once it moved."""
        if part.step in (Step.AGREEMENT, Step.OPENED):
            return self.reading.session.get(Meeting, part.meeting)
        return _standing(self.reading.session, part.meeting, part.start)

    def _is_closed(self, meeting: Meeting) -> bool:
        """Whether the cycle was closed meanwhile: then nobody is reminded of anything."""
        community = self.reading.session.get(Community, meeting.community_id)
        return community is not None and community.archived_at is not None

    def _piece(self, step: Step, meeting: Meeting) -> Section | None:
        if step in self.makes:
            return self.makes[step](self.reading, meeting)
        place = self._place(meeting)
        if place is None:
            return None
        if step is Step.NUDGE:
            return self._question(meeting, place, None) if place.is_awaited else None
        has_post = group_of(self.reading.session, meeting) is not None
        if not needs_eve(place, has_post=has_post):
            return None
        return self._question(meeting, place, self.reading.words("The meeting is near."))

    def _place(self, meeting: Meeting) -> Place | None:
        return steps.place_of(self.reading.session, meeting, self.reading.person.id)

    def _question(self, meeting: Meeting, place: Place, opening: str | None) -> Section:
        """The meeting, what to prepare on its eve, and the question where it is still open."""
        words = self.reading.words
        agreed = self._agreed(meeting) if opening else None
        text = paragraphs(
            lines(self._community(meeting), opening),
            self._note(meeting, Step.EVE if opening else Step.NUDGE),
            lines(
                heading(words, meeting, meetings.total(self.reading.session, meeting.community_id)),
                self._case(meeting),
            ),
            _preparation(words, meeting) if opening else None,
            agreed,
            words("Do you come? You have not answered yet.") if place.is_awaited else None,
        )
        if not place.is_awaited:
            return Section(text, meeting, protect=agreed is not None)
        partner = _partner_rows(words, meeting, place)
        asked = answer_row(words, meeting)
        return Section(text, meeting, asked, partner, protect=agreed is not None)

    def _agreed(self, meeting: Meeting) -> str | None:
        """Last time's agreements, where no group is reminded of them."""
        reading = self.reading
        if group_of(reading.session, meeting) is not None:
            return None
        return agreed_lines(reading.words, reading.session, meeting, reading.services.cipher)

    def _note(self, meeting: Meeting, step: Step) -> str | None:
        reading = self.reading
        return note_lines(reading.words, reading.session, meeting, step, reading.services.cipher)

    def _case(self, meeting: Meeting) -> str | None:
        reading = self.reading
        return chosen_line(reading.words, reading.session, meeting, reading.services.cipher)

    def _community(self, meeting: Meeting) -> str | None:
        return title(self.reading.session.get(Community, meeting.community_id))


def _partner_rows(words: Words, meeting: Meeting, place: Place) -> tuple[Row, ...]:
    if place.holders == 1:
        return ()
    return ((PARTNER.button("🔁 " + words("My duo partner"), row_id(meeting), False),),)


def _preparation(words: Words, meeting: Meeting) -> str | None:
    if not meeting.preparation:
        return None
    # The text stands apart from its title: in a group of two languages it is not said twice.
    return lines(f"📝 <b>{words('Preparation')}</b>", escape(meeting.preparation, quote=False))


def _standing(session: Session, meeting_id: int, start: datetime) -> Meeting | None:
    """The meeting, unless it was cancelled or moved since it was spoken of."""
    meeting = session.get(Meeting, meeting_id)
    is_as_it_was = meeting is not None and not meeting.is_cancelled and meeting.starts_at == start
    return meeting if is_as_it_was else None


def render_eve(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For the group: place, time, speaker and preparation of the meeting that is near."""
    start = datetime.fromtimestamp(row.payload["start"], UTC)
    meeting = _standing(session, row.payload["meeting"], start)
    community = session.get(Community, meeting.community_id) if meeting else None
    if meeting is None or community is None or services.now() >= meeting.starts_at:
        return None
    words = services.locales.group(community.language)
    agreed = agreed_lines(words, session, meeting, services.cipher)
    text = paragraphs(
        words("The meeting is near."),
        note_lines(words, session, meeting, Step.EVE, services.cipher),
        lines(
            heading(words, meeting, meetings.total(session, meeting.community_id)),
            chosen_line(words, session, meeting, services.cipher),
        ),
        _preparation(words, meeting),
        answered_line(words, session, meeting),
        agreed,
    )
    return new_message(words, Screen(text, protect=agreed is not None))
