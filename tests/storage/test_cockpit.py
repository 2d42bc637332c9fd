"""Steps that moderators skip or add to, and what is told of it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.rules.cockpit import Action
from bot.rules.rhythm import Step
from handlers.cases import schedule as cases_due
from handlers.people.personal_data import forget
from storage import cockpit, personal_data
from storage.communities import Community
from storage.core import outbox
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.members import Person
from storage.reminders import steps as rhythm
from storage.reminders.steps import StepChange
from tests.storage.seats import NOW, data_of, found, plan, sit
from tests.storage.test_rhythm import Timing

SEAL = TextCipher(b"k" * 32)
RETENTION = timedelta(days=30)


@pytest.fixture
def meeting(session: Session, community: Community) -> Meeting:
    """A meeting in 28 days, with its steps."""
    (one,) = plan(session, community, 28)
    rhythm.plan(session, one, Timing(), NOW)
    return one


@pytest.fixture
def mo(session: Session, community: Community) -> Person:
    """A moderator."""
    (membership,) = sit(session, community, "Mo", role="moderator")
    return session.get_one(Person, membership.person_id)


def steps(session: Session, community: Community) -> list[str]:
    return [reminder.step for _, reminder in cockpit.pending(session, community.id or 0)]


def test_what_is_to_come_is_told_in_order_without_what_was_sent_or_is_another_communitys(
    session: Session, community: Community, meeting: Meeting
) -> None:
    (other,) = plan(session, found(session, "Zuid"), 20)
    rhythm.plan(session, other, Timing(), NOW)
    assert steps(session, community) == ["nudge", "eve", "after"]

    for reminder in rhythm.fallen_due(session, meeting.starts_at - timedelta(days=6)):
        reminder.is_done = True
    assert steps(session, community) == ["eve", "after"]

    meeting.is_cancelled = True
    session.add(meeting)
    assert steps(session, community) == []


def test_a_moved_meeting_keeps_its_note_and_loses_its_skip(
    session: Session, meeting: Meeting, mo: Person
) -> None:
    cockpit.skip(session, meeting, Step.EVE, mo.id or 0, NOW)
    cockpit.keep_note(session, meeting, Step.EVE, SEAL.encrypt("taart"), mo.id or 0, NOW)
    cockpit.skip(session, meeting, Step.NUDGE, mo.id or 0, NOW)
    assert rhythm.is_skipped(session, meeting, Step.EVE)

    rhythm.plan(session, meeting, Timing(), NOW)

    assert not any(rhythm.is_skipped(session, meeting, one) for one in (Step.EVE, Step.NUDGE))
    change = rhythm.change_of(session, meeting.id, Step.EVE)
    assert change is not None
    assert SEAL.decrypt_or_none(change.note) == "taart"
    assert len(session.exec(select(StepChange)).all()) == 2


def test_nobody_was_asked_by_a_step_that_was_skipped(
    session: Session, meeting: Meeting, mo: Person
) -> None:
    cockpit.skip(session, meeting, Step.NUDGE, mo.id or 0, NOW)
    (nudge,) = rhythm.fallen_due(session, meeting.starts_at - timedelta(days=6))
    nudge.is_done = True
    session.add(nudge)
    assert not rhythm.was_asked_about(session, meeting.id or 0)

    cockpit.undo_skip(session, meeting, Step.NUDGE)
    assert rhythm.was_asked_about(session, meeting.id or 0)


def test_a_call_for_cases_that_was_skipped_is_not_made_up_for(
    session: Session, community: Community, meeting: Meeting, mo: Person
) -> None:
    sit(session, community, "Ann", "Ben")
    sit(session, community, "Cas", "Dora")
    cockpit.skip(session, meeting, Step.CASE, mo.id or 0, NOW)

    assert not cases_due.begin(session, meeting, NOW)
    assert outbox.by_key(session, f"window:{meeting.id}:1") is None
    cockpit.undo_skip(session, meeting, Step.CASE)
    assert cases_due.begin(session, meeting, NOW)


def test_what_moderators_did_lately_is_told_with_their_names_until_they_are_gone(
    session: Session, community: Community, meeting: Meeting, mo: Person
) -> None:
    cockpit.keep_note(session, meeting, Step.EVE, SEAL.encrypt("taart"), mo.id or 0, NOW)
    cockpit.skip(session, meeting, Step.NUDGE, mo.id or 0, NOW)

    def told(at: timedelta) -> list[tuple[Action, str]]:
        entries = cockpit.recent(session, community.id or 0, NOW + at)
        return sorted((entry.action, entry.name) for entry in entries)

    # What is still to come stands where it can be brought back.
    assert told(timedelta(days=1)) == [(Action.NOTED, "Mo")]
    for reminder in rhythm.fallen_due(session, meeting.starts_at - timedelta(days=6)):
        reminder.is_done = True
    assert told(timedelta(days=1)) == [(Action.NOTED, "Mo"), (Action.SKIPPED, "Mo")]
    assert told(timedelta(days=15)) == []

    forget(session, mo.telegram_id, NOW)
    session.expire_all()
    assert told(timedelta(days=1)) == [(Action.NOTED, ""), (Action.SKIPPED, "")]


def test_a_person_gets_back_the_notes_they_wrote_and_only_those(
    session: Session, community: Community, meeting: Meeting, mo: Person
) -> None:
    (mia,) = sit(session, community, "Mia", role="moderator")
    cockpit.keep_note(session, meeting, Step.EVE, SEAL.encrypt("taart"), mo.id or 0, NOW)
    cockpit.skip(session, meeting, Step.EVE, mia.person_id, NOW)

    (of_mo,) = data_of(session, mo.id, SEAL)["changed_messages"]
    (of_mia,) = data_of(session, mia.person_id, SEAL)["changed_messages"]

    assert (of_mo["note"], of_mo["skipped_by_you"]) == ("taart", False)
    assert (of_mia["note"], of_mia["skipped_by_you"]) == (None, True)


def test_notes_go_with_their_cycle(session: Session, meeting: Meeting, mo: Person) -> None:
    cockpit.keep_note(session, meeting, Step.EVE, SEAL.encrypt("taart"), mo.id or 0, NOW)

    personal_data.erase_expired(session, RETENTION, meeting.ends_at + timedelta(days=29))
    assert session.exec(select(StepChange)).all()
    personal_data.erase_expired(session, RETENTION, meeting.ends_at + timedelta(days=31))
    assert not session.exec(select(StepChange)).all()
