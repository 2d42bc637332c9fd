"""What communities release, to whom it is offered, and for how long it is kept who did it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.rules.library import Kind as ItemKind
from bot.rules.summaries import Part
from handlers.links import outbox_rows
from handlers.links.messages import LinkOffer, LinkPost, LinkPosted
from storage import library, personal_data, releases, summaries, themes
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.outbox import Outgoing
from storage.core.text_encryption import TextCipher
from storage.library import LibraryItem, Told
from storage.links import offered, subjects
from storage.members import Person
from storage.releases import Kind, Offer, Release
from storage.themes import Tagged
from tests.storage.seats import NOW, data_of, found, plan, sit

PRACTICE = Told(ItemKind.PRACTICE, "Kaart", "Toont wie er is", text="Neem een blad.")
SEAL = TextCipher(b"k" * 32)


@pytest.fixture
def item(session: Session, community: Community) -> LibraryItem:
    """A practice in the community's library."""
    shared = library.share(session, PRACTICE, community.id or 0, None, NOW)
    library.tag(session, shared, frozenset({"domain_housing"}), NOW)
    return shared


@pytest.fixture
def zuid(session: Session) -> Community:
    """Another community, with a moderator, a lead, a member, and a group."""
    south = found(session, "Zuid")
    for role in ("moderator", "lead", "member"):
        sit(session, south, f"{role} of Zuid", role=role)
    session.add(Chat(community_id=south.id or 0, telegram_id=-100_200))
    session.flush()
    return south


def released(session: Session, item: LibraryItem, person_id: int | None = None) -> Release:
    subject = subjects.subject(session, Kind.ITEM, item.id, "", SEAL)
    assert subject is not None
    return subjects.release(session, subject, person_id, SEAL, NOW)


def offer_to(session: Session, release: Release, *communities: Community) -> list[Offer]:
    return outbox_rows.offer(session, release, [one.id or 0 for one in communities], NOW, NOW)


def post(session: Session, offer: Offer) -> offered.Offered:
    """Have the moderator of Zuid post an offer."""
    person = session.exec(select(Person).where(Person.name == "moderator of Zuid")).one()
    assert releases.post(session, offer.id or 0, person.id or 0, NOW)
    session.refresh(offer)
    at = offered.read_offer(session, offer.id)
    chat = session.exec(select(Chat)).one()
    assert at is not None
    outbox_rows.put_post(session, at, chat, person, NOW)
    offered.take_over(session, at, SEAL, NOW)
    return at


def to_say(session: Session, kind: str) -> list[Outgoing]:
    return list(session.exec(select(Outgoing).where(Outgoing.kind == kind)))


def test_a_release_is_sealed_and_stays_as_it_was(session: Session, item: LibraryItem) -> None:
    release = released(session, item)
    library.change(session, item, Told(ItemKind.TOOL, "Anders", "Anders", text="Anders"))

    assert released(session, item).id == release.id
    assert SEAL.decrypt(release.text) == "Kaart\nToont wie er is\n\nNeem een blad."
    assert subjects.item_of(release, SEAL) == PRACTICE
    assert "Kaart" not in f"{release.text}{release.item}"
    assert subjects.item_of(release, TextCipher(b"x" * 32)) is None


def test_of_a_summary_only_shared_parts_can_be_released(
    session: Session, community: Community
) -> None:
    (meeting,) = plan(session, community, -1)
    said = {Part.BROUGHT: "binnen", Part.LEARNED: "buiten"}
    summary = summaries.publish(session, meeting.id or 0, said, [Part.LEARNED], None, SEAL, NOW)

    def subject(part: str) -> str | None:
        found = subjects.subject(session, Kind.PASSAGE, summary.id, part, SEAL)
        return found.text if found is not None else None

    assert [subject(part) for part in ("learned", "brought", "", "nothing")] == ["buiten"] + [
        None
    ] * 3
    assert subjects.shared_parts(session, summary.id) == (Part.LEARNED,)
    assert subjects.subject(session, Kind.ITEM, 1, "learned", SEAL) is None


def test_it_is_offered_once_to_moderators_and_leads_of_others_that_are_not_archived(
    session: Session, community: Community, item: LibraryItem, zuid: Community
) -> None:
    closed = found(session, "Dicht")
    closed.archived_at = NOW
    release = released(session, item)
    assert offered.number_open_by_zone(session, release) == {"north": 1}
    assert offered.open_communities(session, release, "north") == [zuid]

    (offer,) = offer_to(session, release, zuid, community, closed)
    assert offer_to(session, release, zuid) == []

    assert offer.community_id == zuid.id
    names = [session.get_one(Person, row.person_id).name for row in to_say(session, LinkOffer.name)]
    assert names == ["moderator of Zuid", "lead of Zuid"]
    assert offered.number_open_by_zone(session, release) == {}


