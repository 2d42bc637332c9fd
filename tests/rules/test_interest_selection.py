"""A group in the making: put in, taken out, proposed again, another in somebody's place."""

from collections.abc import Callable

import pytest

from bot.rules.communities import MEMBER_SEATS
from bot.rules.interest_diversity import Candidate, Reason
from bot.rules.interest_selection import Selection, described, in_place_of


def somebody(key: int, sector: str = "care", **more: str) -> Candidate:
    return Candidate(key, sector, "nurse", f"house {key}", more.get("language", "nl"), key)


CROWD = [somebody(key) for key in range(1, 21)]


def test_a_proposal_fills_the_seats_beside_the_moderators() -> None:
    selection = Selection().proposed_anew(CROWD, ())

    assert selection.chosen == selection.proposed == tuple(range(1, MEMBER_SEATS + 1))
    assert selection.is_full


def test_whom_a_hand_put_in_or_took_out_stays_in_or_out_when_proposed_again() -> None:
    selection = Selection().proposed_anew(CROWD, ()).leaving(1).leaving(2).taking(20)

    again = selection.proposed_anew(CROWD, ())

    assert {1, 2} & set(again.chosen) == set()
    assert 20 in again.chosen
    assert again.is_full


def test_who_is_put_in_after_all_is_out_no_more() -> None:
    selection = Selection().proposed_anew(CROWD, ()).leaving(1).taking(1)

    assert (selection.kept, selection.out) == ((1,), ())


@pytest.mark.parametrize(
    "twice",
    [
        pytest.param(lambda one: one.taking(20).taking(20), id="put in"),
        pytest.param(lambda one: one.leaving(3).leaving(3), id="taken out"),
    ],
)
def test_the_same_press_twice_changes_nothing_more(
    twice: Callable[[Selection], Selection],
) -> None:
    selection = twice(Selection(chosen=(1, 2, 3)))

    assert len(set(selection.chosen)) == len(selection.chosen)
    assert len(set(selection.out)) == len(selection.out)
    assert len(selection.chosen) in (2, 4)


def test_putting_in_and_taking_out_moves_nobody_in_the_list() -> None:
    first = Selection().proposed_anew([*CROWD, somebody(30, "housing")], ())
    waiting = [*range(1, 21), 30]

    order = first.in_order(waiting)

    assert order[:MEMBER_SEATS] == list(first.proposed)
    assert sorted(order) == sorted(waiting)
    assert first.leaving(1).taking(20).in_order(waiting) == order


def test_who_is_gone_is_in_no_part_of_the_group() -> None:
    selection = Selection((1, 2), (1, 2, 3), (3,), (4,)).missing({2, 3, 4})

    assert selection == Selection((1,), (1,), (), ())


def test_a_group_is_described_as_it_is_and_not_made_better() -> None:
    crowd = [somebody(1), somebody(2), somebody(3, "housing")]

    group = described(crowd, (1, 2), {"nl"})

    assert [one.key for one in group.people] == [1, 2]
    assert group.sectors == 1
    assert group.people[0].reasons == (Reason.ONLY_ORGANISATION, Reason.LANGUAGE)
    assert described(crowd, (), ()).people == ()


def test_another_is_chosen_by_what_those_who_stay_lack() -> None:
    staying = [somebody(-1), somebody(-2, "housing")]
    waiting = [somebody(1), somebody(2, "housing"), somebody(3, "youth")]

    other = in_place_of(waiting, staying, ())

    assert other is not None
    assert other.key == 3
    assert Reason.ONLY_SECTOR in other.reasons
    assert in_place_of([], staying, ()) is None
    assert in_place_of(waiting, [], ()) is not None
