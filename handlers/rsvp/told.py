"""What is said of answers later: to the duo partner who is asked, to moderators about changes."""

from sqlmodel import Session

from bot.rules.rsvp import Answer
from handlers.answers import answer_row, heading
from handlers.outgoing import Parcel, parcel, reader
from handlers.rsvp import card
from handlers.screens import Screen, lines, paragraphs
from handlers.visit import House
from storage import rsvp
from storage.communities import Community
from storage.meetings import Meeting
from storage.members import Person
from storage.outbox import Outgoing


def compose_turn(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """For a duo partner: the other one says that you come."""
    found = reader(session, row, house.locales)
    meeting = session.get(Meeting, row.payload["meeting"])
    by = session.get(Person, row.payload["by"])
    if found is None or meeting is None or by is None or meeting.is_cancelled:
        return None
    _, words = found
    total = card.facts(session, meeting).total
    text = paragraphs(
        f"🔁 {words('{name} asks you to take your seat at this meeting.', name=by.name)}",
        heading(words, meeting, total),
        words("I noted that you come. Is that not so? Change it here."),
    )
    return parcel(words, Screen(text, (answer_row(words, meeting),)))


def compose_late(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """For a moderator: an answer changed after the deadline."""
    found = reader(session, row, house.locales)
    meeting = session.get(Meeting, row.payload["meeting"])
    given = rsvp.answer_of(session, row.payload["meeting"], row.payload["seat"])
    who = session.get(Person, given.person_id) if given else None
    community = session.get(Community, meeting.community_id) if meeting else None
    if found is None or meeting is None or given is None or who is None or community is None:
        return None
    _, words = found
    late = {
        Answer.YES: words("Changed late: {name} comes after all.", name=who.name),
        Answer.NO: words("Changed late: {name} can't come.", name=who.name),
        Answer.UNSURE: words("Changed late: {name} is not sure any more.", name=who.name),
    }[Answer(given.answer)]
    when = words(
        "{community}, {day} at {time}",
        community=community.name,
        day=words.day(meeting.starts_at),
        time=words.time(meeting.starts_at),
    )
    return parcel(words, Screen(lines(f"{Answer(given.answer).sign} {late}", when)))
