"""What coordinators see of the communities: no small number, none worked out, the gravest first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import overview as rules
from bot.rules.communities import Zone
from bot.rules.overview import (
    FEWEST,
    FEWEST_COMMUNITIES,
    Facts,
    HandoverCounts,
    MeetingFacts,
    Overview,
    Reason,
)

NOW = datetime(2027, 1, 20, 9, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)


def held(number: int, days: int, **known: Any) -> MeetingFacts:
    """Meeting `number`, so many days from now."""
    start = NOW + timedelta(days=days)
    return MeetingFacts(number, start, start + TWO_HOURS, **known)


SOUND = Facts(
    key=1,
    name="Noord",
    zone=Zone.NORTH,
    seats=15,
    moderators=2,
    has_group=True,
    meetings=(held(1, -20, has_summary=True, listed=15, there=12), held(2, 8)),
)


@pytest.mark.parametrize(
    ("number", "told"), [(0, 0), (1, None), (4, None), (5, 5), (15, 15)], ids=str
)
def test_from_one_to_four_people_no_number_is_told(number: int, told: int | None) -> None:
    assert rules.people(number) == told


@pytest.mark.parametrize(
    ("there", "listed", "told"),
    [(0, 0, None), (4, 4, None), (0, 5, 0), (5, 5, 100), (7, 15, 45), (8, 15, 55), (8, 17, 45)],
    ids=str,
)
def test_attendance_is_rounded_and_told_of_five_seats_on(
    there: int, listed: int, told: int | None
) -> None:
    assert rules.percent(there, listed) == told


TEN = tuple(held(n, 28 * (n - 11), has_summary=True) for n in range(1, 11))


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({}, ()),
        ({"moderators": 1}, (Reason.NO_PAIR,)),
        ({"moderators_lost": 1}, (Reason.MODERATOR_LOST,)),
        ({"has_group": False}, (Reason.NO_GROUP,)),
        ({"meetings": ()}, (Reason.NO_MEETING,)),
        ({"meetings": SOUND.meetings[:1]}, (Reason.NO_MEETING,)),
        ({"meetings": TEN}, (Reason.CYCLE_OVER,)),
        (
            {"meetings": (held(1, -9, has_summary=True, listed=15, there=7), held(2, 9))},
            (Reason.LOW_ATTENDANCE,),
        ),
        ({"meetings": (held(1, -9, has_summary=True, listed=4), held(2, 9))}, ()),
        ({"meetings": (held(1, -6), held(2, 9))}, ()),
        ({"meetings": (held(1, -8), held(2, 9))}, (Reason.SUMMARY_OVERDUE,)),
        ({"meetings": (held(1, -29), held(2, 9))}, ()),
        ({"behind": 1}, (Reason.NOT_AGREED,)),
        ({"moderators": 0, "has_group": False}, (Reason.NO_PAIR, Reason.NO_GROUP)),
        ({"archived_at": NOW, "moderators": 0, "meetings": ()}, ()),
    ],
    ids=[
        "nothing",
        "one moderator",
        "a moderator blocked the bot",
        "no group",
        "nothing planned",
        "nothing planned any more",
        "ten held",
        "seven of fifteen came",
        "nobody of four came",
        "a summary of six days",
        "a summary of eight days",
        "a summary nobody asks for any more",
        "somebody has not agreed",
        "several",
        "archived",
    ],
)
def test_a_community_needs_attention_for_a_reason(
    changed: dict[str, Any], reasons: tuple[Reason, ...]
) -> None:
    assert rules.shown(replace(SOUND, **changed), NOW).reasons == reasons


def test_the_gravest_reason_comes_first_then_the_most_reasons() -> None:
    found = rules.overview(
        [
            replace(SOUND, key=1, behind=2),
            replace(SOUND, key=2, moderators=0, zone=Zone.SOUTH),
            replace(SOUND, key=3, moderators=0, has_group=False, zone=Zone.SOUTH),
            replace(SOUND, key=4),
        ],
        {Zone.SOUTH_EAST: 3},
        NOW,
    )

    named = [(one.community.key if one.community else None, one.zone) for one in found.needs]
    assert named == [
        (3, Zone.SOUTH),
        (2, Zone.SOUTH),
        (None, Zone.SOUTH_EAST),
        (1, Zone.NORTH),
    ]


@pytest.mark.parametrize(
    ("seats", "moderators", "waits"),
    [(15, 2, True), (14, 1, True), (14, 2, False), (3, 2, False)],
    ids=["full", "only a moderator is lacking", "one free", "nearly empty"],
)
def test_interest_waits_where_no_member_s_seat_is_free(
    seats: int, moderators: int, waits: bool
) -> None:
    facts = replace(SOUND, seats=seats, moderators=moderators)

    (zone, *_) = rules.overview([facts], {Zone.NORTH: 6}, NOW).zones

    assert (zone.interest, Reason.INTEREST_WAITS in zone.reasons) == (6, waits)


def test_archived_communities_stand_apart_and_count_in_nothing() -> None:
    gone = replace(SOUND, key=2, archived_at=NOW, handed=HandoverCounts(9, 9, 9), waiting=9)

    found = rules.overview([SOUND, gone], {}, NOW)

    assert [one.key for one in found.archived] == [2]
    assert [one.key for one in found.running] == [1]
    together = found.together
    assert (together.number, together.seats, together.waiting, together.handed) == (
        1,
        15,
        0,
        (0, 0),
    )


def test_sectors_are_told_from_five_people_on_and_never_in_a_person_s_own_words() -> None:
    numbers = {"housing": 5, "youth": 4, "health_care": 9, "Bij Jan thuis": 50}

    assert rules.sectors(numbers) == [("health_care", 9), ("housing", 5)]


# --- nothing small can be worked out -----------------------------------------------------------

SMALL = st.integers(1, FEWEST - 1)


@st.composite
def everyone(draw: st.DrawFn) -> list[Facts]:
    """Some communities, among them several with small numbers."""
    count = draw(st.integers(1, 12))
    return [
        replace(
            SOUND,
            key=key,
            zone=draw(st.sampled_from(list(Zone)[:3])),
            seats=draw(st.integers(0, 15)),
            waiting=draw(st.integers(0, 8)),
            behind=draw(st.integers(0, 8)),
            handed=draw(hand_overs()),
            meetings=(
                held(1, -40, listed=(listed := draw(st.integers(0, 8))), there=min(listed, 3)),
                held(2, 8),
            ),
        )
        for key in range(1, count + 1)
    ]


@st.composite
def hand_overs(draw: st.DrawFn) -> HandoverCounts:
    due, duos = draw(st.integers(1, 9)), draw(st.integers(1, 4))
    return HandoverCounts(draw(st.integers(0, due)), due, duos)


def hidden(facts: Facts, small: int) -> Facts:
    """The same community with another number wherever there is a small one."""

    def other(number: int) -> int:
        return small if 0 < number < FEWEST else number

    first, *rest = facts.meetings
    listed = first.listed if first.listed >= FEWEST else small
    first = replace(first, listed=listed, there=min(first.there, listed))
    return replace(
        facts,
        seats=other(facts.seats),
        waiting=other(facts.waiting),
        behind=other(facts.behind),
        meetings=(first, *rest),
    )


@given(everyone(), SMALL, st.integers(0, 9), SMALL)
def test_nothing_on_the_overview_depends_on_a_small_number(
    facts: list[Facts], small: int, interest: int, other: int
) -> None:
    waits = {Zone.NORTH: interest}
    waits_otherwise = {Zone.NORTH: other if 0 < interest < FEWEST else interest}

    assert rules.overview(facts, waits, NOW) == rules.overview(
        [hidden(one, small) for one in facts], waits_otherwise, NOW
    )


@given(everyone())
def test_what_a_total_of_hand_overs_adds_to_what_is_told_is_of_enough_people(
    facts: list[Facts],
) -> None:
    found = rules.overview(facts, {}, NOW)

    for unsaid in _added(found, facts):
        enough = sum(2 * one.duos for one in unsaid) >= FEWEST
        assert not unsaid or (enough and len(unsaid) >= FEWEST_COMMUNITIES)


def _added(found: Overview, facts: Sequence[Facts]) -> list[list[HandoverCounts]]:
    """What remains of each total that is told, once all is taken off that is told within it."""
    handed = {one.key: one.handed for one in facts}
    unsaid = {
        zone.zone: [handed[one.key] for one in zone.communities if one.handed is None]
        for zone in found.zones
    }
    told = [zone.zone for zone in found.zones if zone.together.handed is not None]
    remains = [unsaid[zone] for zone in told]
    if found.together.handed is not None:
        remains.append([one for zone, left in unsaid.items() if zone not in told for one in left])
    return remains


def test_totals_of_hand_overs_are_told_where_enough_come_together() -> None:
    one_duo = replace(SOUND, handed=HandoverCounts(1, 2, 1))
    three_duos = replace(SOUND, handed=HandoverCounts(4, 5, 3))

    def total(*facts: Facts) -> tuple[int, int] | None:
        return rules.overview(facts, {}, NOW).together.handed

    assert total(one_duo) is None
    assert total(three_duos, one_duo) is None
    assert total(three_duos) == (4, 5)
    assert total(one_duo, one_duo, one_duo) == (3, 6)
