"""The frame that Brusano gives: texts and the rhythm as they were replaced, version by version."""

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
    """A text of the frame as a coordinator put it in the place of the one that comes along.

    `key` is a `Frame` value of the rules, `language` nl, fr, en, or empty for what is the same in
    every language. The highest version counts; an empty text gives back what comes along.
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
    """What became of a change: `version` is the one that stands now.

    `is_new` is False where somebody else had made a version in the meantime; then nothing changed.
    """

    version: int
    is_new: bool


def current(session: Session, key: Frame, language: str) -> FrameText | None:
    """What stands in this place in a language; None while that is what comes along."""
    newest = _newest(session, key, language)
    return newest if newest is not None and newest.text else None


def version(session: Session, key: Frame, language: str) -> int:
    """The number of the version that stands; what comes along is the first."""
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
    """Every version that was made here, the newest first; what comes along is not among them."""
    return list(session.exec(_versions(key, language)))


def versions(session: Session) -> dict[tuple[str, str], FrameText]:
    """The newest version of everything that was ever replaced, by key and language."""
    rows = session.exec(select(FrameText).order_by(col(FrameText.version)))
    return {(row.key, row.language): row for row in rows}


def replace(session: Session, new: FrameText, seen: int) -> Saved:
    """Put a text in its place, if version `seen` still stands; `new.version` is set here.

    The same change made again by the same person, by a press that came twice, is not made twice.
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


def changes(session: Session, key: Frame) -> int:
    """How often something was replaced, in all languages together."""
    counted = select(func.count()).select_from(FrameText).where(FrameText.key == key.value)
    return session.exec(counted).one()


def usual_rhythm(session: Session, timing: Mapping[str, timedelta]) -> Mapping[str, timedelta]:
    """How far from a meeting each step falls in every community; `timing` is the setting's."""
    own = current(session, Frame.RHYTHM, EVERY_LANGUAGE)
    return rules.rhythm(timing, parse_steps(own.text)) if own is not None else timing


def rhythm(
    session: Session, community_id: int, timing: Mapping[str, timedelta]
) -> Mapping[str, timedelta]:
    """The same in one community, with its own shifts over it."""
    usual = usual_rhythm(session, timing)
    own = session.exec(select(Community.rhythm).where(Community.id == community_id)).first()
    return rules.rhythm(usual, parse_steps(own)) if own else usual


def longest(session: Session, timing: Mapping[str, timedelta], step: Step) -> timedelta | None:
    """The longest distance at which a step falls in any community; None where it is off in all."""
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
