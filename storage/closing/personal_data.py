"""Personal data of the end of a cycle, and the drafts that end with it."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from bot.rules import closing as rules
from storage import communities, meetings
from storage.closing import EvaluationAnswered, EvaluationCounts, GoingOn
from storage.communities import Community
from storage.core.form_drafts import BESIDE, PICK, Conversation
from storage.core.personal_data import AfterCycle, Export, Kept, PersonalData, RowGoes, columns

UNTOUCHED = timedelta(days=1)
"""How long a draft is kept at least since somebody wrote in it."""

OF_MEETING = {"step_note": "about", "session": "meeting"}
"""Where drafts of these topics say which meeting they are about."""

NOT_SAID = 0
"""Of a draft that says nothing of it: no community and no meeting has this id."""

GOING_KEPT = timedelta(days=366)
"""How long after a cycle it is kept who said that they go on, if no other cycle is planned."""


def _erase_drafts(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase drafts about cycles that are closed or ended long enough ago.

    Also of commands that waited for the choice of a community.
    """
    retention = max(retention, UNTOUCHED)
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


PERSONAL_DATA: Final = (
    PersonalData(
        EvaluationAnswered,
        # Not while an answer could still come: it would count twice.
        AfterCycle(at_least=rules.EVALUATION_OPEN_FOR),
        whose={"person_id": RowGoes()},
        exports=(
            # What they said is nowhere.
            Export(
                "ends_of_cycles",
                columns("cycle", "question"),
                part="evaluation_answered",
                about=communities.about,
            ),
        ),
    ),
    PersonalData(EvaluationCounts, Kept("the counts name nobody")),
    PersonalData(
        GoingOn,
        # It is needed until the next cycle is planned.
        AfterCycle(at_least=GOING_KEPT),
        whose={"person_id": RowGoes()},
        exports=(
            Export(
                "ends_of_cycles",
                columns("cycle", "answer", "answered_at"),
                part="goes_on",
                about=communities.about,
            ),
        ),
        also_expires=_erase_drafts,
    ),
)
