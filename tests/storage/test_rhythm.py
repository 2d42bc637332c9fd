"""Steps around a meeting, and the one message that waits for a person."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from bot.rules.meetings import Planned
from bot.rules.rhythm import Step
from bot.settings import QuietHours
from handlers.core import bundle
from storage import duos, meetings
from storage.communities import Community
from storage.core import outbox
from storage.core.outbox import Outgoing
from storage.meetings import Meeting
from storage.members import Seat
from storage.reminders import steps as rhythm
from storage.reminders.steps import Reminder
from storage.rsvp import batch
from storage.rsvp.batch import AnswerToWrite
from tests.storage.seats import NOW, sit

START = datetime(2027, 1, 19, 13, tzinfo=UTC)
END = START + timedelta(hours=2)


class Timing:
    """The default rhythm and quiet hours in Brussels."""

    def __init__(self) -> None:
        days = {"nudge": 7, "eve": 1, "after": 1}
        self.rhythm = {step: timedelta(days=away) for step, away in days.items()}
        self.quiet_hours = QuietHours(time(20), time(8))
        self.timezone = ZoneInfo("Europe/Brussels")


@pytest.fixture
def meeting(session: Session, community: Community) -> Meeting:
    meeting = meetings.add(session, community.id or 0, 1, Planned(START, END), NOW)
    meetings.renumber(session, community.id or 0)
    return meeting


def seated(session: Session, meeting: Meeting, *names: str, role: str = "member") -> list[int]:
    """People who share one seat, by id."""
    community = session.get_one(Community, meeting.community_id)
    return [one.person_id for one in sit(session, community, *names, role=role)]


def steps(session: Session) -> dict[str, str]:
    """The steps that are not done, with what clocks in Brussels show when they fall due."""
    rows = session.exec(select(Reminder).where(Reminder.is_done == False))  # noqa: E712
    return {row.step: f"{row.due_at.astimezone(Timing().timezone):%m-%d %H:%M}" for row in rows}


def waiting(session: Session) -> list[Outgoing]:
    return list(session.exec(select(Outgoing).order_by(Outgoing.key)))


def test_a_planned_meeting_has_its_steps_at_the_hours_of_the_rhythm(
    session: Session, meeting: Meeting
) -> None:
    rhythm.plan(session, meeting, Timing(), NOW)

    assert steps(session) == {
        "nudge": "01-12 14:00",
        "eve": "01-18 14:00",
        "next": "01-19 16:00",
        "after": "01-20 08:00",
    }


def test_a_moved_meeting_has_only_the_steps_of_its_new_moment(
    session: Session, meeting: Meeting
) -> None:
    rhythm.plan(session, meeting, Timing(), NOW)
    for reminder in rhythm.fallen_due(session, START - timedelta(days=3)):
        reminder.is_done = True
    meeting.starts_at, meeting.ends_at = START + timedelta(days=28), END + timedelta(days=28)
    rhythm.plan(session, meeting, Timing(), START - timedelta(days=3))

    assert steps(session)["nudge"] == "02-09 14:00"
    assert rhythm.fallen_due(session, START) == []


def test_after_an_evening_meeting_the_next_card_waits_for_the_morning(
    session: Session, meeting: Meeting
) -> None:
    meeting.starts_at = START.replace(hour=18)
    meeting.ends_at = START.replace(hour=20)
    rhythm.plan(session, meeting, Timing(), NOW)

    assert steps(session)["next"] == "01-20 08:00"


def test_what_is_due_for_a_person_joins_the_message_that_still_waits(
    session: Session, meeting: Meeting
) -> None:
    (anna,) = seated(session, meeting, "Anna")
    bundle.put_part(session, anna, Step.NUDGE, meeting, NOW, START)
    bundle.put_part(session, anna, Step.EVE, meeting, NOW, START)
    bundle.put_part(session, anna, Step.EVE, meeting, NOW, START)

    (row,) = waiting(session)
    assert [part["step"] for part in row.payload["parts"]] == ["nudge", "eve"]


def test_a_message_that_was_sent_or_may_have_been_is_not_added_to(
    session: Session, meeting: Meeting
) -> None:
    (anna,) = seated(session, meeting, "Anna")
    bundle.put_part(session, anna, Step.NUDGE, meeting, NOW, START)
    (row,) = outbox.claim(session, NOW, 10)
    bundle.put_part(session, anna, Step.EVE, meeting, NOW, START)
    assert len(waiting(session)) == 2

    outbox.postpone(session, row.id, NOW, is_repeat=True)
    bundle.put_part(session, anna, Step.AFTER, meeting, NOW, None)
    by_steps = [[part["step"] for part in one.payload["parts"]] for one in waiting(session)]
    assert sorted(by_steps) == [["eve", "after"], ["nudge"]]


def test_in_a_duo_the_partner_whose_turn_it_is_is_awaited(
    session: Session, meeting: Meeting
) -> None:
    anna, ben = seated(session, meeting, "Anna", "Ben")
    assert [place.person.id for place in rhythm.places(session, meeting)] == [anna]

    seat_id = session.exec(select(Seat.id)).one() or 0
    duos.swap_to(session, meeting.id or 0, seat_id, ben)
    (place,) = rhythm.places(session, meeting)
    assert (place.person.id, place.holders, place.is_awaited) == (ben, 2, True)

    batch.write_answers(session, [AnswerToWrite(meeting.id or 0, seat_id, anna, anna, "yes", NOW)])
    (place,) = rhythm.places(session, meeting)
    assert (place.person.id, place.is_awaited) == (anna, False)


def test_a_monitoring_lead_is_never_awaited(session: Session, meeting: Meeting) -> None:
    seated(session, meeting, "Lea", role="lead")
    seated(session, meeting, "Ugo", role="user")

    awaited = {place.person.name: place.is_awaited for place in rhythm.places(session, meeting)}
    assert awaited == {"Lea": False, "Ugo": True}
