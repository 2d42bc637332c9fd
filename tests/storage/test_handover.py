"""Who of a duo owes a hand-over, who is asked, and who gets it, in both databases."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.rules.handover import Duty, Item, NoDuty, Status
from bot.rules.rhythm import Step
from handlers.core import bundle
from handlers.duos import public
from handlers.handover import deliver, schedule
from handlers.handover.messages import HandoverNote
from storage import duos, handover, meetings, members
from storage.core.outbox import Outgoing
from storage.handover import items
from storage.meetings import Meeting
from storage.members import Membership, Seat
from tests.rules.brussels import shown
from tests.storage.handing import (
    NOTE,
    OPEN,
    SEAL,
    Duo,
    Timing,
    after,
    answered,
    due_after,
    is_after,
    is_eve,
    next_due,
    pair,
    sent,
    taken,
    telegram_id,
    ticked,
    told,
    written,
)
from tests.storage.seats import NOW, TWO_HOURS, join, plan


def test_the_partner_who_answered_is_asked_the_morning_after(session: Session, duo: Duo) -> None:
    first = duo.cycle[0]
    answered(session, first, duo.anna)

    is_after(session, first)

    owed = due_after(session, duo, first)
    assert owed is not None
    assert (owed.author_id, owed.reader_id) == (duo.anna.person_id, duo.ben.person_id)
    assert (owed.status, owed.asks) == (Status.DUE, 1)
    assert told(session, Step.HANDOVER) == ["Anna"]


@pytest.mark.parametrize(
    ("present", "asked"),
    [("", []), ("anna ben", []), ("ben", ["Ben"])],
    ids=["neither came", "both came", "the other came"],
)
def test_ticks_before_anybody_is_asked_count_for_more_than_the_answer(
    session: Session, duo: Duo, present: str, asked: list[str]
) -> None:
    first = duo.cycle[0]
    answered(session, first, duo.anna)
    ticked(session, first, *(getattr(duo, name) for name in present.split()))
    assert told(session, Step.HANDOVER) == []

    is_after(session, first)

    assert told(session, Step.HANDOVER) == asked
    assert (due_after(session, duo, first) is not None) is bool(asked)


def test_without_ticks_or_answer_nobody_is_asked_until_a_moderator_ticks(
    session: Session, duo: Duo
) -> None:
    first = duo.cycle[0]
    is_after(session, first)
    assert due_after(session, duo, first) is None

    ticked(session, first, duo.ben)

    assert told(session, Step.HANDOVER) == ["Ben"]


def test_ticks_corrected_while_the_note_is_due_ask_the_one_who_came(
    session: Session, duo: Duo
) -> None:
    first = duo.cycle[0]
    answered(session, first, duo.anna)
    is_after(session, first)
    asked = due_after(session, duo, first)
    sent(session)

    ticked(session, first, duo.ben)

    owed = due_after(session, duo, first)
    assert owed is not None
    assert asked is not None
    assert owed.author_id == duo.ben.person_id
    assert owed.id != asked.id, "a button under the first question opens nothing"
    assert told(session, Step.HANDOVER) == ["Ben"]

    ticked(session, first, duo.anna, duo.ben)
    assert due_after(session, duo, first) is None


def test_the_same_ticks_saved_again_ask_nobody_twice(session: Session, duo: Duo) -> None:
    first = duo.cycle[0]
    is_after(session, first)
    for _ in range(3):
        ticked(session, first, duo.anna)

    owed = due_after(session, duo, first)
    assert owed is not None
    assert owed.asks == 1


@pytest.mark.parametrize("present", ["", "ben", "anna ben"])
def test_ticks_corrected_after_the_note_was_written_leave_it(
    session: Session, duo: Duo, present: str
) -> None:
    first = duo.cycle[0]
    note = written(session, first, duo.anna, duo.ben)
    taken(session, first, Step.AFTER)

    ticked(session, first, *(getattr(duo, name) for name in present.split()))

    assert due_after(session, duo, first) is note
    assert handover.decrypted_fields(note, SEAL) == NOTE
    assert told(session, Step.HANDOVER) == []


def test_who_began_by_themself_is_asked_only_while_the_note_is_due(
    session: Session, duo: Duo
) -> None:
    first, second = duo.cycle[:2]
    handover.get_or_add(session, first, duo.seat_id, Duty(duo.anna.person_id, duo.ben.person_id))
    written(session, second, duo.anna, duo.ben)
    answered(session, first, duo.anna)
    answered(session, second, duo.anna)

    is_after(session, second)
    assert told(session, Step.HANDOVER) == []
    is_after(session, first)
    assert told(session, Step.HANDOVER) == ["Anna"]


def test_an_author_is_reminded_once_and_then_left_in_peace(session: Session, duo: Duo) -> None:
    first = duo.cycle[0]
    answered(session, first, duo.anna)
    is_after(session, first)
    asked = []

    while (at := next_due(session)) is not None:
        sent(session)
        schedule.fall_due(session, Timing(), at)
        asked.append(shown(at))
        assert told(session, Step.HANDOVER) == ["Anna"]

    assert asked == ["2026-10-01 10:00"]


def test_on_the_eve_only_who_gets_a_message_anyway_is_asked_once_more(
    session: Session, duo: Duo
) -> None:
    first, second = duo.cycle[:2]
    answered(session, first, duo.anna)
    is_after(session, first)
    sent(session)

    is_eve(session, second)
    assert told(session, Step.HANDOVER) == []

    eve = second.starts_at - timedelta(days=1)
    bundle.put_part(session, duo.anna.person_id, Step.EVE, second, eve, second.starts_at)
    schedule.take_eve(session, Timing(), second, eve)
    assert told(session, Step.HANDOVER) == ["Anna"]


def test_a_note_that_was_written_meanwhile_is_asked_for_no_more(session: Session, duo: Duo) -> None:
    first = duo.cycle[0]
    answered(session, first, duo.anna)
    is_after(session, first)
    sent(session)

    written(session, first, duo.anna, duo.ben)

    assert next_due(session) is None


@pytest.mark.parametrize(("answer", "owed"), [("yes", True), ("unsure", False), ("no", False)])
def test_only_a_yes_makes_a_hand_over_due(
    session: Session, duo: Duo, answer: str, owed: bool
) -> None:
    first = duo.cycle[0]
    answered(session, first, duo.anna, answer)

    found_duty = handover.duty(session, first, pair(session, duo))

    assert isinstance(found_duty, Duty) is owed
    assert owed or found_duty is NoDuty.NOT_KNOWN


# A duo that splits.


def test_when_a_partner_leaves_nobody_is_asked_and_nothing_is_told(
    session: Session, duo: Duo
) -> None:
    first, second = duo.cycle[:2]
    note = written(session, first, duo.anna, duo.ben)
    waiting = handover.get_or_add(
        session, second, duo.seat_id, Duty(duo.ben.person_id, duo.anna.person_id)
    )
    handover.note_ask(session, waiting, NOW, NOW)
    sent(session)
    assert handover.standing(session, note) is not None
    assert handover.standing(session, note, duo.anna.person_id) is not None
    assert handover.standing(session, note, 4242) is None

    public.leave(session, duo.anna, NOW)
    sent(session)

    assert handover.standing(session, note) is None
    schedule.fall_due(session, Timing(), NOW)
    is_eve(session, second)
    deliver.wake(session, telegram_id(session, duo.ben), Timing(), NOW)
    assert session.exec(select(Outgoing)).all() == []
    assert next_due(session) is None


def test_a_new_partner_gets_no_note_of_before_and_the_due_one_is_for_them(
    session: Session, duo: Duo
) -> None:
    first, second, third = duo.cycle[:3]
    note = written(session, first, duo.ben, duo.anna, Item(OPEN, duo.anna.person_id))
    answered(session, second, duo.anna)
    is_after(session, second)
    public.leave(session, duo.ben, after(second))
    carla = join(session, session.get_one(Seat, duo.seat_id), "Carla", turn=1)
    sent(session)

    assert handover.standing(session, note) is None
    assert items.still_open(session, duo.seat_id, carla.person_id) == []
    assert handover.to_repeat(session, third, duo.anna) == []
    assert handover.for_reader(session, carla) == []

    ticked(session, second, duo.anna)

    owed = due_after(session, duo, second)
    assert owed is not None
    assert owed.reader_id == carla.person_id
    assert told(session, Step.HANDOVER) == ["Anna"]
    assert items.carried(session, owed) == []


def test_a_note_a_partner_who_left_still_owed_is_not_missed_from_the_new_one(
    session: Session, duo: Duo
) -> None:
    first, second = duo.cycle[:2]
    owed = handover.get_or_add(
        session, first, duo.seat_id, Duty(duo.anna.person_id, duo.ben.person_id)
    )
    handover.note_ask(session, owed, NOW, None)
    assert schedule.missing(session, duo.ben) is not None
    public.leave(session, duo.anna, after(first))
    join(session, session.get_one(Seat, duo.seat_id), "Carla", turn=1)
    sent(session)

    is_eve(session, second)

    assert schedule.missing(session, duo.ben) is None
    assert told(session, Step.NOTE) == []


def test_a_note_waits_for_a_reader_who_can_not_be_written_to(session: Session, duo: Duo) -> None:
    note = written(session, duo.cycle[0], duo.anna, duo.ben)
    members.mark_reachable(
        session, members.on_seat(session, duo.seat_id)[1].person.telegram_id, yes=False
    )
    assert handover.undelivered(session, duo.ben.person_id) == [note]
    assert handover.undelivered(session, duo.anna.person_id) == []

    for _ in range(2):
        deliver.wake(session, telegram_id(session, duo.ben), Timing(), NOW)

    (row,) = session.exec(select(Outgoing)).all()
    assert row.kind == HandoverNote.name
    assert HandoverNote.of(row) == HandoverNote(duo.ben.person_id, note.id or 0, note.version)
    note.delivered_at = NOW
    session.add(note)
    session.flush()
    assert handover.undelivered(session, duo.ben.person_id) == []


# Before the meeting where it is the reader's turn.


def test_on_the_eve_only_who_comes_gets_the_notes(session: Session, duo: Duo) -> None:
    first, second, third = duo.cycle[:3]
    written(session, first, duo.anna, duo.ben)

    is_eve(session, second)
    assert told(session, Step.NOTE) == ["Ben"]

    sent(session)
    is_eve(session, third)
    assert told(session, Step.NOTE) == []


def test_on_the_eve_a_note_that_lacks_is_told(session: Session, duo: Duo) -> None:
    first, second = duo.cycle[:2]
    owed = handover.get_or_add(
        session, first, duo.seat_id, Duty(duo.anna.person_id, duo.ben.person_id)
    )
    handover.note_ask(session, owed, NOW, None)

    is_eve(session, second)

    assert told(session, Step.NOTE) == ["Ben"]


def test_who_does_not_come_is_not_told(session: Session, duo: Duo) -> None:
    first, second = duo.cycle[:2]
    written(session, first, duo.anna, duo.ben)
    answered(session, second, duo.ben, "no")

    is_eve(session, second)

    assert told(session, Step.NOTE) == []


def test_a_swap_after_the_eve_brings_the_notes_to_who_comes_now(session: Session, duo: Duo) -> None:
    first, second, third = duo.cycle[:3]
    written(session, first, duo.anna, duo.ben)
    duos.swap_to(session, third.id or 0, duo.seat_id, duo.ben.person_id)
    schedule.on_swap(session, third, duo.ben.person_id, NOW)
    assert told(session, Step.NOTE) == []

    duos.swap_to(session, third.id or 0, duo.seat_id, duo.anna.person_id)
    answered(session, second, duo.ben, "no")
    is_eve(session, third)
    duos.swap_to(session, third.id or 0, duo.seat_id, duo.ben.person_id)
    schedule.on_swap(session, third, duo.ben.person_id, NOW)
    schedule.on_swap(session, third, duo.ben.person_id, NOW)

    assert told(session, Step.NOTE) == ["Ben"]


def repeated(session: Session, duo: Duo, coming: Meeting, reader: Membership) -> list[int]:
    """The numbers of the meetings whose notes come again before one."""
    session.flush()
    notes = handover.to_repeat(session, coming, reader)
    return [session.get_one(Meeting, note.meeting_id).number for note in notes]


@pytest.mark.parametrize(
    "happened",
    [
        pytest.param("answered no", id="the seat was absent"),
        pytest.param("ticked neither", id="neither was there"),
        pytest.param("ticked anna", id="the other was there"),
        pytest.param("answered anna", id="the other had answered"),
    ],
)
def test_a_reader_who_missed_their_turn_gets_the_note_again(
    session: Session, duo: Duo, happened: str
) -> None:
    first, second, _, fourth = duo.cycle[:4]
    written(session, first, duo.anna, duo.ben)
    assert repeated(session, duo, second, duo.ben) == [1]
    assert repeated(session, duo, fourth, duo.ben) == []

    match happened.split():
        case ["answered", "no"]:
            answered(session, second, duo.ben, "no")
        case ["answered", "anna"]:
            answered(session, second, duo.anna)
        case ["ticked", "anna"]:
            ticked(session, second, duo.anna)
        case _:
            ticked(session, second)

    assert repeated(session, duo, fourth, duo.ben) == [1]


def test_a_meeting_moved_after_the_note_was_written_brings_it_before_the_new_date(
    session: Session, duo: Duo
) -> None:
    first, second, third, fourth = duo.cycle[:4]
    written(session, first, duo.anna, duo.ben)
    second.starts_at = third.starts_at + timedelta(days=7)
    second.ends_at = second.starts_at + TWO_HOURS
    session.add(second)
    meetings.renumber(session, duo.community.id or 0)

    # What was the third is now the second, and with it Ben's turn.
    assert repeated(session, duo, third, duo.ben) == [1]
    assert repeated(session, duo, fourth, duo.ben) == []


def test_a_new_cycle_begins_with_the_last_note_and_not_with_all_of_the_old_one(
    session: Session, duo: Duo
) -> None:
    for number, meeting in enumerate(duo.cycle, start=1):
        author, reader = (duo.anna, duo.ben) if number % 2 else (duo.ben, duo.anna)
        written(session, meeting, author, reader)
    (opening,) = plan(session, duo.community, 190, cycle=2)

    assert repeated(session, duo, opening, duo.anna) == [6]


def test_cancelled_meetings_are_nobodys_turn(session: Session, duo: Duo) -> None:
    first, second, third = duo.cycle[:3]
    written(session, first, duo.anna, duo.ben)
    second.is_cancelled = True
    session.add(second)
    meetings.renumber(session, duo.community.id or 0)

    assert repeated(session, duo, third, duo.ben) == [1]


def test_nothing_is_owed_for_a_meeting_that_was_cancelled(session: Session, duo: Duo) -> None:
    first, second, third = duo.cycle[:3]
    written(session, first, duo.anna, duo.ben)
    answered(session, second, duo.ben)
    is_after(session, second)
    owed = due_after(session, duo, second)
    assert handover.standing(session, owed) is not None
    second.is_cancelled = True
    session.add(second)
    session.flush()

    assert handover.standing(session, owed) is None
    assert schedule.missing(session, duo.anna) is None
    newest = handover.latest_of_seat(session, duo.seat_id)
    assert newest is not None
    assert newest.meeting_id == first.id
    sent(session)
    is_eve(session, third)
    assert told(session, Step.NOTE) == []
