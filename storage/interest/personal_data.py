"""Personal data of interested people."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from bot.rules import interest as rules
from storage import interest as interests
from storage.communities import Community
from storage.core import form_drafts
from storage.core.personal_data import AfterTime, Export, PersonalData, RowGoes, columns, sealed
from storage.interest import Interest
from storage.interest.placed import CHOOSING, FOUNDED

TOPIC = "interest"
"""The topic of the form that someone has begun and not agreed to."""


def forget(session: Session, person_telegram_id: int) -> None:
    """Erase the interest of a person, if there is any."""
    found = interests.of_person(session, person_telegram_id)
    if found is not None:
        interests.erase(session, found)


def _erase(session: Session, until: datetime) -> None:
    """Erase interest that was last changed before this moment, with unused invitations."""
    old = select(Interest).where(col(Interest.changed_at) <= until)
    for interest in session.exec(old).all():
        interests.erase(session, interest)


def _erase_drafts(session: Session, _retention: timedelta, now: datetime) -> None:
    """Erase forms that were left unfinished too long."""
    topics = (TOPIC, FOUNDED, *CHOOSING.values())
    form_drafts.erase_untouched(session, topics, now - rules.DRAFT_RETENTION)


def _placed(session: Session, row: Interest) -> Mapping[str, Any]:
    placed = session.get(Community, row.community_id) if row.community_id else None
    invitation = interests.invitation_of(session, row)
    until = invitation.expires_at if invitation else None
    return {
        "kept_until": (row.changed_at + rules.RETENTION).isoformat(),
        "invited_to": placed.name if placed else None,
        "invitation_open_until": until.isoformat() if until else None,
    }


PERSONAL_DATA: Final = (
    PersonalData(
        Interest,
        AfterTime("changed_at", rules.RETENTION, erase=_erase),
        whose={"telegram_id": RowGoes()},
        exports=(
            Export(
                "interest_in_taking_part",
                {
                    **columns("name", "zone", "municipality", "profession", "sector"),
                    **columns("organisation", "language", "as_duo"),
                    "how_to_reach_you": sealed("contact"),
                    "came_by": "source",
                    "agreed_at": "consented_at",
                    "changed_at": "changed_at",
                    "coordinators_told_at": "announced_at",
                    "invited_at": "placed_at",
                    "told_that_it_is_full_at": "told_full_at",
                    "could_be_reached": "is_reachable",
                },
                about=_placed,
                is_single=True,
            ),
        ),
        also_forget=forget,
        also_expires=_erase_drafts,
    ),
)
