"""Reads the hand-over of a press or a draft, if it is the requester's; both may be forged."""

from dataclasses import dataclass

from sqlmodel import Session

from handlers.core.context import Context
from storage import handover, members
from storage.handover import Handover, HandoverQuestion, Pair


@dataclass(frozen=True, slots=True)
class Own:
    """A hand-over, the duo it is between, and which of the two is here."""

    found: Handover
    pair: Pair
    person_id: int

    @property
    def is_author(self) -> bool:
        """Whether the requester is its author."""
        return self.found.author_id == self.person_id

    @property
    def is_reader(self) -> bool:
        """Whether the requester is its reader, and it was written."""
        return self.found.reader_id == self.person_id and self.found.written_at is not None


def own(session: Session, context: Context, handover_id: object) -> Own | None:
    """Read a hand-over, if the requester is its author or reader and both share the seat."""
    found = session.get(Handover, handover_id) if isinstance(handover_id, int) else None
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    if found is None or person is None or person.id is None:
        return None
    pair = handover.standing(session, found, person.id)
    return Own(found, pair, person.id) if pair is not None else None


def asked(
    session: Session, context: Context, question_id: object
) -> tuple[Own, HandoverQuestion] | None:
    """Read a question to this requester as author, with its hand-over."""
    key = question_id if isinstance(question_id, int) else None
    question = session.get(HandoverQuestion, key) if key is not None else None
    mine = own(session, context, question.handover_id) if question is not None else None
    if mine is None or question is None or not mine.is_author:
        return None
    return mine, question
