"""Versions of the frame's texts, who is asked to agree again, and a rhythm that is changed."""

import pytest
from sqlmodel import Session, col, select

from bot.rules.frame import EVERY_LANGUAGE, FIRST_VERSION, Frame
from bot.rules.rhythm import Step
from handlers.core import bundle
from handlers.frame import ask_consent
from handlers.people.personal_data import forget
from storage import frame, personal_data
from storage.communities import Community
from storage.core import outbox
from storage.core.outbox import Outgoing
from storage.frame import NOBODY, FrameText, Saved
from storage.meetings import Meeting
from storage.members import Membership, Person, consent
from storage.reminders import replan, steps
from storage.reminders.steps import Reminder
from tests.storage.seats import NOW, SEAL, found, plan, sit
from tests.storage.test_rhythm import Timing

ELS, TOM = 900, 901


def put(
    session: Session,
    text: str,
    seen: int,
    key: Frame = Frame.AGREEMENT,
    language: str = "nl",
    by: int = ELS,
) -> Saved:
    new = FrameText(
        key=key.value, language=language, version=0, text=text, changed_by=by, changed_at=NOW
    )
    return frame.replace(session, new, seen)


def text(session: Session, language: str = "nl") -> str | None:
    own = frame.current_text(session, Frame.AGREEMENT, language)
    return own.text if own is not None else None


def test_a_text_stands_in_its_own_place_and_language_only(session: Session) -> None:
    put(session, "Wij beloven", FIRST_VERSION)

    assert text(session) == "Wij beloven"
    assert text(session, "fr") is None
    assert frame.current_text(session, Frame.PRIVACY, "nl") is None
    assert frame.current_version(session, Frame.AGREEMENT, "fr") == FIRST_VERSION


def test_an_empty_text_gives_back_what_comes_along_and_history_stays(session: Session) -> None:
    put(session, "Wij beloven", FIRST_VERSION)
    put(session, "", 2)

    assert text(session) is None
    assert frame.current_version(session, Frame.AGREEMENT, "nl") == 3
    made = frame.history(session, Frame.AGREEMENT, "nl")
    assert [(row.version, row.text) for row in made] == [(3, ""), (2, "Wij beloven")]


def test_of_two_who_write_at_once_the_second_changes_nothing_and_learns_the_version(
    session: Session,
) -> None:
    assert put(session, "first", FIRST_VERSION) == Saved(2, is_new=True)
    assert put(session, "second", FIRST_VERSION, by=TOM) == Saved(2, is_new=False)
    assert put(session, "first", FIRST_VERSION) == Saved(2, is_new=True), "a press that came twice"

    assert text(session) == "first"
    assert frame.number_of_versions(session, Frame.AGREEMENT) == 1


def test_who_replaced_a_text_is_forgotten_and_the_text_stays(session: Session) -> None:
    put(session, "Wij beloven", FIRST_VERSION)
    assert len(personal_data.everything(session, ELS, SEAL)["frame"]) == 1

    forget(session, ELS, NOW)

    assert personal_data.everything(session, ELS, SEAL)["frame"] == []
    assert frame.history(session, Frame.AGREEMENT, "nl")[0].changed_by == NOBODY
    assert text(session) == "Wij beloven"


def asked(session: Session) -> dict[str, str]:
    """Who is asked to agree, by name, and with which kind of message."""
    rows = session.exec(select(Outgoing).where(Outgoing.state == outbox.DUE))
    named = {row.person_id: row for row in rows if "agreement" in str((row.payload, row.kind))}
    people_ = session.exec(select(Person))
    return {one.name: named[one.id].kind for one in people_ if one.id in named}


def agree(session: Session, *own: Membership) -> None:
    for one in own:
        consent.accept(session, one, NOW)
    session.flush()


def test_a_changed_agreement_is_asked_of_everyone_who_agreed_to_an_older_one(
    session: Session, community: Community
) -> None:
    both = sit(session, community, "Anna", "Ben")
    (cleo,) = sit(session, community, "Cleo")
    alone = sit(session, found(session, "Zuid"), "Dirk")
    gone = found(session, "Oost")
    gone.archived_at = NOW
    (eva,) = sit(session, gone, "Eva")
    plan(session, community, 28)
    agree(session, *both, cleo, *alone, eva)
    put(session, "Wij beloven", FIRST_VERSION)
    agree(session, cleo)

    at = ask_consent.ask_everyone(session, Timing(), NOW)
    ask_consent.ask_everyone(session, Timing(), NOW)

    assert asked(session) == {
        "Anna": "bundle",
        "Ben": "bundle",
        "Dirk": ask_consent.AgreementAsked.name,
    }
    assert f"{at.astimezone(Timing().timezone):%m-%d %H:%M}" == "09-02 09:00"
    assert consent.is_owed(session, both[0])
    assert not consent.is_owed(session, cleo)


