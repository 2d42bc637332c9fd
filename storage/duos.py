"""The turns of the two partners of a duo on their seat, and swaps of turns."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from bot.rules import duos as rules
from bot.rules.members import Role
from storage import communities, meetings, members
from storage.communities import Invitation
from storage.core.columns import belongs_to
from storage.core.personal_data import Export, Kept, PersonalData, RowGoes
from storage.meetings import Meeting
from storage.members import Membership, Seated

INVITED = timedelta(days=14)
"""How long the partner can use a duo's invitation."""


class Swap(SQLModel, table=True):
    """A swapped turn: at this meeting, this partner takes the seat."""

    __table_args__ = (UniqueConstraint("meeting_id", "seat_id"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(sa_column=belongs_to("meeting.id"))
    seat_id: int = Field(sa_column=belongs_to("seat.id"))
    person_id: int = Field(sa_column=belongs_to("person.id"))


def swap_of(session: Session, meeting_id: int, seat_id: int) -> Swap | None:
    """The swap of a duo for a meeting, if there is one."""
    return session.exec(
        select(Swap).where(Swap.meeting_id == meeting_id, Swap.seat_id == seat_id)
    ).first()


def swaps(session: Session, meeting_id: int) -> dict[int, int]:
    """The swaps for a meeting: person id by seat id."""
    rows = session.exec(select(Swap).where(Swap.meeting_id == meeting_id))
    return {row.seat_id: row.person_id for row in rows}


def turn_of(session: Session, seat_id: int, meeting: Meeting) -> int:
    """The id of the person who takes this seat at a meeting; on a single seat the one there.

    Raises LookupError when nobody sits there.
    """
    holders = [seated.membership.person_id for seated in members.on_seat(session, seat_id)]
    if not holders:
        raise LookupError("nobody holds this seat")
    swap = swap_of(session, meeting.id or 0, seat_id)
    return _turn(holders, meeting.number, swap.person_id if swap else None)


def turns(
    session: Session, meeting: Meeting, seated: Iterable[Seated] | None = None
) -> dict[int, int]:
    """Who takes each seat of the community at a meeting: person id by seat id.

    `seated` are the community's people, where the caller has read them already.
    """
    swapped = swaps(session, meeting.id or 0)
    holders: dict[int, list[int]] = {}
    for one in members.seated(session, meeting.community_id) if seated is None else seated:
        holders.setdefault(one.membership.seat_id, []).append(one.membership.person_id)
    return {
        seat_id: _turn(people, meeting.number, swapped.get(seat_id))
        for seat_id, people in holders.items()
    }


def turns_of(
    session: Session, seat_id: int, holders: Sequence[Seated], cycle: Iterable[Meeting]
) -> dict[int, int]:
    """Who takes this one seat at each of these meetings: person id by meeting id."""
    rows = session.exec(select(Swap).where(Swap.seat_id == seat_id))
    swapped = {row.meeting_id: row.person_id for row in rows}
    people = [one.membership.person_id for one in holders]
    return {
        meeting.id or 0: _turn(people, meeting.number, swapped.get(meeting.id or 0))
        for meeting in cycle
    }


def _turn(holders: list[int], number: int, swapped: int | None) -> int:
    if len(holders) == 1:
        return holders[0]
    first, second = holders
    return rules.turn(number, (first, second), {number: swapped} if swapped is not None else {})


def swap_to(session: Session, meeting_id: int, seat_id: int, person_id: int) -> None:
    """Let this partner take the seat at a meeting."""
    row = swap_of(session, meeting_id, seat_id)
    if row is None:
        row = Swap(meeting_id=meeting_id, seat_id=seat_id, person_id=person_id)
    row.person_id = person_id
    session.add(row)


def invite(session: Session, holder: Membership, now: datetime) -> Invitation:
    """The invitation for the partner on this seat: the open one, or a new one."""
    standing = session.exec(
        select(Invitation).where(
            Invitation.seat_id == holder.seat_id,
            col(Invitation.used_at).is_(None),
            col(Invitation.expires_at) > now,
        )
    ).first()
    if standing is not None:
        return standing
    invitation = Invitation(
        token=communities.new_token(),
        community_id=holder.community_id,
        role=Role.MEMBER.value,
        single_use=True,
        seat_id=holder.seat_id,
        expires_at=now + INVITED,
    )
    session.add(invitation)
    return invitation


PERSONAL_DATA: Final = (
    PersonalData(
        Swap,
        Kept("whose turn it was belongs to the meeting"),
        whose={"person_id": RowGoes()},
        exports=(Export("swaps", {}, about=meetings.about),),
    ),
)
