"""Themes in the database: what carries them, where they recur, and the list that is shared."""

from datetime import timedelta

from sqlmodel import Session, select

from bot.rules.cases import Block, Choices, Domain, OpenedCase
from bot.rules.languages import CODES
from bot.rules.themes import BLOCK, DOMAIN, MOST_OWN
from handlers.cases import decisions, follow_meeting
from handlers.people.personal_data import forget
from storage import cases, themes
from storage.cases import Case
from storage.communities import Community
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.themes import Tagged, Theme, ThemeTag, listed
from storage.themes.listed import Listing, Names
from storage.themes.recurring import cycles, recurring, things
from tests.storage.seats import NOW, data_of, found, plan, sit

HOUSING, MONEY, ME = f"{DOMAIN}housing", f"{DOMAIN}money", f"{BLOCK}me"
SEAL = TextCipher(bytes(range(32)))


def named(*names: str) -> Names:
    return Names(dict(zip(CODES, names, strict=True)))


KLOOF = named("kloof", "fracture", "divide")


def tag(
    session: Session, community: Community, subject: int, meeting: Meeting | None, *keys: str
) -> None:
    meeting_id = meeting.id if meeting is not None else None
    kind = Tagged.SUMMARY if meeting is not None else Tagged.ITEM
    themes.retag(session, kind, subject, frozenset(keys), community.id or 0, meeting_id, NOW)


def opened(session: Session, meeting: Meeting) -> Case:
    """A case out of the urn of a meeting, with ticks."""
    ticks = Choices(domains=frozenset({Domain.HOUSING, Domain.OTHER}), blocks=frozenset({Block.ME}))
    window = cases.begin_window(session, meeting, b"k" * 32, b"s" * 16)
    brought = [OpenedCase("A", "How?", ticks, (b"m" * 32,))]
    (case,) = cases.keep_opened(session, window, brought, SEAL)
    return case


def of_case(session: Session, case: Case) -> frozenset[str]:
    return themes.tags(session, Tagged.CASE, case.id or 0)


def test_themes_are_counted_by_the_sessions_of_one_community(
    session: Session, community: Community
) -> None:
    first, second, third = plan(session, community, 14, 42, 70)
    other = found(session, "Zuid")
    (elsewhere,) = plan(session, other, 14)
    tag(session, community, 1, first, HOUSING, MONEY)
    tag(session, community, 3, third, HOUSING)
    tag(session, community, 7, None, ME)
    tag(session, other, 9, elsewhere, MONEY, ME)
    second.is_cancelled = True
    tag(session, community, 2, second, MONEY)

    told = recurring(session, community.id or 0, 1)

    assert [(one.theme, one.total, one.sessions, one.since) for one in told] == [
        (HOUSING, 2, (1, 3), (1, 1)),
        (MONEY, 2, (1,), (1, 1)),
        (ME, 1, (), None),
    ]
    assert [one.subject_id for one in things(session, community.id or 0, MONEY)] == [2, 1]


def test_a_new_cycle_begins_at_nothing_and_remembers_the_first_time(
    session: Session, community: Community
) -> None:
    (before,) = plan(session, community, -300)
    (now,) = plan(session, community, 14, cycle=2)
    tag(session, community, 1, before, HOUSING)
    tag(session, community, 2, now, HOUSING)
    tag(session, community, 8, None, MONEY)

    housing, *_ = recurring(session, community.id or 0, 2)

    assert (housing.total, housing.since) == (1, (1, 1))
    assert cycles(session, community.id or 0) == [2, 1]
    # What belongs to no session was shared before the second cycle began.
    assert {one.theme for one in recurring(session, community.id or 0, 1)} == {HOUSING, MONEY}


def test_a_case_carries_what_was_ticked_while_the_community_takes_it(
    session: Session, community: Community
) -> None:
    first, second = plan(session, community, 14, 42)
    case = opened(session, first)
    assert of_case(session, case) == frozenset()

    decisions.accept(session, case, NOW)
    assert of_case(session, case) == {HOUSING, ME}
    decisions.park(session, case, NOW)
    assert of_case(session, case) == frozenset()
    decisions.accept(session, case, NOW)
    (thing,) = things(session, community.id or 0, HOUSING)
    assert thing.meeting == second
    decisions.decline(session, case, "no", SEAL, NOW)
    assert of_case(session, case) == frozenset()


