"""Messages between the partners of a duo, rendered from the note when they are sent."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlmodel import Session

from bot.rules.handover import Status
from handlers.core.context import Services
from handlers.core.outgoing import (
    Dropped,
    OutgoingMessage,
    Rendered,
    pages_message,
    reader,
    repeat_mark,
)
from handlers.core.screens import Row, Screen, lines
from handlers.core.steps import Section, SectionContext
from handlers.handover.verbs import ANSWER
from handlers.handover.views import Note, note_of, note_pages, reader_rows, restated
from locales import Words
from storage import handover, members
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToPerson
from storage.handover import Handover, HandoverQuestion
from storage.meetings import Meeting


@dataclass(frozen=True, slots=True)
class HandoverNote(ToPerson, Rendered):
    """For the reader: a hand-over note."""

    name = "note"
    key_format = "note:{handover_id}:{version}"
    handover_id: int
    version: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The whole note, in as many messages as it takes."""
        found = session.get(Handover, self.handover_id)
        met = _met(session, self.person_id, services, found, even_lost=True)
        if met is None:
            return Dropped.GONE
        found, note, words = met
        if found.reader_id != self.person_id or found.written_at is None:
            return Dropped.OUTDATED
        told = note_pages(words, note, reader_rows(words, note))
        version = found.version

        def sent(later: Session, _message_id: int | None) -> None:
            current = later.get(Handover, found.id)
            if current is not None and current.version == version:
                current.delivered_at = current.delivered_at or services.now()
                later.add(current)

        return pages_message(
            words,
            told,
            sent=sent,
            unreachable=partial(_tell_author, found=found, services=services),
        )


def _tell_author(session: Session, found: Handover, services: Services) -> None:
    if found.author_id is not None:
        undelivered = NoteUndelivered(found.author_id, row_id(found), found.version)
        outbox.put(session, undelivered, services.now())


def _met(
    session: Session,
    person_id: int,
    services: Services,
    found: Handover | None,
    *,
    even_lost: bool = False,
) -> tuple[Handover, Note, Words] | None:
    """The note for the person a row is for; None when they or their partner are gone."""
    met = reader(session, person_id, services.locales, even_lost=even_lost)
    pair = handover.standing(session, found, person_id)
    if met is None or found is None or pair is None:
        return None
    _, words = met
    return found, note_of(session, found, pair, words, services.cipher), words


@dataclass(frozen=True, slots=True)
class NoteUndelivered(ToPerson, Rendered):
    """For the author: the partner cannot be written to."""

    name = "undelivered"
    key_format = "undelivered:{handover_id}:{version}"
    handover_id: int
    version: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The partner, as long as the note waits for them."""
        met = _met(session, self.person_id, services, session.get(Handover, self.handover_id))
        if met is None or met[0].status is not Status.WRITTEN:
            return Dropped.GONE
        _, note, words = met
        text = words(
            "I can't write to {name}, so your hand-over has not reached them: tell them yourself. "
            "It waits for them here.",
            name=note.reader.name,
        )
        return _message(words, note, f"🔁 {text}")


def make_restated(reading: SectionContext, meeting: Meeting) -> Section | None:
    """For the author: the reader's restatement."""
    session, words = reading.session, reading.words
    own = members.membership(session, reading.person.id, meeting.community_id)
    found = handover.of_meeting(session, meeting.id, own.seat_id) if own else None
    pair = handover.standing(session, found, reading.person.id)
    if found is None or pair is None or found.author_id != reading.person.id:
        return None
    note = note_of(session, found, pair, words, reading.services.cipher)
    if note.restatement is None:
        return None
    text = lines(_heading(words, note), f"✅ {restated(words, note)}")
    return Section(text, meeting, protect=True)


@dataclass(frozen=True, slots=True)
class QuestionAsked(ToPerson, Rendered):
    """For the author: a question of the reader."""

    name = "asked"
    key_format = "asked:{question_id}"
    question_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The question, with the button that answers it."""
        question = session.get(HandoverQuestion, self.question_id)
        found = session.get(Handover, question.handover_id) if question else None
        met = _met(session, self.person_id, services, found)
        if met is None or question is None:
            return Dropped.GONE
        _, note, words = met
        said = dict(_by_id(session, note)).get(question.id or 0)
        if said is None:
            return Dropped.GONE
        text = words("{name} asks: {question}", name=note.reader.name, question=said[0])
        answer = ANSWER.button(f"✏️ {words('Answer')}", row_id(question))
        return _message(words, note, f"❓ {text}", ((answer,),))


@dataclass(frozen=True, slots=True)
class QuestionAnswered(ToPerson, Rendered):
    """For the reader: the author's answer, which is now part of the note."""

    name = "answered"
    key_format = "answered:{question_id}:{once}"
    question_id: int
    once: str
    """Tells a corrected answer from the first in the key."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The question and the answer."""
        question = session.get(HandoverQuestion, self.question_id)
        found = session.get(Handover, question.handover_id) if question else None
        met = _met(session, self.person_id, services, found)
        if met is None or question is None:
            return Dropped.GONE
        _, note, words = met
        asked, answer = dict(_by_id(session, note)).get(question.id or 0, ("", None))
        if answer is None:
            return Dropped.GONE
        text = lines(
            f"❓ {words('You asked: {question}', question=asked)}",
            f"↳ {words('{name}: {answer}', name=note.author.name, answer=answer)}",
        )
        return _message(words, note, text)


def _by_id(session: Session, note: Note) -> list[tuple[int, tuple[str, str | None]]]:
    found = session.get_one(Handover, note.handover_id)
    rows = handover.questions(session, found)
    return [(row.id or 0, shown) for row, shown in zip(rows, note.questions, strict=True)]


def _message(words: Words, note: Note, text: str, rows: tuple[Row, ...] = ()) -> OutgoingMessage:
    screen = Screen(lines(_heading(words, note), text), rows, protect=True)
    return OutgoingMessage(screen, repeat_mark(words))


def _heading(words: Words, note: Note) -> str:
    head = words(
        "Hand-over of session {number}, {day}",
        number=note.meeting.number,
        day=words.day(note.meeting.starts_at),
    )
    return f"<b>{head}</b>"


OUTBOX_KINDS: Final = (HandoverNote, NoteUndelivered, QuestionAsked, QuestionAnswered)