def test_a_post_copies_the_item_with_its_themes_and_tells_who_was_offered_it(
    session: Session, community: Community, item: LibraryItem, zuid: Community
) -> None:
    (offer,) = offer_to(session, released(session, item), zuid)
    moderator, lead = to_say(session, LinkOffer.name)
    lead.state = outbox.SENT
    post(session, offer)

    assert not releases.post(session, offer.id or 0, 1, NOW)
    copy = session.get_one(LibraryItem, offer.item_id)
    assert (copy.title, copy.community_id, copy.shared_by) == ("Kaart", zuid.id, None)
    assert themes.tags(session, Tagged.ITEM, copy.id or 0) == {"domain_housing"}
    assert releases.origin_of_copy(session, copy.id) == community
    assert releases.origin_of_copy(session, item.id) is None
    assert subjects.subject(session, Kind.ITEM, copy.id, "", SEAL) is None
    assert [row.person_id for row in to_say(session, LinkPosted.name)] == [lead.person_id]
    assert len(to_say(session, LinkPost.name)) == 1
    assert moderator.person_id == offer.posted_by


def test_what_was_posted_stays_where_it_is_when_its_source_is_withdrawn(
    session: Session, community: Community, item: LibraryItem, zuid: Community
) -> None:
    oost = found(session, "Oost")
    release = released(session, item)
    here, _ = offer_to(session, release, zuid, oost)
    post(session, here)

    assert not releases.take_back(session, release)
    library.withdraw(session, item, NOW)

    assert releases.all_releases(session) == []
    assert release.text == ""
    assert release.item is None
    assert releases.offers(session, release.id) == [here]
    assert releases.origin_of_copy(session, here.item_id) == community


def test_what_nobody_posted_goes_when_its_part_is_no_longer_shared(
    session: Session, community: Community, zuid: Community
) -> None:
    (meeting,) = plan(session, community, -1)
    said, key = {Part.LEARNED: "buiten"}, meeting.id or 0

    def publish(*shared: Part) -> None:
        summaries.publish(session, key, said, shared, None, SEAL, NOW)

    publish(Part.LEARNED)
    summary = summaries.of_meeting(session, key)
    assert summary is not None
    subject = subjects.subject(session, Kind.PASSAGE, summary.id, "learned", SEAL)
    assert subject is not None
    offer_to(session, subjects.release(session, subject, None, SEAL, NOW), zuid)
    publish(Part.LEARNED)
    assert len(releases.all_releases(session)) == 1

    publish()

    assert session.exec(select(Release)).all() == []
    assert session.exec(select(Offer)).all() == []


def test_a_group_that_is_gone_leaves_the_offer_open(
    session: Session, item: LibraryItem, zuid: Community
) -> None:
    (offer,) = offer_to(session, released(session, item), zuid)
    post(session, offer)
    copy = offer.item_id

    offered.unpost(session, offer.id, NOW)
    session.flush()

    assert (offer.posted_at, offer.posted_by, offer.item_id) == (None, None, None)
    assert session.get(LibraryItem, copy) is None
    post(session, offer)
    assert len(to_say(session, LinkPost.name)) == 1


@pytest.mark.parametrize(
    ("days", "later", "is_kept"),
    [
        pytest.param((-1, 30), 60, True, id="its cycle ended not long ago"),
        pytest.param((-1, 30), 500, False, id="its cycle ended long ago"),
        pytest.param((-30, -1), 500, False, id="released after the last session"),
        pytest.param((), 500, False, id="never a session"),
        pytest.param((-1, 490), 500, True, id="a long cycle"),
    ],
)
def test_who_released_it_is_forgotten_after_the_cycle_and_what_stays(
    session: Session,
    community: Community,
    item: LibraryItem,
    days: tuple[int, ...],
    later: int,
    is_kept: bool,
) -> None:
    plan(session, community, *days)
    (mo,) = sit(session, community, "Mo", role="moderator")
    release = released(session, item, mo.person_id)
    mine = data_of(session, mo.person_id)["links_between_communities"]
    assert [one["community"] for one in mine["released"]] == ["Noord"]

    personal_data.erase_expired(session, timedelta(days=30), NOW + timedelta(days=later))
    session.refresh(release)

    assert (release.released_by is not None) is is_kept
    assert SEAL.decrypt_or_none(release.text) is not None
    assert bool(data_of(session, mo.person_id)["links_between_communities"]) is is_kept


def test_who_posted_it_is_forgotten_with_them(
    session: Session, item: LibraryItem, zuid: Community
) -> None:
    (offer,) = offer_to(session, released(session, item), zuid)
    post(session, offer)
    session.delete(session.get_one(Person, offer.posted_by))
    session.flush()
    session.refresh(offer)

    assert offer.posted_by is None
    assert offer.posted_at is not None
    assert session.exec(select(LibraryItem).where(col(LibraryItem.id) == offer.item_id)).first()
