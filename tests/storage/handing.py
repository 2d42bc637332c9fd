"""What happens between the two of a duo, done without the bot."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, delete, select

from bot.rules.handover import Duty, Item
from bot.rules.rhythm import Step
from bot.settings import QuietHours
from handlers.core import bundle
from handlers.handover import schedule
from storage import attendance, handover
from storage.communities import Community
from storage.core.outbox import Outgoing
from storage.core.text_encryption import TextCipher
from storage.handover import Handover, items
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.reminders.steps import Reminder
from storage.rsvp import batch
from storage.rsvp.batch import AnswerToWrite
from tests.storage.seats import NOW

SEAL = TextCipher(bytes(range(32)))
RETENTION = timedelta(days=30)
NOTE = {"gist": "Zwaluwstaart", "learned": "Winterkoning", "next": "Boomklever"}
OPEN, QUESTION, ANSWER, RESTATED = "Grutto", "Kievit", "Tureluur", "Scholekster"
WORDS = (*NOTE.values(), OPEN, QUESTION, ANSWER, RESTATED)
UNSEALED = "Ooievaar"


class Timing:
    """The default rhythm and quiet hours in Brussels."""

    def __init__(self) -> None:
        self.rhythm = {step: timedelta(days=1) for step in ("eve", "after")}
        self.quiet_hours = QuietHours(time(20), time(8))
        self.timezone = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Duo:
    """Anna takes the odd meetings and Ben the even ones of a cycle of six."""

    community: Community
    anna: Membership
    ben: Membership
    cycle: list[Meeting]

    @property
    def seat_id(self) -> int:
        return self.anna.seat_id


def next_due(session: Session) -> datetime | None:
    """When the next author is to be asked or the next owner of an item reminded."""
    questions = (handover.earliest_ask(), items.earliest_reminder())
    moments = [session.exec(question).first() for question in questions]
    return min((moment for moment in moments if moment is not None), default=None)


def pair(session: Session, duo: Duo) -> handover.Pair:
    standing = handover.pair_on(session, duo.seat_id)
    assert standing is not None
    return standing


def answered(session: Session, meeting: Meeting, by: Membership, answer: str = "yes") -> None:
    given = AnswerToWrite(meeting.id or 0, by.seat_id, by.person_id, by.person_id, answer, NOW)
    batch.write_answers(session, [given])
    session.expire_all()


def ticked(session: Session, meeting: Meeting, *present: Membership) -> None:
    """Save who was there, and have the duos follow it."""
    moderator = session.exec(select(Person)).first()
    assert moderator is not None
    there = {one.person_id for one in present}
    attendance.save(session, meeting, moderator, there, after(meeting))
    schedule.on_attendance(session, Timing(), meeting, after(meeting))


def after(meeting: Meeting) -> datetime:
    """The morning after a meeting."""
    return meeting.starts_at + timedelta(days=1)


def is_after(session: Session, meeting: Meeting) -> None:
    """The morning after: those who came are asked."""
    taken(session, meeting, Step.AFTER)
    schedule.take_after(session, Timing(), meeting, after(meeting))


def is_eve(session: Session, meeting: Meeting) -> None:
    """The day before: those whose turn it is get what was written."""
    taken(session, meeting, Step.EVE)
    schedule.take_eve(session, Timing(), meeting, meeting.starts_at - timedelta(days=1))


def taken(session: Session, meeting: Meeting, step: Step) -> None:
    at = Reminder(meeting_id=meeting.id or 0, step=step.value, due_at=NOW, is_done=True)
    session.add(at)
    session.flush()


def due_after(session: Session, duo: Duo, meeting: Meeting) -> Handover | None:
    return handover.of_meeting(session, meeting.id, duo.seat_id)


def written(
    session: Session,
    meeting: Meeting,
    author: Membership,
    reader: Membership,
    *still_open: Item[int],
) -> Handover:
    """A note from one to the other, with what it leaves open."""
    owed = Duty(author.person_id, reader.person_id)
    one = handover.get_or_add(session, meeting, author.seat_id, owed)
    handover.write(session, one, NOTE, SEAL, after(meeting))
    items.replace_items(session, one, [(item, None) for item in still_open], SEAL)
    return one


def told(session: Session, step: Step) -> list[str]:
    """The names of those for whom a message with this step waits."""
    rows = session.exec(select(Outgoing).where(Outgoing.kind == bundle.Bundle.name)).all()
    return sorted(
        session.get_one(Person, row.person_id).name
        for row in rows
        if step.value in [part["step"] for part in row.payload["parts"]]
    )


def sent(session: Session) -> None:
    """All that waits has been said."""
    session.exec(delete(Outgoing))


def carried(session: Session, one: Handover) -> list[str]:
    return [SEAL.decrypt(item.what) for item in items.of_note(session, one)]


def telegram_id(session: Session, own: Membership) -> int:
    return session.get_one(Person, own.person_id).telegram_id
