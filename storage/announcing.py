"""What a coordinator says to all moderators, or to all communities, and how far it has come."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Column, Text
from sqlmodel import Field, Session, SQLModel, col, delete, select

from bot.rules.members import Role
from storage.communities import Chat, Community
from storage.core.columns import NEVER_AGAIN, instant, telegram_id
from storage.core.form_drafts import Conversation
from storage.core.periods import SENT_ROWS_KEPT
from storage.core.personal_data import AfterTime, Export, PersonalData, RowGoes, columns
from storage.core.text_encryption import TextCipher
from storage.members import Membership, Person

TOPIC: Final = "announcement"
"""The topic of the form in which one is written."""

DRAFT_KEPT: Final = timedelta(days=30)
"""How long a form is kept that nobody went on with."""


class Audience(StrEnum):
    """To whom it is said: the moderators, each for themselves, or the communities' groups."""

    MODERATORS = "moderators"
    COMMUNITIES = "communities"


class Announcement(SQLModel, table=True):
    """What a coordinator says to all moderators or to all communities, by language.

    `audience` is an `Audience` value; `texts` is a sealed JSON object. `message_id` is the message
    in the coordinator's chat that shows how far it has come.
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
    """Of how many messages how many are sent, still to be sent, and for nobody there.

    `next_at` is when the first that is still to be sent falls due; None when none is.
    """

    sent: int
    waiting: int
    lost: int
    next_at: datetime | None = None

    @property
    def total(self) -> int:
        """All of them."""
        return self.sent + self.waiting + self.lost


def moderators(session: Session) -> list[Person]:
    """The moderators of communities that are not archived, each once, who can be written to."""
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
    """What is said, by language; nothing when another key sealed it."""
    found: dict[str, str] = json.loads(cipher.decrypt_or_none(said.texts) or "{}")
    return found


def _erase_drafts(session: Session, _retention: timedelta, now: datetime) -> None:
    """Erase the forms that nobody went on with."""
    session.exec(
        delete(Conversation).where(
            col(Conversation.topic) == TOPIC, col(Conversation.touched_at) <= now - DRAFT_KEPT
        )
    )


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
