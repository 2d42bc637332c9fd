"""Asks members whether they accept a new version of the agreement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.rules.local_time import days_later, instant, local_date
from bot.rules.rhythm import Part, Step, morning, next_allowed
from handlers.core.bundle import Bundle, join, part_of
from storage.communities import Community
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToPerson
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.members.consent import current_version
from storage.reminders.steps import Timing


@dataclass(frozen=True, slots=True)
class AgreementAsked(ToPerson):
    """The question to somebody whose community has no meeting."""

    name = "agreement"
    key_format = "agreement:{membership_id}:{at}"
    membership_id: int
    at: datetime


def ask_everyone(session: Session, timing: Timing, now: datetime) -> datetime:
    """Ask all who agreed to an older version, the next morning; when that is.

    Not at once: a coordinator changes one language after the other, and people are asked once.
    """
    tomorrow = local_date(days_later(now, 1, timing.timezone), timing.timezone)
    at_dawn = instant(tomorrow, morning(timing.quiet_hours), timing.timezone)
    at = next_allowed(at_dawn, timing.quiet_hours, timing.timezone)
    owing = _owing(session)
    spoken_of = _meetings(session, {one.community_id for one in owing}, now)
    parts: dict[int, list[Part]] = {}
    for own in owing:
        meeting = spoken_of.get(own.community_id)
        if meeting is None:
            _ask_alone(session, own, at)
        else:
            parts.setdefault(own.person_id, []).append(part_of(Step.AGREEMENT, meeting))
    _put(session, parts, at)
    return at


def _owing(session: Session) -> list[Membership]:
    stands = current_version(session)
    return list(
        session.exec(
            select(Membership)
            .join(Community, col(Community.id) == Membership.community_id)
            .join(Person, col(Person.id) == Membership.person_id)
            .where(
                Membership.agreement_version != stands,
                Membership.declined_version != stands,
                col(Community.archived_at).is_(None),
                col(Person.is_reachable),
            )
            .order_by(col(Membership.id))
        )
    )


def _meetings(session: Session, communities: Iterable[int], now: datetime) -> dict[int, Meeting]:
    """The meeting with which each community's question goes: the next one, else the last."""
    wanted = set(communities)
    standing = session.exec(
        select(Meeting)
        .where(col(Meeting.is_cancelled).is_(False))
        .order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
    )
    found: dict[int, Meeting] = {}
    for meeting in standing:
        if meeting.community_id in wanted and (
            meeting.ends_at > now or meeting.community_id not in found
        ):
            found[meeting.community_id] = meeting
    return found


def _put(session: Session, parts: Mapping[int, list[Part]], at: datetime) -> None:
    """Add the question to the one message that waits for each person, or begin that message.

    All at once, for they may be thousands: `bundle.put_part` asks for each alone.
    """
    waiting = {row.person_id: row for row in outbox.all_waiting(session, Bundle)}
    fresh = []
    for person_id, asked in parts.items():
        if (row := waiting.get(person_id)) is None:
            once = f"{Step.AGREEMENT.value}:{person_id}:{int(at.timestamp())}"
            fresh.append(Bundle(person_id, tuple(asked), once))
            continue
        row.useful_until = None
        join(session, row, asked)
    session.flush()
    outbox.put_all(session, fresh, at)


def _ask_alone(session: Session, own: Membership, at: datetime) -> None:
    outbox.put(session, AgreementAsked(own.person_id, row_id(own), at), at)
