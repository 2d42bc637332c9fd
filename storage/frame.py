"""The frame's texts and rhythm as coordinators replaced them, in versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import frame as rules
from bot.rules.frame import EVERY_LANGUAGE, FIRST_VERSION, Frame
from bot.rules.rhythm import Step
from bot.settings import parse_steps
from storage.communities import Community
from storage.core.columns import instant, telegram_id
from storage.core.personal_data import Export, Kept, NameGoes, PersonalData, columns

NOBODY: Final = 0
"""In the place of a coordinator who was erased."""


class FrameText(SQLModel, table=True):
    """A version of a text of the frame that replaces the default.

    `key` is a `Frame` value of the rules; `language` is empty for what is the same in every
    language. The highest version counts; an empty text restores the default.
    """

    __tablename__ = "frame_text"
    __table_args__ = (UniqueConstraint("key", "language", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str
    language: str
    version: int
    text: str = Field(sa_column=Column(Text(), nullable=False))
    changed_by: int = Field(sa_column=telegram_id())
    changed_at: datetime = Field(sa_column=instant())


@dataclass(frozen=True, slots=True)
class Saved:
    """The result of a change: `version` is the one that now counts.

    `is_new` is False when somebody else made a version meanwhile; then nothing changed.
    """

    version: int
    is_new: bool


def current_text(session: Session, key: Frame, language: str) -> FrameText | None:
    """The text that counts for a key and language; None while that is the default."""
    newest = _newest(session, key, language)
    return newest if newest is not None and newest.text else None


def current_version(session: Session, key: Frame, language: str) -> int:
    """The number of the version that counts; the default is the first."""
    newest = _newest(session, key, language)
    return newest.version if newest is not None else FIRST_VERSION


def _newest(session: Session, key: Frame, language: str) -> FrameText | None:
    return session.exec(_versions(key, language).limit(1)).first()


def _versions(key: Frame, language: str) -> SelectOfScalar[FrameText]:
    return (
        select(FrameText)
        .where(FrameText.key == key.value, FrameText.language == language)
        .order_by(col(FrameText.version).desc())
    )


def history(session: Session, key: Frame, language: str) -> list[FrameText]:
    """All versions for a key and language, newest first, without the default."""
    return list(session.exec(_versions(key, language)))


def newest_versions(session: Session) -> dict[tuple[str, str], FrameText]:
    """The newest version of every replaced text, by key and language."""
    rows = session.exec(select(FrameText).order_by(col(FrameText.version)))
    return {(row.key, row.language): row for row in rows}


def replace(session: Session, new: FrameText, seen: int) -> Saved:
    """Add a version, if version `seen` still counts; sets `new.version`.

    A repeated press by the same person adds no second one.
    """
    key, language = Frame(new.key), new.language
    newest = _newest(session, key, language)
    stands = newest.version if newest is not None else FIRST_VERSION
    if stands != seen:
        is_same = newest is not None and (newest.text, newest.changed_by, newest.version) == (
            new.text,
            new.changed_by,
            seen + 1,
        )
        return Saved(stands, is_same)
    new.version = seen + 1
    session.add(new)
    session.flush()
    return Saved(new.version, True)


def number_of_versions(session: Session, key: Frame) -> int:
    """The number of versions of a key in all languages."""
    counted = select(func.count()).select_from(FrameText).where(FrameText.key == key.value)
    return session.exec(counted).one()


def usual_rhythm(session: Session, timing: Mapping[str, timedelta]) -> Mapping[str, timedelta]:
    """The distance of each step from a meeting, where a community has no change of its own."""
    own = current_text(session, Frame.RHYTHM, EVERY_LANGUAGE)
    return rules.rhythm(timing, parse_steps(own.text)) if own is not None else timing


def rhythm(
    session: Session, community_id: int, timing: Mapping[str, timedelta]
) -> Mapping[str, timedelta]:
    """The distance of each step from a meeting in one community."""
    usual = usual_rhythm(session, timing)
    own = session.exec(select(Community.rhythm).where(Community.id == community_id)).first()
    return rules.rhythm(usual, parse_steps(own)) if own else usual


def longest_distance(
    session: Session, timing: Mapping[str, timedelta], step: Step
) -> timedelta | None:
    """The longest distance of a step in any community; None where it is off in all."""
    usual = usual_rhythm(session, timing)
    shifts = session.exec(select(Community.rhythm).where(Community.rhythm != "").distinct())
    all_of_them = (usual, *(rules.rhythm(usual, parse_steps(own)) for own in shifts))
    return max((one[step] for one in all_of_them if step in one), default=None)


PERSONAL_DATA: Final = (
    PersonalData(
        FrameText,
        Kept("people agreed to a version of a text, which must stay readable"),
        whose={"changed_by": NameGoes(instead=NOBODY)},
        exports=(Export("frame", {"what": "key", **columns("language", "version", "changed_at")}),),
    ),
)
