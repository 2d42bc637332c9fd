"""Interest in taking part: what people told, and where they were placed."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, Session, SQLModel, col, delete, select

from bot.rules import interest as rules
from bot.rules.interest import Standing
from bot.rules.members import Role
from storage import communities
from storage.communities import Community, Invitation
from storage.core.columns import NEVER_AGAIN, instant, loosely, telegram_id


class Interest(SQLModel, table=True):
    """What an interested professional told of themselves; one row a person.

    `contact` (how to reach them) is sealed. `source` is the mark in the link by which they came.
    `community_id` is where they were placed, with `invitation`, the token made for them;
    `told_full_at` is when they were told that it is full. `announced_at` is the moment of the news
    in which coordinators hear of it.
    """

    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_column=telegram_id(unique=True))
    name: str
    zone: str = Field(index=True)
    municipality: str = ""
    profession: str
    sector: str
    organisation: str
    contact: str = Field(sa_column=Column(Text(), nullable=False))
    language: str
    as_duo: bool = False
    source: str = ""
    consented_at: datetime = Field(sa_column=instant())
    changed_at: datetime = Field(sa_column=instant())
    announced_at: datetime | None = Field(
        default=None, sa_column=instant(nullable=True, index=True)
    )
    community_id: int | None = Field(default=None, sa_column=loosely("community.id"))
    invitation: str | None = Field(default=None, sa_column=loosely("invitation.token"))
    placed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    told_full_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    is_reachable: bool = True


def of_person(session: Session, person_telegram_id: int) -> Interest | None:
    """The interest of the person with this Telegram id."""
    return session.exec(select(Interest).where(Interest.telegram_id == person_telegram_id)).first()


def not_placed(session: Session, zone: str, most: int | None = None) -> list[Interest]:
    """Those of this zone who are not placed yet, longest waiting first, up to a limit."""
    return list(
        session.exec(
            select(Interest)
            .where(Interest.zone == zone, col(Interest.community_id).is_(None))
            .order_by(col(Interest.consented_at), col(Interest.id))
            .limit(most)
        )
    )


def invitation_of(session: Session, interest: Interest) -> Invitation | None:
    """The invitation made for someone; None when there is none any more."""
    return session.get(Invitation, interest.invitation) if interest.invitation else None


def standing(session: Session, interest: Interest, now: datetime) -> Standing:
    """The status of someone's interest."""
    made = invitation_of(session, interest)
    return rules.standing(
        is_placed=interest.community_id is not None,
        is_used=made is not None and made.used_at is not None,
        expires_at=made.expires_at if made else None,
        now=now,
    )


def place(session: Session, interest: Interest, community: Community, now: datetime) -> Invitation:
    """Place someone in a community, with an invitation for them alone that is open for INVITED.

    An open invitation to the same community is returned again; one to another is revoked.
    """
    made = invitation_of(session, interest)
    is_open = standing(session, interest, now) is Standing.INVITED
    if made is not None and is_open and interest.community_id == community.id:
        return made
    _revoke(session, interest)
    invitation = Invitation(
        token=communities.new_token(),
        community_id=community.id or 0,
        role=Role.MEMBER.value,
        single_use=True,
        expires_at=now + rules.INVITATION_VALID_FOR,
    )
    session.add(invitation)
    session.flush()
    interest.community_id, interest.invitation = community.id, invitation.token
    interest.placed_at = now
    session.add(interest)
    session.flush()
    return invitation


def take_back(session: Session, interest: Interest) -> None:
    """Revoke the invitation; the person waits again.

    `placed_at` stays: people who were never invited go first.
    """
    _revoke(session, interest)
    interest.community_id = None
    session.add(interest)
    session.flush()


def erase(session: Session, interest: Interest) -> None:
    """Erase someone's interest with their unused invitation."""
    _revoke(session, interest)
    session.exec(delete(Interest).where(col(Interest.id) == interest.id))
    session.expunge(interest)


def _revoke(session: Session, interest: Interest) -> None:
    """Delete the invitation of an interest, if nobody used it."""
    token, interest.invitation = interest.invitation, None
    session.add(interest)
    session.flush()
    session.exec(
        delete(Invitation).where(col(Invitation.token) == token, col(Invitation.used_at).is_(None))
    )
