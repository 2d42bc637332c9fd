"""Notes in both databases: what is sealed, what is carried on, what goes."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from bot.rules.handover import Item
from bot.rules.rhythm import Step
from handlers.core import bundle
from handlers.handover import deliver, schedule
from handlers.people.personal_data import forget
from storage import attendance, handover, migrations, personal_data
from storage.core import form_drafts
from storage.core.database import Database
from storage.core.form_drafts import FormDraft
from storage.core.text_encryption import TextCipher
from storage.handover import Handover, HandoverQuestion, items
from storage.handover.items import OpenItem
from storage.members import Person
from tests.storage.handing import (
    ANSWER,
    NOTE,
    OPEN,
    QUESTION,
    RESTATED,
    RETENTION,
    SEAL,
    UNSEALED,
    WORDS,
    Duo,
    Timing,
    after,
    carried,
    next_due,
    sent,
    taken,
    told,
    written,
)
from tests.storage.seats import NOW, data_of, found, plan, sit


def all_of_it(session: Session, duo: Duo) -> Handover:
    """A note with everything that can hang on it."""
    meeting = duo.cycle[0]
    still_open = Item(OPEN, duo.ben.person_id, date(2026, 10, 9))
    note = written(session, meeting, duo.anna, duo.ben, still_open)
    note.restatement, note.restated_at = SEAL.encrypt(RESTATED), NOW
    question = HandoverQuestion(
        handover_id=note.id or 0,
        question=SEAL.encrypt(QUESTION),
        asked_at=NOW,
        answer=SEAL.encrypt(ANSWER),
        answered_at=NOW,
    )
    session.add_all([note, question])
    deliver.deliver(session, note, NOW)
    session.flush()
    return note


def test_no_word_of_it_stands_in_any_column(session: Session, duo: Duo) -> None:
    note = all_of_it(session, duo)
    duo.cycle[1].venue = UNSEALED
    session.add(duo.cycle[1])
    session.flush()

    stored = {
        table.name: str(session.connection().execute(table.select()).all())
        for table in SQLModel.metadata.sorted_tables
    }

    assert UNSEALED in stored["meeting"], "what is not sealed is found"
    assert [name for name, rows in stored.items() for word in WORDS if word in rows] == []
    assert "gist" not in stored["handover"]
    assert handover.decrypted_fields(note, SEAL) == NOTE
    assert [SEAL.decrypt(one.question) for one in handover.questions(session, note)] == [QUESTION]


def bytes_of(file: Path) -> bytes:
    """What a thief of the folder has: the database and the journals beside it."""
    return b"".join(path.read_bytes() for path in file.parent.iterdir() if path.is_file())


def checkpoint(database: Database) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


def test_no_word_of_it_stands_in_the_file_and_erased_seals_leave_it(tmp_path: Path) -> None:
    file = tmp_path / "data" / "test.db"
    database = Database(f"sqlite:///{file}")
    migrations.upgrade(database.engine)
    with database.writing() as session:
        community = found(session, UNSEALED)
        anna, ben = sit(session, community, "Anna", "Ben")
        cycle = plan(session, community, 28, 56)
        note = all_of_it(session, Duo(community, anna, ben, cycle))
        (question,), (item,) = handover.questions(session, note), items.of_note(session, note)
        seals = [note.note or "", note.restatement or "", question.question, item.what]

    assert UNSEALED.encode() in bytes_of(file), "what is not sealed is found"
    assert [word for word in WORDS if word.encode() in bytes_of(file)] == []
    assert [cipher for cipher in seals if cipher.encode() not in bytes_of(file)] == []

    with database.writing() as session:
        assert personal_data.erase_expired(session, RETENTION, cycle[1].ends_at + RETENTION)
    checkpoint(database)
    database.engine.dispose()

    assert UNSEALED.encode() in bytes_of(file)
    assert [cipher for cipher in seals if cipher.encode() in bytes_of(file)] == []


# What stays open.


def test_items_are_carried_from_note_to_note_until_one_ticks_them(
    session: Session, duo: Duo
) -> None:
    first, second, third, fourth = duo.cycle[:4]
    one = written(session, first, duo.anna, duo.ben, Item("bellen"), Item("mailen"))
    two = written(session, second, duo.ben, duo.anna, Item("schrijven"))
    assert carried(session, two) == ["bellen", "mailen", "schrijven"]
    assert carried(session, one) == []

    items.tick(session, items.of_note(session, two)[0], NOW, done=True)
    three = written(session, third, duo.anna, duo.ben)

    assert carried(session, three) == ["mailen", "schrijven"]
    assert carried(session, two) == ["bellen"], "what is done stays with its note"
    for person in (duo.anna, duo.ben):
        still = items.still_open(session, duo.seat_id, person.person_id)
        assert [SEAL.decrypt(item.what) for item in still] == ["mailen", "schrijven"]
    assert items.still_open(session, duo.seat_id, 4242) == []

    for item in items.of_note(session, three):
        items.tick(session, item, NOW, done=True)
    assert carried(session, written(session, fourth, duo.ben, duo.anna)) == []


def test_a_changed_note_keeps_the_ticks_and_drops_what_no_longer_stands_in_it(
    session: Session, duo: Duo
) -> None:
    first, second = duo.cycle[:2]
    one = written(session, first, duo.anna, duo.ben, Item("bellen"), Item("mailen"))
    items.tick(session, items.of_note(session, one)[0], NOW, done=True)

    written(session, first, duo.anna, duo.ben, Item("bellen"), Item("schrijven"))
    assert [(SEAL.decrypt(i.what), i.done_at) for i in items.of_note(session, one)] == [
        ("bellen", NOW),
        ("schrijven", None),
    ]
    assert one.version == 2

    two = written(session, second, duo.ben, duo.anna, Item("lezen"))
    written(session, first, duo.anna, duo.ben, Item("schrijven"))
    assert carried(session, two) == ["schrijven", "lezen"]


def test_the_owner_of_an_item_is_reminded_once_and_not_when_it_is_ticked(
    session: Session, duo: Duo
) -> None:
    morning = after(duo.cycle[0]) + timedelta(days=1)
    note = written(session, duo.cycle[0], duo.anna, duo.ben)
    owned = (("bellen", duo.ben), ("mailen", duo.anna))
    listed = [(Item(text, by.person_id, morning.date()), morning) for text, by in owned]
    items.replace_items(session, note, listed, SEAL)
    sent(session)
    assert next_due(session) == morning

    for_ben, for_anna = items.of_note(session, note)
    items.tick(session, for_anna, NOW, done=True)
    items.tick(session, for_ben, NOW, done=True)
    items.tick(session, for_ben, NOW, done=False)
    schedule.fall_due(session, Timing(), morning)

    assert told(session, Step.ITEM) == ["Ben"]
    assert next_due(session) is None
    items.replace_items(session, note, listed, SEAL)
    assert next_due(session) is None, "a changed note reminds nobody again"


@pytest.mark.parametrize(
    ("days", "is_waiting", "reminded"),
    [
        pytest.param(5, True, ["Ben"], id="it comes along with the nudge, up to five days before"),
        pytest.param(6, True, [], id="too long before its day it waits"),
        pytest.param(5, False, [], id="without a nudge it waits for its day"),
    ],
)
def test_an_item_that_falls_due_soon_comes_along_with_the_nudge_and_not_a_second_time(
    session: Session, duo: Duo, days: int, is_waiting: bool, reminded: list[str]
) -> None:
    second = duo.cycle[1]
    nudge = second.starts_at - timedelta(days=7)
    day = nudge + timedelta(days=days)
    note = written(session, duo.cycle[0], duo.anna, duo.ben)
    items.replace_items(session, note, [(Item("bellen", duo.ben.person_id, day.date()), day)], SEAL)
    sent(session)
    if is_waiting:
        bundle.put_part(session, duo.ben.person_id, Step.NUDGE, second, nudge, second.starts_at)

    schedule.take_nudge(session, Timing(), second, nudge)

    assert told(session, Step.ITEM) == reminded
    assert next_due(session) == (None if reminded else day)


def test_what_falls_due_within_five_days_is_told_in_one_message(session: Session, duo: Duo) -> None:
    morning = after(duo.cycle[0]) + timedelta(days=1)
    note = written(session, duo.cycle[0], duo.anna, duo.ben)
    days = [morning + timedelta(days=days) for days in (0, 4, 6)]
    owned = [(Item(f"item {day:%d}", duo.ben.person_id, day.date()), day) for day in days]
    items.replace_items(session, note, owned, SEAL)
    sent(session)

    schedule.fall_due(session, Timing(), morning)

    assert told(session, Step.ITEM) == ["Ben"]
    assert next_due(session) == days[-1]


# What goes, and what belongs to whom.


def test_forgetting_the_author_erases_the_note_with_all_that_hangs_on_it(
    session: Session, duo: Duo
) -> None:
    all_of_it(session, duo)
    to_anna = written(session, duo.cycle[1], duo.ben, duo.anna, Item("schrijven"))
    anna = session.get_one(Person, duo.anna.person_id)

    forget(session, anna.telegram_id, NOW)
    session.expire_all()

    assert session.exec(select(Handover.id)).all() == [to_anna.id]
    assert to_anna.reader_id is None
    assert session.exec(select(HandoverQuestion)).all() == []
    (left,) = session.exec(select(OpenItem)).all()
    assert (SEAL.decrypt(left.what), left.reader_id) == ("schrijven", None)


def test_forgetting_the_reader_erases_what_they_wrote_and_leaves_the_note(
    session: Session, duo: Duo
) -> None:
    note = all_of_it(session, duo)
    ben = session.get_one(Person, duo.ben.person_id)

    forget(session, ben.telegram_id, NOW)
    session.expire_all()

    assert handover.decrypted_fields(note, SEAL) == NOTE
    assert (note.reader_id, note.restatement) == (None, None)
    assert handover.questions(session, note) == []
    (left,) = session.exec(select(OpenItem)).all()
    assert (left.reader_id, left.owner_id) == (None, None)


def test_what_one_wrote_is_theirs_and_nothing_of_the_other(session: Session, duo: Duo) -> None:
    all_of_it(session, duo)

    of_anna = json.dumps(data_of(session, duo.anna.person_id)["hand_overs"])
    of_ben = json.dumps(data_of(session, duo.ben.person_id)["hand_overs"])

    assert {word for word in WORDS if word in of_anna} == {*NOTE.values(), OPEN, ANSWER}
    assert {word for word in WORDS if word in of_ben} == {QUESTION, RESTATED}
    (lea,) = sit(session, duo.community, "Lea")
    assert data_of(session, lea.person_id)["hand_overs"] == {}
    with_another_key = data_of(session, duo.anna.person_id, TextCipher(bytes(32)))
    assert with_another_key["hand_overs"]["written"][0]["note"] is None


def test_notes_go_a_set_time_after_their_cycle_and_those_of_others_stay(
    session: Session, duo: Duo
) -> None:
    note = all_of_it(session, duo)
    other = found(session, "Zuid")
    dina, elif_ = sit(session, other, "Dina", "Elif")
    (theirs,) = plan(session, other, 28)
    plan(session, other, 400)
    untouched = written(session, theirs, dina, elif_, Item("lezen"))
    last = duo.cycle[-1].ends_at

    assert not personal_data.erase_expired(
        session, RETENTION, last + RETENTION - timedelta(seconds=1)
    )
    assert session.get(Handover, note.id) is not None
    assert personal_data.erase_expired(session, RETENTION, last + RETENTION)
    session.expire_all()

    assert session.exec(select(Handover.id)).all() == [untouched.id]
    assert session.exec(select(HandoverQuestion)).all() == []
    assert [item.handover_id for item in session.exec(select(OpenItem))] == [untouched.id]
    assert handover.decrypted_fields(untouched, SEAL) == NOTE
    assert not personal_data.erase_expired(session, RETENTION, last + RETENTION)


def test_what_a_later_cycle_carries_on_outlives_the_cycle_it_began_in(
    session: Session, duo: Duo
) -> None:
    written(session, duo.cycle[-1], duo.ben, duo.anna, Item("bellen"), Item("mailen"))
    first = session.exec(select(OpenItem)).first()
    assert first is not None
    items.tick(session, first, NOW, done=True)
    (opening,) = plan(session, duo.community, 190, cycle=2)
    newer = written(session, opening, duo.anna, duo.ben, Item("lezen"))

    personal_data.erase_expired(session, RETENTION, duo.cycle[-1].ends_at + RETENTION)
    session.expire_all()

    assert carried(session, newer) == ["mailen", "lezen"]
    assert len(session.exec(select(OpenItem)).all()) == 2


def test_what_was_half_written_goes_with_the_notes_of_its_cycle(session: Session, duo: Duo) -> None:
    note = all_of_it(session, duo)
    about: dict[str, Any] = {"facts": {"handover": note.id, "meeting": note.meeting_id}}
    for topic, waits_as in (("handover", ""), ("handover", "meeting=1"), ("handover_ask", "")):
        form_drafts.keep(session, 4242, topic, about, NOW, waits_as=waits_as)
    made_anew = {"facts": {"handover": None, "meeting": note.meeting_id}}
    form_drafts.keep(session, 4242, "handover", made_anew, NOW, waits_as="meeting=2")
    form_drafts.keep(session, 4242, "plan", {"ended": "1:2"}, NOW)
    form_drafts.end(session, 4242, "handover_restate", "1:2", NOW)

    personal_data.erase_expired(session, RETENTION, duo.cycle[-1].ends_at + RETENTION)
    session.expire_all()

    left = session.exec(select(FormDraft.topic)).all()
    assert sorted(left) == ["handover_restate", "plan"]


def test_an_item_that_no_note_holds_any_more_is_not_kept_for_ever(
    session: Session, duo: Duo
) -> None:
    written(session, duo.cycle[-1], duo.ben, duo.anna, Item("bellen"))
    (opening,) = plan(session, duo.community, 190, cycle=2)
    written(session, opening, duo.anna, duo.ben)
    end = duo.cycle[-1].ends_at + RETENTION
    personal_data.erase_expired(session, RETENTION, end)
    assert len(session.exec(select(OpenItem)).all()) == 1

    forget(session, session.get_one(Person, duo.anna.person_id).telegram_id, NOW)
    personal_data.erase_expired(session, RETENTION, end)

    assert session.exec(select(OpenItem)).all() == []


def test_ticks_put_right_long_afterwards_ask_nobody(session: Session, duo: Duo) -> None:
    first = duo.cycle[0]
    taken(session, first, Step.AFTER)
    moderator = session.exec(select(Person)).first()
    assert moderator is not None
    for days, asked in ((29, []), (27, ["Anna"])):
        now = first.ends_at + timedelta(days=days)
        attendance.save(session, first, moderator, {duo.anna.person_id}, now)
        schedule.on_attendance(session, Timing(), first, now)
        assert told(session, Step.HANDOVER) == asked
