"""Sends a summary: the post in the group, and a private copy to each who missed the meeting."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.rules import summaries as rules
from bot.rules.members import Role
from storage import attendance, communities, members, rsvp
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToGroup, ToPerson
from storage.meetings import Meeting
from storage.members import Membership
from storage.reminders import steps
from storage.reminders.steps import Timing
from storage.summaries import Summary, of_community, of_meeting


@dataclass(frozen=True, slots=True)
class SummaryPost(ToGroup):
    """The post of a summary in the group."""

    name = "summary"
    key_format = "summary:{meeting_id}"
    summary_id: int
    meeting_id: int


@dataclass(frozen=True, slots=True)
class SummaryForAbsent(ToPerson):
    """The summary for who was not there, once however often it is corrected."""

    name = "missed"
    key_format = "missed:{meeting_id}:{person_id}"
    summary_id: int
    meeting_id: int


def announce(
    session: Session, timing: Timing, meeting: Meeting, summary: Summary, now: datetime
) -> datetime:
    """Leave the post and what goes to each who missed the meeting; when it goes, out of silence.

    A correction redraws the post, and is sent to nobody a second time.
    """
    at = steps.allowed_from(now, meeting, timing)
    chat = communities.chat_of(session, meeting.community_id)
    if chat is not None and chat.is_present:
        post = SummaryPost(row_id(chat), row_id(summary), row_id(meeting))
        outbox.renew(session, post, at)
    _tell(session, meeting, summary, readers(session, meeting, summary), at)
    return at


def readers(session: Session, meeting: Meeting, summary: Summary) -> frozenset[int]:
    """Those who missed the meeting; without a group, everyone; never the author."""
    chat = communities.chat_of(session, meeting.community_id)
    has_post = chat is not None and chat.is_present
    found = missed(session, meeting) if has_post else _invited(session, meeting)
    return found - {summary.written_by or 0}


def missed(session: Session, meeting: Meeting) -> frozenset[int]:
    """The people who were not at a meeting: as ticked, else as they had answered."""
    saved = attendance.saved(session, meeting.id or 0)
    answers = rsvp.answers(session, meeting.id or 0).values()
    said_yes = {answer.person_id for answer in answers if answer.given.is_coming}
    return rules.missed(
        _awaited(session, meeting, said_yes),
        [key for key, row in saved.items() if row.was_present] if saved else None,
        said_yes,
    )


def _awaited(session: Session, meeting: Meeting, said_yes: AbstractSet[int]) -> frozenset[int]:
    """Those who might miss a meeting; a monitoring lead only after having said yes."""
    return frozenset(
        seated.membership.person_id
        for seated in attendance.expected_people(session, meeting)
        if seated.membership.role != Role.LEAD or seated.membership.person_id in said_yes
    )


def _invited(session: Session, meeting: Meeting) -> frozenset[int]:
    return frozenset(
        seated.membership.person_id for seated in attendance.expected_people(session, meeting)
    )


def _tell(
    session: Session, meeting: Meeting, summary: Summary, people: frozenset[int], at: datetime
) -> None:
    """Leave the summary for these people, each once whatever is corrected afterwards.

    Who could not be written to, or had been ticked as present, did not get it yet.
    """
    for person_id in sorted(people):
        private = SummaryForAbsent(person_id, row_id(summary), row_id(meeting))
        before = outbox.by_key(session, private.key())
        if before is None or before.state == outbox.DROPPED:
            outbox.renew(session, private, at)


def on_attendance(session: Session, timing: Timing, meeting: Meeting, now: datetime) -> None:
    """A moderator ticked who was there: who turns out to have missed it gets the summary too."""
    summary = of_meeting(session, meeting.id)
    if summary is not None:
        _tell_readers(session, timing, meeting, summary, now)


def without_group(session: Session, community_id: int, timing: Timing, now: datetime) -> None:
    """The group is no longer there: what it never read, everyone gets privately."""
    for meeting, summary in of_community(session, community_id):
        if not summary.message_ids:
            _tell_readers(session, timing, meeting, summary, now)


def _tell_readers(
    session: Session, timing: Timing, meeting: Meeting, summary: Summary, now: datetime
) -> None:
    """Leave the summary for each who reads it privately; long afterwards for nobody any more."""
    if now < meeting.ends_at + rules.STILL_DUE:
        at = steps.allowed_from(now, meeting, timing)
        _tell(session, meeting, summary, readers(session, meeting, summary), at)


def wake(session: Session, person_telegram_id: int, timing: Timing, now: datetime) -> None:
    """A person can be written to again: what they missed meanwhile goes out."""
    person = members.person_by_telegram_id(session, person_telegram_id)
    recent = (
        select(Meeting, Summary)
        .join(Summary, col(Summary.meeting_id) == Meeting.id)
        .join(Membership, col(Membership.community_id) == Meeting.community_id)
        .where(
            Membership.person_id == (person.id if person else None),
            Meeting.ends_at > now - rules.STILL_DUE,
        )
    )
    for meeting, summary in session.exec(recent).all():
        mine = readers(session, meeting, summary) & {person.id if person else None}
        at = steps.allowed_from(now, meeting, timing)
        _tell(session, meeting, summary, frozenset(key for key in mine if key), at)
