"""The end of a cycle: who answered the evaluation, the counted answers, and who goes on.

The counts are sealed and always have the same length, as those of the value question.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Text
from sqlmodel import Field, Session, SQLModel, col, func, select

from bot.rules import closing as rules
from bot.rules.closing import Going, Question
from storage.core.columns import instant
from storage.core.text_encryption import TextCipher
from storage.members import Person

DIGITS = 4
"""Of a sealed count: all have as many."""

Counts = dict[Question, dict[str, int]]


def _key(target: str) -> Column[int]:
    return Column(ForeignKey(target, ondelete="CASCADE"), primary_key=True)


class EvaluationAnswered(SQLModel, table=True):
    """That a person answered a question of a cycle's evaluation, without the answer."""

    __tablename__ = "evaluation_answered"

    community_id: int = Field(sa_column=_key("community.id"))
    cycle: int = Field(primary_key=True)
    question: str = Field(primary_key=True)
    person_id: int = Field(sa_column=_key("person.id"))


class EvaluationCounts(SQLModel, table=True):
    """The sealed counts of all answers to the evaluation of a cycle, without names."""

    __tablename__ = "evaluation_counts"

    community_id: int = Field(sa_column=_key("community.id"))
    cycle: int = Field(primary_key=True)
    counts: str = Field(sa_column=Column(Text(), nullable=False))


class GoingOn(SQLModel, table=True):
    """Whether a person goes on in the next cycle: `yes`, `no` or `unsure`."""

    __tablename__ = "going_on"

    community_id: int = Field(sa_column=_key("community.id"))
    cycle: int = Field(primary_key=True)
    person_id: int = Field(sa_column=_key("person.id"))
    answer: str
    answered_at: datetime = Field(sa_column=instant())


def next_question(
    session: Session, community_id: int, cycle: int, person_id: int
) -> Question | None:
    """The first question about a cycle that a person has not answered; None when all are."""
    answered = session.exec(
        select(EvaluationAnswered.question).where(
            EvaluationAnswered.community_id == community_id,
            EvaluationAnswered.cycle == cycle,
            EvaluationAnswered.person_id == person_id,
        )
    ).all()
    return next((one for one in Question if one.value not in answered), None)


def answer(
    session: Session,
    cipher: TextCipher,
    of: tuple[int, int],
    person_id: int,
    given: tuple[Question, str],
) -> bool:
    """Count an answer about `of` (community id, cycle); False when it was counted before.

    Only the fact that the person answered is stored with their name.
    """
    community_id, cycle = of
    question, choice = given
    if session.get(EvaluationAnswered, (community_id, cycle, question.value, person_id)):
        return False
    answered = EvaluationAnswered(
        community_id=community_id, cycle=cycle, question=question.value, person_id=person_id
    )
    session.add(answered)
    row = session.get(EvaluationCounts, of)
    row = row or EvaluationCounts(community_id=community_id, cycle=cycle, counts="")
    counted = _opened(cipher, row.counts)
    counted[question][choice] += 1
    row.counts = _closed(cipher, counted)
    session.add(row)
    session.flush()
    return True


def counts(
    session: Session, cipher: TextCipher, community_id: int, cycle: int
) -> dict[Question, Mapping[str, int]]:
    """The counts of answers to the evaluation of a cycle, by question.

    Questions with too few answers are left out.
    """
    row = session.get(EvaluationCounts, (community_id, cycle))
    counted = _opened(cipher, row.counts) if row is not None else {}
    found = {question: rules.shown(given) for question, given in counted.items()}
    return {question: given for question, given in found.items() if given is not None}


def number_of_answers(session: Session, community_id: int, cycle: int) -> int:
    """How many people have answered at least one question of the evaluation."""
    counted = select(func.count(func.distinct(EvaluationAnswered.person_id))).where(
        EvaluationAnswered.community_id == community_id, EvaluationAnswered.cycle == cycle
    )
    return session.exec(counted).one()


def _closed(cipher: TextCipher, counted: Counts) -> str:
    # Of the same length whatever is counted, and so is what is sealed.
    written = {
        question: {choice: f"{counted[question][choice]:0{DIGITS}}" for choice in choices}
        for question, choices in rules.ANSWERS.items()
    }
    return cipher.encrypt(json.dumps(written))


def _opened(cipher: TextCipher, sealed: str) -> Counts:
    """The counts; all zero when another key sealed them."""
    found = json.loads(cipher.decrypt_or_none(sealed) or "{}")
    return {
        question: {choice: int(found.get(question, {}).get(choice, 0)) for choice in choices}
        for question, choices in rules.ANSWERS.items()
    }


def note_going(
    session: Session, of: tuple[int, int], person_id: int, going: Going, now: datetime
) -> None:
    """Store whether a person goes on after the cycle `of` (community id, cycle)."""
    community_id, cycle = of
    row = session.get(GoingOn, (*of, person_id)) or GoingOn(
        community_id=community_id, cycle=cycle, person_id=person_id, answer="", answered_at=now
    )
    row.answer, row.answered_at = going.value, now
    session.add(row)
    session.flush()


def going_of(session: Session, of: tuple[int, int], person_id: int) -> Going | None:
    """What a person said about going on after the cycle `of` (community id, cycle)."""
    row = session.get(GoingOn, (*of, person_id))
    return Going(row.answer) if row is not None else None


def names_by_going(session: Session, community_id: int, cycle: int) -> dict[Going, list[str]]:
    """The names of those who go on, do not, or are unsure after a cycle, for moderators."""
    rows = session.exec(
        select(Person.name, GoingOn.answer)
        .join(GoingOn, col(GoingOn.person_id) == Person.id)
        .where(GoingOn.community_id == community_id, GoingOn.cycle == cycle)
        .order_by(col(Person.name), col(Person.id))
    ).all()
    return {one: [name for name, answer in rows if answer == one.value] for one in Going}
