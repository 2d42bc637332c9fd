"""What rooms for Brusano's coordinators share: who may press, and the news once a day."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.rules.interest import news_at
from handlers.core.context import Context, Services
from handlers.core.outgoing import person_words
from handlers.core.routes import Act
from locales import Words
from storage import members
from storage.core import outbox
from storage.core.outbox import Outgoing


async def let_in(context: Context, own: Mapping[str, Act], coordinating: Mapping[str, Act]) -> None:
    """Do what the verb of a button says; some only for who is a coordinator at this moment."""
    if context.verb in own:
        await own[context.verb](context)
    elif context.verb not in coordinating:
        await context.answer()
    elif context.is_coordinator:
        await coordinating[context.verb](context)
    else:
        await context.refuse(context.words("This command is for Brusano's coordinators."))


def leave_news(session: Session, services: Services, kind: str, now: datetime) -> datetime:
    """Have every coordinator hear of something in the next news; when that is."""
    at = news_at(now, services.settings.quiet_hours, services.settings.timezone)
    moment = int(at.timestamp())
    for coordinator in sorted(services.settings.coordinators):
        row = Outgoing(
            key=f"{kind}:{coordinator}:{moment}",
            kind=kind,
            telegram_id=coordinator,
            payload={"at": moment},
            due_at=at,
        )
        outbox.put(session, row)
    return at


def words_for(session: Session, services: Services, telegram_id: int | None) -> Words | None:
    """The words for a coordinator; None for who is none any more."""
    if telegram_id not in services.settings.coordinators:
        return None
    person = members.person_at(session, telegram_id or 0)
    return (
        person_words(session, person, services.locales) if person else services.locales.words(None)
    )
