from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.members import Role
from bot.rules.rsvp import (
    Answer,
    AnswerFacts,
    Decision,
    Outcome,
    SeatAnswer,
    Tally,
    answer,
    deadline,
    tally,
)
from tests.rules.brussels import BRUSSELS, wall

START = datetime(2027, 1, 19, 13, tzinfo=UTC)
END = START + timedelta(hours=2, minutes=30)
DEADLINE = START - timedelta(days=1)
EARLY, LATE = DEADLINE - timedelta(seconds=1), DEADLINE
FACTS = AnswerFacts(Answer.YES, is_member=True, start=START, end=END, deadline=DEADLINE)


def test_each_answer_has_its_sign() -> None:
    assert [each.sign for each in Answer] == ["✅", "❌", "🤔"]


@pytest.mark.parametrize(
    ("facts", "now", "decision"),
    [
        pytest.param(FACTS, EARLY, Decision(Outcome.RECORDED), id="a first answer"),
        pytest.param(FACTS, LATE, Decision(Outcome.RECORDED), id="a first answer, late"),
        pytest.param(
            replace(FACTS, answer=Answer.NO),
            EARLY,
            Decision(Outcome.RECORDED),
            id="a first no in good time",
        ),
        pytest.param(
            replace(FACTS, answer=Answer.NO),
            LATE,
            Decision(Outcome.RECORDED, is_late=True),
            id="a first no from the deadline on reaches the moderators",
        ),
        pytest.param(
            replace(FACTS, answer=Answer.UNSURE),
            LATE,
            Decision(Outcome.RECORDED),
            id="a first doubt, late, does not",
        ),
        pytest.param(
            replace(FACTS, answer=Answer.NO, before=Answer.YES, is_of_partner=True),
            LATE,
            Decision(Outcome.PARTNER_COMES),
            id="a no while the duo partner comes changes nothing",
        ),
        pytest.param(
            replace(FACTS, before=Answer.YES, is_of_partner=True),
            EARLY,
            Decision(Outcome.RECORDED),
            id="a yes in the duo partner's place",
        ),
        pytest.param(
            replace(FACTS, answer=Answer.NO, before=Answer.YES, is_of_partner=True),
            END,
            Decision(Outcome.MEETING_OVER),
            id="a partner's no after the meeting",
        ),
        pytest.param(
            replace(FACTS, before=Answer.NO),
            EARLY,
            Decision(Outcome.RECORDED),
            id="a change in good time",
        ),
        pytest.param(
            replace(FACTS, before=Answer.NO),
            LATE,
            Decision(Outcome.RECORDED, is_late=True),
            id="a change from the deadline on reaches the moderators",
        ),
        pytest.param(
            replace(FACTS, before=Answer.YES),
            LATE,
            Decision(Outcome.UNCHANGED),
            id="the same answer again",
        ),
        pytest.param(
            replace(FACTS, before=Answer.NO),
            START + timedelta(minutes=5),
            Decision(Outcome.RECORDED, is_late=True),
            id="while the meeting runs",
        ),
        pytest.param(FACTS, END, Decision(Outcome.MEETING_OVER), id="after the meeting"),
        pytest.param(
            replace(FACTS, cancelled=True), EARLY, Decision(Outcome.CANCELLED), id="cancelled"
        ),
        pytest.param(
            replace(FACTS, is_member=False),
            END,
            Decision(Outcome.NOT_A_MEMBER),
            id="a stranger learns nothing else",
        ),
        pytest.param(
            replace(FACTS, asked_start=START - timedelta(days=7)),
            EARLY,
            Decision(Outcome.MOVED),
            id="a button of before the meeting was moved",
        ),
        pytest.param(
            replace(FACTS, asked_start=START.astimezone(BRUSSELS)),
            EARLY,
            Decision(Outcome.RECORDED),
            id="a button with the same start in another zone",
        ),
    ],
)
def test_an_answer_is_decided(facts: AnswerFacts, now: datetime, decision: Decision) -> None:
    assert answer(facts, now) == decision


@pytest.mark.parametrize(
    ("start", "eve", "late_from"),
    [
        pytest.param("2027-01-19 14:00", timedelta(days=1), "2027-01-18 14:00", id="a day before"),
        pytest.param("2027-03-28 14:00", timedelta(days=1), "2027-03-27 14:00", id="over spring"),
        pytest.param("2026-10-25 14:00", timedelta(days=2), "2026-10-23 14:00", id="over autumn"),
        pytest.param("2027-01-19 14:00", timedelta(hours=3), "2027-01-19 11:00", id="some hours"),
        pytest.param("2027-01-19 14:00", None, "2027-01-18 14:00", id="a rhythm without eve"),
    ],
)
def test_the_deadline_is_the_eve(start: str, eve: timedelta | None, late_from: str) -> None:
    assert deadline(wall(start), eve, BRUSSELS) == wall(late_from)


def test_a_card_counts_seats_and_names_who_comes() -> None:
    counted = tally(
        [
            SeatAnswer("Mia", Answer.YES, role=Role.MODERATOR),
            SeatAnswer("Omar", Answer.NO),
            SeatAnswer("An", Answer.YES, about="Bo"),
            SeatAnswer("Chris", Answer.UNSURE),
            SeatAnswer("Dirk"),
            SeatAnswer("Els", role=Role.LEAD),
            SeatAnswer("Fien", role=Role.USER),
        ]
    )
    assert counted == Tally(
        {Answer.YES: ("Mia", "Bo"), Answer.NO: ("Omar",), Answer.UNSURE: ("Chris",)}, silent=2
    )


def test_a_lead_who_answers_is_named() -> None:
    assert tally([SeatAnswer("Els", Answer.YES, role=Role.LEAD)]).names[Answer.YES] == ("Els",)


seat_answers = st.builds(
    SeatAnswer,
    turn=st.sampled_from(["An", "Bo", "Chris"]),
    answer=st.none() | st.sampled_from(Answer),
    about=st.none() | st.just("Duo"),
    role=st.sampled_from(Role),
)


@given(st.lists(seat_answers, max_size=16))
def test_every_seat_is_counted_once_but_a_silent_lead(seats: list[SeatAnswer]) -> None:
    counted = tally(seats)
    named = sum(len(counted.names[each]) for each in Answer)
    leads = sum(seat.answer is None and seat.role is Role.LEAD for seat in seats)
    assert named + counted.silent + leads == len(seats)
