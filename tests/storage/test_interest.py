"""Interest in the database: placing, erasing, numbers, and ten thousand of them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.rules.interest import DRAFT_RETENTION, INVITATION_VALID_FOR, RETENTION, Standing
from handlers.interest import placement_messages
from handlers.interest.placement_messages import InterestInvited
from storage import communities, personal_data
from storage import interest as interests
from storage.communities import Community, Invitation
from storage.core import form_drafts, outbox
from storage.core.outbox import Outgoing
from storage.core.text_encryption import TextCipher
from storage.interest import Interest, listed
from storage.interest.personal_data import TOPIC
from tests.storage.seats import NOW, found, sit

TWO_MONTHS = timedelta(days=60)
MANY = 10_000
"""Seconds for a page of ten thousand, on a machine that is shared."""


@pytest.fixture
def cipher() -> TextCipher:
    return TextCipher(b"k" * 32)


def leave(session: Session, number: int = 1, **told: Any) -> Interest:
    """Someone's interest, in the north unless told otherwise."""
    row = described(number) | told
    interest = Interest(**row)
    session.add(interest)
    session.flush()
    return interest


def described(number: int) -> dict[str, Any]:
    return {
        "telegram_id": 910_000_000 + number,
        "name": f"N{number}",
        "zone": "north",
        "municipality": "",
        "profession": "nurse",
        "sector": "health_care",
        "organisation": "O",
        "contact": "",
        "language": "nl",
        "as_duo": False,
        "source": "",
        "consented_at": NOW,
        "changed_at": NOW,
        "is_reachable": True,
    }


def test_an_invitation_is_given_again_while_it_is_open_and_closed_by_the_next(
    session: Session, community: Community
) -> None:
    other = found(session, "Zuid")
    ann = leave(session)
    first = interests.place(session, ann, community, NOW).token
    again = interests.place(session, ann, community, NOW + timedelta(days=1)).token
    elsewhere = interests.place(session, ann, other, NOW + timedelta(days=1)).token
    session.expire_all()

    assert first == again != elsewhere
    assert session.get(Invitation, first) is None
    assert interests.not_placed(session, "north") == []
    assert interests.standing(session, ann, NOW + timedelta(days=2)) is Standing.INVITED
    assert interests.standing(session, ann, NOW + TWO_MONTHS) is Standing.EXPIRED
    assert interests.place(session, ann, other, NOW + TWO_MONTHS).token != elsewhere


def test_a_members_own_invitation_is_not_among_the_founding_ones(
    session: Session, community: Community
) -> None:
    interests.place(session, leave(session), community, NOW)
    assert communities.invitations(session, community.id or 0) == []


def test_who_is_erased_leaves_no_open_door_and_no_word(
    session: Session, community: Community
) -> None:
    ann, bea = leave(session), leave(session, 2)
    unused = interests.place(session, ann, community, NOW).token
    used = interests.place(session, bea, community, NOW)
    used.used_at = NOW
    outbox.put(session, InterestInvited.about(ann), NOW)

    for interest in (ann, bea):
        placement_messages.erase(session, interest)
    session.expire_all()

    assert session.exec(select(Interest)).all() == []
    assert session.get(Invitation, unused) is None
    assert session.get(Invitation, used.token) is not None
    assert session.exec(select(Outgoing)).all() == []


def test_interest_goes_a_year_after_its_last_change_and_forms_sooner(
    session: Session, community: Community
) -> None:
    leave(session)
    changed = leave(session, 2, changed_at=NOW + timedelta(days=1))
    form_drafts.keep(session, 1, TOPIC, {}, NOW)
    form_drafts.keep(session, 1, "registration", {}, NOW)

    personal_data.erase_expired(
        session, timedelta(days=30), NOW + DRAFT_RETENTION - timedelta(seconds=1)
    )
    assert form_drafts.about(session, 1, TOPIC) is not None
    personal_data.erase_expired(session, timedelta(days=30), NOW + RETENTION)

    assert session.exec(select(Interest.id)).all() == [changed.id]
    assert form_drafts.about(session, 1, TOPIC) is None
    assert form_drafts.about(session, 1, "registration") is not None


def test_who_has_another_key_reads_no_contact(session: Session, cipher: TextCipher) -> None:
    ann = leave(session, contact=cipher.encrypt("0470 12 34 56"))
    section = "interest_in_taking_part"
    own = personal_data.everything(session, ann.telegram_id, cipher)[section]
    other = personal_data.everything(session, ann.telegram_id, TextCipher(b"o" * 32))[section]

    assert own["how_to_reach_you"] == "0470 12 34 56"
    assert other["how_to_reach_you"] is None
    assert personal_data.everything(session, 1, cipher)[section] is None


def test_seats_that_were_promised_are_promised_once(session: Session, community: Community) -> None:
    sit(session, community, "Mo")
    ann, bea = leave(session), leave(session, 2)
    before = listed.number_of_places(session, ann, community, NOW)
    interests.place(session, ann, community, NOW)

    assert listed.number_of_places(session, ann, community, NOW) == before
    assert listed.number_of_places(session, bea, community, NOW) == before - 1
    assert listed.number_of_places(session, bea, community, NOW + INVITATION_VALID_FOR) == before


def test_archived_communities_take_nobody_and_those_of_the_zone_come_first(
    session: Session, community: Community
) -> None:
    for name, zone in (("Aalst", "south"), ("Zwart", "north"), ("Weg", "north")):
        found(session, name).zone = zone
    weg = communities.by_name(session, "weg")
    assert weg is not None
    weg.archived_at = NOW
    session.flush()

    names = [one.name for one in listed.page_of_communities(session, "north", 0, 9)]
    assert names == ["Noord", "Zwart", "Aalst"]
    assert listed.number_of_communities(session) == 3


def test_news_counts_who_still_waits(session: Session, community: Community) -> None:
    for number, zone in enumerate(("north", "north", "south"), start=1):
        leave(session, number, zone=zone, announced_at=NOW)
    leave(session, 4, announced_at=NOW + timedelta(days=1))
    placed = session.exec(select(Interest).where(col(Interest.zone) == "south")).one()
    interests.place(session, placed, community, NOW)

    assert listed.numbers_announced(session, NOW) == {"north": 2}


def test_ten_thousand_are_listed_in_a_few_questions(session: Session, community: Community) -> None:
    zones = ("north", "south")
    session.connection().execute(
        Interest.__table__.insert(),  # type: ignore[attr-defined]
        [
            described(n) | {"zone": zones[n % 2], "profession": f"p{n % 50}", "source": f"s{n % 7}"}
            for n in range(MANY)
        ],
    )
    placed = session.exec(select(Interest).order_by(col(Interest.id)).limit(3)).all()
    for one in placed:
        interests.place(session, one, community, NOW)
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))

    numbers = listed.numbers_by_zone(session, NOW + TWO_MONTHS)
    last = listed.page(session, None, (MANY - 1) // 8, 8)
    first = listed.page(session, "south", 0, 8)
    professions = listed.numbers_by_profession(session, None)
    sources = listed.numbers_by_source(session, 5)

    assert len(asked) == 5
    assert sum(one.all for one in numbers.values()) == MANY
    assert sum(one.lapsed for one in numbers.values()) == 3
    assert [one.id for one in last[-3:]] == [one.id for one in placed]
    assert {one.zone for one in first} == {"south"}
    assert len(professions) == 50
    assert len(sources) == 5
