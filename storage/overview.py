"""The figures of all communities, each read for all of them in one query."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, Subquery, and_, case, func, or_, select
from sqlmodel import Session, col

from bot.rules import overview as rules
from bot.rules.cases import State
from bot.rules.communities import Zone
from bot.rules.members import Role
from bot.rules.overview import Facts, HandoverCounts, MeetingFacts, Overview, Shown
from storage.attendance import Attendance
from storage.cases import CaseWindow
from storage.communities import Chat, Community
from storage.handover import Handover
from storage.interest import Interest
from storage.meetings import Meeting
from storage.members import Membership, Person, Seat, Waiting, consent
from storage.summaries import Summary

ALL: ColumnElement[bool] = col(Community.id).is_not(None)
"""Of which communities figures are asked: of every one."""


@dataclass(frozen=True, slots=True)
class Mix:
    """The numbers of different sectors, professions and organisations in a community."""

    sectors: int
    professions: int
    organisations: int


def overview(session: Session, now: datetime, zone: Zone | None = None) -> Overview:
    """All communities as coordinators see them, or those of one zone."""
    of = ALL if zone is None else col(Community.zone) == zone.value
    return rules.overview(_facts(session, of, now), _interest(session), now)


def of_community(session: Session, community_id: int | None, now: datetime) -> Shown | None:
    """One community as coordinators see it; None when it does not exist."""
    found = _facts(session, col(Community.id) == community_id, now)
    return rules.shown(found[0], now) if found else None


def _facts(session: Session, of: ColumnElement[bool], now: datetime) -> list[Facts]:
    """The figures of the communities that `of` selects, by name, before any is hidden."""
    cycles = _cycles(of)
    seats = _numbers(session, _seats(of))
    waiting = _numbers(session, _waiting(of))
    behind = _numbers(session, _behind(of, cycles, consent.current_version(session)))
    moderators = {key: counted for key, *counted in _rows(session, _moderators(of))}
    handed = {key: HandoverCounts(*counted) for key, *counted in _rows(session, _handed(cycles))}
    held = _held(session, cycles)
    return [
        Facts(
            key=key,
            name=name,
            zone=Zone(zone),
            archived_at=archived_at,
            cycle=cycle or 1,
            seats=seats.get(key, 0),
            waiting=waiting.get(key, 0),
            moderators=moderators.get(key, (0, 0))[0],
            moderators_lost=moderators.get(key, (0, 0))[1],
            has_group=bool(has_group),
            behind=behind.get(key, 0),
            handed=handed.get(key, HandoverCounts()),
            meetings=held.get(key, ()),
        )
        for key, name, zone, archived_at, has_group, cycle in _rows(session, _names(of, cycles))
    ]


def _rows(session: Session, asked: Executable) -> list[Any]:
    return list(session.connection().execute(asked))


def _numbers(session: Session, asked: Executable) -> dict[Any, int]:
    return dict(_rows(session, asked))


def _cycles(of: ColumnElement[bool]) -> Subquery:
    """The latest cycle of each community with meetings."""
    return (
        select(col(Meeting.community_id), func.max(Meeting.cycle).label("latest"))
        .join(Community, col(Community.id) == Meeting.community_id)
        .where(of)
        .group_by(col(Meeting.community_id))
        .subquery()
    )


def _names(of: ColumnElement[bool], cycles: Subquery) -> Executable:
    return (
        select(
            col(Community.id),
            col(Community.name),
            col(Community.zone),
            col(Community.archived_at),
            col(Chat.is_present),
            cycles.c.latest,
        )
        .outerjoin(Chat, col(Chat.community_id) == Community.id)
        .outerjoin(cycles, cycles.c.community_id == Community.id)
        .where(of)
        .order_by(col(Community.name_key))
    )


def _seats(of: ColumnElement[bool]) -> Executable:
    return (
        select(col(Seat.community_id), func.count())
        .join(Community, col(Community.id) == Seat.community_id)
        .where(of, col(Seat.number).is_not(None))
        .group_by(col(Seat.community_id))
    )


def _waiting(of: ColumnElement[bool]) -> Executable:
    return (
        select(col(Waiting.community_id), func.count())
        .join(Community, col(Community.id) == Waiting.community_id)
        .where(of)
        .group_by(col(Waiting.community_id))
    )


def _moderators(of: ColumnElement[bool]) -> Executable:
    is_lost = col(Person.is_reachable).is_(False)
    return (
        select(col(Membership.community_id), func.count(), func.sum(case((is_lost, 1), else_=0)))
        .join(Person, col(Person.id) == Membership.person_id)
        .join(Community, col(Community.id) == Membership.community_id)
        .where(of, col(Membership.role) == Role.MODERATOR.value)
        .group_by(col(Membership.community_id))
    )


def _behind(of: ColumnElement[bool], cycles: Subquery, agreement: str) -> Executable:
    """Members who have not accepted the present agreement or the latest cycle."""
    is_of_before = col(Membership.accepted_cycle) < func.coalesce(cycles.c.latest, 1)
    is_older = col(Membership.agreement_version) != agreement
    return (
        select(col(Membership.community_id), func.count())
        .join(Community, col(Community.id) == Membership.community_id)
        .outerjoin(cycles, cycles.c.community_id == Membership.community_id)
        .where(of, or_(is_of_before, is_older))
        .group_by(col(Membership.community_id))
    )


def _handed(cycles: Subquery) -> Executable:
    """Hand-overs written and due, and the number of duos; due counts only those asked for."""
    is_written = col(Handover.written_at).is_not(None)
    is_asked = and_(col(Handover.asks) > 0, col(Meeting.is_cancelled).is_(False))
    return (
        select(
            col(Meeting.community_id),
            func.sum(case((is_written, 1), else_=0)),
            func.count(),
            func.count(col(Handover.seat_id).distinct()),
        )
        .join(Meeting, col(Meeting.id) == Handover.meeting_id)
        .join(cycles, _is_latest(cycles))
        .where(or_(is_written, is_asked))
        .group_by(col(Meeting.community_id))
    )


def _is_latest(cycles: Subquery) -> ColumnElement[bool]:
    return and_(
        cycles.c.community_id == Meeting.community_id, cycles.c.latest == col(Meeting.cycle)
    )


def _held(session: Session, cycles: Subquery) -> dict[int, list[MeetingFacts]]:
    """The meetings of the latest cycles that are not cancelled, in order, by community."""
    listed = {key: (own, there) for key, own, there in _rows(session, _listed(cycles))}
    asked = (
        select(
            col(Meeting.community_id),
            col(Meeting.id),
            col(Meeting.number),
            col(Meeting.starts_at),
            col(Meeting.ends_at),
            col(Summary.id),
        )
        .join(cycles, _is_latest(cycles))
        .outerjoin(Summary, col(Summary.meeting_id) == Meeting.id)
        .where(col(Meeting.is_cancelled).is_(False))
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    )
    found: dict[int, list[MeetingFacts]] = defaultdict(list)
    for community_id, key, number, starts_at, ends_at, summary in _rows(session, asked):
        counted = listed.get(key, (0, 0))
        found[community_id].append(
            MeetingFacts(number, starts_at, ends_at, summary is not None, *counted)
        )
    return found


def _listed(cycles: Subquery) -> Executable:
    """Seats on the list of each meeting, and those that were taken.

    A duo counts as one seat; someone who has left the seat since counts alone.
    """
    seat = func.coalesce(col(Attendance.seat_id), -col(Attendance.person_id))
    return (
        select(
            col(Attendance.meeting_id),
            func.count(seat.distinct()),
            func.count(case((col(Attendance.was_present), seat)).distinct()),
        )
        .join(Meeting, col(Meeting.id) == Attendance.meeting_id)
        .join(cycles, _is_latest(cycles))
        .group_by(col(Attendance.meeting_id))
    )


def _interest(session: Session) -> Mapping[Zone, int]:
    """How many interested people wait for a place, by zone."""
    asked = (
        select(col(Interest.zone), func.count())
        .where(col(Interest.community_id).is_(None))
        .group_by(col(Interest.zone))
    )
    return {Zone(zone): number for zone, number in _numbers(session, asked).items()}


def open_urns(session: Session, now: datetime) -> int:
    """In how many communities cases are being brought."""
    asked = (
        select(func.count(col(Meeting.community_id).distinct()))
        .join(CaseWindow, col(CaseWindow.meeting_id) == Meeting.id)
        .where(
            col(CaseWindow.state) == State.OPEN.value,
            col(Meeting.is_cancelled).is_(False),
            col(Meeting.ends_at) > now,
        )
    )
    return int(_rows(session, asked)[0][0])


def sectors(session: Session) -> list[tuple[str, int]]:
    """The sectors of the people in running communities, as far as they may be shown."""
    asked = (
        select(col(Person.sector), func.count(col(Person.id).distinct()))
        .join(Membership, col(Membership.person_id) == Person.id)
        .join(Community, col(Community.id) == Membership.community_id)
        .where(col(Community.archived_at).is_(None), col(Membership.role) != Role.USER.value)
        .group_by(col(Person.sector))
    )
    return rules.sectors(_numbers(session, asked))


def mix(session: Session, community_id: int) -> Mix | None:
    """How mixed a community is; None when there are too few people."""
    asked = (
        select(
            func.count(),
            func.count(col(Person.sector).distinct()),
            func.count(col(Person.profession).distinct()),
            func.count(col(Person.organisation).distinct()),
        )
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            col(Membership.community_id) == community_id,
            col(Membership.role) != Role.USER.value,
        )
    )
    number, *different = _rows(session, asked)[0]
    return Mix(*different) if rules.people(number) else None


def moderators(session: Session, community_id: int) -> Sequence[str]:
    """The names of a community's moderators, by seat."""
    asked = (
        select(col(Person.name))
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            col(Membership.community_id) == community_id,
            col(Membership.role) == Role.MODERATOR.value,
        )
        .order_by(col(Membership.seat_id), col(Membership.id))
    )
    return [name for (name,) in _rows(session, asked)]
