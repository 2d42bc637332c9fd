"""The end of a cycle as it is kept: counted without names, closed once, begun anew."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, SQLModel, col, select

from bot.rules.closing import Going, Question
from bot.rules.rhythm import Step
from handlers.closing import schedule
from handlers.core.bundle import Bundle
from handlers.members import renewal
from handlers.members.messages import MembershipEnded
from handlers.people.personal_data import forget
from storage import closing, meetings, members, personal_data
from storage.closing import EvaluationAnswered, EvaluationCounts, GoingOn
from storage.communities import Chat, Community
from storage.core import form_drafts
from storage.core.database import Database
from storage.core.outbox import Outgoing
from storage.core.text_encryption import TextCipher
from storage.members import Membership, Person, consent
from storage.reminders import steps as rhythm
from storage.reminders.steps import Reminder
from tests.storage.handing import Timing
from tests.storage.seats import NOW, found, plan, sit

SEAL = TextCipher(bytes(range(32)))
NAMES = ("An", "Bo", "Cis", "Dirk", "Eva", "Fons")
TIMING = Timing()
MONTH = timedelta(days=30)
DAYS = tuple(range(-63, 1, 7))
"""Of ten meetings a week apart, the last of which has begun."""

LATER = NOW + timedelta(days=60)


def held(session: Session, community: Community, *days: int) -> datetime:
    """Meetings of which the last is over at the moment that is given back."""
    return plan(session, community, *(days or DAYS))[-1].ends_at


def rate(session: Session, own: Membership, question: Question, answer: str) -> bool:
    of = (own.community_id, 1)
    return closing.answer(session, SEAL, of, own.person_id, (question, answer))


def tie(session: Session, community: Community) -> None:
    session.add(Chat(community_id=community.id or 0, telegram_id=-100))
    session.flush()


def said(session: Session, kind: str) -> list[Outgoing]:
    return list(session.exec(select(Outgoing).where(Outgoing.kind == kind)))


def test_one_answer_a_person_and_question_counts_and_four_are_not_shown(
    session: Session, community: Community
) -> None:
    everyone = [sit(session, community, name)[0] for name in NAMES]
    key = community.id or 0
    for own in everyone[:4]:
        assert rate(session, own, Question.WORTH, "5")
        assert not rate(session, own, Question.WORTH, "1")
        assert rate(session, own, Question.RECOMMEND, "yes")
    assert closing.counts(session, SEAL, key, 1) == {}
    assert rate(session, everyone[4], Question.WORTH, "2")

    assert closing.counts(session, SEAL, key, 1) == {
        Question.WORTH: {"1": 0, "2": 1, "3": 0, "4": 0, "5": 4}
    }
    assert closing.counts(session, TextCipher(bytes(32)), key, 1) == {}
    assert closing.counts(session, SEAL, key, 2) == {}
    assert closing.number_of_answers(session, key, 1) == 5
    assert closing.next_question(session, key, 1, everyone[0].person_id) is Question.CHANGED


def _copy(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """All that the database holds, by table, but for the ids by chance of communities' links."""
    session.flush()
    return {
        table.name: [tuple(row) for row in session.connection().execute(table.select())]
        for table in SQLModel.metadata.sorted_tables
        if table.name not in ("community", "meeting")
    }


def test_a_copy_of_the_database_is_the_same_whatever_people_answered(database: Database) -> None:
    copies = []
    for worth, changed in (("1", "nothing"), ("5", "others")):
        with database.writing() as session:
            community = found(session, "Noord")
            for name in NAMES:
                (own,) = sit(session, community, name)
                rate(session, own, Question.WORTH, worth)
                rate(session, own, Question.CHANGED, changed)
            copies.append(_copy(session))
            session.rollback()
    one, other = copies
    ((*_, sealed),) = one.pop("evaluation_counts")
    ((*_, other_sealed),) = other.pop("evaluation_counts")

    assert [len(rows) for rows in one.values()] == [len(rows) for rows in other.values()]
    assert len(str(sealed)) == len(str(other_sealed))
    assert one["evaluation_answered"]
    assert "nothing" not in str(one)


