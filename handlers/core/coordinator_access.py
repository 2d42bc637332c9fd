"""The news that Brusano's coordinators get once a day."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.rules.interest import news_at
from handlers.core.context import Services
from handlers.core.outgoing import person_words
from locales import Words
from storage import members
from storage.core import outbox
from storage.core.outbox_kind import OutboxKind


def leave_news(
    session: Session,
    services: Services,
    news: Callable[[int, datetime], OutboxKind],
    now: datetime,
) -> datetime:
    """Add something to every coordinator's next news; returns when that is due."""
    at = news_at(now, services.settings.quiet_hours, services.settings.timezone)
    for coordinator in sorted(services.settings.coordinators):
        outbox.put(session, news(coordinator, at), at)
    return at


def words_for(session: Session, services: Services, telegram_id: int | None) -> Words | None:
    """The words for a coordinator; None for someone who is no coordinator any more."""
    if telegram_id not in services.settings.coordinators:
        return None
    person = members.person_by_telegram_id(session, telegram_id or 0)
    return (
        person_words(session, person, services.locales) if person else services.locales.words(None)
    )
