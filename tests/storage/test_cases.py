"""Opened cases: the blind vote, parking, and what is erased when a cycle is long over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.rules.cases import Choices, OpenedCase, State, Use
from bot.rules.rhythm import Step
from handlers.cases import decisions, schedule, votes
from storage import cases
from storage.cases import (
    Case,
    CaseCall,
    CaseQuestion,
    CaseVote,
    CaseWindow,
    Standing,
    moderating,
)
from storage.cases import votes as stored_votes
from storage.communities import Chat, Community
from storage.core import form_drafts, outbox
from storage.core.outbox import Outgoing
from storage.meetings import Meeting
from storage.members import Membership
from storage.personal_data import erase_expired
from storage.reminders import steps
from tests.rules.brussels import shown
from tests.storage.handing import RETENTION, SEAL, Timing
from tests.storage.seats import NOW, data_of, plan, sit

TIMING = Timing()
FREE = Choices(use=Use.SUMMARY)


@dataclass
class Table:
    """A community with its group, meetings at four weeks from each other, and opened cases."""

    session: Session
    community: Community
    people: list[Membership]
    cycle: list[Meeting]
    windows: dict[int, CaseWindow] = field(default_factory=dict)

    def opens(self, meeting: Meeting, *texts: str, choices: Choices = FREE) -> list[Case]:
        """Open a window of this meeting with cases of these texts."""
        window = cases.begin_window(self.session, meeting, b"k" * 32, b"s" * 16)
        self.windows[meeting.id or 0] = window
        opened = [
            OpenedCase(chr(ord("A") + place), text, choices, (bytes([place]) * 32,))
            for place, text in enumerate(texts)
        ]
        return cases.keep_opened(self.session, window, opened, SEAL)

    def accepted(self, meeting: Meeting, *texts: str) -> list[Case]:
        """The same, all accepted."""
        opened = self.opens(meeting, *texts)
        for case in opened:
            decisions.accept(self.session, case, NOW)
        return opened

    def votes(self, meeting: Meeting, *cast: Case) -> None:
        """Have one person after the other vote."""
        for person, case in zip(self.people, cast, strict=False):
            stored_votes.cast(self.session, self.windows[meeting.id or 0], person.person_id, case)

    def window(self, meeting: Meeting) -> CaseWindow:
        """The window of a meeting."""
        return self.windows[meeting.id or 0]

    def rows(self, kind: type[Case | CaseQuestion | CaseVote | CaseCall | CaseWindow]) -> int:
        """How many rows of a kind there are."""
        return len(self.session.exec(select(kind)).all())


@pytest.fixture
def table(session: Session, community: Community) -> Table:
    people = [sit(session, community, name)[0] for name in ("Ann", "Ben", "Cas", "Dan", "Eva")]
    session.add(Chat(community_id=community.id or 0, telegram_id=-100))
    cycle = plan(session, community, 28, 56, 84)
    return Table(session, community, people, cycle)


def test_a_vote_ends_with_the_numbers_a_winner_and_no_name(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    first, second = table.accepted(meeting, "one", "two")
    closing = votes.begin(session, meeting, TIMING, NOW)
    assert closing is not None
    table.votes(meeting, first, second, second)
    table.votes(meeting, second)

    votes.close_votes(session, TIMING, closing - timedelta(seconds=1))
    assert cases.chosen(session, meeting.id) is None
    assert (first.votes, second.votes, table.rows(CaseVote)) == (0, 0, 3)
    votes.close_votes(session, TIMING, closing)

    assert (first.votes, second.votes) == (0, 3)
    assert cases.chosen(session, meeting.id) is second
    assert table.rows(CaseVote) == 0
    assert stored_votes.running(session, meeting.id) is None
    assert outbox.by_key(session, f"card:{table.community.id}") is not None


def test_a_closed_vote_is_not_counted_again(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    first, second = table.accepted(meeting, "one", "two")
    votes.begin(session, meeting, TIMING, NOW)
    table.votes(meeting, second)

    for _ in range(2):
        votes.close(session, table.window(meeting), NOW)

    assert (first.votes, second.votes, second.is_chosen) == (0, 1, True)


def test_the_group_is_asked_outside_of_the_quiet_hours(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    table.accepted(meeting, "one", "two")
    night = NOW + timedelta(days=19, hours=12)

    closing = votes.begin(session, meeting, TIMING, night)

    row = outbox.by_key(session, f"vote:{table.window(meeting).id}")
    assert row is not None
    assert (shown(night), shown(row.due_at)) == ("2026-09-20 22:00", "2026-09-21 08:00")
    assert closing is not None
    assert shown(closing) == "2026-09-22 10:00"


@pytest.mark.parametrize("lacking", ["window", "opened urn", "group", "present group", "time"])
def test_a_group_that_cannot_be_asked_is_not_asked(table: Table, lacking: str) -> None:
    session, meeting = table.session, table.cycle[0]
    at: datetime = NOW
    if lacking != "window":
        table.accepted(meeting, "one", "two")
    chat = session.exec(select(Chat)).one()
    if lacking == "opened urn":
        table.window(meeting).state = State.OPEN.value
    elif lacking == "group":
        session.delete(chat)
    elif lacking == "present group":
        chat.is_present = False
    elif lacking == "time":
        at = meeting.starts_at - timedelta(hours=23)
    session.flush()

    assert votes.begin(session, meeting, TIMING, at) is None
    assert stored_votes.running(session, meeting.id) is None


def test_a_case_that_leaves_the_ballot_takes_its_votes_along(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    first, second, third = table.accepted(meeting, "one", "two", "three")
    votes.begin(session, meeting, TIMING, NOW)
    stored_votes.note_post(session, table.window(meeting).id, 77)
    table.votes(meeting, first, first, second)

    decisions.park(session, first, NOW)
    votes.close(session, table.window(meeting), NOW)

    assert (first.votes, second.votes, third.votes) == (0, 1, 0)
    assert cases.chosen(session, meeting.id) is second
    assert (first.standing, first.meeting_id) == (Standing.PARKED.value, table.cycle[1].id)


def test_a_vote_without_a_case_is_called_off(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    first, second = table.accepted(meeting, "one", "two")
    votes.begin(session, meeting, TIMING, NOW)
    table.votes(meeting, first, second)

    decisions.decline(session, first, "later", SEAL, NOW)
    decisions.park(session, second, NOW)

    assert stored_votes.running(session, meeting.id) is None
    assert table.rows(CaseVote) == 0


@pytest.mark.parametrize(
    "how",
    [
        lambda table: votes.follow(table.session, table.cycle[0], NOW),
        lambda table: votes.close(table.session, table.window(table.cycle[0]), NOW),
    ],
    ids=["at once", "when it closes"],
)
def test_the_vote_of_a_cancelled_meeting_chooses_nothing(
    table: Table, how: Callable[[Table], None]
) -> None:
    session, meeting = table.session, table.cycle[0]
    first, second = table.accepted(meeting, "one", "two")
    votes.begin(session, meeting, TIMING, NOW)
    table.votes(meeting, first)
    meeting.is_cancelled = True

    how(table)

    assert stored_votes.running(session, meeting.id) is None
    assert not first.is_chosen
    assert not second.is_chosen
    assert table.rows(CaseVote) == 0
    decisions.park(session, first, NOW)
    assert first.meeting_id == table.cycle[1].id


def test_a_meeting_that_moves_closer_takes_its_vote_along(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    table.accepted(meeting, "one", "two")
    before = votes.begin(session, meeting, TIMING, NOW)
    assert before is not None

    votes.follow(session, meeting, NOW)
    assert table.window(meeting).vote_closes_at == before
    meeting.starts_at = NOW + timedelta(days=10)
    votes.follow(session, meeting, NOW)

    assert table.window(meeting).vote_closes_at == NOW + timedelta(days=9)


def test_a_parked_case_keeps_its_letter_and_says_where_it_came_from(table: Table) -> None:
    session = table.session
    (old,) = table.opens(table.cycle[0], "old")
    decisions.park(session, old, NOW)
    (new,) = table.opens(table.cycle[1], "new")

    at = table.cycle[0].ends_at
    shown_ = moderating.on_the_table(session, table.community.id or 0, at)

    assert [one.name for one in shown_] == ["A (1)", "A"]
    assert [one.case for one in shown_] == [old, new]
    decisions.accept(session, old, NOW)
    decisions.accept(session, new, NOW)
    assert stored_votes.candidates(session, table.cycle[1].id) == [old, new]


def test_a_case_is_parked_past_a_cancelled_meeting_and_not_beyond_the_last(table: Table) -> None:
    session = table.session
    (case,) = table.opens(table.cycle[0], "one")
    table.cycle[1].is_cancelled = True

    decisions.park(session, case, NOW)

    assert case.meeting_id == table.cycle[2].id
    assert not decisions.facts(session, case, NOW).has_later


def test_the_last_case_chosen_by_the_moderators_is_the_only_one(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    first, second = table.accepted(meeting, "one", "two")
    for case in (first, second):
        votes.choose(session, case, meeting, NOW)

    assert not first.is_chosen
    assert cases.chosen(session, meeting.id) is second


def test_what_moderators_write_is_sealed(table: Table) -> None:
    session = table.session
    (case,) = table.opens(table.cycle[0], "Zwaluw")
    decisions.reword(session, case, "Merel", SEAL, NOW)
    moderating.ask(session, case, "Grutto", SEAL)
    decisions.decline(session, case, "Kievit", SEAL, NOW)
    moderating.advise(session, case, "Tureluur", SEAL)
    session.flush()

    stored = str([case, *cases.questions(session, case.id)])
    assert not [
        bird for bird in ("Zwaluw", "Merel", "Grutto", "Kievit", "Tureluur") if bird in stored
    ]
    assert moderating.first_line(case, SEAL) == "Merel"
    assert moderating.read(case.what, SEAL) == "Zwaluw"


def long_over(table: Table) -> datetime:
    return table.cycle[-1].ends_at + RETENTION


def test_a_cycle_that_is_long_over_leaves_nothing(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    (case,) = table.opens(meeting, "one")
    moderating.ask(session, case, "what?", SEAL)
    unopened = cases.begin_window(session, table.cycle[1], b"k" * 32, b"s" * 16)
    cases.note_call(session, unopened.id or 0, table.people[0].person_id, 5)
    table.votes(meeting, case)
    form_drafts.keep(session, 7, "case_reason", {"facts": {"case": case.id}}, NOW)
    session.flush()

    assert not erase_expired(session, RETENTION, long_over(table) - timedelta(hours=1))
    assert table.rows(Case) == 1
    assert erase_expired(session, RETENTION, long_over(table))

    for kind in (Case, CaseQuestion, CaseVote, CaseCall, CaseWindow):
        assert table.rows(kind) == 0
    assert form_drafts.about(session, 7, "case_reason") is None
    assert not erase_expired(session, RETENTION, long_over(table))


def test_of_a_released_case_text_and_advice_stay_and_its_marks_go(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    released, other = table.accepted(meeting, "Zwaluw", "other")
    decisions.reword(session, released, "Merel", SEAL, NOW)
    moderating.advise(session, released, "Grutto", SEAL)
    moderating.ask(session, released, "what?", SEAL)
    moderating.release(session, released, yes=True)
    gone = other.id
    window = table.window(meeting)

    assert erase_expired(session, RETENTION, long_over(table))
    session.flush()

    assert session.get(Case, gone) is None
    assert (released.marks, released.reworded, table.rows(CaseQuestion)) == ([], None, 0)
    assert moderating.read(released.what, SEAL) == "Merel"
    assert moderating.read(released.advice, SEAL) == "Grutto"
    assert (window.salt, window.public_key) == ("", "")
    assert not erase_expired(session, RETENTION, long_over(table))


def test_a_case_parked_into_the_next_cycle_is_kept_with_what_its_receipt_needs(
    table: Table,
) -> None:
    session = table.session
    (case,) = table.opens(table.cycle[-1], "one")
    (following,) = plan(session, table.community, 130, cycle=2)
    decisions.park(session, case, NOW)

    assert not erase_expired(session, RETENTION, long_over(table))

    assert case.meeting_id == following.id
    assert table.window(table.cycle[-1]).salt != ""
    assert erase_expired(session, RETENTION, following.ends_at + RETENTION)
    assert table.rows(CaseWindow) == 0


def test_my_data_holds_calls_and_open_votes_and_never_a_case(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    first, _ = table.accepted(meeting, "Zwaluw", "Merel")
    window = table.window(meeting)
    ann, ben = (one.person_id for one in table.people[:2])
    for person in (ann, ben):
        cases.note_call(session, window.id or 0, person, 5)
    votes.begin(session, meeting, TIMING, NOW)
    stored_votes.cast(session, window, ann, first)
    session.flush()

    named = {"community": "Noord", "meeting": 1, "starts_at": meeting.starts_at.isoformat()}
    votes_of_ann = [named | {"vote": "A"}]
    assert data_of(session, ann)["cases"] == {"calls": [named], "votes": votes_of_ann}
    assert data_of(session, ben)["cases"] == {"calls": [named], "votes": []}
    assert data_of(session, table.people[2].person_id)["cases"] == {}

    votes.close(session, window, NOW)
    session.flush()
    assert data_of(session, ann)["cases"]["votes"] == []


def test_of_a_case_that_is_taken_back_no_question_and_no_answer_stays(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    case, other = table.accepted(meeting, "one", "two")
    for one in (case, other):
        moderating.ask(session, one, "Who knows?", SEAL)
    cases.take_back(session, case)
    assert [one.case_id for one in session.exec(select(CaseQuestion))] == [other.id]


def test_the_post_of_a_closed_vote_follows_a_case_that_is_taken_back(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    first, _ = table.accepted(meeting, "one", "two")
    votes.begin(session, meeting, TIMING, NOW)
    window = table.window(meeting)
    stored_votes.note_post(session, window.id, 7)
    votes.close(session, window, NOW)
    row = outbox.by_key(session, f"vote:{window.id}")
    assert row is not None
    row.state = outbox.SENT

    cases.take_back(session, first)
    votes.redraw(session, meeting, NOW, even_closed=True)

    assert row.state == outbox.DUE


def test_a_call_that_was_missed_goes_out_by_day_and_only_where_it_lacks(table: Table) -> None:
    session, meeting = table.session, table.cycle[0]
    timing = Timing()
    timing.rhythm |= {"case": timedelta(days=60), "agenda": timedelta(days=14)}
    sit(session, table.community, "Mo", role="moderator")
    night = meeting.starts_at - timedelta(days=20, hours=12)
    table.opens(table.cycle[1])

    schedule.begin_missed_anywhere(session, timing, night)

    row = outbox.by_key(session, f"window:{meeting.id}:1")
    assert row is not None
    assert shown(row.due_at)[11:] == "08:00"
    assert outbox.by_key(session, f"window:{table.cycle[1].id}:2") is None


@pytest.mark.parametrize(
    ("is_open", "called"),
    [
        pytest.param(False, True, id="all are called once the meeting before is over"),
        pytest.param(
            True, False, id="an urn that nobody opened is the next one's, all were called"
        ),
    ],
)
def test_between_two_meetings_all_are_called_once(
    table: Table, is_open: bool, called: bool
) -> None:
    session, (first, second) = table.session, table.cycle[:2]
    timing = Timing()
    timing.rhythm |= {"case": timedelta(days=30), "agenda": timedelta(days=14)}
    sit(session, table.community, "Mo", role="moderator")
    steps.plan(session, second, timing, NOW)
    steps.put_off(session, second, Step.CASE, first.starts_at - timedelta(days=2))
    if is_open:
        cases.begin_window(session, first, b"k" * 32, b"s" * 16)

    schedule.take_call(session, timing, second, first.starts_at - timedelta(days=2))

    assert outbox.by_key(session, f"window:{second.id}:1") is None
    assert session.exec(steps.earliest_step()).first() == first.ends_at

    schedule.take_call(session, timing, second, first.ends_at)

    assert (outbox.by_key(session, f"window:{second.id}:1") is not None) is called
    assert (cases.newest_window(session, second.id) is not None) is is_open
    assert session.exec(select(Outgoing).where(Outgoing.kind == "unopened")).all() == []
