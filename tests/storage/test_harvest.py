"""What a harvest reads of a community on both databases: what was released, and large numbers."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.rules.cases import Outcome as Afterwards
from bot.rules.closing import Question
from bot.rules.library import Kind
from bot.rules.library import Outcome as Trying
from bot.rules.summaries import Part
from bot.rules.themes import FIXED
from bot.rules.value import Value
from storage import closing, harvest, library, summaries, themes, value
from storage.attendance import Attendance
from storage.cases import Case, CaseWindow, Standing
from storage.communities import Community
from storage.handover import Handover
from storage.harvest import Figures, Harvest
from storage.library import Told
from storage.meetings import Meeting
from storage.members import Membership
from storage.releases import Kind as Released
from storage.releases import Release
from storage.themes import Tagged
from tests.storage.handing import SEAL
from tests.storage.seats import NOW, found, plan, sit

LATER = NOW + timedelta(days=60)
LETTERS = "ABCDEFGH"


@pytest.fixture
def people(session: Session, community: Community) -> list[Membership]:
    return [sit(session, community, f"P{n}")[0] for n in range(6)]


@pytest.fixture
def meeting(session: Session, community: Community) -> Meeting:
    """The first of two meetings, of which the second is still to come."""
    return plan(session, community, 7, 90)[0]


def gathered(session: Session, community: Community) -> Harvest:
    session.flush()
    (one,) = harvest.batch(session, community.id, "", SEAL, LATER)
    return one


def tick(session: Session, meeting: Meeting, people: list[Membership]) -> None:
    for one in people:
        session.add(
            Attendance(
                meeting_id=meeting.id or 0, person_id=one.person_id, was_present=True, saved_at=NOW
            )
        )


def bring(session: Session, meeting: Meeting, number: int) -> list[Case]:
    """Cases out of an opened urn, of which the first came first."""
    window = CaseWindow(meeting_id=meeting.id or 0, public_key="", salt="")
    session.add(window)
    session.flush()
    cases = [
        Case(
            window_id=window.id or 0,
            community_id=meeting.community_id,
            meeting_id=meeting.id or 0,
            letter=LETTERS[place],
            what=SEAL.encrypt("Zwaluw"),
            choices="0",
            is_chosen=place == 0,
        )
        for place in range(number)
    ]
    session.add_all(cases)
    session.flush()
    return cases


def release(
    session: Session, community: Community, title: str, seal_text: str = ""
) -> library.LibraryItem:
    told = Told(Kind.PRACTICE, title, "omdat", "de hele tekst")
    item = library.share(session, told, community.id or 0, None, NOW)
    if seal_text:
        session.add(
            Release(
                community_id=community.id or 0,
                kind=Released.ITEM.value,
                subject_id=item.id or 0,
                text=SEAL.encrypt(seal_text),
                released_at=NOW,
            )
        )
    return item


def test_only_meetings_that_were_held_and_parts_that_are_shared_are_told(
    session: Session, community: Community, meeting: Meeting
) -> None:
    said = {Part.BROUGHT: "Merel", Part.LEARNED: "Koolmees"}
    summaries.publish(session, meeting.id or 0, said, (Part.LEARNED,), None, SEAL, NOW)
    (held,) = gathered(session, community).held
    assert held.meeting.number == 1
    assert held.released == {Part.LEARNED: "Koolmees"}
    assert (held.present, held.value) == (None, None)


@pytest.mark.parametrize(("number", "shown"), [(4, None), (5, 5)])
def test_who_came_is_told_from_five_people_on(
    session: Session,
    community: Community,
    meeting: Meeting,
    people: list[Membership],
    number: int,
    shown: int | None,
) -> None:
    tick(session, meeting, people[:number])
    for one in people[:number]:
        value.count_answer(session, SEAL, meeting.id or 0, one.person_id, Value.IDEA)
    (held,) = gathered(session, community).held
    assert held.present == shown
    assert (held.value or {}).get(Value.IDEA) == shown


def test_an_evaluation_is_told_by_question_from_five_answers_on(
    session: Session, community: Community, meeting: Meeting, people: list[Membership]
) -> None:
    of = (community.id or 0, meeting.cycle)
    for place, one in enumerate(people[:5]):
        closing.answer(session, SEAL, of, one.person_id, (Question.WORTH, "4"))
        if place:
            closing.answer(session, SEAL, of, one.person_id, (Question.CHANGED, "me"))
    (figures,) = gathered(session, community).figures
    assert set(figures.evaluation) == {Question.WORTH}
    assert figures.evaluation[Question.WORTH]["4"] == 5


def test_cases_are_told_in_counts_from_five_on_and_what_was_withdrawn_is_none(
    session: Session, community: Community, meeting: Meeting
) -> None:
    cases = bring(session, meeting, 6)
    cases[5].standing = Standing.WITHDRAWN.value
    cases[0].tried, cases[0].helped = 3, 1
    (figures,) = gathered(session, community).figures
    assert figures == Figures(1, 1, opened=5, heard=1)
    cases[0].blocked = 1
    (figures,) = gathered(session, community).figures
    assert figures.afterwards == {
        Afterwards.TRIED: 3,
        Afterwards.HELPED: 1,
        Afterwards.BLOCKED: 1,
    }
    cases[4].standing = Standing.WITHDRAWN.value
    (figures,) = gathered(session, community).figures
    assert figures == Figures(1, 1)


def test_hand_overs_are_told_once_five_people_owed_one(
    session: Session, community: Community, meeting: Meeting, people: list[Membership]
) -> None:
    for place, one in enumerate(people[:5]):
        session.add(
            Handover(
                meeting_id=meeting.id or 0,
                seat_id=one.seat_id,
                author_id=people[min(place, 3)].person_id,
                written_at=NOW if place else None,
            )
        )
    (figures,) = gathered(session, community).figures
    assert (figures.due, figures.written) == (None, None)
    session.add(
        Handover(
            meeting_id=meeting.id or 0, seat_id=people[5].seat_id, author_id=people[4].person_id
        )
    )
    (figures,) = gathered(session, community).figures
    assert (figures.due, figures.written) == (6, 4)


def test_themes_of_a_case_count_only_where_it_was_released(
    session: Session, community: Community, meeting: Meeting
) -> None:
    first, second = bring(session, meeting, 2)
    community_id = community.id or 0
    for one in (first, second):
        themes.retag(session, Tagged.CASE, one.id or 0, {FIXED[0]}, community_id, meeting.id, NOW)
    assert gathered(session, community).themes == {}
    second.is_released = True
    (theme,) = gathered(session, community).themes[1]
    assert (theme.theme, theme.total, dict(theme.by_session)) == (FIXED[0], 1, {1: 1})


def test_of_the_library_only_what_was_released_is_told_as_it_was_then(
    session: Session, community: Community, people: list[Membership]
) -> None:
    release(session, community, "Merel")
    item = release(session, community, "Koolmees", "Koolmees, zoals ze was")
    for one in people[:5]:
        library.note_trial(
            session, item.id or 0, community.id or 0, one.person_id, Trying.HELPED, NOW
        )
    read = gathered(session, community)
    assert read.shared == 2
    (practice,) = read.practices
    assert practice.text == "Koolmees, zoals ze was"
    assert practice.trials == {Trying.HELPED: 5, Trying.PARTLY: 0, Trying.NOT: 0}


def test_communities_come_in_batches_by_name_each_once(session: Session) -> None:
    for number in range(2 * harvest.AT_ONCE + 1):
        found(session, f"Oost {number:02}")
    names, after = [], ""
    while batch := harvest.batch(session, None, after, SEAL, LATER):
        assert len(batch) <= harvest.AT_ONCE
        names += [one.community.name for one in batch]
        after = batch[-1].community.name_key
    assert names == [f"Oost {number:02}" for number in range(2 * harvest.AT_ONCE + 1)]
    assert harvest.number_of_communities(session, None) == len(names)


def test_another_community_is_never_read(session: Session, community: Community) -> None:
    other = found(session, "Zuid")
    (meeting,) = plan(session, other, 7)
    summaries.publish(session, meeting.id or 0, {Part.TEXT: "Merel"}, (Part.TEXT,), None, SEAL, NOW)
    release(session, other, "Koolmees", "Koolmees")
    one = gathered(session, community)
    assert (one.held, one.practices, one.themes, one.figures) == ((), (), {}, ())
    found_there, has_more = harvest.page(session, {other.id or 0}, 0)
    assert ([one.name for one in found_there], has_more) == (["Zuid"], False)
    assert harvest.by_name(session, "zuid", {community.id or 0}) is None
