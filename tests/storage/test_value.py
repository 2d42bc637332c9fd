"""An answer about a meeting's value is counted once, and nothing kept tells whose it was."""

from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel, select

from bot.rules.value import OPEN_FOR, Value
from handlers.people.personal_data import forget
from storage import attendance, personal_data, rsvp, value
from storage.communities import Community
from storage.core.database import Database
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.value import ValueAnswered, ValueCounts
from tests.storage.seats import NOW, found, plan, sit

SEAL = TextCipher(bytes(range(32)))
NAMES = ("An", "Bo", "Cis", "Dirk", "Eva", "Fons")


def held(session: Session, community: Community) -> Meeting:
    """A meeting that ended a minute ago."""
    (meeting,) = plan(session, community, 0)
    meeting.ends_at = NOW - timedelta(minutes=1)
    meeting.starts_at = meeting.ends_at - timedelta(hours=2)
    session.add(meeting)
    return meeting


def there(session: Session, meeting: Meeting, *own: Membership, reply: str = "yes") -> None:
    """These people answered for the meeting."""
    for one in own:
        given = rsvp.Answer(
            meeting_id=meeting.id or 0,
            seat_id=one.seat_id,
            person_id=one.person_id,
            answered_by=one.person_id,
            answer=reply,
            answered_at=NOW,
        )
        session.add(given)
    session.flush()


def answered(session: Session, meeting: Meeting, own: Membership, given: Value) -> bool:
    return value.count_answer(session, SEAL, meeting.id or 0, own.person_id, given)


def test_one_answer_a_person_counts_and_four_are_not_shown(
    session: Session, community: Community
) -> None:
    meeting = held(session, community)
    everyone = [sit(session, community, name)[0] for name in NAMES]

    for own in everyone[:4]:
        assert answered(session, meeting, own, Value.USEFUL)
        assert not answered(session, meeting, own, Value.CHANGED)
    assert value.counts(session, SEAL, meeting.id) is None
    assert answered(session, meeting, everyone[4], Value.IDEA)

    assert value.counts(session, SEAL, meeting.id) == {
        Value.USEFUL: 4,
        Value.IDEA: 1,
        Value.TRIED: 0,
        Value.CHANGED: 0,
    }


def test_another_meeting_or_another_key_shows_nothing(
    session: Session, community: Community
) -> None:
    meeting, other = held(session, community), plan(session, found(session, "Zuid"), 3)[0]
    for name in NAMES:
        answered(session, meeting, sit(session, community, name)[0], Value.TRIED)

    assert value.counts(session, SEAL, other.id) is None
    assert value.counts(session, TextCipher(bytes(32)), meeting.id) is None
    assert not value.is_readable(session, TextCipher(bytes(32)), meeting.id)
    assert value.is_readable(session, SEAL, meeting.id)
    assert value.is_readable(session, SEAL, other.id)


def _copy(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """All that the database holds, by table, but for the ids by chance of communities' links."""
    session.flush()
    return {
        table.name: [tuple(row) for row in session.connection().execute(table.select())]
        for table in SQLModel.metadata.sorted_tables
        if table.name not in ("community", "meeting")
    }


@pytest.mark.parametrize("number", [1, 4, 6])
def test_a_copy_of_the_database_is_the_same_whatever_people_answered(
    database: Database, number: int
) -> None:
    copies = []
    for given in ([Value.USEFUL] * 6, [*Value, Value.CHANGED, Value.CHANGED]):
        with database.writing() as session:
            community = found(session, "Noord")
            meeting = held(session, community)
            everyone = [sit(session, community, name)[0] for name in NAMES]
            for own, one in zip(everyone[:number], given, strict=False):
                answered(session, meeting, own, one)
            copies.append(_copy(session))
            session.rollback()
    one, other = copies
    ((_, sealed),) = one.pop("value_counts")
    ((_, other_sealed),) = other.pop("value_counts")

    assert len(one["value_answered"]) == number
    assert [len(rows) for rows in one.values()] == [len(rows) for rows in other.values()]
    assert len(str(sealed)) == len(str(other_sealed))
    assert not [each for each in Value if each.value in str(one)]


def test_who_was_there_is_as_ticked_else_as_answered(
    session: Session, community: Community
) -> None:
    meeting = held(session, community)
    (an,), (bo,), (cis,) = (sit(session, community, name) for name in NAMES[:3])
    there(session, meeting, an)
    there(session, meeting, bo, reply="no")
    everyone = (an, bo, cis)

    before = [value.was_there(session, meeting.id, own.person_id) for own in everyone]
    moderator = session.get_one(Person, cis.person_id)
    for own in everyone:
        own.accepted_at = NOW - timedelta(days=7)
    attendance.save(session, meeting, moderator, {bo.person_id}, NOW)
    after = [value.was_there(session, meeting.id, own.person_id) for own in everyone]

    assert before == [True, False, False]
    assert after == [False, True, False]
    assert not value.was_there(session, meeting.id, None)


def test_only_who_was_there_and_did_not_answer_is_asked(
    session: Session, community: Community
) -> None:
    meeting = held(session, community)
    (an,), (bo,) = (sit(session, community, name) for name in NAMES[:2])
    there(session, meeting, an)

    def asked(own: Membership, days: int = 0) -> list[Meeting]:
        now = NOW + timedelta(days=days)
        return list(value.unanswered_meetings(session, own.community_id, own.person_id, now))

    assert (asked(an), asked(an, days=14), asked(bo)) == ([meeting], [], [])
    answered(session, meeting, an, Value.IDEA)
    assert asked(an) == []


def test_a_person_sees_for_which_meetings_they_answered_and_is_forgotten(
    session: Session, community: Community
) -> None:
    meeting = held(session, community)
    (an,) = sit(session, community, "An")
    answered(session, meeting, an, Value.CHANGED)
    telegram_id = session.get_one(Person, an.person_id).telegram_id

    kept = personal_data.everything(session, telegram_id, SEAL)["value_question_answered_for"]
    assert [row["meeting"] for row in kept] == [meeting.number]
    assert Value.CHANGED.value not in str(kept)

    forget(session, telegram_id, NOW)
    assert session.exec(select(ValueAnswered)).all() == []
    assert len(session.exec(select(ValueCounts)).all()) == 1


@pytest.mark.parametrize(
    ("days", "left"),
    [
        pytest.param(0, 1, id="while an answer could still come"),
        pytest.param(OPEN_FOR.days, 0, id="later"),
    ],
)
def test_who_answered_is_forgotten_after_the_cycle_and_the_counts_stay(
    session: Session, community: Community, days: int, left: int
) -> None:
    meeting = held(session, community)
    answered(session, meeting, sit(session, community, "An")[0], Value.IDEA)

    personal_data.erase_expired(session, timedelta(), NOW + timedelta(days=days))

    assert len(session.exec(select(ValueAnswered)).all()) == left
    assert len(session.exec(select(ValueCounts)).all()) == 1
