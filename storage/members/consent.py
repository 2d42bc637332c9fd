"""Who agreed to which version of the agreement, and who is asked again since it changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.rules.frame import Frame, agreement_version
from storage import frame, meetings
from storage.communities import Community
from storage.members import Membership


def version(session: Session) -> str:
    """The agreement that stands: another with every change of it, in whichever language."""
    return agreement_version(frame.changes(session, Frame.AGREEMENT))


def is_owed(session: Session, own: Membership) -> bool:
    """Whether somebody has still to say whether they agree: it changed, or a cycle begins."""
    stands = version(session)
    is_answered = stands in (own.agreement_version, own.declined_version)
    return not is_answered or is_awaited(session, own)


def has_agreed(session: Session, own: Membership) -> bool:
    """Whether somebody agrees to what stands, and has not taken it back."""
    stands = version(session)
    return (
        own.agreement_version == stands
        and own.declined_version != stands
        and not is_awaited(session, own)
    )


def accept(session: Session, own: Membership, now: datetime) -> None:
    """Note that somebody agrees to what stands, for the cycle that runs; once is enough."""
    if has_agreed(session, own):
        return
    own.agreement_version, own.declined_version = version(session), ""
    own.accepted_at = now
    own.accepted_cycle = to_accept(session, own.community_id)
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


def to_accept(session: Session, community_id: int) -> int:
    """The cycle for which somebody accepts who does so now: the next one, once one is closed."""
    community = session.get(Community, community_id)
    is_closed = community is not None and community.archived_at is not None
    return meetings.latest_cycle(session, community_id) + is_closed


def is_awaited(session: Session, own: Membership) -> bool:
    """Whether a member has still to accept the agreement for the cycle that was planned."""
    return own.accepted_cycle < meetings.latest_cycle(session, own.community_id)