def test_a_cycle_is_closed_once_and_what_was_still_to_come_falls_away(
    session: Session, community: Community
) -> None:
    tie(session, community)
    over = held(session, community)
    for meeting in meetings.of_latest_cycle(session, community.id or 0):
        rhythm.plan(session, meeting, TIMING, NOW - timedelta(days=90))
    key = community.id or 0

    assert schedule.close(session, key, TIMING, over, over)
    assert not schedule.close(session, key, TIMING, LATER, LATER)

    assert community.archived_at == over
    assert [row.due_at for row in said(session, schedule.Farewell.name)] == [over]
    assert session.exec(select(Reminder).where(~col(Reminder.is_done))).all() == []


@pytest.mark.parametrize(
    ("days", "after", "is_closed"),
    [
        pytest.param(DAYS, 29, False, id="a whole cycle, not yet"),
        pytest.param(DAYS, 31, True, id="a whole cycle"),
        pytest.param((-7, 0), 31, False, id="half a cycle may go on"),
        pytest.param((-7, 0), 91, True, id="half a cycle, long ago"),
        pytest.param((*DAYS, 60), 31, False, id="a meeting is to come"),
    ],
)
def test_a_cycle_that_nobody_closes_is_closed_by_itself_outside_quiet_hours(
    session: Session, community: Community, days: tuple[int, ...], after: int, is_closed: bool
) -> None:
    tie(session, community)
    held(session, community, *days)
    night = (NOW + timedelta(days=after)).replace(hour=23)

    schedule.close_forgotten(session, TIMING, MONTH, night)
    schedule.close_forgotten(session, TIMING, MONTH, night + timedelta(hours=1))

    assert (community.archived_at == night) is is_closed
    farewells = said(session, schedule.Farewell.name)
    assert len(farewells) == is_closed
    assert all(row.due_at > night + timedelta(hours=6) for row in farewells)


def test_a_new_cycle_asks_everyone_and_at_its_beginning_only_who_accepted_is_in(
    session: Session, community: Community
) -> None:
    (mo,) = sit(session, community, "Mo", role="moderator")
    (lea,) = sit(session, community, "Lea", role="lead")
    anna, ben = sit(session, community, "Anna", "Ben")
    cis, dirk = sit(session, community, "Cis", "Dirk")
    key = community.id or 0
    over = held(session, community)
    closing.note_going(session, (key, 1), anna.person_id, Going.YES, over)
    schedule.close(session, key, TIMING, over, over)
    assert consent.cycle_to_accept(session, key) == 2
    assert not consent.is_awaited(session, anna)

    (first, _) = plan(session, community, 60, 90, cycle=2)
    renewal.begin(session, key, TIMING, NOW + timedelta(days=30))

    assert community.archived_at is None
    assert session.exec(select(GoingOn)).all() == []
    asked = {row.person_id for row in said(session, Bundle.name)}
    assert asked == {own.person_id for own in (mo, lea, anna, ben, cis, dirk)}
    steps = {part["step"] for row in said(session, Bundle.name) for part in row.payload["parts"]}
    assert steps == {Step.AGREEMENT.value}
    assert consent.is_awaited(session, anna)
    anna.accepted_cycle = consent.cycle_to_accept(session, key)

    renewal.let_go(session, first, TIMING, first.starts_at)
    renewal.let_go(session, first, TIMING, first.starts_at)

    assert {one.person.name for one in members.seated(session, key)} == {"Mo", "Anna"}
    told = {row.person_id for row in said(session, MembershipEnded.name)}
    assert told == {own.person_id for own in (lea, ben, cis, dirk)}
    assert [row.person_id for row in said(session, "alone")] == [anna.person_id]


def test_half_a_cycle_that_goes_on_is_what_people_accepted(
    session: Session, community: Community
) -> None:
    (anna,) = sit(session, community, "Anna")
    held(session, community, -7, 0)
    plan(session, community, 60, cycle=2)

    renewal.begin(session, community.id or 0, TIMING, NOW + timedelta(days=30))
    session.refresh(anna)

    assert anna.accepted_cycle == 2
    assert said(session, Bundle.name) == []


