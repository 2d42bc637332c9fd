"""Summaries on both databases: who gets them, what leaves the community, what is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, delete, select

from bot.rules.rsvp import Answer
from bot.rules.summaries import Part
from handlers.people.personal_data import forget
from handlers.summaries import schedule
from handlers.summaries.schedule import SummaryForAbsent, SummaryPost
from storage import attendance, personal_data, summaries
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.form_drafts import FormDraft, keep
from storage.core.outbox import Outgoing
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.summaries import Summary
from tests.storage.handing import RETENTION, SEAL, Timing, answered
from tests.storage.seats import NOW, data_of, found, plan, sit

SAID = {Part.BROUGHT: "Zwaluw", Part.LEARNED: "Merel", Part.AGREEMENTS: "Mo: Koolmees"}
DAY = timedelta(days=1)


def grouped(session: Session, community: Community) -> None:
    """Tie a group to a community."""
    session.add(Chat(community_id=community.id or 0, telegram_id=-1001))
    session.flush()


def published(
    session: Session, meeting: Meeting, by: Membership, *shared: Part, said: dict[Part, str] = SAID
) -> Summary:
    """Publish what was said, at the end of the meeting."""
    at = meeting.ends_at
    one = summaries.publish(session, meeting.id or 0, said, shared, by.person_id, SEAL, at)
    schedule.announce(session, Timing(), meeting, one, at)
    return one


def told(session: Session) -> list[str]:
    """Whom the summary goes to privately, by name."""
    rows = session.exec(select(Outgoing).where(Outgoing.kind == SummaryForAbsent.name)).all()
    return sorted(session.get_one(Person, row.person_id).name for row in rows)


def ticked(session: Session, meeting: Meeting, *present: Membership) -> None:
    """A moderator ticks who was there, the morning after."""
    moderator = session.exec(select(Person)).first()
    assert moderator is not None
    at = meeting.ends_at + DAY
    attendance.save(session, meeting, moderator, {one.person_id for one in present}, at)
    schedule.on_attendance(session, Timing(), meeting, at)


def test_it_goes_to_who_did_not_say_yes_and_later_to_who_was_not_there(
    session: Session, community: Community
) -> None:
    grouped(session, community)
    (mo,), (anna, _ben) = sit(session, community, "Mo"), sit(session, community, "Anna", "Ben")
    (carl,), (dora,) = sit(session, community, "Carl"), sit(session, community, "Dora")
    (meeting,) = plan(session, community, 7)
    for one, answer in ((mo, Answer.YES), (anna, Answer.YES), (carl, Answer.YES)):
        answered(session, meeting, one, answer.value)
    answered(session, meeting, dora, Answer.NO.value)
    published(session, meeting, mo)
    assert told(session) == ["Ben", "Dora"]
    ticked(session, meeting, mo, anna, dora)
    assert told(session) == ["Ben", "Carl", "Dora"]
    ticked(session, meeting, mo, anna)
    assert told(session) == ["Ben", "Carl", "Dora"]
    published(session, meeting, mo)
    assert told(session) == ["Ben", "Carl", "Dora"]


@pytest.mark.parametrize(
    ("answer", "was_there", "reached"),
    [
        pytest.param(None, False, False, id="who was not asked to come"),
        pytest.param(Answer.NO, False, False, id="who said no"),
        pytest.param(Answer.YES, False, True, id="who said yes and was not there"),
        pytest.param(Answer.YES, True, False, id="who said yes and came"),
    ],
)
def test_a_monitoring_lead_missed_a_meeting_only_where_they_had_said_yes(
    session: Session, community: Community, answer: Answer | None, was_there: bool, reached: bool
) -> None:
    grouped(session, community)
    (mo,), (lea,) = sit(session, community, "Mo"), sit(session, community, "Lea", role="lead")
    (meeting,) = plan(session, community, 7)
    if answer is not None:
        answered(session, meeting, lea, answer.value)
    ticked(session, meeting, mo, *((lea,) if was_there else ()))
    published(session, meeting, mo)
    assert told(session) == (["Lea"] if reached else [])


def test_nothing_is_sent_in_quiet_hours_nor_for_ticks_put_right_long_afterwards(
    session: Session, community: Community
) -> None:
    grouped(session, community)
    (mo,), (anna,) = sit(session, community, "Mo"), sit(session, community, "Anna")
    (meeting,) = plan(session, community, 7)
    answered(session, meeting, anna)
    meeting.ends_at += timedelta(hours=11)
    published(session, meeting, mo)
    rows = session.exec(select(Outgoing)).all()
    assert {row.kind for row in rows} == {SummaryPost.name}
    assert all(row.due_at > meeting.ends_at for row in rows)
    late = meeting.ends_at + timedelta(days=60)
    attendance.save(session, meeting, session.get_one(Person, mo.person_id), set(), late)
    schedule.on_attendance(session, Timing(), meeting, late)
    assert told(session) == []


def test_without_a_group_everybody_but_the_author_gets_it(
    session: Session, community: Community
) -> None:
    (mo,), (anna,) = sit(session, community, "Mo"), sit(session, community, "Anna")
    (meeting,) = plan(session, community, 7)
    answered(session, meeting, anna)
    published(session, meeting, mo)
    assert [row.kind for row in session.exec(select(Outgoing)).all()] == [SummaryForAbsent.name]
    assert told(session) == ["Anna"]


def test_who_comes_back_gets_what_they_missed(session: Session, community: Community) -> None:
    grouped(session, community)
    (mo,), (anna,) = sit(session, community, "Mo"), sit(session, community, "Anna")
    (meeting,) = plan(session, community, 7)
    published(session, meeting, mo)
    session.exec(delete(Outgoing).where(col(Outgoing.kind) == SummaryForAbsent.name))
    person = session.get_one(Person, anna.person_id)
    schedule.wake(session, person.telegram_id, Timing(), meeting.ends_at + timedelta(days=29))
    assert told(session) == []
    schedule.wake(session, person.telegram_id, Timing(), meeting.ends_at + DAY)
    schedule.wake(session, person.telegram_id, Timing(), meeting.ends_at + DAY)
    assert told(session) == ["Anna"]


def test_who_was_ticked_by_mistake_gets_it_once_that_is_put_right(
    session: Session, community: Community
) -> None:
    grouped(session, community)
    (mo,), (anna,) = sit(session, community, "Mo"), sit(session, community, "Anna")
    (meeting,) = plan(session, community, 28)
    published(session, meeting, mo)
    ticked(session, meeting, mo, anna)
    (row,) = session.exec(select(Outgoing).where(Outgoing.kind == SummaryForAbsent.name)).all()
    outbox.settle(session, row.id, row.version, outbox.DROPPED)

    ticked(session, meeting, mo)
    assert row.state == outbox.DUE
    outbox.settle(session, row.id, row.version, outbox.SENT)
    ticked(session, meeting, mo)
    assert row.state == outbox.SENT


def test_when_the_group_goes_everybody_gets_what_it_never_read(
    session: Session, community: Community
) -> None:
    grouped(session, community)
    (mo,), (anna,) = sit(session, community, "Mo"), sit(session, community, "Anna")
    first, second = plan(session, community, 28, 35)
    for meeting in (first, second):
        answered(session, meeting, anna)
    read = published(session, first, mo)
    summaries.note_posts(session, read.id, -1001, [7])
    published(session, second, mo)
    chat = session.exec(select(Chat)).one()
    chat.is_present = False
    assert told(session) == []

    schedule.without_group(session, community.id or 0, Timing(), second.ends_at)

    (row,) = session.exec(select(Outgoing).where(Outgoing.kind == SummaryForAbsent.name)).all()
    assert row.key == f"{SummaryForAbsent.name}:{second.id}:{anna.person_id}"


def test_only_shared_parts_ever_leave_their_community(
    session: Session, community: Community
) -> None:
    (mo,) = sit(session, community, "Mo")
    south = found(session, "Zuid")
    (zoe,) = sit(session, south, "Zoe")
    first, second = plan(session, community, 7, 14)
    (other,) = plan(session, south, 7)
    published(session, first, mo, Part.LEARNED, Part.TEXT)
    published(session, second, mo)
    published(session, other, zoe, Part.AGREEMENTS)
    (released,) = summaries.released(session, community.id or 0, SEAL)
    assert (released.meeting.id, released.part, released.text) == (first.id, Part.LEARNED, "Merel")
    published(session, first, mo, said={Part.LEARNED: "Merel"})
    assert summaries.released(session, community.id or 0, SEAL) == []
    assert summaries.released(session, south.id or 0, TextCipher(bytes(32))) == []


def test_nothing_that_is_said_stands_in_the_clear(session: Session, community: Community) -> None:
    (mo,), _ = sit(session, community, "Mo"), sit(session, community, "Anna")
    (meeting,) = plan(session, community, 7)
    published(session, meeting, mo, Part.LEARNED)
    for everything in ("SELECT * FROM summary", "SELECT * FROM outbox"):
        rows = session.connection().execute(text(everything)).all()
        assert rows
        assert not any(word in repr(rows) for word in SAID.values())


def test_the_meeting_before_is_recalled_and_what_is_unwritten_is_known(
    session: Session, community: Community
) -> None:
    (mo,) = sit(session, community, "Mo")
    first, second, third = plan(session, community, 7, 14, 21)
    published(session, first, mo)
    before = summaries.previous_summary(session, second)
    assert before is not None
    assert before[0].id == first.id
    assert summaries.previous_summary(session, first) is None
    assert summaries.previous_summary(session, third) is None
    now = third.ends_at
    assert [
        one.id for one in summaries.meetings_without_summary(session, first.community_id, now)
    ] == [
        third.id,
        second.id,
    ]
    later = third.ends_at + timedelta(days=28)
    assert summaries.meetings_without_summary(session, first.community_id, later) == []


def test_after_the_cycle_what_was_for_the_group_is_erased(
    session: Session, community: Community
) -> None:
    (mo,) = sit(session, community, "Mo")
    first, second = plan(session, community, 7, 14)
    (later,) = plan(session, community, 200, cycle=2)
    shared = published(session, first, mo, Part.LEARNED)
    for meeting in (second, later):
        published(session, meeting, mo)
    for meeting in (first, later):
        facts = {"facts": {"meeting": meeting.id}}
        keep(session, 77, "summary", facts, NOW, waits_as=str(meeting.id))
    personal_data.erase_expired(session, RETENTION, second.ends_at + RETENTION - DAY)
    assert summaries.parts(shared, SEAL) == SAID
    personal_data.erase_expired(session, RETENTION, second.ends_at + RETENTION)
    assert summaries.parts(shared, SEAL) == {Part.LEARNED: "Merel"}
    assert shared.written_by is None
    assert summaries.of_meeting(session, second.id) is None
    assert summaries.of_meeting(session, later.id) is not None
    drafts = session.exec(select(FormDraft)).all()
    assert [row.meeting_id for row in drafts] == [later.id]


def test_who_wrote_sees_it_and_can_be_forgotten(session: Session, community: Community) -> None:
    (mo,), (mia,) = sit(session, community, "Mo"), sit(session, community, "Mia")
    (meeting,) = plan(session, community, 7)
    one = published(session, meeting, mo)
    published(session, meeting, mia)
    (mine,) = data_of(session, mo.person_id)["summaries"]
    assert (mine["meeting"], mine["corrected_at"]) == (1, None)
    (hers,) = data_of(session, mia.person_id)["summaries"]
    assert (hers["written_at"], hers["corrected_at"]) == (None, meeting.ends_at.isoformat())
    forget(session, session.get_one(Person, mo.person_id).telegram_id, NOW)
    session.refresh(one)
    assert one.written_by is None
    assert summaries.parts(one, SEAL) == SAID
