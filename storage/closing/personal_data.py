"""What of the end of a cycle belongs to one person, and when it is erased."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, exists, select

from bot.rules import closing as rules
from storage import meetings
from storage.closing import EvaluationAnswered, GoingOn
from storage.communities import Community
from storage.core.form_drafts import BESIDE, PICK, Conversation
from storage.meetings import Meeting

UNTOUCHED = timedelta(days=1)
"""How long a draft is kept at least since somebody wrote in it."""

OF_MEETING = {"step_note": "about", "session": "meeting"}
"""Where drafts of these topics say which meeting they are about."""

NOT_SAID = 0
"""Of a draft that says nothing of it: no community and no meeting has this id."""

GOING_KEPT = timedelta(days=366)
"""How long after a cycle it is kept who said that they go on, if no other cycle is planned."""


def erase_expired(session: Session, retention: timedelta, now: datetime) -> None:
    """Forget who answered the evaluation of cycles that ended long enough ago; the counts stay.

    Not while an answer could still come: it would count twice. Who goes on is needed until the
    next cycle is planned.
    """
    _erase_drafts(session, max(retention, UNTOUCHED), now)
    _erase(session, EvaluationAnswered, max(retention, rules.EVALUATION_OPEN_FOR), now)
    _erase(session, GoingOn, max(retention, GOING_KEPT), now)


def _erase_drafts(session: Session, retention: timedelta, now: datetime) -> None:
    """Let go of what was half written for cycles that are closed, or ended long enough ago.

    And of commands that waited for the choice of a community.
    """
    over = set(session.exec(meetings.of_ended_cycles(retention, now)))
    closed = set(session.exec(select(Community.id).where(col(Community.archived_at).is_not(None))))
    untouched = select(Conversation).where(
        Conversation.touched_at > BESIDE, Conversation.touched_at <= now - retention
    )
    for row in session.exec(untouched).all():
        facts = row.draft.get("facts", {})
        meeting = facts.get(OF_MEETING.get(row.topic, ""), NOT_SAID)
        if row.topic == PICK or facts.get("community", NOT_SAID) in closed or meeting in over:
            session.delete(row)


def _erase(
    session: Session,
    table: type[EvaluationAnswered] | type[GoingOn],
    retention: timedelta,
    now: datetime,
) -> None:
    over = meetings.of_ended_cycles(retention, now)
    is_over = exists().where(
        col(Meeting.community_id) == table.community_id,
        col(Meeting.cycle) == table.cycle,
        col(Meeting.id).in_(over),
    )
    session.exec(delete(table).where(is_over))


def of_person(session: Session, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What a person was asked at the end of cycles, ready for JSON.

    Of the evaluation only that they answered: what they said is nowhere. Empty for who did not.
    """
    answered = session.exec(
        select(EvaluationAnswered, Community)
        .join(Community, col(Community.id) == EvaluationAnswered.community_id)
        .where(EvaluationAnswered.person_id == person_id)
        .order_by(col(EvaluationAnswered.community_id), col(EvaluationAnswered.cycle))
    )
    going = session.exec(
        select(GoingOn, Community)
        .join(Community, col(Community.id) == GoingOn.community_id)
        .where(GoingOn.person_id == person_id)
        .order_by(col(GoingOn.community_id), col(GoingOn.cycle))
    )
    found = {
        "evaluation_answered": [
            {"community": community.name, "cycle": row.cycle, "question": row.question}
            for row, community in answered
        ],
        "goes_on": [
            {
                "community": community.name,
                "cycle": row.cycle,
                "answer": row.answer,
                "answered_at": row.answered_at.isoformat(),
            }
            for row, community in going
        ],
    }
    return {name: rows for name, rows in found.items() if rows}
