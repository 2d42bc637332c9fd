"""Announcements of coordinators to all moderators or communities, and how many are sent."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Column, Text
from sqlmodel import Field, Session, SQLModel, col, select

from bot.rules.members import Role
from storage.communities import Chat, Community
from storage.core import form_drafts
from storage.core.columns import NEVER_AGAIN, instant, telegram_id
from storage.core.periods import SENT_ROWS_KEPT
from storage.core.personal_data import AfterTime, Export, PersonalData, RowGoes, columns
from storage.core.text_encryption import TextCipher
from storage.members import Membership, Person

TOPIC: Final = "announcement"
"""The topic of the form in which one is written."""

DRAFT_KEPT: Final = timedelta(days=30)
"""How long a form is kept that nobody went on with."""


class Audience(StrEnum):
    """Who gets an announcement: each moderator privately, or the communities' groups."""

    MODERATORS = "moderators"
    COMMUNITIES = "communities"


class Announcement(SQLModel, table=True):
    """An announcement by a coordinator to all moderators or all communities, by language.

    `audience` is an `Audience` value; `texts` is a sealed JSON object. `message_id` is the message
    in the coordinator's chat that shows the progress.
    """

    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    audience: str
    texts: str = Field(sa_column=Column(Text(), nullable=False))
    written_by: int = Field(sa_column=telegram_id())
    written_at: datetime = Field(sa_column=instant())
    stopped_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many messages of an announcement are sent, waiting, and without a recipient.

    `next_at` is when the first that waits falls due; None when none does.
    """

    sent: int
    waiting: int
    lost: int
    next_at: datetime | None = None

    @property
    def total(self) -> int:
        """The number of all messages."""
        return self.sent + self.waiting + self.lost


def moderators(session: Session) -> list[Person]:
    """The moderators of communities that are not archived, once each, if they can be reached."""
    return list(
        session.exec(
            select(Person)
            .where(
                col(Person.is_reachable).is_(True),
                col(Person.id).in_(
                    select(Membership.person_id)
                    .join(Community, col(Community.id) == Membership.community_id)
                    .where(
                        Membership.role == Role.MODERATOR.value,
                        col(Community.archived_at).is_(None),
                    )
                ),
            )
            .order_by(col(Person.id))
        )
    )


def groups(session: Session) -> list[Chat]:
    """The group chats of communities that are not archived."""
    return list(
        session.exec(
            select(Chat)
            .join(Community, col(Community.id) == Chat.community_id)
            .where(col(Chat.is_present).is_(True), col(Community.archived_at).is_(None))
            .order_by(col(Chat.id))
        )
    )


def texts(said: Announcement, cipher: TextCipher) -> dict[str, str]:
    """The texts by language; empty when another key sealed them."""
    found: dict[str, str] = json.loads(cipher.decrypt_or_none(said.texts) or "{}")
    return found


def _erase_drafts(session: Session, _retention: timedelta, now: datetime) -> None:
    """Erase forms that were left unfinished too long."""
    form_drafts.erase_untouched(session, (TOPIC,), now - DRAFT_KEPT)


PERSONAL_DATA: Final = (
    PersonalData(
        Announcement,
        # By then nothing of it is in the outbox any more.
        AfterTime("written_at", SENT_ROWS_KEPT),
        # What of it is not sent yet is sent to nobody.
        whose={"written_by": RowGoes()},
        exports=(
            Export(
                "announcements",
                {
                    "for": "audience",
                    "texts": lambda row, reader: texts(row, reader.cipher),
                    **columns("written_at", "stopped_at"),
                },
            ),
        ),
        also_expires=_erase_drafts,
    ),
)