def test_the_question_joins_the_message_that_waits_for_a_person(
    session: Session, community: Community
) -> None:
    (anna,) = sit(session, community, "Anna")
    (meeting,) = plan(session, community, 28)
    bundle.put_part(session, anna.person_id, Step.EVE, meeting, meeting.starts_at, None)
    put(session, "Wij beloven", FIRST_VERSION)

    ask_consent.ask_everyone(session, Timing(), NOW)

    (row,) = session.exec(select(Outgoing)).all()
    assert [part["step"] for part in row.payload["parts"]] == ["eve", "agreement"]


def test_yes_and_no_hold_for_the_version_that_was_read(
    session: Session, community: Community
) -> None:
    (anna, ben) = sit(session, community, "Anna", "Ben")
    put(session, "eerste", FIRST_VERSION)
    consent.accept(session, anna, NOW)
    consent.decline(session, ben)
    assert not consent.is_owed(session, anna)
    assert not consent.is_owed(session, ben)

    put(session, "deuxième", FIRST_VERSION, language="fr")

    assert consent.current_version(session) == "2026-3"
    assert consent.is_owed(session, anna)
    assert consent.is_owed(session, ben)


def planned(session: Session, community: Community) -> dict[str, str]:
    """When the steps of a community's meetings fall due that have not yet."""
    rows = session.exec(
        select(Reminder)
        .join(Meeting)
        .where(Meeting.community_id == community.id, col(Reminder.is_done).is_(False))
    )
    return {one.step: f"{one.due_at.astimezone(Timing().timezone):%m-%d %H:%M}" for one in rows}


@pytest.fixture
def zuid(session: Session, community: Community) -> Community:
    """A second community; both have one meeting, planned by the usual rhythm."""
    other = found(session, "Zuid")
    for one in (community, other):
        (meeting,) = plan(session, one, 28)
        steps.plan(session, meeting, Timing(), NOW)
    session.flush()
    return other


def test_a_community_shifts_a_step_and_the_others_stay(
    session: Session, community: Community, zuid: Community
) -> None:
    before = planned(session, zuid)
    community.rhythm = "nudge=14d,eve=off"
    session.add(community)
    session.flush()

    assert replan.replan(session, Timing(), NOW, community.id) == 1

    assert before["nudge"] == "09-22 10:00"
    assert planned(session, zuid) == before
    after = planned(session, community)
    assert after["nudge"] == "09-15 10:00"
    assert "eve" not in after
    assert after["next"] == before["next"]


def test_the_usual_rhythm_is_replaced_for_all_and_a_shift_stays_over_it(
    session: Session, community: Community, zuid: Community
) -> None:
    community.rhythm = "eve=3d"
    session.add(community)
    put(session, "nudge=10d,eve=2d,after=off", FIRST_VERSION, Frame.RHYTHM, EVERY_LANGUAGE)

    assert replan.replan(session, Timing(), NOW) == 2

    assert planned(session, zuid)["nudge"] == "09-18 10:00"
    assert planned(session, zuid)["eve"] == "09-25 10:00"
    assert planned(session, community)["eve"] == "09-25 10:00"
    assert "after" not in planned(session, community)
    shortest = frame.longest_distance(session, Timing().rhythm, Step.EVE)
    assert shortest is not None
    assert shortest.days == 3


def test_what_was_done_or_skipped_stays_so_when_the_rhythm_changes(
    session: Session, community: Community, zuid: Community
) -> None:
    (nudge,) = session.exec(
        select(Reminder)
        .join(Meeting)
        .where(Meeting.community_id == community.id, Reminder.step == "nudge")
    )
    nudge.is_done = True
    change = steps.StepChange(meeting_id=nudge.meeting_id, step="eve", skipped_at=NOW)
    session.add(change)
    session.flush()
    community.rhythm = "nudge=3d,eve=2d"
    session.add(community)

    replan.replan(session, Timing(), NOW, community.id)

    assert "nudge" not in planned(session, community)
    assert planned(session, zuid)["nudge"] == "09-22 10:00"
    meeting = session.get_one(Meeting, nudge.meeting_id)
    assert steps.is_skipped(session, meeting, Step.EVE)
