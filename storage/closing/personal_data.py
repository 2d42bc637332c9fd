"""Personal data of the end of a cycle, and the drafts that end with it."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, select

from bot.rules import closing as rules
from storage import communities
from storage.closing import EvaluationAnswered, EvaluationCounts, GoingOn
from storage.communities import Community
from storage.core.form_drafts import FormDraft
from storage.core.personal_data import AfterCycle, Export, Kept, PersonalData, RowGoes, columns

UNTOUCHED = timedelta(days=1)
"""How long a draft is kept at least since somebody wrote in it."""

GOING_KEPT = timedelta(days=366)
"""How long after a cycle it is kept who said that they go on, if no other cycle is planned."""


def _erase_drafts(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase drafts about communities whose cycle is closed; those about a meeting go with it."""
    closed = select(Community.id).where(col(Community.archived_at).is_not(None))
    session.exec(
        delete(FormDraft).where(
            col(FormDraft.community_id).in_(closed),
            col(FormDraft.touched_at) <= now - max(retention, UNTOUCHED),
        )
    )


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