def test_the_beginning_of_a_new_cycle_is_a_step_and_a_late_plan_leaves_time_to_accept(
    session: Session, community: Community
) -> None:
    (old,) = plan(session, community, 1)
    soon, later = plan(session, community, 2, 30, cycle=2)
    for meeting in (old, soon, later):
        rhythm.plan(session, meeting, TIMING, soon.starts_at - timedelta(hours=1))

    found = session.exec(select(Reminder).where(Reminder.step == rhythm.BEGIN))
    due = {row.meeting_id: row.due_at for row in found}
    assert due == {
        soon.id: soon.starts_at - timedelta(hours=1) + rhythm.AT_LEAST,
        later.id: later.starts_at,
    }


def test_a_person_sees_what_they_were_asked_and_is_forgotten(
    session: Session, community: Community
) -> None:
    (an,) = sit(session, community, "An")
    over = held(session, community)
    rate(session, an, Question.CHANGED, "others")
    closing.note_going(session, (an.community_id, 1), an.person_id, Going.UNSURE, over)
    telegram_id = session.get_one(Person, an.person_id).telegram_id

    kept = personal_data.everything(session, telegram_id, SEAL)["ends_of_cycles"]
    assert [row["question"] for row in kept["evaluation_answered"]] == ["changed"]
    assert [row["answer"] for row in kept["goes_on"]] == ["unsure"]
    assert "others" not in str(kept)

    forget(session, telegram_id, NOW)
    assert personal_data.everything(session, telegram_id, SEAL)["ends_of_cycles"] == {}
    assert session.exec(select(EvaluationAnswered)).all() == []
    assert session.exec(select(GoingOn)).all() == []
    assert len(session.exec(select(EvaluationCounts)).all()) == 1


@pytest.mark.parametrize(
    ("after", "answered", "going"),
    [
        pytest.param(timedelta(days=29), 1, 1, id="while it is open"),
        pytest.param(timedelta(days=30), 0, 1, id="after that"),
        pytest.param(timedelta(days=366), 0, 0, id="a year later"),
    ],
)
def test_who_answered_is_forgotten_and_the_counts_stay(
    session: Session, community: Community, after: timedelta, answered: int, going: int
) -> None:
    (an,) = sit(session, community, "An")
    over = held(session, community)
    rate(session, an, Question.WORTH, "3")
    closing.note_going(session, (an.community_id, 1), an.person_id, Going.YES, over)

    first = personal_data.erase_expired(session, MONTH, over + after)

    assert len(session.exec(select(EvaluationAnswered)).all()) == answered
    assert len(session.exec(select(GoingOn)).all()) == going
    assert len(session.exec(select(EvaluationCounts)).all()) == 1
    assert first is (answered == 0)
    assert not personal_data.erase_expired(session, MONTH, over + after)


@pytest.mark.parametrize(
    ("topic", "facts", "is_kept"),
    [
        pytest.param("prompt", {"community": 1}, False, id="of the community"),
        pytest.param("library", {"community": 1}, False, id="an item for its library"),
        pytest.param("step_note", {"meeting": 1}, False, id="a note about a meeting"),
        pytest.param("session", {"meeting": 1}, False, id="a change of a meeting"),
        pytest.param("pick", {}, False, id="a command that waited"),
        pytest.param("prompt", {"community": 2}, True, id="of another community"),
        pytest.param("community", {}, True, id="of none"),
    ],
)
def test_what_was_half_written_for_a_closed_cycle_is_let_go_with_it(
    session: Session, community: Community, topic: str, facts: dict[str, int], is_kept: bool
) -> None:
    over = held(session, community)
    found(session, "Zuid")
    schedule.close(session, community.id or 0, TIMING, over, over)
    form_drafts.keep(session, 42, topic, {"facts": facts}, over)
    form_drafts.keep(session, 42, topic, {"facts": facts}, over, waits_as="x", takes_text=False)
    session.flush()

    personal_data.erase_expired(session, MONTH, over + timedelta(days=29))
    assert form_drafts.about(session, 42, topic) is not None
    personal_data.erase_expired(session, MONTH, over + MONTH)

    assert (form_drafts.about(session, 42, topic) is not None) is is_kept
    assert (form_drafts.about(session, 42, topic, "x") is not None) is is_kept
