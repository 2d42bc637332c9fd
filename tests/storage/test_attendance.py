"""Lists that two moderators tick, what is corrected on them, and the proof that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.rules.attendance import Mark, Tally
from bot.rules.rhythm import allowed
from handlers.attendance import certificate
from handlers.attendance.certificate import AttendanceProof
from handlers.people.personal_data import forget
from storage import attendance, members, personal_data
from storage.attendance import AttendanceCorrection, Ticks, records
from storage.communities import Community
from storage.core import form_drafts
from storage.core.form_drafts import FormDraft
from storage.core.outbox import Outgoing
from storage.meetings import Meeting
from storage.members import Membership, Person
from tests.storage.handing import RETENTION, SEAL, Duo, Timing, answered
from tests.storage.seats import NOW, found, plan, sit

WHY = "Boomklever"


@dataclass
class Group:
    """Mo and Mia moderate; Ann and Ben are members; three meetings of two hours."""

    mo: Person
    mia: Person
    ann: Membership
    ben: Membership
    cycle: list[Meeting]

    @property
    def first(self) -> Meeting:
        return self.cycle[0]


@pytest.fixture
def group(session: Session, community: Community) -> Group:
    mo, mia = (
        session.get_one(Person, sit(session, community, name, role="moderator")[0].person_id)
        for name in ("Mo", "Mia")
    )
    (ann,), (ben,) = (sit(session, community, name) for name in ("Ann", "Ben"))
    return Group(mo, mia, ann, ben, plan(session, community, 28, 56, 84))


def ticks(session: Session, group: Group, moderator: Person) -> Ticks:
    return attendance.ticks(session, group.first, moderator.telegram_id)


def tick(session: Session, group: Group, moderator: Person, own: Membership, *, yes: bool) -> None:
    attendance.tick(session, group.first, moderator.telegram_id, own.person_id, NOW, yes=yes)


def test_ticks_begin_with_the_answers_and_survive_until_they_are_saved(
    session: Session, group: Group
) -> None:
    answered(session, group.first, group.ann)
    answered(session, group.first, group.ben, "no")
    mo, ann, ben = group.mo, group.ann, group.ben
    assert ticks(session, group, mo) == Ticks(frozenset({ann.person_id}))

    tick(session, group, mo, ben, yes=True)
    tick(session, group, mo, ben, yes=True)
    tick(session, group, mo, ann, yes=False)

    assert ticks(session, group, mo) == Ticks(frozenset({ben.person_id}))
    attendance.save(session, group.first, mo, {ben.person_id}, NOW)
    assert form_drafts.current(session, mo.telegram_id) is None
    assert attendance.number_of_present(session, group.first) == (1, 4)
    assert ticks(session, group, group.mia) == Ticks(frozenset({ben.person_id}))


def test_who_does_not_say_why_gives_up_what_they_changed(session: Session, group: Group) -> None:
    tick(session, group, group.mo, group.ann, yes=True)
    attendance.save(session, group.first, group.mo, {group.ann.person_id}, NOW)
    tick(session, group, group.mo, group.ben, yes=True)
    present = ticks(session, group, group.mo).present
    telegram_id = group.mo.telegram_id
    attendance.keep(session, group.first, telegram_id, present, NOW, is_asked=True)
    form_drafts.keep(session, telegram_id, attendance.REASON, {}, NOW)
    assert ticks(session, group, group.mo).changed == {group.ben.person_id}

    form_drafts.drop(session, telegram_id, attendance.REASON)

    assert ticks(session, group, group.mo) == Ticks(frozenset({group.ann.person_id}))
    tick(session, group, group.mo, group.ann, yes=False)
    assert ticks(session, group, group.mo).changed == {group.ann.person_id}


def test_a_list_goes_with_its_corrections_and_what_was_ticked(
    session: Session, group: Group
) -> None:
    attendance.save(session, group.first, group.mo, set(), NOW)
    tick(session, group, group.mo, group.ann, yes=True)
    attendance.correct(session, group.first, group.mo, SEAL.encrypt(WHY), NOW)
    tick(session, group, group.mia, group.ben, yes=True)

    attendance.forget(session, group.first.id or 0)

    assert attendance.saved(session, group.first.id or 0) == {}
    assert attendance.corrections(session, group.first.id or 0) == []
    assert ticks(session, group, group.mia) == Ticks(frozenset())


def test_a_list_is_asked_for_until_it_is_saved(session: Session, group: Group) -> None:
    meeting = group.first
    assert attendance.last_begun(session, meeting.community_id, NOW) is None
    assert attendance.meetings_without_list(session, meeting.community_id, meeting.ends_at) == [
        meeting
    ]

    attendance.save(session, meeting, group.mo, set(), meeting.ends_at)

    assert attendance.meetings_without_list(session, meeting.community_id, meeting.ends_at) == []


def test_who_registered_after_a_meeting_is_not_on_its_list(session: Session, group: Group) -> None:
    group.ann.accepted_at = group.first.ends_at
    session.add(group.ann)
    session.flush()

    named = {one.person.name for one in attendance.expected_people(session, group.first)}
    assert named == {"Mo", "Mia", "Ben"}


def test_the_second_who_ticks_sees_what_the_first_saved_and_keeps_their_own(
    session: Session, group: Group
) -> None:
    ann, ben = group.ann.person_id, group.ben.person_id
    tick(session, group, group.mia, group.ben, yes=True)
    tick(session, group, group.mo, group.ann, yes=True)
    attendance.save(session, group.first, group.mo, {ann}, NOW)

    found = ticks(session, group, group.mia)

    assert found == Ticks(frozenset({ann, ben}), frozenset({ben}), is_overtaken=True)
    attendance.keep(session, group.first, group.mia.telegram_id, found.present, NOW)
    assert not ticks(session, group, group.mia).is_overtaken


def test_the_second_who_ticked_the_same_changes_nothing(session: Session, group: Group) -> None:
    tick(session, group, group.mia, group.ben, yes=True)
    attendance.save(session, group.first, group.mo, {group.ben.person_id}, NOW)

    found = ticks(session, group, group.mia)
    attendance.save(session, group.first, group.mia, found.present, NOW + timedelta(hours=1))

    assert not found.changed
    last = attendance.last_saved(session, group.first.id or 0)
    assert last is not None
    assert (last.name, last.at) == ("Mo", NOW)


def test_a_correction_tells_whom_it_changed_by_whom_and_why_sealed(
    session: Session, group: Group
) -> None:
    meeting, later = group.first, NOW + timedelta(days=40)
    attendance.save(session, meeting, group.mo, {group.ann.person_id}, NOW)
    tick(session, group, group.mia, group.ann, yes=False)
    tick(session, group, group.mia, group.ben, yes=True)

    attendance.correct(session, meeting, group.mia, SEAL.encrypt(WHY), later)
    attendance.correct(session, meeting, group.mia, SEAL.encrypt(WHY), later)

    found = attendance.corrections(session, meeting.id or 0)
    assert [(one.name, one.by, one.correction.was_present) for one in found] == [
        ("Ben", "Mia", True),
        ("Ann", "Mia", False),
    ]
    assert {SEAL.decrypt_or_none(one.correction.reason) for one in found} == {WHY}
    assert WHY not in str(session.connection().execute(select(AttendanceCorrection)).all())
    rows = attendance.saved(session, meeting.id or 0)
    assert rows[group.mo.id or 0].saved_by == group.mo.id
    assert rows[group.ben.person_id].saved_by == group.mia.id


def corrected(session: Session, group: Group) -> None:
    """Mia corrects that Ann was there."""
    attendance.save(session, group.first, group.mo, set(), NOW)
    tick(session, group, group.mia, group.ann, yes=True)
    attendance.correct(session, group.first, group.mia, SEAL.encrypt(WHY), NOW)


@pytest.mark.parametrize("name", ["Ann", "Mia"])
def test_a_correction_is_shown_to_who_it_is_about_and_to_who_made_it(
    session: Session, group: Group, name: str
) -> None:
    corrected(session, group)
    own = session.exec(select(Person).where(Person.name == name)).one()
    other = session.get_one(Person, group.ben.person_id)

    (row,) = personal_data.everything(session, own.telegram_id, SEAL)["attendance_corrections"]

    assert row["reason"] == WHY
    assert (row["about_you"], row["made_by_you"]) == (name == "Ann", name == "Mia")
    assert not personal_data.everything(session, other.telegram_id, SEAL)["attendance_corrections"]


def test_a_correction_goes_with_its_person_and_loses_the_name_of_its_moderator(
    session: Session, group: Group
) -> None:
    corrected(session, group)
    ann = session.get_one(Person, group.ann.person_id)

    forget(session, group.mia.telegram_id, NOW)
    assert [one.by for one in attendance.corrections(session, group.first.id or 0)] == [""]
    forget(session, ann.telegram_id, NOW)
    assert attendance.corrections(session, group.first.id or 0) == []


def test_reasons_and_unfinished_lists_go_with_the_cycle_and_who_was_there_stays(
    session: Session, group: Group
) -> None:
    corrected(session, group)
    other = plan(session, found(session, "Zuid"), 400)[0]
    tick(session, group, group.mo, group.ben, yes=True)
    attendance.tick(session, other, group.mo.telegram_id, group.ben.person_id, NOW, yes=True)
    reason = {"facts": {"meeting": group.first.id}}
    form_drafts.keep(session, group.mo.telegram_id, attendance.REASON, reason, NOW)
    end = group.cycle[-1].ends_at

    personal_data.erase_expired(session, RETENTION, end + RETENTION - timedelta(minutes=1))
    assert len(attendance.corrections(session, group.first.id or 0)) == 1
    personal_data.erase_expired(session, RETENTION, end + RETENTION)

    assert attendance.corrections(session, group.first.id or 0) == []
    assert [row.meeting_id for row in session.exec(select(FormDraft))] == [other.id]
    assert attendance.saved(session, group.first.id or 0)[group.ann.person_id].was_present


def marks(session: Session, own: Membership, cycle: Sequence[Meeting], now: datetime) -> list[Mark]:
    return [entry.mark for entry in records.record(session, own, cycle, now)]


def test_a_partner_of_a_duo_is_not_absent_when_the_other_one_came(
    session: Session, duo: Duo
) -> None:
    mo = session.get_one(Person, sit(session, duo.community, "Mo", role="moderator")[0].person_id)
    first, second, third, fourth, *_ = duo.cycle
    attendance.save(session, first, mo, {duo.anna.person_id}, NOW)
    attendance.save(session, second, mo, set(), NOW)
    attendance.save(session, third, mo, {duo.anna.person_id, duo.ben.person_id}, NOW)
    now = fourth.ends_at

    assert marks(session, duo.ben, duo.cycle, now) == [
        Mark.PARTNER,
        Mark.ABSENT,
        Mark.THERE,
        Mark.UNTICKED,
    ]
    record = records.record(session, duo.ben, duo.cycle, now)
    assert records.tally(record) == Tally(1, 3, timedelta(hours=2))


def proofs(session: Session) -> list[Outgoing]:
    return list(session.exec(select(Outgoing).where(Outgoing.kind == AttendanceProof.name)))


def save_all(session: Session, group: Group, now: datetime) -> None:
    for meeting in group.cycle:
        attendance.save(session, meeting, group.mo, {group.ann.person_id}, now)
        certificate.send_proofs(session, meeting, Timing(), now)


def test_who_was_there_gets_one_proof_when_the_last_list_is_saved_outside_quiet_hours(
    session: Session, group: Group
) -> None:
    late = group.cycle[-1].starts_at.replace(hour=20)
    first, *rest = group.cycle
    for meeting in rest:
        attendance.save(session, meeting, group.mo, {group.ann.person_id}, late)
        certificate.send_proofs(session, meeting, Timing(), late)
    assert proofs(session) == []

    attendance.save(session, first, group.mo, set(), late)
    for _ in range(2):
        certificate.send_proofs(session, first, Timing(), late)

    (row,) = proofs(session)
    assert row.person_id == group.ann.person_id
    assert row.due_at > late
    assert allowed(row.due_at, None, Timing().quiet_hours, Timing().timezone)


def test_a_list_that_is_saved_during_the_last_meeting_brings_the_proof_after_it(
    session: Session, group: Group
) -> None:
    save_all(session, group, group.cycle[-1].starts_at)

    (row,) = proofs(session)
    assert row.due_at >= group.cycle[-1].ends_at


def test_a_later_correction_brings_no_second_proof_but_one_to_who_had_none(
    session: Session, group: Group
) -> None:
    now = group.cycle[-1].ends_at
    save_all(session, group, now)
    tick(session, group, group.mo, group.ben, yes=True)

    attendance.correct(session, group.first, group.mo, SEAL.encrypt(WHY), now)
    certificate.send_proofs(session, group.first, Timing(), now)

    assert sorted(row.person_id or 0 for row in proofs(session)) == sorted(
        (group.ann.person_id, group.ben.person_id)
    )


def test_who_cannot_be_reached_gets_no_proof(session: Session, group: Group) -> None:
    ann = session.get_one(Person, group.ann.person_id)
    members.mark_reachable(session, ann.telegram_id, yes=False)
    save_all(session, group, group.cycle[-1].ends_at)

    assert proofs(session) == []
