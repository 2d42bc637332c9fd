"""Themes: those added to the fixed ones, and the tags on things."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from bot.rules.themes import FIXED, OWN
from storage.core.columns import NEVER_AGAIN, belongs_to, instant, loosely
from storage.core.personal_data import Export, Kept, NameGoes, PersonalData, columns


class Tagged(StrEnum):
    """The kinds of things that carry themes."""

    SUMMARY = "summary"
    CASE = "case"
    PROMPT = "prompt"
    ITEM = "item"


class Theme(SQLModel, table=True):
    """A theme that a monitoring lead added, with its name in each language.

    All communities share the list; its key is `own_` with its id.
    """

    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    names: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    name_key: str = Field(unique=True, description="the names folded, so that none comes twice")
    added_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    added_at: datetime = Field(sa_column=instant())

    @property
    def key(self) -> str:
        """Its key in tags and buttons."""
        return f"{OWN}{self.id}"

    def name_in(self, language: str) -> str:
        """Its name in a language; the first name where that language has none."""
        return self.names.get(language) or next(iter(self.names.values()))


class ThemeTag(SQLModel, table=True):
    """A theme on one thing: `kind` is a `Tagged` value, `subject_id` the id of its row.

    `meeting_id` is its meeting, if any; `tagged_at` is when it was first tagged.
    """

    __tablename__ = "theme_tag"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "theme"),
        Index("ix_theme_tag_community", "community_id", "theme"),
    )

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(sa_column=belongs_to("community.id"))
    meeting_id: int | None = Field(default=None, sa_column=belongs_to("meeting.id", nullable=True))
    kind: str
    subject_id: int
    theme: str
    tagged_at: datetime = Field(sa_column=instant())


def added(session: Session) -> list[Theme]:
    """The added themes, oldest first."""
    return list(session.exec(select(Theme).order_by(col(Theme.id))))


def added_names(session: Session) -> dict[str, tuple[str, ...]]:
    """The names of the added themes by key, for searching texts."""
    return {one.key: tuple(one.names.values()) for one in added(session)}


def tags(session: Session, kind: Tagged, subject_id: int) -> frozenset[str]:
    """The keys of the themes on one thing."""
    return frozenset(
        session.exec(
            select(ThemeTag.theme).where(
                ThemeTag.kind == kind.value, ThemeTag.subject_id == subject_id
            )
        )
    )


def retag(
    session: Session,
    kind: Tagged,
    subject_id: int,
    themes: AbstractSet[str],
    community_id: int,
    meeting_id: int | None,
    now: datetime,
) -> None:
    """Replace the themes of one thing; those it had keep their moment.

    Unknown themes are left out.
    """
    before = tags(session, kind, subject_id)
    themes = themes & {*FIXED, *added_names(session)}
    gone = before - themes
    session.exec(
        delete(ThemeTag).where(
            col(ThemeTag.kind) == kind.value,
            col(ThemeTag.subject_id) == subject_id,
            col(ThemeTag.theme).in_(gone),
        )
    )
    for theme in sorted(themes - before):
        session.add(
            ThemeTag(
                community_id=community_id,
                meeting_id=meeting_id,
                kind=kind.value,
                subject_id=subject_id,
                theme=theme,
                tagged_at=now,
            )
        )
    session.flush()


def forget(session: Session, kind: Tagged, subject_id: int) -> None:
    """Delete the themes of a thing that is gone."""
    session.exec(
        delete(ThemeTag).where(
            col(ThemeTag.kind) == kind.value, col(ThemeTag.subject_id) == subject_id
        )
    )


def move(session: Session, kind: Tagged, subject_id: int, meeting_id: int) -> None:
    """Move the themes of a thing to another meeting."""
    session.exec(
        update(ThemeTag)
        .where(col(ThemeTag.kind) == kind.value, col(ThemeTag.subject_id) == subject_id)
        .values(meeting_id=meeting_id)
    )


PERSONAL_DATA: Final = (
    PersonalData(
        Theme,
        Kept("all communities share the list"),
        whose={"added_by": NameGoes()},
        exports=(
            Export("themes_added", columns("added_at"), about=lambda _session, row: row.names),
        ),
    ),
    PersonalData(ThemeTag, Kept("it names nobody")),
)
