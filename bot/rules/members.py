"""Seats and invitations: who may take a seat, who waits, and what a name may look like."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.communities import MODERATORS, SEATS

PERSON_NAME_LIMIT = 64
PROFESSION_LIMIT = 80
SECTOR_LIMIT = 80
ORGANISATION_LIMIT = 120

SEAT_KEPT_FOR = timedelta(days=3)
"""How long a free seat is kept for the first person on the waiting list."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Characters that Unicode counts as visible, but that every font leaves blank.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


class Role(StrEnum):
    """The role of a person in one community."""

    MEMBER = "member"
    MODERATOR = "moderator"
    LEAD = "lead"
    USER = "user"


class Sector(StrEnum):
    """The sectors offered as buttons; people may also type another."""

    SOCIAL_WORK = "social_work"
    HEALTH_CARE = "health_care"
    MENTAL_HEALTH = "mental_health"
    HOUSING = "housing"
    ADDICTION = "addiction"
    YOUTH = "youth"
    ELDERLY_CARE = "elderly_care"
    DISABILITY = "disability"
    MIGRATION = "migration"
    EDUCATION = "education"
    WORK = "work"
    OTHER = "other"


class Admission(StrEnum):
    """What happens to a person who accepts the agreement."""

    SEATED = "seated"
    WAITING = "waiting"
    ROLE_TAKEN = "role_taken"
    ALREADY_MEMBER = "already_member"


class InvitationKind(StrEnum):
    """The kinds of invitation links; a duo link is made by a member for their partner."""

    MODERATOR = "moderator"
    MEMBER = "member"
    LEAD = "lead"
    USER = "user"
    DUO = "duo"


class InvitationVerdict(StrEnum):
    """Whether an invitation is valid for this person now."""

    OK = "ok"
    UNKNOWN = "unknown"
    OWN = "own"
    HAS_SEAT = "has_seat"
    ALREADY_MEMBER = "already_member"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats taken in one community, and the roles without a seat that are taken."""

    taken: frozenset[int] = frozenset()
    roles_beside: frozenset[Role] = frozenset()
    already_member: bool = False
    kept: int = 0
    """Free seats of members that are kept for people who waited longer."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation and its facts for the person who opens it; `used` is by anybody.

    `seated_elsewhere`: it is a duo link, and the person has their own seat there.
    """

    kind: InvitationKind
    used: bool = False
    expires_at: datetime | None = None
    own: bool = False
    already_member: bool = False
    seated_elsewhere: bool = False


def clean_line(text: str, limit: int) -> str | None:
    """The text as one visible line, or None when it is empty or too long.

    Removes control, zero-width and direction characters, joins white space, composes accents;
    `limit` counts the characters that remain.
    """
    spaced = "".join(" " if character.isspace() else character for character in text)
    kept = "".join(filter(_is_kept, spaced))
    line = " ".join(unicodedata.normalize("NFC", kept).split())
    return line if _is_visible(line) and len(line) <= limit else None


def _is_kept(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN and character not in _BLANK


def _is_visible(line: str) -> bool:
    return any(unicodedata.category(character)[0] in "LNPS" for character in line)


def holds_numbered_seat(role: Role) -> bool:
    """Whether the role takes a numbered seat: members and moderators do, lead and user do not."""
    return role in (Role.MEMBER, Role.MODERATOR)


def next_seat_number(role: Role, taken: frozenset[int]) -> int | None:
    """The lowest free seat for the role: moderators hold the first numbers, members the rest."""
    return min(_seat_numbers(role) - taken, default=None)


def _seat_numbers(role: Role) -> frozenset[int]:
    if role is Role.MODERATOR:
        return frozenset(range(1, MODERATORS + 1))
    if role is Role.MEMBER:
        return frozenset(range(MODERATORS + 1, SEATS + 1))
    return frozenset()


def admit(role: Role, seats: Seats) -> Admission:
    """Whether the person is seated, or waits; only members are put on the waiting list.

    A free seat that is kept for the waiting list is not given to others.
    """
    if seats.already_member:
        return Admission.ALREADY_MEMBER
    if not holds_numbered_seat(role):
        return Admission.ROLE_TAKEN if role in seats.roles_beside else Admission.SEATED
    if free_seats(role, seats.taken) > (seats.kept if role is Role.MEMBER else 0):
        return Admission.SEATED
    return Admission.WAITING if role is Role.MEMBER else Admission.ROLE_TAKEN


def free_seats(role: Role, taken: frozenset[int]) -> int:
    """How many seats of this role nobody holds."""
    return len(_seat_numbers(role) - taken)


def offers(
    free: int,
    offered: Sequence[datetime | None],
    now: datetime,
    allowed: Callable[[datetime], datetime],
) -> tuple[datetime | None, ...]:
    """From when each person on the waiting list may take a free seat; None while not yet.

    `offered` holds the former answers, in order; somebody asked stays asked while a seat is free.
    A seat is kept for one person for HELD, then offered to the next too, at an `allowed` instant.
    """
    if free <= 0:
        return tuple(None for _ in offered)
    seats = [now] * free
    given: list[datetime | None] = []
    for before in offered:
        first = min(seats)
        at = before if before is not None and before <= now else first
        if at > now:
            at = allowed(at)
        seats[seats.index(first)] = max(at + SEAT_KEPT_FOR, now)
        given.append(at)
    return tuple(given)


def is_kept(offered_at: datetime | None, now: datetime) -> bool:
    """Whether a seat is kept for someone: they are not asked yet, or may still answer."""
    return offered_at is None or now < offered_at + SEAT_KEPT_FOR


def invitation_verdict(invitation: Invitation | None, now: datetime) -> InvitationVerdict:
    """Check a link that someone opened; None is an unknown token.

    Membership is checked first, so that opening one's own used link again is no error. The
    members' link serves many people and is never used up; every other link serves one.
    """
    if invitation is None:
        return InvitationVerdict.UNKNOWN
    if invitation.own:
        return InvitationVerdict.OWN
    if invitation.seated_elsewhere:
        return InvitationVerdict.HAS_SEAT
    if invitation.already_member:
        return InvitationVerdict.ALREADY_MEMBER
    if invitation.used:
        return InvitationVerdict.USED
    if invitation.expires_at is not None and now >= invitation.expires_at:
        return InvitationVerdict.EXPIRED
    return InvitationVerdict.OK
