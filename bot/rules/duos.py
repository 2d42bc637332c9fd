"""Duos, two people on one seat: whose turn a meeting is, and who may form a duo."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.rules.members import Role

Person = TypeVar("Person", bound=Hashable)


class DuoVerdict(StrEnum):
    """Whether a duo may be formed, and if not, why."""

    OK = "ok"
    NO_SEAT = "no_seat"
    MODERATOR = "moderator"
    ALREADY_IN_DUO = "already_in_duo"
    OWN_LINK = "own_link"
    PARTNER_HAS_SEAT = "partner_has_seat"
    OTHER_COMMUNITY = "other_community"


@dataclass(frozen=True, slots=True)
class Holder:
    """The person who invites a partner to share their seat; `community` is a key of their own."""

    community: int
    role: Role
    has_seat: bool = True
    in_duo: bool = False


@dataclass(frozen=True, slots=True)
class Partner:
    """The person who opened the duo's link; `community` is where they are registered, if anywhere.

    Someone on the waiting list has no seat yet, so is registered nowhere.
    """

    is_holder: bool = False
    community: int | None = None


def turn(
    meeting_number: int, partners: tuple[Person, Person], swaps: Mapping[int, Person]
) -> Person:
    """Who attends: the first partner at odd meetings, the second at even ones, unless swapped."""
    swapped = swaps.get(meeting_number)
    if swapped is not None and swapped in partners:
        return swapped
    return partners[(meeting_number - 1) % 2]


def other(partners: tuple[Person, Person], person: Person) -> Person:
    """The other one of the two partners."""
    first, second = partners
    return second if person == first else first


def may_invite(holder: Holder) -> DuoVerdict:
    """Whether this person may make a duo link: a member who has a seat alone."""
    if holder.role is Role.MODERATOR:
        return DuoVerdict.MODERATOR
    if holder.role is not Role.MEMBER or not holder.has_seat:
        return DuoVerdict.NO_SEAT
    return DuoVerdict.ALREADY_IN_DUO if holder.in_duo else DuoVerdict.OK


def form(holder: Holder, partner: Partner) -> DuoVerdict:
    """Whether these two may share the holder's seat; checks `may_invite` again."""
    if partner.is_holder:
        return DuoVerdict.OWN_LINK
    verdict = may_invite(holder)
    if verdict is not DuoVerdict.OK:
        return verdict
    if partner.community is None:
        return DuoVerdict.OK
    same = partner.community == holder.community
    return DuoVerdict.PARTNER_HAS_SEAT if same else DuoVerdict.OTHER_COMMUNITY
