"""Those who were placed and have not registered: listed, taken back, told once a day."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from bot.rules.communities import Zone
from bot.rules.interest import DRAFT_RETENTION, INVITATION_VALID_FOR, Standing, may_remind
from handlers.interest import placement_messages
from handlers.interest.placement_messages import InterestInvited
from storage import interest as interests
from storage import personal_data
from storage.communities import Community, Invitation
from storage.core import form_drafts, outbox
from storage.core.form_drafts import FormDraft
from storage.core.outbox import Outgoing
from storage.interest import placed
from storage.interest.placed import CHOOSING, FOUNDED
from tests.storage.seats import NOW, found
from tests.storage.test_interest import leave

BRUSSELS = ZoneInfo("Europe/Brussels")


def test_who_was_placed_is_listed_in_that_order_and_only_there(
    session: Session, community: Community
) -> None:
    first, second, elsewhere, _waits = (leave(session, number) for number in range(1, 5))
    other = found(session, "Zuid")
    interests.place(session, second, community, NOW)
    interests.place(session, first, community, NOW + timedelta(hours=1))
    interests.place(session, elsewhere, other, NOW)

    assert placed.in_community(session, community.id or 0, 9) == [second, first]
    assert placed.in_community(session, community.id or 0, 1) == [second]
    assert placed.number_placed(session, community.id or 0) == 2
    assert placed.by_id(session, {first.id or 0, 999}) == {first.id: first}


def test_who_is_taken_back_waits_again_and_their_link_opens_no_door(
    session: Session, community: Community
) -> None:
    interest = leave(session)
    token = interests.place(session, interest, community, NOW).token
    outbox.put(session, InterestInvited.about(interest), NOW)
    assert placement_messages.told_at(session, interest) == NOW

    placement_messages.take_back(session, interest)
    session.flush()

    assert session.get(Invitation, token) is None
    assert interests.standing(session, interest, NOW) is Standing.WAITING
    assert interests.not_placed(session, "north") == [interest]
    assert interest.placed_at == NOW
    assert session.exec(select(Outgoing)).all() == []
    again = interests.place(session, interest, community, NOW + INVITATION_VALID_FOR)
    assert again.token != token


def test_those_who_wait_the_longest_are_chosen_from(session: Session) -> None:
    for number in range(1, 6):
        leave(session, number, consented_at=NOW - timedelta(days=number))

    assert [one.name for one in interests.not_placed(session, "north", 2)] == ["N5", "N4"]
    assert len(interests.not_placed(session, "north")) == 5


def test_a_group_that_nobody_went_on_with_is_forgotten(session: Session) -> None:
    for topic, at in (
        (CHOOSING[Zone.NORTH], NOW),
        (CHOOSING[Zone.SOUTH], NOW + timedelta(days=1)),
        (FOUNDED, NOW),
        ("plan", NOW),
    ):
        form_drafts.keep(session, 1, topic, {"facts": {}}, at)
    session.flush()

    personal_data.erase_expired(session, timedelta(days=30), NOW + DRAFT_RETENTION)

    left = session.exec(select(FormDraft.topic)).all()
    assert sorted(left) == [CHOOSING[Zone.SOUTH], "plan"]


@pytest.mark.parametrize(
    ("hours", "may"),
    [
        pytest.param(None, True, id="told nothing that is still known"),
        pytest.param(1, False, id="told today"),
        pytest.param(-2, False, id="to be told later"),
        pytest.param(11, True, id="told last night"),
    ],
)
def test_a_reminder_comes_once_a_day(hours: int | None, may: bool) -> None:
    told_at = NOW - timedelta(hours=hours) if hours is not None else None

    assert may_remind(told_at, NOW, BRUSSELS) is may
