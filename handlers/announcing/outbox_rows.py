"""Leaves an announcement in the outbox for its readers, and counts how far it has come."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, func, select

from storage.announcing import Announcement, Audience, Progress, groups, moderators
from storage.core import outbox
from storage.core.outbox import Outgoing
from storage.core.text_encryption import TextCipher

KIND = "announcement"
"""The outbox kind of what is said to one person or group; with it begin the rows' keys."""


TOGETHER: Final = 20
"""Messages that fall due in the same second: Telegram takes 30, and replies need room too."""


def announce(
    session: Session,
    cipher: TextCipher,
    audience: Audience,
    texts: Mapping[str, str],
    written_by: int,
    now: datetime,
    due_at: datetime,
) -> Announcement:
    """Keep what is said, and leave it in the outbox for everyone it is for."""
    said = Announcement(
        audience=audience.value,
        texts=cipher.encrypt(json.dumps(dict(texts), ensure_ascii=False)),
        written_by=written_by,
        written_at=now,
    )
    session.add(said)
    session.flush()
    for place, to in enumerate(_readers(session, audience)):
        row = Outgoing(
            key=f"{_prefix(said.id)}{'p' if to.person_id else 'c'}{to.person_id or to.chat_id}",
            kind=KIND,
            person_id=to.person_id,
            chat_id=to.chat_id,
            payload={"announcement": said.id},
            # What is not due yet can still be stopped, and lets other messages pass.
            due_at=due_at + timedelta(seconds=place // TOGETHER),
        )
        outbox.put(session, row)
    return said


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whom one message goes to: a person, or a group."""

    person_id: int | None = None
    chat_id: int | None = None


def _readers(session: Session, audience: Audience) -> list[_Reader]:
    if audience is Audience.MODERATORS:
        return [_Reader(person_id=one.id) for one in moderators(session)]
    return [_Reader(chat_id=one.id) for one in groups(session)]


def _prefix(announcement_id: int | None) -> str:
    return f"{KIND}:{announcement_id}:"


def progress(session: Session, announcement_id: int | None) -> Progress:
    """How far an announcement has come."""
    rows = session.exec(
        select(Outgoing.state, func.count(), func.min(Outgoing.due_at))
        .where(col(Outgoing.key).startswith(_prefix(announcement_id), autoescape=True))
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
            col(Outgoing.key).startswith(_prefix(said.id), autoescape=True),
            col(Outgoing.state) == outbox.DUE,
        )
    )
    said.stopped_at = said.stopped_at or now
    session.add(said)
    session.flush()
    return True
