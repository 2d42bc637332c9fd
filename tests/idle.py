"""Whether the program has sent everything that is due."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.app import App
from storage.core.outbox import DUE, SENDING, Outgoing


def is_waiting(session: Session, now: datetime) -> bool:
    """Whether a message is due and not sent yet."""
    found = select(Outgoing.id).where(
        col(Outgoing.state).in_((DUE, SENDING)), Outgoing.due_at <= now
    )
    return session.exec(found.limit(1)).first() is not None


async def is_idle(app: App) -> bool:
    """Whether nothing that is due by now waits or is being sent."""
    await app.delivery.drain()
    now = app._now()
    return not await app.database.read(lambda session: is_waiting(session, now))
