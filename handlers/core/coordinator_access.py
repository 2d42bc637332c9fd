"""What rooms for Brusano's coordinators share: who may press, and the news once a day."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.rules.interest import news_at
from handlers.core.context import House, Visit
from handlers.core.outgoing import person_words
from handlers.core.routes import Act
from locales import Words
from storage import members
from storage.core import outbox
from storage.core.outbox import Outgoing


async def let_in(visit: Visit, own: Mapping[str, Act], coordinating: Mapping[str, Act]) -> None:
    """Do what the verb of a button says; some only for who is a coordinator at this moment."""
    if visit.verb in own:
        await own[visit.verb](visit)
    elif visit.verb not in coordinating:
        await visit.pop_up()
    elif visit.is_coordinator:
        await coordinating[visit.verb](visit)
    else:
        await visit.refuse(visit.words("This command is for Brusano's coordinators."))


def leave_news(session: Session, house: House, kind: str, now: datetime) -> datetime:
    """Have every coordinator hear of something in the next news; when that is."""
    at = news_at(now, house.settings.quiet_hours, house.settings.timezone)
    moment = int(at.timestamp())
    for coordinator in sorted(house.settings.coordinators):
        row = Outgoing(
            key=f"{kind}:{coordinator}:{moment}",
            kind=kind,
            telegram_id=coordinator,
            payload={"at": moment},
            due_at=at,
        )
        outbox.put(session, row)
    return at


def words_for(session: Session, house: House, telegram_id: int | None) -> Words | None:
    """The words for a coordinator; None for who is none any more."""
    if telegram_id not in house.settings.coordinators:
        return None
    person = members.person_at(session, telegram_id or 0)
    return person_words(session, person, house.locales) if person else house.locales.words(None)
