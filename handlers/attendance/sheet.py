"""Reads the list of one meeting for a moderator, and checks who may tick it."""

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
    """A correction; `reason` is decrypted, None where another key encrypted it."""

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
        """The people whose attendance the ticks change, on a list that was saved."""
        return [one.person for one in self.people if one.person.id in self.ticks.changed]


@dataclass(frozen=True, slots=True)
class SaveResult:
    """A saved list: `there` of `number` people attended; `saved` tells who saved it last."""

    meeting: Meeting
    community: Community | None
    there: int
    number: int
    saved: Saved | None
    is_own: bool
    has_summary: bool


def meeting_to_tick(
    session: Session, context: Context, meeting_id: int
) -> tuple[Meeting, Person] | None:
    """Return the meeting and the requester, if they may tick it now; else None.

    Checked at each press, because buttons can be forged and forwarded.
    """
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.is_cancelled or meeting.starts_at > context.now:
        return None
    own = membership(session, context, meeting.community_id, MODERATOR)
    return (meeting, session.get_one(Person, own.person_id)) if own is not None else None


def sheet_of(session: Session, meeting: Meeting, telegram_id: int, cipher: TextCipher) -> Sheet:
    """Read the list with the ticks of this moderator."""
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


def save_result(session: Session, meeting: Meeting, moderator: Person) -> SaveResult:
    """Read the saved list, for the moderator who pressed ✅."""
    last = attendance.last_saved(session, row_id(meeting))
    return SaveResult(
        meeting,
        session.get(Community, meeting.community_id),
        *attendance.number_of_present(session, meeting),
        saved=last,
        is_own=last is None or last.person_id == moderator.id,
        has_summary=summaries.of_meeting(session, meeting.id) is not None,
    )


def after_save(session: Session, context: Context, meeting: Meeting) -> None:
    """Start what depends on a saved list: hand-overs, summaries for absent people, proofs."""
    hand_over_after_attendance(session, context.services.settings, meeting, context.now)
    tell_who_missed(session, context.services.settings, meeting, context.now)
    certificate.send_proofs(session, meeting, context.services.settings, context.now)
