"""How far an announcement has come, and stopping what is not sent yet."""

from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from storage.announcing import Announcement, Progress
from storage.core import outbox
from storage.core.outbox import Outgoing


def key_prefix(announcement_id: int | None) -> str:
    """With what the keys of the rows of one announcement begin."""
    return f"announcement:{announcement_id}:"


def progress(session: Session, announcement_id: int | None) -> Progress:
    """How far an announcement has come."""
    rows = session.exec(
        select(Outgoing.state, func.count(), func.min(Outgoing.due_at))
        .where(col(Outgoing.key).startswith(key_prefix(announcement_id), autoescape=True))
        .group_by(col(Outgoing.state))
    ).all()
    number = {state: count for state, count, _ in rows}
    waiting = {state: at for state, _, at in rows if state in (outbox.DUE, outbox.SENDING)}
    return Progress(
        number.get(outbox.SENT, 0),
        sum(number[state] for state in waiting),
        number.get(outbox.DROPPED, 0),
        min(waiting.values(), default=None),
    )


def stop(session: Session, said: Announcement, now: datetime) -> bool:
    """Send no more of it, but for what is under way; False when all of it was sent before."""
    if said.stopped_at is None and not progress(session, said.id).waiting:
        return False
    session.exec(
        delete(Outgoing).where(
            col(Outgoing.key).startswith(key_prefix(said.id), autoescape=True),
            col(Outgoing.state) == outbox.DUE,
        )
    )
    said.stopped_at = said.stopped_at or now
    session.add(said)
    session.flush()
    return True
