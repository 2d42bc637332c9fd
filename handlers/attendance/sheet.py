"""A list as one moderator has it; what a button says is checked here against the database."""

from dataclasses import dataclass

from sqlmodel import Session

from handlers.attendance import certificate
from handlers.core.access import MODERATOR, membership
from handlers.core.context import Context
from handlers.handover.public import hand_over_after_attendance
from handlers.summaries.public import tell_who_missed
from storage import attendance, summaries
from storage.attendance import Corrected, Saved, Ticks
from storage.communities import Community
from storage.core.columns import row_id
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.members import Person, Seated


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction with its reason in the clear; None when another key sealed it."""

    made: Corrected
    reason: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The list of one meeting as a moderator has ticked it so far; corrections latest first."""

    meeting: Meeting
    community: Community | None
    people: tuple[Seated, ...]
    ticks: Ticks
    saved: Saved | None
    corrections: tuple[Correction, ...]

    @property
    def changed(self) -> list[Person]:
        """Whom the ticks change, of a list that was saved."""
        return [one.person for one in self.people if one.person.id in self.ticks.changed]


@dataclass(frozen=True, slots=True)
class Done:
    """A list that is saved: how many were there, of how many, and by whom it was saved last."""

    meeting: Meeting
    community: Community | None
    there: int
    number: int
    saved: Saved | None
    is_own: bool
    has_summary: bool


def moderated(session: Session, context: Context, meeting_id: int) -> tuple[Meeting, Person] | None:
    """The meeting, if this person may tick it now: buttons can be forged and forwarded."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.is_cancelled or meeting.starts_at > context.now:
        return None
    own = membership(session, context, meeting.community_id, MODERATOR)
    return (meeting, session.get_one(Person, own.person_id)) if own is not None else None


def sheet_of(session: Session, meeting: Meeting, telegram_id: int, cipher: TextCipher) -> Sheet:
    """The list as this moderator has it."""
    return Sheet(
        meeting,
        session.get(Community, meeting.community_id),
        tuple(attendance.expected_people(session, meeting)),
        attendance.ticks(session, meeting, telegram_id),
        attendance.last_saved(session, row_id(meeting)),
        tuple(
            Correction(made, cipher.decrypt_or_none(made.correction.reason))
            for made in attendance.corrections(session, row_id(meeting))
        ),
    )


def done_of(session: Session, meeting: Meeting, moderator: Person) -> Done:
    """The list as it is saved, for who just pressed ✅."""
    last = attendance.last_saved(session, row_id(meeting))
    return Done(
        meeting,
        session.get(Community, meeting.community_id),
        *attendance.number_of_present(session, meeting),
        saved=last,
        is_own=last is None or last.person_id == moderator.id,
        has_summary=summaries.of_meeting(session, meeting.id) is not None,
    )


def follow(session: Session, context: Context, meeting: Meeting) -> None:
    """What a saved list brings about: duos hand over, and a finished cycle is proved."""
    hand_over_after_attendance(session, context.services.settings, meeting, context.now)
    tell_who_missed(session, context.services.settings, meeting, context.now)
    certificate.announce(session, meeting, context.services.settings, context.now)
