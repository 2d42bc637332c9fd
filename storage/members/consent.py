"""Who agreed to which version of the agreement, and who is asked again since it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from bot.rules.frame import Frame, agreement_version
from bot.rules.local_time import days_later, instant, local_date
from bot.rules.rhythm import MORNING, Step, next_allowed
from storage import frame
from storage.closing import renewal
from storage.communities import Community
from storage.core import outbox
from storage.core.database import SAID
from storage.core.outbox import Outgoing
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.reminders.steps import BUNDLE, Timing

ASK = "agreement"
"""The outbox kind of the question to somebody whose community has no meeting to speak of."""


def version(session: Session) -> str:
    """The agreement that stands: another with every change of it, in whichever language."""
    return agreement_version(frame.changes(session, Frame.AGREEMENT))


def is_owed(session: Session, own: Membership) -> bool:
    """Whether somebody has still to say whether they agree: it changed, or a cycle begins."""
    stands = version(session)
    is_answered = stands in (own.agreement_version, own.declined_version)
    return not is_answered or renewal.is_awaited(session, own)


def has_agreed(session: Session, own: Membership) -> bool:
    """Whether somebody agrees to what stands, and has not taken it back."""
    stands = version(session)
    return (
        own.agreement_version == stands
        and own.declined_version != stands
        and not renewal.is_awaited(session, own)
    )


def accept(session: Session, own: Membership, now: datetime) -> None:
    """Note that somebody agrees to what stands, for the cycle that runs; once is enough."""
    if has_agreed(session, own):
        return
    own.agreement_version, own.declined_version = version(session), ""
    own.accepted_at = now
    own.accepted_cycle = renewal.to_accept(session, own.community_id)
    session.add(own)


def decline(session: Session, own: Membership) -> None:
    """Note that somebody does not agree to what stands; they keep their place."""
    own.declined_version = version(session)
    session.add(own)


@dataclass(frozen=True, slots=True)
class Count:
    """The memberships of communities that run: how many agreed to what stands, how many in all."""

    agreed: int
    everyone: int


def count(session: Session) -> Count:
    """How far the agreement that stands has come, in all communities."""
    of_running = select(func.count()).select_from(Membership).join(Community)
    running = of_running.where(col(Community.archived_at).is_(None))
    stands = version(session)
    agreed = running.where(
        Membership.agreement_version == stands, Membership.declined_version != stands
    )
    return Count(session.exec(agreed).one(), session.exec(running).one())


def ask_everyone(session: Session, timing: Timing, now: datetime) -> datetime:
    """Ask all who agreed to an older version, the next morning; when that is.

    Not at once: a coordinator changes one language after the other, and people are asked once.
    """
    tomorrow = local_date(days_later(now, 1, timing.timezone), timing.timezone)
    morning = instant(tomorrow, MORNING, timing.timezone)
    at = next_allowed(morning, timing.quiet_hours, timing.timezone)
    owing = _owing(session)
    spoken_of = _meetings(session, {one.community_id for one in owing}, now)
    parts: dict[int, list[dict[str, Any]]] = {}
    for own in owing:
        meeting = spoken_of.get(own.community_id)
        if meeting is None:
            _ask_alone(session, own, at)
        else:
            parts.setdefault(own.person_id, []).append(_part(meeting))
    _put(session, parts, at)
    return at


def _owing(session: Session) -> list[Membership]:
    stands = version(session)
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


def _part(meeting: Meeting) -> dict[str, Any]:
    start = int(meeting.starts_at.timestamp())
    return {"step": Step.AGREEMENT.value, "meeting": meeting.id, "start": start}


def _put(session: Session, parts: Mapping[int, list[dict[str, Any]]], at: datetime) -> None:
    """Add the question to the one message that waits for each person, or begin that message.

    All at once, for they may be thousands: `storage.rhythm.put_part` asks for each alone.
    """
    waiting = {row.person_id: row for row in _bundles(session)}
    new = []
    for person_id, asked in parts.items():
        if (row := waiting.get(person_id)) is None:
            new.append(_row(person_id, asked, at))
            continue
        known = row.payload["parts"]
        row.payload = {"parts": [*known, *(one for one in asked if one not in known)]}
        row.useful_until = None
        session.add(row)
    session.flush()
    if new:
        session.connection().execute(insert(Outgoing), new)
    session.info[SAID] = True


def _bundles(session: Session) -> list[Outgoing]:
    return list(
        session.exec(
            select(Outgoing).where(
                Outgoing.kind == BUNDLE,
                Outgoing.state == outbox.DUE,
                col(Outgoing.is_repeat).is_(False),
            )
        )
    )


def _row(person_id: int, parts: list[dict[str, Any]], at: datetime) -> dict[str, Any]:
    return {
        "key": f"{BUNDLE}:{Step.AGREEMENT.value}:{person_id}:{int(at.timestamp())}",
        "kind": BUNDLE,
        "person_id": person_id,
        "payload": {"parts": parts},
        "due_at": at,
        "state": outbox.DUE,
        "version": 0,
        "attempts": 0,
        "is_repeat": False,
    }


def _ask_alone(session: Session, own: Membership, at: datetime) -> None:
    row = Outgoing(
        key=f"{ASK}:{own.id}:{int(at.timestamp())}",
        kind=ASK,
        person_id=own.person_id,
        payload={"membership": own.id},
        due_at=at,
    )
    outbox.put(session, row)
