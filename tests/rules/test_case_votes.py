"""The blind vote, what moderators may do with a case, and numbers that single nobody out."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.rules.cases import voting
from bot.rules.cases.voting import Candidate, Choice, Deed, Facts
from bot.settings import QuietHours
from tests.rules.brussels import BRUSSELS, shown, wall

QUIET = QuietHours(time(20), time(8))
NUDGE = timedelta(days=7)
START = wall("2026-11-17 14:00")  # a Tuesday


def candidate(case: int, letter: str, votes: int = 0, window: int = 1) -> Candidate:
    return Candidate(case, window, letter, votes)


@pytest.mark.parametrize(
    ("standing", "first"),
    [
        ([candidate(1, "A", 2), candidate(2, "B", 3)], 2),
        ([candidate(9, "B", 2), candidate(4, "A", 2), candidate(1, "C", 1)], 4),
        ([candidate(2, "B"), candidate(3, "A")], 3),
        ([candidate(1, "AA", 1), candidate(2, "Z", 1)], 2),
        ([candidate(5, "A", 1, window=2), candidate(6, "C", 1, window=1)], 6),
    ],
    ids=["most votes", "a tie", "nobody voted", "AA comes after Z", "a parked case comes first"],
)
def test_most_votes_win_and_the_first_of_the_ballot_a_tie(
    standing: list[Candidate], first: int
) -> None:
    for order in (standing, standing[::-1]):
        won = voting.winner(order)
        assert won is not None
        assert won.case == first


def test_an_empty_ballot_has_no_winner() -> None:
    assert voting.winner([]) is None


@pytest.mark.parametrize(
    ("posted", "nudge", "closes"),
    [
        ("2026-11-03 10:00", NUDGE, "2026-11-10 14:00"),
        ("2026-11-03 10:00", None, "2026-11-10 14:00"),
        ("2026-11-10 10:00", NUDGE, "2026-11-11 10:00"),
        ("2026-11-12 19:30", NUDGE, "2026-11-13 19:30"),
        ("2026-11-13 10:00", NUDGE, "2026-11-16 08:00"),
        ("2026-11-16 13:59", NUDGE, "2026-11-17 13:59"),
        ("2026-11-16 14:00", NUDGE, None),
        ("2026-11-17 13:00", NUDGE, None),
    ],
    ids=[
        "at the nudge",
        "a rhythm without a nudge",
        "a day after the post at the earliest",
        "a day later at the same hour",
        "not at the weekend",
        "just before the meeting",
        "a day does not fit any more",
        "on the day itself",
    ],
)
def test_a_vote_closes_at_the_nudge_but_stands_a_day(
    posted: str, nudge: timedelta | None, closes: str | None
) -> None:
    at = voting.closes_at(START, wall(posted), nudge, QUIET, BRUSSELS)
    assert (shown(at) if at is not None else None) == closes


def test_a_vote_that_would_end_at_night_ends_in_the_morning() -> None:
    evening: datetime = wall("2026-11-24 21:00")
    at = voting.closes_at(evening, wall("2026-11-03 10:00"), NUDGE, QUIET, BRUSSELS)
    assert at is not None
    assert shown(at) == "2026-11-18 08:00"


@pytest.mark.parametrize(
    ("accepted", "may_vote", "how"),
    [
        (0, True, Choice.NOTHING),
        (1, True, Choice.DIRECTLY),
        (2, True, Choice.BY_VOTE),
        (2, False, Choice.DIRECTLY),
    ],
    ids=["none", "one needs no vote", "several", "the group can't be asked"],
)
def test_the_first_case_is_settled_by_vote_where_there_is_something_to_choose(
    accepted: int, *, may_vote: bool, how: Choice
) -> None:
    def choice(**now: bool) -> Choice:
        facts = {"is_chosen": False, "is_voting": False, "has_begun": False} | now
        return voting.choice(accepted, may_vote=may_vote, **facts)

    assert choice() is how
    for settled in ("is_chosen", "is_voting", "has_begun"):
        assert choice(**{settled: True}) is Choice.NOTHING


WAITING = Facts()
HEARD = Facts(is_accepted=True, is_chosen=True, has_begun=True, may_be_released=True)


@pytest.mark.parametrize(
    ("case", "can", "cannot"),
    [
        (WAITING, {Deed.ACCEPT, Deed.PARK, Deed.DECLINE, Deed.REWORD, Deed.ASK}, {Deed.ADVISE}),
        (replace(WAITING, has_later=False), {Deed.ACCEPT}, {Deed.PARK}),
        (replace(WAITING, is_voting=True), {Deed.PARK, Deed.DECLINE}, {Deed.ACCEPT}),
        (replace(WAITING, is_accepted=True), {Deed.PARK, Deed.DECLINE}, {Deed.ACCEPT}),
        (replace(WAITING, is_declined=True), {Deed.ACCEPT, Deed.DECLINE}, {Deed.ASK}),
        (replace(WAITING, has_begun=True), {Deed.PARK, Deed.DECLINE}, {Deed.ACCEPT, Deed.RELEASE}),
        (HEARD, {Deed.ADVISE, Deed.RELEASE}, {Deed.RETRACT, Deed.PARK, Deed.DECLINE}),
        (replace(HEARD, is_chosen=False), {Deed.ADVISE, Deed.PARK}, {Deed.DECLINE}),
        (replace(HEARD, is_released=True), {Deed.RETRACT}, {Deed.RELEASE}),
        (replace(HEARD, may_be_released=False), {Deed.ADVISE}, {Deed.RELEASE, Deed.RETRACT}),
    ],
    ids=[
        "waiting",
        "no later meeting",
        "while the group votes",
        "accepted",
        "declined",
        "left over after its meeting",
        "heard",
        "accepted, but not heard",
        "released",
        "the author wants it in the session only",
    ],
)
def test_what_may_be_done_follows_from_how_far_a_case_is(
    case: Facts, can: set[Deed], cannot: set[Deed]
) -> None:
    possible = voting.deeds(case)
    assert can <= possible
    assert not cannot & possible


@pytest.mark.parametrize(
    ("cases", "is_shown"),
    [
        ([(1, "accepted"), (2, "parked"), (3, "declined"), (3, "waiting"), (3, "waiting")], True),
        ([(1, "accepted"), (2, "parked"), (2, "declined"), (2, "waiting"), (1, "waiting")], False),
        ([(1, "accepted"), (2, "parked"), (3, "declined"), (3, "waiting")], False),
        ([(1, "accepted"), (2, "parked"), (3, "declined"), (3, "parked"), (3, "withdrawn")], False),
        ([], False),
    ],
    ids=["enough", "two communities", "four cases", "withdrawn is not counted", "none"],
)
def test_numbers_are_told_from_three_communities_and_five_cases_on(
    cases: list[tuple[int, str]], *, is_shown: bool
) -> None:
    counts = voting.counted(cases)
    assert (counts is not None) == is_shown
    if counts is not None:
        assert counts.opened == 5
        assert counts.by_standing["waiting"] == 2


def test_outcomes_are_told_when_everyone_was_asked_twice() -> None:
    assert [voting.shows_outcomes(number) for number in range(4)] == [False, False, True, True]
