"""Communities, their group chats, and the invitations into them."""

import secrets
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, not_
from sqlmodel import Field, Session, SQLModel, col, select

from bot.rules.languages import single_languages
from bot.rules.members import Role
from storage.core.columns import belongs_to, instant, telegram_id
from storage.core.personal_data import Kept, PersonalData

TOKEN_BYTES = 24
"""192 bits of chance in every token; 32 characters of a link."""


class Community(SQLModel, table=True):
    """A praktijkgemeenschap. `language` is one of `GROUP_CODES`; `zone` is a `Zone` value.

    `rhythm` is its own change of the steps, in the form of the setting RHYTHM; empty for the usual
    one. `archived_at` is when its last cycle was closed; None while one runs.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str = Field(unique=True, description="the name folded, so that no two look alike")
    zone: str
    municipality: str | None = None
    language: str
    group_token: str = Field(unique=True)
    founded_at: datetime = Field(sa_column=instant())
    rhythm: str = ""
    archived_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Chat(SQLModel, table=True):
    """The group chat of a community, under a key of our own: Telegram's id may change."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(sa_column=belongs_to("community.id", unique=True))
    former_telegram_id: int | None = Field(
        default=None,
        sa_column=telegram_id(nullable=True),
        description="before it became a supergroup: its old buttons still speak of that id",
    )
    telegram_id: int = Field(sa_column=telegram_id(unique=True))
    can_pin: bool = False
    can_invite: bool = False
    can_delete: bool = False
    is_present: bool = True
    join_link: str | None = None


class Invitation(SQLModel, table=True):
    """A link into a community. `role` is a `Role` value; a duo's link names its seat."""

    token: str = Field(primary_key=True)
    community_id: int = Field(sa_column=belongs_to("community.id"))
    role: str
    single_use: bool
    seat_id: int | None = Field(default=None, sa_column=belongs_to("seat.id", nullable=True))
    expires_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    used_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


def new_token() -> str:
    """A random token for a deep link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def by_name(session: Session, name_key: str) -> Community | None:
    """The community with this folded name."""
    return session.exec(select(Community).where(Community.name_key == name_key)).first()


def all_communities(session: Session) -> list[Community]:
    """All communities, by name."""
    return list(session.exec(select(Community).order_by(Community.name_key)))


def page(session: Session, offset: int, limit: int) -> list[Community]:
    """A page of the communities, by name."""
    ordered = select(Community).order_by(Community.name_key)
    return list(session.exec(ordered.offset(offset).limit(limit)))


def by_group_token(session: Session, token: str) -> Community | None:
    """The community that a `startgroup` token ties a chat to."""
    return session.exec(select(Community).where(Community.group_token == token)).first()


def chat_of(session: Session, community_id: int) -> Chat | None:
    """The group chat of a community; None when it has none."""
    return session.exec(select(Chat).where(Chat.community_id == community_id)).first()


def chat_by_telegram_id(session: Session, chat_telegram_id: int) -> Chat | None:
    """The tied chat with this Telegram id."""
    return session.exec(select(Chat).where(Chat.telegram_id == chat_telegram_id)).first()


def first_language(session: Session, community_id: int | None) -> str | None:
    """The first language of a community; None when the community is gone."""
    community = session.get(Community, community_id) if community_id is not None else None
    return single_languages(community.language)[0] if community else None


def by_chat(session: Session, chat_telegram_id: int) -> Community | None:
    """The community whose group chat this is."""
    return session.exec(
        select(Community)
        .join(Chat, col(Chat.community_id) == Community.id)
        .where(Chat.telegram_id == chat_telegram_id)
    ).first()


def invitations(session: Session, community_id: int) -> list[Invitation]:
    """The founding invitations of a community, without those of duos and single members."""
    is_one_members = and_(col(Invitation.single_use), col(Invitation.role) == Role.MEMBER.value)
    return list(
        session.exec(
            select(Invitation).where(
                Invitation.community_id == community_id,
                col(Invitation.seat_id).is_(None),
                not_(is_one_members),
            )
        )
    )


def move_chat(session: Session, old_id: int, new_id: int) -> Chat | None:
    """Give a group that became a supergroup its new id; None when the chat is not known."""
    chat = chat_by_telegram_id(session, old_id)
    if chat is None or chat_by_telegram_id(session, new_id) is not None:
        return None
    chat.telegram_id, chat.former_telegram_id = new_id, old_id
    chat.is_present, chat.join_link = True, None
    session.add(chat)
    return chat


def about(session: Session, row: Any) -> dict[str, Any]:
    """The community of a row, for the person whose row it is."""
    return {"community": session.get_one(Community, row.community_id).name}


PERSONAL_DATA: Final = (
    PersonalData(Community, Kept("it names nobody")),
    PersonalData(Chat, Kept("it names nobody: its Telegram ids are those of a group")),
    PersonalData(Invitation, Kept("it never holds who used it")),
)
