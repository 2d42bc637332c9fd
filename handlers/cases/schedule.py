"""When a window opens and closes, who is called, and when a vote ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import cases as rules
from bot.rules.local_time import away
from bot.rules.members import Role
from bot.rules.rhythm import Step, called_at
from handlers.core import bundle
from storage import cases, frame, meetings, members
from storage.cases import CaseWindow
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToPerson, ToTelegramId
from storage.meetings import Meeting
from storage.reminders import steps
from storage.reminders.steps import Timing

A_DAY: Final = timedelta(days=1)
"""The least that is left to answer a call."""

AGENDA: Final = timedelta(days=14)
AGENDA_DAYS: Final = AGENDA.days
LONGEST: Final = timedelta(days=366)
KEY_STAYS: Final = timedelta(hours=24)
"""How long the words stay in a moderator's chat: a bot may delete what is under 48 hours old."""


@dataclass(frozen=True, slots=True)
class WindowOpening(ToPerson):
    """Have a window for cases opened, by way of the moderator who gets the key first."""

    name = "window"
    key_format = "window:{meeting_id}:{attempt}"
    meeting_id: int
    attempt: int


@dataclass(frozen=True, slots=True)
class CaseCall(ToPerson):
    """For a member: the question whether there is a situation to bring."""

    name = "call"
    key_format = "call:{window_id}:{person_id}"
    window_id: int


@dataclass(frozen=True, slots=True)
class KeyRemoval(ToTelegramId):
    """Have the message with the key taken from a moderator's chat."""

    name = "forget_key"
    key_format = "key:{telegram_id}:{message}"
    message: int


def take_call(session: Session, timing: Timing, meeting: Meeting, at: datetime) -> None:
    """The call for cases: first the key goes to the moderators, then everyone is asked.

    It waits while an earlier meeting is still to come: that was moved since this one was planned.
    """
    over = _waits_until(session, meeting, timing, at)
    if over is not None:
        steps.put_off(session, meeting, Step.CASE, over)
    elif not _inherits(session, meeting, at):
        begin(session, meeting, at)


def _waits_until(
    session: Session, meeting: Meeting, timing: Timing, now: datetime
) -> datetime | None:
    """When the meeting before is over, if all are called only then; None when they may be now."""
    before = meetings.previous_meeting(session, meeting)
    if before is None:
        return None
    over = steps.allowed_from(before.ends_at, meeting, timing)
    at = called_at(now, over, opens_at(session, meeting, timing))
    return at if at > now else None


def _inherits(session: Session, meeting: Meeting, now: datetime) -> bool:
    """Whether the urn that nobody opened before the last meeting waits for this one from now on.

    All were called for it then, and it keeps its key.
    """
    before = meetings.previous_meeting(session, meeting)
    if before is None or before.ends_at > now:
        return False
    window = cases.newest_window(session, before.id)
    if window is None or window.state != rules.State.OPEN.value:
        return False
    if cases.newest_window(session, meeting.id) is not None:
        return False
    window.meeting_id = meeting.id or 0
    session.add(window)
    session.flush()
    return True


def take_agenda(session: Session, timing: Timing, meeting: Meeting, at: datetime) -> None:
    """The urn may be opened: the moderators are told, with all else that is due for them."""
    window = cases.newest_window(session, meeting.id)
    if window is None or window.state != rules.State.OPEN.value:
        return
    for person in members.with_role(session, meeting.community_id, Role.MODERATOR):
        if person.is_reachable and person.id is not None:
            bundle.put_part(session, person.id, Step.AGENDA, meeting, at, meeting.starts_at)


def begin(session: Session, meeting: Meeting, at: datetime) -> bool:
    """Have a new window opened for a meeting.

    False when no moderator can be written to, and when one of them skipped the call.
    """
    holder = next(
        (
            person
            for person in members.with_role(session, meeting.community_id, Role.MODERATOR)
            if person.is_reachable
        ),
        None,
    )
    if holder is None or not may_open_window(session, meeting, at):
        return False
    if steps.is_skipped(session, meeting, Step.CASE):
        return False
    before = cases.newest_window(session, meeting.id)
    attempt = before.attempt + 1 if before is not None else 1
    opening = WindowOpening(row_id(holder), row_id(meeting), attempt)
    outbox.renew(session, opening, at, meeting.starts_at)
    return True


