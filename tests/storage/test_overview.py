"""The figures of all communities: each counts what it says, and none is asked one by one."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import event
from sqlmodel import Session

from bot.rules.communities import Zone
from bot.rules.overview import Reason, Shown
from storage import cases, overview
from storage.attendance import Attendance
from storage.communities import Chat, Community
from storage.handover import Handover
from storage.interest import Interest
from storage.meetings import Meeting
from storage.members import Membership, Person, Seat, Waiting, consent
from storage.summaries import Summary
from tests.storage.seats import NOW, found, plan, sit

LATER = NOW + timedelta(days=70)
"""When the first two of three meetings are over."""


def seated(session: Session, community: Community, *seats: Sequence[str]) -> list[Membership]:
    """People on numbered seats, two on one where two are named; the first two moderate."""
    everyone = []
    for number, names in enumerate(seats, start=1):
        role = "moderator" if number <= 2 else "member"
        own = sit(session, community, *names, role=role)
        session.get_one(Seat, own[0].seat_id).number = number
        for one in own:
            one.agreement_version = consent.current_version(session)
        everyone += own
    session.flush()
    return everyone


def ticks(session: Session, meeting: Meeting, own: Membership, *, there: bool) -> None:
    session.add(
        Attendance(
            meeting_id=meeting.id or 0,
            seat_id=own.seat_id,
            person_id=own.person_id,
            was_present=there,
            saved_at=NOW,
        )
    )


def hands_over(
    session: Session, meeting: Meeting, own: Membership, *, asks: int = 1, written: bool = False
) -> None:
    session.add(
        Handover(
            meeting_id=meeting.id or 0,
            seat_id=own.seat_id,
            author_id=own.person_id,
            asks=asks,
            written_at=NOW if written else None,
        )
    )


def one(session: Session, community: Community) -> Shown:
    shown = overview.of_community(session, community.id, LATER)
    assert shown is not None
    return shown


SEATS = (["Mo"], ["Mia"], ["Ann", "Ben"], ["Cas", "Dina"], ["Eva", "Fien"], ["Gus"])


def test_a_community_is_told_in_the_figures_of_its_latest_cycle(
    session: Session, community: Community
) -> None:
    people = seated(session, community, *SEATS)
    old = plan(session, community, -300)
    first, second, third = plan(session, community, 28, 56, 84, cycle=2)
    third.is_cancelled = True
    plan(session, community, 90, cycle=2)
    for own in people:
        # Of each duo one came, and of the others Mo alone.
        ticks(session, first, own, there=own in (people[0], people[2], people[4], people[6]))
        ticks(session, old[0], own, there=False)
        own.accepted_cycle = 2
    for own in (people[2], people[4], people[6]):
        hands_over(session, first, own, written=own is people[2])
        hands_over(session, old[0], own)
        hands_over(session, third, own)
        hands_over(session, second, own, asks=0)
    session.add(Summary(meeting_id=first.id or 0, written_at=NOW))
    session.add(Chat(community_id=community.id or 0, telegram_id=-1))
    session.flush()

    shown = one(session, community)

    assert (shown.cycle, shown.seats, shown.held, shown.total) == (2, 6, 2, 10)
    assert shown.coming is not None
    assert shown.coming[0] == 3
    assert shown.attendance == {1: 65}
    assert shown.handed == (1, 3)
    assert shown.summaries == (1, 2)
    assert shown.reasons == (Reason.SUMMARY_OVERDUE,)


def test_who_left_the_seat_since_still_counts_as_one_who_was_listed(
    session: Session, community: Community
) -> None:
    people = seated(session, community, *SEATS)
    (first,) = plan(session, community, 28)
    for own in people:
        ticks(session, first, own, there=own is not people[-1])
    session.flush()
    session.delete(people[-1])
    session.delete(session.get_one(Seat, people[-1].seat_id))
    session.flush()
    session.expire_all()

    assert one(session, community).attendance == {1: 85}


def test_what_a_community_lacks_is_found(session: Session, community: Community) -> None:
    people = seated(session, community, *SEATS)
    session.get_one(Person, people[1].person_id).is_reachable = False
    people[5].agreement_version = "before"
    session.add(Waiting(person_id=people[0].person_id, community_id=community.id or 0, since=NOW))
    session.flush()

    shown = one(session, community)

    assert shown.waiting is None
    assert shown.reasons == (
        Reason.MODERATOR_LOST,
        Reason.NO_GROUP,
        Reason.NO_MEETING,
        Reason.NOT_AGREED,
    )


def test_whoever_agreed_for_the_cycle_before_has_not_agreed_for_this_one(
    session: Session, community: Community
) -> None:
    seated(session, community, *SEATS)
    plan(session, community, -300)
    plan(session, community, 90, cycle=2)

    assert one(session, community).behind == 9


def test_all_communities_are_told_by_zone_and_one_zone_alone(session: Session) -> None:
    north, south, gone = (found(session, name) for name in ("Noord", "Zuid", "Voorbij"))
    south.zone, gone.archived_at = Zone.SOUTH.value, NOW
    for number, placed in enumerate((None, None, north.id), start=1):
        session.add(_interest(number, Zone.NORTH, placed))
    session.flush()

    everything = overview.overview(session, LATER)
    alone = overview.overview(session, LATER, Zone.SOUTH)

    told = {zone.zone: [one.name for one in zone.communities] for zone in everything.zones}
    assert told[Zone.NORTH] == ["Noord"]
    assert told[Zone.SOUTH] == ["Zuid"]
    assert [one.name for one in everything.archived] == ["Voorbij"]
    assert {zone.zone: zone.interest for zone in everything.zones}[Zone.NORTH] is None
    assert [one.name for one in alone.running] == ["Zuid"]
    assert overview.of_community(session, 77, LATER) is None


def _interest(number: int, zone: Zone, community_id: int | None) -> Interest:
    return Interest(
        telegram_id=700 + number,
        name="Ria",
        zone=zone.value,
        profession="nurse",
        sector="housing",
        organisation="Het Huis",
        contact="",
        language="nl",
        consented_at=NOW,
        changed_at=NOW,
        community_id=community_id,
    )


def test_a_mix_is_told_of_five_people_on_and_an_open_urn_is_counted_while_it_is_open(
    session: Session, community: Community
) -> None:
    first, second = plan(session, community, 28, 90)
    for meeting in (first, second):
        cases.begin_window(session, meeting, b"k" * 32, b"s" * 16)
    small = found(session, "Zuid")
    for number, own in enumerate(seated(session, community, *SEATS)):
        person = session.get_one(Person, own.person_id)
        person.sector, person.profession = f"sector {number % 2}", f"profession {number % 3}"
    seated(session, small, ["Mo"], ["Mia"])
    session.flush()

    mix = overview.mix(session, community.id or 0)

    assert mix == overview.Mix(sectors=2, professions=3, organisations=1)
    assert overview.mix(session, small.id or 0) is None
    assert overview.open_urns(session, LATER) == 1
    assert list(overview.moderators(session, community.id or 0)) == ["Mo", "Mia"]


def test_a_hundred_communities_are_asked_as_often_as_one(session: Session) -> None:
    def asked() -> int:
        statements = []

        def note(*given: object) -> None:
            statements.append(given[2])

        engine = session.get_bind().engine
        event.listen(engine, "before_cursor_execute", note)
        overview.overview(session, LATER)
        overview.sectors(session)
        event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    first = found(session, "Noord")
    seated(session, first, *SEATS)
    plan(session, first, 28, 56)
    alone = asked()
    for number in range(99):
        plan(session, found(session, f"Zuid {number}"), 28)

    assert asked() == alone