def test_themes_follow_a_case_to_the_next_meeting_and_go_when_it_is_withdrawn(
    session: Session, community: Community
) -> None:
    first, second = plan(session, community, 14, 42)
    case = opened(session, first)
    decisions.accept(session, case, NOW)

    first.is_cancelled = True
    session.flush()
    follow_meeting.follow(session, first, NOW)
    session.expire_all()
    (thing,) = things(session, community.id or 0, ME)
    assert thing.meeting == second
    cases.take_back(session, case)

    assert session.exec(select(ThemeTag)).all() == []


def test_a_theme_that_is_on_no_list_is_not_tagged(session: Session, community: Community) -> None:
    (meeting,) = plan(session, community, 14)

    tag(session, community, 1, meeting, "own_99", "domain_other", "<b>", HOUSING)

    assert themes.tags(session, Tagged.SUMMARY, 1) == {HOUSING}


def test_no_name_stands_twice_on_the_list(session: Session, community: Community) -> None:
    lea, max_ = sit(session, community, "Lea", "Max", role="lead")
    taken = frozenset({"housing"})

    assert listed.add(session, KLOOF, taken, lea.person_id, NOW) is Listing.DONE
    assert listed.add(session, KLOOF, taken, lea.person_id, NOW) is Listing.DONE
    assert listed.add(session, KLOOF, taken, max_.person_id, NOW) is Listing.TAKEN
    half = named("a", "b", "Divide")
    assert listed.add(session, half, taken, lea.person_id, NOW) is Listing.TAKEN
    fixed = named("a", "b", "Housing")
    assert listed.add(session, fixed, taken, lea.person_id, NOW) is Listing.TAKEN
    assert [tuple(one.names.values()) for one in themes.added(session)] == [
        ("kloof", "fracture", "divide")
    ]


def test_a_theme_in_use_keeps_its_name_and_only_who_added_it_changes_it(
    session: Session, community: Community
) -> None:
    lea, max_ = sit(session, community, "Lea", "Max", role="lead")
    (meeting,) = plan(session, community, 14)
    listed.add(session, KLOOF, frozenset(), lea.person_id, NOW)
    (kloof,) = themes.added(session)
    other = named("net", "net", "net")

    assert listed.rename(session, kloof, other, frozenset(), max_.person_id) is Listing.NOT_YOURS
    assert listed.remove(session, kloof, max_.person_id) is Listing.NOT_YOURS
    tag(session, community, 1, meeting, kloof.key)
    assert listed.rename(session, kloof, other, frozenset(), lea.person_id) is Listing.IN_USE
    assert listed.remove(session, kloof, lea.person_id) is Listing.IN_USE
    tag(session, community, 1, meeting)
    assert listed.rename(session, kloof, other, frozenset(), lea.person_id) is Listing.DONE
    assert themes.added_names(session) == {kloof.key: ("net", "net", "net")}
    assert listed.remove(session, kloof, lea.person_id) is Listing.DONE
    assert themes.added(session) == []


def test_the_list_ends_somewhere(session: Session, community: Community) -> None:
    (lea,) = sit(session, community, "Lea", role="lead")
    for number in range(MOST_OWN):
        name = f"theme {number}"
        names = named(name, name, name)
        listed.add(session, names, frozenset(), lea.person_id, NOW)

    assert listed.add(session, KLOOF, frozenset(), lea.person_id, NOW) is Listing.FULL


def test_who_added_a_theme_reads_so_and_is_forgotten_without_it(
    session: Session, community: Community
) -> None:
    (lea,) = sit(session, community, "Lea", role="lead")
    (max_,) = sit(session, community, "Max", role="lead")
    listed.add(session, KLOOF, frozenset(), lea.person_id, NOW)
    assert [one["fr"] for one in data_of(session, lea.person_id)["themes_added"]] == ["fracture"]
    assert data_of(session, max_.person_id)["themes_added"] == []

    forget(session, 900_100_100, NOW + timedelta(days=1))
    session.expire_all()

    (kloof,) = session.exec(select(Theme)).all()
    assert kloof.added_by is None
    assert listed.is_theirs(kloof, max_.person_id)
