"""Sections about the meeting that is near: nudge and eve; and the post of the eve for a group."""

from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Final

from sqlmodel import Session

from bot.rules.rhythm import Step
from handlers.cases.public import chosen_line
from handlers.cockpit.public import note_lines
from handlers.core.bundle import Eve
from handlers.core.context import Services
from handlers.core.meeting_heading import heading, title
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, new_message
from handlers.core.screens import Row, Screen, lines, paragraphs
from handlers.core.steps import Section, SectionContext
from handlers.prompts.public import answered_line
from handlers.rsvp.public import PARTNER, answer_row
from handlers.summaries.public import agreed_lines
from locales import Words
from storage import meetings
from storage.communities import Community
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.reminders import steps
from storage.reminders.recipients import group_of, needs_eve
from storage.reminders.steps import Place


def nudge_section(reading: SectionContext, meeting: Meeting) -> Section | None:
    """The question whether the person comes; None once they have answered."""
    place = steps.place_of(reading.session, meeting, reading.person.id)
    if place is None or not place.is_awaited:
        return None
    text = paragraphs(
        lines(_community(reading, meeting)),
        _note(reading, meeting, Step.NUDGE),
        _heading(reading, meeting),
        reading.words("Do you come? You have not answered yet."),
    )
    return _with_question(reading, Section(text, meeting), place)


def eve_section(reading: SectionContext, meeting: Meeting) -> Section | None:
    """Time, place and preparation of the meeting, with the question if it is unanswered.

    None for those who read the group's post.
    """
    session, words = reading.session, reading.words
    place = steps.place_of(session, meeting, reading.person.id)
    has_post = group_of(session, meeting) is not None
    if place is None or not needs_eve(place, has_post=has_post):
        return None
    # Where the group reads a post, that recalls what was agreed last time.
    agreed = None if has_post else agreed_lines(words, session, meeting, reading.services.cipher)
    text = paragraphs(
        lines(_community(reading, meeting), words("The meeting is near.")),
        _note(reading, meeting, Step.EVE),
        _heading(reading, meeting),
        _preparation(words, meeting),
        agreed,
        words("Do you come? You have not answered yet.") if place.is_awaited else None,
    )
    section = Section(text, meeting, protect=agreed is not None)
    return _with_question(reading, section, place) if place.is_awaited else section


def _with_question(reading: SectionContext, section: Section, place: Place) -> Section:
    rows = _partner_rows(reading.words, section.meeting, place)
    return replace(section, question=answer_row(reading.words, section.meeting), rows=rows)


def _note(reading: SectionContext, meeting: Meeting, step: Step) -> str | None:
    return note_lines(reading.words, reading.session, meeting, step, reading.services.cipher)


def _heading(reading: SectionContext, meeting: Meeting) -> str:
    session, words = reading.session, reading.words
    return lines(
        heading(words, meeting, meetings.cycle_length(session, meeting.community_id)),
        chosen_line(words, session, meeting, reading.services.cipher),
    )


def _community(reading: SectionContext, meeting: Meeting) -> str | None:
    return title(reading.session.get(Community, meeting.community_id))


def _partner_rows(words: Words, meeting: Meeting, place: Place) -> tuple[Row, ...]:
    if place.holders == 1:
        return ()
    return ((PARTNER.button("🔁 " + words("My duo partner"), row_id(meeting), False),),)


def _preparation(words: Words, meeting: Meeting) -> str | None:
    if not meeting.preparation:
        return None
    # The text stands apart from its title: in a group of two languages it is not said twice.
    return lines(f"📝 <b>{words('Preparation')}</b>", escape(meeting.preparation, quote=False))


def standing(session: Session, meeting_id: int, start: datetime) -> Meeting | None:
    """The meeting, unless it was cancelled or moved since it was spoken of."""
    meeting = session.get(Meeting, meeting_id)
    is_as_it_was = meeting is not None and not meeting.is_cancelled and meeting.starts_at == start
    return meeting if is_as_it_was else None


@dataclass(frozen=True, slots=True)
class EveMessage(Eve, Rendered):
    """The post before a meeting, for its group."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Place, time, speaker and preparation of the meeting that is near."""
        meeting = standing(session, self.meeting_id, self.start)
        community = session.get(Community, meeting.community_id) if meeting else None
        if meeting is None or community is None or services.now() >= meeting.starts_at:
            return Dropped.OUTDATED
        words = services.locales.group(community.language)
        agreed = agreed_lines(words, session, meeting, services.cipher)
        text = paragraphs(
            words("The meeting is near."),
            note_lines(words, session, meeting, Step.EVE, services.cipher),
            lines(
                heading(words, meeting, meetings.cycle_length(session, meeting.community_id)),
                chosen_line(words, session, meeting, services.cipher),
            ),
            _preparation(words, meeting),
            answered_line(words, session, meeting),
            agreed,
        )
        return new_message(words, Screen(text, protect=agreed is not None))


def preview_eve(
    session: Session, services: Services, meeting: Meeting, chat_id: int
) -> OutgoingMessage | Dropped:
    """The post before a meeting as it would be by now."""
    eve = EveMessage(chat_id, row_id(meeting), meeting.starts_at, meeting.sequence)
    return eve.render(session, services)


OUTBOX_KINDS: Final = (EveMessage,)
