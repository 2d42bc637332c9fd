"""Whom an announcement is for, when each message falls due, and how it is stopped."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from handlers.announcing import messages
from handlers.announcing import progress as how_far
from handlers.announcing.messages import TOGETHER
from handlers.people.personal_data import forget
from storage import announcing, personal_data
from storage.announcing import Announcement, Audience
from storage.core import form_drafts, outbox
from storage.core.form_drafts import FormDraft
from storage.core.outbox import Outgoing
from storage.core.periods import SENT_ROWS_KEPT
from storage.core.text_encryption import TextCipher
from storage.members import Person
from tests.storage.seats import NOW, found, sit

SEAL = TextCipher(b"k" * 32)


def say(session: Session, audience: Audience = Audience.MODERATORS) -> Announcement:
    return messages.announce(session, SEAL, audience, {"nl": "Dag"}, 900, NOW, NOW)


def left(session: Session) -> list[Outgoing]:
    return list(session.exec(select(Outgoing).order_by(col(Outgoing.id))))


def test_every_moderator_who_can_be_reached_gets_it_once(session: Session) -> None:
    noord, zuid, closed = (found(session, name) for name in ("Noord", "Zuid", "Oud"))
    mo, lost = (sit(session, noord, name, role="moderator")[0] for name in ("Mo", "Lot"))
    [also_mo] = sit(session, zuid, "Mia", role="moderator")
    also_mo.person_id = mo.person_id
    sit(session, noord, "Anna")
    sit(session, closed, "Olga", role="moderator")
    closed.archived_at = NOW
    session.get_one(Person, lost.person_id).is_reachable = False
    session.flush()
    say(session)
    assert [row.person_id for row in left(session)] == [mo.person_id]


@pytest.fixture
def said(session: Session) -> Announcement:
    """Something said to more moderators than hear it in one second."""
    community = found(session, "Noord")
    for number in range(TOGETHER + 1):
        sit(session, community, f"Mo {number}", role="moderator")
    return say(session)


def test_many_hear_it_one_second_after_the_other(session: Session, said: Announcement) -> None:
    due = [row.due_at - NOW for row in left(session)]
    assert due == [timedelta(0)] * TOGETHER + [timedelta(seconds=1)]
    assert how_far.progress(session, said.id).next_at == NOW


def test_stopped_it_is_sent_to_nobody_else(session: Session, said: Announcement) -> None:
    for row in outbox.claim(session, NOW, TOGETHER):
        outbox.settle(session, row.id, row.version, outbox.SENT)
    assert how_far.progress(session, said.id).next_at == NOW + timedelta(seconds=1)
    assert how_far.stop(session, said, NOW)
    assert how_far.stop(session, said, NOW)
    progress = how_far.progress(session, said.id)
    assert (progress.sent, progress.waiting, progress.next_at) == (TOGETHER, 0, None)


def test_once_all_is_sent_nothing_can_be_stopped(session: Session, said: Announcement) -> None:
    for row in left(session):
        outbox.settle(session, row.id, row.version, outbox.SENT)
    assert not how_far.stop(session, said, NOW)
    assert said.stopped_at is None


def test_who_wrote_it_reads_it_in_their_data_until_they_are_forgotten(session: Session) -> None:
    say(session)
    [told] = personal_data.everything(session, 900, SEAL)["announcements"]
    assert (told["for"], told["texts"]) == ("moderators", {"nl": "Dag"})
    assert personal_data.everything(session, 901, SEAL)["announcements"] == []
    forget(session, 900, NOW)
    assert session.exec(select(Announcement)).all() == []


def test_it_is_erased_with_what_the_outbox_kept_of_it(session: Session) -> None:
    say(session)
    form_drafts.keep(session, 900, announcing.TOPIC, {}, NOW)
    for after, number in ((timedelta(days=29), (1, 1)), (announcing.DRAFT_KEPT, (1, 0))):
        assert kept(session, after) == number
    assert kept(session, SENT_ROWS_KEPT) == (0, 0)


def kept(session: Session, after: timedelta) -> tuple[int, int]:
    """How many announcements and drafts there are once it is so much later."""
    personal_data.erase_expired(session, timedelta(days=60), NOW + after)
    return len(session.exec(select(Announcement)).all()), len(session.exec(select(FormDraft)).all())
