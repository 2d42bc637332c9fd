"""Consent to the agreement: who accepted which version, and who must be asked again."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.rules.frame import Frame, agreement_version
from storage import frame, meetings
from storage.communities import Community
from storage.members import Membership


def current_version(session: Session) -> str:
    """The present version of the agreement; it changes with every change in any language."""
    return agreement_version(frame.number_of_versions(session, Frame.AGREEMENT))


def is_owed(session: Session, own: Membership) -> bool:
    """Whether somebody must still accept or decline: the agreement changed, or a cycle begins."""
    stands = current_version(session)
    is_answered = stands in (own.agreement_version, own.declined_version)
    return not is_answered or is_awaited(session, own)


def has_agreed(session: Session, own: Membership) -> bool:
    """Whether somebody accepts the present agreement."""
    stands = current_version(session)
    return (
        own.agreement_version == stands
        and own.declined_version != stands
        and not is_awaited(session, own)
    )


def accept(session: Session, own: Membership, now: datetime) -> None:
    """Store that somebody accepts the present agreement for the running cycle."""
    if has_agreed(session, own):
        return
    own.agreement_version, own.declined_version = current_version(session), ""
    own.accepted_at = now
    own.accepted_cycle = cycle_to_accept(session, own.community_id)
    session.add(own)


def decline(session: Session, own: Membership) -> None:
    """Store that somebody declines the present agreement; they keep their seat."""
    own.declined_version = current_version(session)
    session.add(own)


@dataclass(frozen=True, slots=True)
class Count:
    """How many memberships of running communities have accepted, of how many."""

    agreed: int
    everyone: int


def count_accepted(session: Session) -> Count:
    """The number of acceptances in all communities."""
    of_running = select(func.count()).select_from(Membership).join(Community)
    running = of_running.where(col(Community.archived_at).is_(None))
    stands = current_version(session)
    agreed = running.where(
        Membership.agreement_version == stands, Membership.declined_version != stands
    )
    return Count(session.exec(agreed).one(), session.exec(running).one())


def cycle_to_accept(session: Session, community_id: int) -> int:
    """The cycle that somebody accepts now: the next one, once one is closed."""
    community = session.get(Community, community_id)
    is_closed = community is not None and community.archived_at is not None
    return meetings.latest_cycle(session, community_id) + is_closed


def is_awaited(session: Session, own: Membership) -> bool:
    """Whether a member must still accept the agreement for the planned cycle."""
    return own.accepted_cycle < meetings.latest_cycle(session, own.community_id)
