"""What is kept about a person can be seen whole and erased whole; attendance stays with others."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, SQLModel

from handlers.core.bundle import Bundle
from handlers.core.reply import Reply
from handlers.people.personal_data import forget
from storage import attendance, communities, members, migrations, personal_data, rsvp
from storage.communities import Chat, Community
from storage.core import form_drafts, outbox
from storage.core.database import Database
from storage.core.text_encryption import TextCipher
from storage.duos import Swap
from storage.meetings import Meeting
from storage.members import Membership, Person, Seat, Waiting
from storage.rsvp import batch
from storage.rsvp.batch import AnswerToWrite

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
ANNA, MO = 900100100, 900100200
SEAL = TextCipher(bytes(range(32)))


@pytest.fixture
async def session(database_url: str) -> AsyncIterator[Session]:
    database = Database(database_url)
    migrations.upgrade(database.engine)
    with database.writing() as session:
        yield session
    await database.close()


@pytest.fixture
def meeting(session: Session) -> Meeting:
    """A meeting that Mo moderates, with Anna's traces everywhere they can be."""
    community = Community(
        name="Noord",
        name_key="noord",
        zone="north",
        language="nl",
        group_token=communities.new_token(),
        founded_at=NOW,
    )
    other = Community(
        name="Zuid",
        name_key="zuid",
        zone="south",
        language="fr",
        group_token=communities.new_token(),
        founded_at=NOW,
    )
    session.add(community)
    session.add(other)
    session.flush()
    community_id = community.id or 0
    meeting = Meeting(
        community_id=community_id,
        number=1,
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, hours=2),
        uid="uid",
        planned_at=NOW,
    )
    chat = Chat(community_id=community_id, telegram_id=-5)
    session.add(meeting)
    session.add(chat)
    session.flush()
    anna = seat(session, community_id, ANNA, "Anna Marker", 3, "member")
    mo = seat(session, community_id, MO, "Mo", 1, "moderator")
    meeting_id, chat_id = meeting.id or 0, chat.id or 0
    session.add(Waiting(person_id=anna.person_id, community_id=other.id or 0, since=NOW))
    session.add(Swap(meeting_id=meeting_id, seat_id=anna.seat_id, person_id=anna.person_id))
    members.note_present(session, chat_id, ANNA, "Anna Marker")
    draft = SEAL.encrypt_fields({"values": {"name": "Marker"}, "asked": "name"}, "values")
    form_drafts.keep(session, ANNA, "plan", draft, NOW)
    outbox.put(session, Bundle(anna.person_id, ()), NOW)
    outbox.put(session, Reply(ANNA, "", {"text": "Marker"}), NOW)
    batch.write_answers(
        session, [AnswerToWrite(meeting_id, anna.seat_id, anna.person_id, mo.person_id, "yes", NOW)]
    )
    batch.write_answers(
        session, [AnswerToWrite(meeting_id, mo.seat_id, mo.person_id, mo.person_id, "no", NOW)]
    )
    session.flush()
    return meeting


def seat(
    session: Session, community_id: int, telegram_id: int, name: str, number: int, role: str
) -> Membership:
    taken = Seat(community_id=community_id, number=number)
    person = Person(telegram_id=telegram_id, name=name)
    session.add(taken)
    session.add(person)
    session.flush()
    membership = Membership(
        person_id=person.id or 0,
        community_id=community_id,
        seat_id=taken.id or 0,
        role=role,
        agreement_version="2026-1",
        accepted_at=NOW,
    )
    session.add(membership)
    session.flush()
    return membership


def person(session: Session, telegram_id: int) -> Person:
    found = members.person_by_telegram_id(session, telegram_id)
    assert found is not None
    return found


def test_a_draft_that_another_key_sealed_is_listed_without_its_text(
    session: Session, meeting: Meeting
) -> None:
    kept = personal_data.everything(session, ANNA, TextCipher(bytes(32)))

    assert [(row["topic"], row["draft"]) for row in kept["drafts"]] == [("plan", None)]


def test_everything_about_a_person_is_in_one_document(session: Session, meeting: Meeting) -> None:
    anna = person(session, ANNA)
    attendance.save(session, meeting, person(session, MO), {anna.id or 0}, NOW)

    kept = personal_data.everything(session, ANNA, SEAL)

    assert json.loads(json.dumps(kept)) == kept
    assert kept["person"]["name"] == "Anna Marker"
    assert kept["memberships"][0]["role"] == "member"
    assert kept["memberships"][0]["agreement"] == "2026-1"
    assert kept["waiting_lists"][0]["community"] == "Zuid"
    assert [answer["answer"] for answer in kept["answers"]] == ["yes"]
    assert kept["answers"][0]["given_by_you"] is False
    assert len(kept["swaps"]) == 1
    assert [row["was_present"] for row in kept["attendance"]] == [True]
    assert kept["drafts"][0]["topic"] == "plan"
    assert kept["drafts"][0]["draft"] == {"values": {"name": "Marker"}, "asked": "name"}
    assert kept["seen_in_groups"][0]["shown_name"] == "Anna Marker"
    assert {row["kind"] for row in kept["messages_from_the_bot"]} == {"bundle", "reply"}


def test_the_document_of_a_stranger_is_empty(session: Session, meeting: Meeting) -> None:
    kept = personal_data.everything(session, 4242, SEAL)

    assert not any(kept.values())


def test_forgetting_leaves_no_trace_in_any_table(session: Session, meeting: Meeting) -> None:
    anna = person(session, ANNA)
    attendance.save(session, meeting, person(session, MO), {anna.id or 0}, NOW)

    forget(session, ANNA, NOW)
    forget(session, ANNA, NOW)

    for table in SQLModel.metadata.sorted_tables:
        rows = session.connection().execute(table.select()).all()
        assert "Marker" not in str(rows), table.name
        assert str(ANNA) not in str(rows), table.name
    assert not any(personal_data.everything(session, ANNA, SEAL).values())
    assert members.seat_numbers(session, meeting.community_id) == {1}


def test_what_a_moderator_did_for_others_outlives_them(session: Session, meeting: Meeting) -> None:
    anna = person(session, ANNA)
    attendance.save(session, meeting, person(session, MO), {anna.id or 0}, NOW)

    forget(session, MO, NOW)

    assert [row.answer for row in rsvp.answers(session, meeting.id or 0).values()] == ["yes"]
    assert attendance.saved(session, meeting.id or 0)[anna.id or 0].was_present
    last = attendance.last_saved(session, meeting.id or 0)
    assert last is not None
    assert last.name == ""


def test_cancelling_drops_the_form_touched_last_and_no_more_when_it_comes_twice(
    session: Session, meeting: Meeting
) -> None:
    form_drafts.keep(session, ANNA, "session", {}, NOW + timedelta(hours=1))

    assert form_drafts.cancel_last(session, ANNA, message_id=7, now=NOW) == "session"
    assert form_drafts.cancel_last(session, ANNA, message_id=7, now=NOW) == "session"
    assert [draft.topic for draft in form_drafts.drafts(session, ANNA)] == ["plan"]
    assert form_drafts.cancel_last(session, ANNA, message_id=8, now=NOW) == "plan"
    assert form_drafts.cancel_last(session, ANNA, message_id=9, now=NOW) is None