def begin_lost(session: Session, now: datetime) -> None:
    """Open windows anew whose urns were given up, unless that is under way."""
    newest = select(CaseWindow.meeting_id, func.max(CaseWindow.attempt)).join(
        Meeting, col(Meeting.id) == CaseWindow.meeting_id
    )
    to_come = newest.where(Meeting.starts_at > now).group_by(col(CaseWindow.meeting_id))
    for meeting_id, attempt in session.exec(to_come).all():
        if outbox.by_key(session, WindowOpening(0, meeting_id, attempt + 1).key()) is None:
            begin(session, session.get_one(Meeting, meeting_id), now)


def begin_missed(session: Session, community_id: int, timing: Timing, now: datetime) -> None:
    """Open the windows whose call came while no moderator could be written to, or too few were in.

    Those of meetings for which a window is open, or was opened, stay as they are.
    """
    before = frame.rhythm(session, community_id, timing.rhythm).get(Step.CASE.value)
    if before is None:
        return
    to_come = select(Meeting).where(Meeting.community_id == community_id, Meeting.starts_at > now)
    for meeting in session.exec(to_come).all():
        is_called = away(meeting.starts_at, -before, timing.timezone) <= now
        if not is_called or now + A_DAY >= opens_at(session, meeting, timing):
            continue
        if _waits_until(session, meeting, timing, now) is None:
            begin(session, meeting, steps.allowed_from(now, meeting, timing))


def begin_missed_anywhere(session: Session, timing: Timing, now: datetime) -> None:
    """The same of every community: it may have grown large enough since its call."""
    before = frame.longest_distance(session, timing.rhythm, Step.CASE)
    if before is None:
        return
    # Only where something may be missing: everyone who writes waits for this.
    has_window = select(CaseWindow.id).where(
        CaseWindow.meeting_id == Meeting.id, CaseWindow.state != rules.State.VOID.value
    )
    lacking = select(Meeting.community_id).where(
        Meeting.starts_at > now,
        Meeting.starts_at <= now + before + A_DAY,
        col(Meeting.is_cancelled).is_(False),
        ~has_window.exists(),
    )
    for community_id in session.exec(lacking.distinct()).all():
        begin_missed(session, community_id, timing, now)


def wake(session: Session, person_telegram_id: int, timing: Timing, now: datetime) -> None:
    """A moderator can be written to again: a key that nobody could be given goes out."""
    for own in members.memberships(session, person_telegram_id):
        if own.role == Role.MODERATOR:
            begin_missed(session, own.community_id, timing, now)


def ask_other_moderator(session: Session, meeting: Meeting, now: datetime) -> None:
    """The first moderator can't be written to: the key goes by the other."""
    begin(session, session.get_one(Meeting, meeting.id), now)


def may_open_window(session: Session, meeting: Meeting, now: datetime) -> bool:
    """Whether a window may be opened for a meeting now: enough members, and none open yet."""
    if meeting.is_cancelled or now >= meeting.starts_at:
        return False
    if not rules.may_promise(len(cases.called(session, meeting.community_id))):
        return False
    before = cases.newest_window(session, meeting.id)
    return before is None or before.state == rules.State.VOID.value


def call_everyone(
    session: Session, window: CaseWindow, meeting: Meeting, timing: Timing, now: datetime
) -> None:
    """Leave the same question for everyone, outside of the quiet hours."""
    at = steps.allowed_from(now, meeting, timing)
    for person in cases.called(session, meeting.community_id):
        if person.is_reachable:
            call = CaseCall(row_id(person), row_id(window))
            outbox.put(session, call, at, meeting.starts_at)


def forget_key(session: Session, chat_id: int, message_id: int, at: datetime) -> None:
    """Have the message with the key taken away."""
    outbox.put(session, KeyRemoval(chat_id, message_id), at)


def earliest() -> SelectOfScalar[datetime | None]:
    """When the next vote closes, as a question to the database."""
    closes = CaseWindow.vote_closes_at
    return select(func.min(closes)).where(col(closes).is_not(None))


def closing(session: Session, now: datetime) -> list[CaseWindow]:
    """The windows whose vote closes by now."""
    return list(
        session.exec(
            select(CaseWindow).where(
                col(CaseWindow.vote_closes_at).is_not(None), col(CaseWindow.vote_closes_at) <= now
            )
        )
    )


def opens_at(session: Session, meeting: Meeting, timing: Timing) -> datetime:
    """From when the urn of a meeting may be opened: the agenda's step, else 14 days before."""
    before = frame.rhythm(session, meeting.community_id, timing.rhythm).get("agenda", AGENDA)
    return away(meeting.starts_at, -before, timing.timezone)
